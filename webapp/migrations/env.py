"""How Alembic reaches the database and the models."""

from __future__ import annotations

from typing import Literal

from alembic import context
from sqlalchemy import Connection, Engine, text

from webapp.core.database import UtcDateTime
from webapp.migrations import models

engine: Engine = context.config.attributes["engine"]
only: set[str] | None = context.config.attributes.get("include")


def is_wanted(_found: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    """When a revision is made for some tables only, pass over the others."""
    return only is None or kind != "table" or name in only


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """A revision stands by itself: it names the database's own types, not our classes."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def set_foreign_keys(connection: Connection, *, on: bool) -> None:
    """SQLite changes a table by copying it and dropping the old: nothing may point at it meanwhile.

    Said outside a transaction, where alone SQLite listens.
    """
    if connection.dialect.name == "sqlite":
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def check_foreign_keys(connection: Connection) -> None:
    """What SQLite did not watch over during the copying."""
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise RuntimeError(f"{len(broken)} rows point nowhere: restore the backup made before this")


with engine.connect().execution_options(heard_write=True) as connection:
    set_foreign_keys(connection, on=False)
    context.configure(
        connection=connection,
        target_metadata=models.metadata,
        # SQLite cannot change a column in place: Alembic copies the table instead.
        render_as_batch=True,
        transactional_ddl=True,
        compare_type=True,
        include_object=is_wanted,
        render_item=render_item,
        transaction_per_migration=True,
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
            check_foreign_keys(connection)
        connection.commit()
    finally:
        connection.rollback()
        set_foreign_keys(connection, on=True)
