"""Engine, session, naming and the settings each engine needs (design §3)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask, current_app, g
from sqlalchemy import (
    ColumnElement,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Executable,
    LargeBinary,
    MetaData,
    Uuid,
    bindparam,
    create_engine,
    event,
    insert,
    literal_column,
)
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from webapp.core import clock

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


# How long a write waits for the others on SQLite, which takes them in no order: a page of a child waits 30 s.
BUSY_S = 20


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite would drop the zone. Naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """For backups: what a value is."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# For statements that are prepared once: the moment at which they are sent.
NOW = bindparam("now", callable_=clock.now, type_=UtcDateTime())
# Their LIMIT: a number would be written into the statement anew each time it is sent.
FIRST: ColumnElement[int] = literal_column("1")


class Base(DeclarativeBase):
    """Every table. `…_sealed` columns hold AES-GCM boxes made by core.sealing."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcDateTime(), uuid.UUID: Uuid(), bytes: LargeBinary()}


class Database:
    """One engine and the two kinds of session: the request's own and a short write."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self._make = sessionmaker(self.engine, expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def open(self, *, write: bool) -> Session:
        """A session whose transaction begins as a read or, on SQLite, as BEGIN IMMEDIATE."""
        opened = self._make()
        opened.connection(execution_options={"heard_write": write})
        return opened

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A short write transaction of its own: commits at the end, rolls back on an error."""
        opened = self.open(write=True)
        try:
            yield opened
            opened.commit()
        except BaseException:
            opened.rollback()
            raise
        finally:
            opened.close()


def make_engine(url: str) -> Engine:
    """An engine with the safety settings of design §3; SQLite commits reach the disk before the answer."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=5, hide_parameters=True)
    engine = create_engine(
        url, connect_args={"timeout": BUSY_S, "check_same_thread": False}, hide_parameters=True
    )
    event.listen(engine, "connect", _set_sqlite_pragmas)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_sqlite_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_S * 1000}",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    # A plain BEGIN that reads and then writes fails at once under load, whatever the timeout.
    write = connection.get_execution_options().get("heard_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def database() -> Database:
    """The application's database."""
    found: Database = current_app.extensions["heard_database"]
    return found


def session() -> Session:
    """This request's (or command's) session. The guard in core.routing commits or rolls it back."""
    if "heard_session" not in g:
        g.heard_session = database().open(write=bool(g.get("heard_may_write", False)))
    opened: Session = g.heard_session
    return opened


def read(statement: Executable, values: dict[str, Any]) -> CursorResult[*tuple[Any, ...]]:
    """Rows of columns, in the request's transaction; for statements that are prepared once.

    They need nothing of what the ORM does for entities, which takes as long again as all the rest.
    """
    opened = session()
    opened.flush()
    return opened.connection().execute(statement, values)


def add_rows(rows: Sequence[Base]) -> None:
    """Write many new rows of one table at once, in the request's transaction; the session does not hold them.

    What some rows set and others leave is nothing (NULL) in those others.
    """
    if not rows:
        return
    opened = session()
    opened.flush()
    table = type(rows[0])
    names = {name for row in rows for name in row.__dict__} & set(table.__table__.columns.keys())
    values = [{name: row.__dict__.get(name) for name in names} for row in rows]
    opened.connection().execute(insert(table), values)


def once(name: str) -> dict[Any, Any]:
    """What this request read already, by key, for a page that asks for each thing it shows.

    A request that writes gets an empty one each time: it decides by what stands there at that moment.
    """
    if g.get("heard_may_write"):
        return {}
    kept: dict[Any, Any] = session().info.setdefault(name, {})
    return kept


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """For commands and tests outside a request: `session()` works inside, and commits at the end."""
    end_session()
    g.heard_may_write = True
    try:
        yield session()
        session().commit()
    except BaseException:
        end_session()
        raise
    finally:
        end_session()
        g.pop("heard_may_write", None)


@contextmanager
def only_reading() -> Iterator[None]:
    """A long read inside a write: SQLite's one writer is not kept waiting. Nothing may be written before."""
    end_session()
    may_write = g.pop("heard_may_write", None)
    try:
        yield
    finally:
        end_session()
        if may_write is not None:
            g.heard_may_write = may_write


def end_session() -> None:
    """Roll back whatever was not committed and give the connection back."""
    opened: Session | None = g.pop("heard_session", None)
    if opened is not None:
        opened.rollback()
        opened.close()


def init_app(app: Flask, url: str) -> None:
    """Open the database and close each request's session at its end."""
    app.extensions["heard_database"] = Database(url)
    app.teardown_appcontext(lambda _error: end_session())
