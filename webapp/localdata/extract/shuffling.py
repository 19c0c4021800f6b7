"""Rows put into an order that tells nothing: by their one-way keys, with little in memory at any size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

# About so much of the file is in memory at once, and twice that while it is sorted.
PART = 4 * 1024 * 1024
# More parts than this are more open files than a process may have.
PARTS = 500
# The first four figures of a key say where it stands.
FIGURES, PLACES = 4, 16**4


def in_order_of_keys(spool: Path) -> Iterator[list[str]]:
    """The lines of a file, each beginning with a hexadecimal key, sorted; some at a time."""
    parts = _parts(spool)
    for path in parts:
        with path.open(encoding="utf-8", newline="") as file:
            yield sorted(file)
        path.unlink()


def _parts(spool: Path) -> list[Path]:
    """The lines dealt out by key into files, which are in order among themselves."""
    number = min(PARTS, spool.stat().st_size // PART + 1)
    paths = [spool.with_suffix(f".{place:03}") for place in range(number)]
    files = [path.open("w", encoding="utf-8", newline="") for path in paths]
    try:
        with spool.open(encoding="utf-8", newline="") as lines:
            for line in lines:
                files[int(line[:FIGURES], 16) * number // PLACES].write(line)
    finally:
        for file in files:
            file.close()
    return paths
