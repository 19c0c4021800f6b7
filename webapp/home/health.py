"""Whether this server can serve: the database answers and its schema is the code's."""

from __future__ import annotations

from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import SQLAlchemyError

from webapp.core.database import database
from webapp.migrations import head_revision


def check() -> dict[str, str]:
    """`{"status", "database", "migrations"}`; each says ok/head or what is wrong."""
    try:
        with database().engine.connect() as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError:
        return {"status": "error", "database": "away", "migrations": "unknown"}
    at_head = revision == head_revision()
    return {
        "status": "ok" if at_head else "error",
        "database": "ok",
        "migrations": "head" if at_head else "behind",
    }
