"""Where the council's record is, and that one process at a time writes into it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app

LOCK = "record.lock"


def folder() -> Path | None:
    """The folder of the council's record; None where nothing is handed over."""
    found: Path | None = current_app.extensions["heard_settings"].record_folder
    return found


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else of this machine writes a copy meanwhile; the system lets go when a process is killed.

    The lock lies with our own data: a network share may have none.
    """
    data: Path = current_app.extensions["heard_settings"].data
    with (data / LOCK).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
