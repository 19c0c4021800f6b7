"""A small load client: threads with connections that stay open, on the loopback only."""

from __future__ import annotations

import http.client
import itertools
import statistics
import threading
import time
from dataclasses import dataclass, field

CONNECTIONS = 8
ROUNDS = 5
ROUND_S = 2.0


@dataclass(frozen=True)
class Target:
    """One page as one signed-in person asks for it. `cookie` is the Cookie header."""

    name: str
    port: int
    path: str
    cookie: str
    encoding: str = "identity"


@dataclass
class Result:
    """Requests per second of each round, and the bytes of one answer as it went over the wire."""

    rounds: list[float] = field(default_factory=list)
    size: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)


def measure(targets: list[Target]) -> dict[str, Result]:
    """Each target in turn, round after round, so that a slow minute of the machine hits all alike."""
    results = {target.name: Result(size=len(fetch(target))) for target in targets}
    for target in targets:
        hammer(target, ROUND_S / 2)
    for _ in range(ROUNDS):
        for target in targets:
            results[target.name].rounds.append(hammer(target, ROUND_S))
    return results


def fetch(target: Target) -> bytes:
    """One answer. RuntimeError unless it is 200."""
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
    try:
        return _ask(connection, target, 0)
    finally:
        connection.close()


def hammer(target: Target, seconds: float) -> float:
    """Ask on all connections at once for so long; requests per second. Raises what a thread met."""
    counts, problems = [0] * CONNECTIONS, []
    numbers = itertools.count(1)
    end = time.perf_counter() + seconds

    def work(mine: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
        try:
            while time.perf_counter() < end:
                _ask(connection, target, next(numbers))
                counts[mine] += 1
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    started = time.perf_counter()
    threads = [threading.Thread(target=work, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return sum(counts) / (time.perf_counter() - started)


def _ask(connection: http.client.HTTPConnection, target: Target, number: int) -> bytes:
    # From many homes: the brake on floods counts by address, and stays on while we measure.
    home = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    headers = {"Cookie": target.cookie, "Accept-Encoding": target.encoding, "X-Forwarded-For": home}
    connection.request("GET", target.path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{target.name}: status {answer.status}")
    return body
