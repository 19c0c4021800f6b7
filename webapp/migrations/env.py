"""How Alembic reaches the database and the models."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Engine

from webapp.migrations import models

engine: Engine = context.config.attributes["engine"]

with engine.connect().execution_options(heard_write=True) as connection:
    context.configure(
        connection=connection,
        target_metadata=models.metadata,
        # SQLite cannot change a column in place: Alembic copies the table instead.
        render_as_batch=True,
        transactional_ddl=True,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
