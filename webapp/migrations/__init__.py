"""The schema's history, and how to bring a database to its head."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

HERE = Path(__file__).parent


def config(engine: Engine | None = None) -> Config:
    """Alembic's configuration, without an ini file."""
    found = Config()
    found.set_main_option("script_location", str(HERE))
    found.attributes["engine"] = engine
    return found


@cache
def head_revision() -> str | None:
    """The newest revision in the code."""
    return ScriptDirectory.from_config(config()).get_current_head()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to a revision; each step is one transaction: old or new, never between."""
    command.upgrade(config(engine), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to a revision."""
    command.downgrade(config(engine), revision)
