"""argon2id, with the cost set in one place (lowered in tests by setting only)."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

# A hash of nothing anyone can type: checked when there is no such person, so that both take as long.
NOBODY = "nobody"


@cache
def _hasher(time_cost: int, memory_cost: int) -> PasswordHasher:
    return PasswordHasher(time_cost=time_cost, memory_cost=memory_cost, parallelism=1)


@cache
def _nobody_hash(time_cost: int, memory_cost: int) -> str:
    return _hasher(time_cost, memory_cost).hash(NOBODY)


def _cost() -> tuple[int, int]:
    settings = current_app.extensions["heard_settings"]
    return settings.argon2_time, settings.argon2_memory_kib


def hash_secret(secret: str) -> str:
    """An argon2id hash in its standard form."""
    return _hasher(*_cost()).hash(secret)


def matches(stored: str | None, secret: str) -> bool:
    """One hash check whether or not there is something to check against."""
    try:
        right = _hasher(*_cost()).verify(stored or _nobody_hash(*_cost()), secret)
    except (VerificationError, InvalidHashError):
        return False
    return right and bool(stored)
