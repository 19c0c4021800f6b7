"""The background process: one leader does the sweeps and writes the audit heads outside the database."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from webapp.core import clock
from webapp.core.database import database, end_session, unit_of_work

EVERY_SECONDS = 60
OFTEN_SECONDS = 3
LEADER_LOCK = 7_310_011
Heads = Callable[[], dict[str, tuple[int, str]]]
Sweep = Callable[[], object]


def run(
    app: Flask, heads: Heads, *sweeps: Sweep, errands: Sequence[Sweep] = (), often: Sequence[Sweep] = ()
) -> None:
    """Until the process that started this one is gone: try to lead, and when leading, do what is due.

    A sweep destroys what was to be kept for a time only. An errand is slow, so it begins its transactions
    itself: nobody else's write waits for another machine's disk or network. `often`: errands that somebody
    waits for before a page.
    """
    parent, due, soon = os.getppid(), 0.0, 0.0
    while os.getppid() == parent:
        if time.monotonic() >= due:
            due = time.monotonic() + EVERY_SECONDS
            do_what_is_due(app, heads, *sweeps, errands=errands)
        if often and time.monotonic() >= soon:
            soon = time.monotonic() + OFTEN_SECONDS
            do_what_is_waited_for(app, often)
        time.sleep(1)


def do_what_is_due(app: Flask, heads: Heads, *sweeps: Sweep, errands: Sequence[Sweep] = ()) -> None:
    """One round; on a database that is away, the next round tries again."""
    try:
        with leading(app) as leader:
            if leader:
                write_heads(heads, app.extensions["heard_settings"].heads_file, clock.today())
                for sweep in sweeps:
                    with unit_of_work():
                        sweep()
                for errand in errands:
                    errand()
    except SQLAlchemyError as error:
        app.logger.error("background work: %s", type(error).__name__)
    finally:
        end_session()


def do_what_is_waited_for(app: Flask, often: Sequence[Sweep]) -> None:
    """These errands alone, when this process leads."""
    try:
        with leading(app) as leader:
            for errand in often if leader else ():
                errand()
    except SQLAlchemyError as error:
        app.logger.error("background work: %s", type(error).__name__)
    finally:
        end_session()


@contextmanager
def leading(app: Flask) -> Iterator[bool]:
    """Whether this process may do the work now: an advisory lock, or a locked file beside SQLite."""
    if database().is_sqlite:
        with (app.extensions["heard_settings"].data / "work.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                yield True
            except BlockingIOError:
                yield False
        return
    with database().engine.connect() as connection:
        got = connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": LEADER_LOCK})
        yield bool(got)
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": LEADER_LOCK})


def write_heads(heads: Heads, file: Path, day: date) -> None:
    """Once a day, one line with every chain's head: a tail that goes missing later shows (ASVS 16.4.3)."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = file.read_text() if file.exists() else ""
    if any(one["day"] == day.isoformat() for one in _read(before)):
        return
    # A line that a crash cut short stays as it is; the new one begins on its own.
    begin = "" if not before or before.endswith("\n") else "\n"
    with file.open("a") as out:
        out.write(begin + json.dumps({"day": day.isoformat(), "heads": heads()}) + "\n")
        out.flush()
        os.fsync(out.fileno())


def kept_heads(file: Path) -> dict[str, dict[int, str]]:
    """What the daily lines say: by chain, the number of a row and the hash (hex) it had."""
    kept: dict[str, dict[int, str]] = {}
    for line in _read(file.read_text() if file.exists() else ""):
        for chain, (number, made) in line["heads"].items():
            # The earliest line counts: a later one may have been written over a chain made anew.
            kept.setdefault(chain, {}).setdefault(number, made)
    return kept


def _read(lines: str) -> Iterator[dict[str, Any]]:
    """Every whole line; a crash may have cut one short."""
    for line in lines.splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue
