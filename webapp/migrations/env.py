"""How Alembic reaches the database and the models."""

from __future__ import annotations

from typing import Literal

from alembic import context
from sqlalchemy import Engine

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


with engine.connect().execution_options(heard_write=True) as connection:
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
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
