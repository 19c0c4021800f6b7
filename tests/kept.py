"""An empty database, a small town, a told story: each made once an engine, then put back for every test.

Making a town costs a tenth of a second and a story two; putting back a copy costs some milliseconds.
"""

from __future__ import annotations

import copy
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import time_machine
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.makers import Town, make_town
from tests.whole.story import Story, tell_story
from webapp.core import clock
from webapp.core.database import database

EMPTY = "empty"
# By engine and name: what the maker returned, and on SQLite the copy itself.
MADE: dict[tuple[str, str], Any] = {}
COPIES: dict[tuple[str, str], sqlite3.Connection] = {}


def town() -> Town:
    """`make_town`, from a copy where one was made at this time."""
    found: Town = _kept("town", make_town)
    return found


def story() -> Story:
    """`tell_story`, from a copy where one was told at this time."""
    found: Story = _kept("story", tell_story)
    return found


def _kept(what: str, make: Callable[[], Any]) -> Any:
    """A copy may be as old as the day under a real clock; under one that a test set, it is of that moment.

    Where a test's clock ticks on, the rows are later than the moment they would be put back at: no copy then.
    """
    is_set = time_machine.escape_hatch.is_travelling()
    now = clock.now() if is_set else clock.today()
    key = (database().engine.dialect.name, f"{what} {now:%Y%m%d%H%M%S%f}")
    if key in MADE:
        put_back(key[1])
        return copy.deepcopy(MADE[key])
    made = make()
    if not is_set or clock.now() == now:
        MADE[key] = copy.deepcopy(made)
        keep(key[1])
    return made


def keep(name: str) -> None:
    """Copy the whole database as it is now."""
    if not database().is_sqlite:
        _keep_rows(name)
        return
    held = COPIES[database().engine.dialect.name, name] = sqlite3.connect(":memory:")
    with closing(_file()) as file:
        file.backup(held)


def put_back(name: str) -> None:
    """Make the database what it was when it was kept: every row, and on SQLite every trigger too."""
    if not database().is_sqlite:
        _put_back_rows(name)
        return
    with closing(_file()) as file:
        COPIES[database().engine.dialect.name, name].backup(file)


def _file() -> sqlite3.Connection:
    path = database().engine.url.database
    assert path
    opened = sqlite3.connect(path, timeout=10)
    opened.execute("PRAGMA synchronous=OFF")
    return opened


def _keep_rows(name: str) -> None:
    """Beside the real tables, in a schema of its own; a table without rows is left out."""
    with database().writing() as db:
        db.execute(text(f'DROP SCHEMA IF EXISTS "{name}" CASCADE'))
        db.execute(text(f'CREATE SCHEMA "{name}"'))
        for table in _tables(db, "public"):
            if db.scalar(text(f'SELECT EXISTS (SELECT FROM public."{table}")')):
                db.execute(text(f'CREATE TABLE "{name}"."{table}" AS TABLE public."{table}"'))


def _put_back_rows(name: str) -> None:
    """In the role of a replica no trigger and no foreign key is asked: the rows were right when kept."""
    with database().writing() as db:
        steps = [
            "SET LOCAL session_replication_role = replica",
            *(f'DELETE FROM public."{table}"' for table in _tables(db, "public")),
            *(
                f'INSERT INTO public."{table}" SELECT * FROM "{name}"."{table}"'
                for table in _tables(db, name)
            ),
        ]
        db.connection().exec_driver_sql(";".join(steps))


def _tables(db: Session, schema: str) -> list[str]:
    query = text("SELECT tablename FROM pg_tables WHERE schemaname = :schema ORDER BY tablename")
    return list(db.scalars(query, {"schema": schema}))
