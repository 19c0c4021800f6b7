"""The general brake on floods: so many requests from one address in a minute, whatever they ask for.

Limits on tries at signing in are rows in the database (accounts.limits); this one counts in each process, or
where HEARD_RATE_URL says when there are several servers.
"""

from __future__ import annotations

import threading
import time

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import Storage

from webapp.config import Settings

FLOOD_LIMIT = "600 per minute"
# Addresses counted at once in one process. More than that is a flood of its own: counting begins anew.
MOST = 50_000


class Counts(Storage):
    """Counts in memory. The library's own starts a thread a request, to look at every address there is."""

    STORAGE_SCHEME = ["counts"]

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **_options: str) -> None:
        super().__init__(uri, wrap_exceptions)
        self._door = threading.Lock()
        # By key: how many, and when its window ends (seconds of the system's clock).
        self._counts: dict[str, tuple[int, float]] = {}

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = time.time()
        with self._door:
            count, until = self._counts.get(key, (0, 0.0))
            if until <= now:
                self._make_room(now)
                count, until = 0, now + expiry
            self._counts[key] = count + amount, until
        return count + amount

    def _make_room(self, now: float) -> None:
        if len(self._counts) >= MOST:
            self._counts = {key: one for key, one in self._counts.items() if one[1] > now}
        if len(self._counts) >= MOST:
            self._counts = {}

    def get(self, key: str) -> int:
        count, until = self._counts.get(key, (0, 0.0))
        return count if until > time.time() else 0

    def get_expiry(self, key: str) -> float:
        return self._counts.get(key, (0, time.time()))[1]

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        before, self._counts = len(self._counts), {}
        return before

    def clear(self, key: str) -> None:
        self._counts.pop(key, None)


def init_app(app: Flask, settings: Settings) -> None:
    """Count every request; the one too many gets 429."""
    in_memory = settings.rate_url.startswith("memory://")
    Limiter(
        get_remote_address,
        app=app,
        default_limits=[FLOOD_LIMIT],
        storage_uri="counts://" if in_memory else settings.rate_url,
        enabled=not settings.testing,
    )
