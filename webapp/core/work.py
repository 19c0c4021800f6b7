"""The background process: one leader does the sweeps and writes the audit heads outside the database."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from webapp.core import clock
from webapp.core.database import database, end_session

EVERY_SECONDS = 60
LEADER_LOCK = 7_310_011
Heads = Callable[[], dict[str, tuple[int, str]]]


def run(app: Flask, heads: Heads) -> None:
    """Until the process that started this one is gone: try to lead, and when leading, do what is due."""
    parent, due = os.getppid(), 0.0
    while os.getppid() == parent:
        if time.monotonic() >= due:
            due = time.monotonic() + EVERY_SECONDS
            do_what_is_due(app, heads)
        time.sleep(1)


def do_what_is_due(app: Flask, heads: Heads) -> None:
    """One round; on a database that is away, the next round tries again."""
    try:
        with leading(app) as leader:
            if leader:
                write_heads(heads, app.extensions["heard_settings"].data / "audit-heads.jsonl", clock.today())
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
    """Once a day, one line with every chain's head: a tail that goes missing later shows (ASVS 16.4)."""
    if file.exists() and f'"{day.isoformat()}"' in file.read_text().rsplit("\n", 2)[-2]:
        return
    with file.open("a") as out:
        out.write(json.dumps({"day": day.isoformat(), "heads": heads()}) + "\n")
        out.flush()
        os.fsync(out.fileno())
