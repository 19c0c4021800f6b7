"""Databases of earlier releases, with people in them: each must open at the head (safety R18).

A file a revision: `{"revision", "people": {name: id}, "tables": {table: [rows]}}`, made when that revision
was the head, under the keys and the secret of tests.conftest.settings_for.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, MetaData

HERE = Path(__file__).parent
READ: dict[str, Callable[[str], Any]] = {
    "bytes": bytes.fromhex,
    "uuid": uuid.UUID,
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "time": time.fromisoformat,
}


def load(engine: Engine, revision: str) -> dict[str, uuid.UUID]:
    """Put that release's people into a database at that revision or before; gives their ids by name."""
    kept = json.loads((HERE / f"{revision}.json").read_text())
    schema = MetaData()
    schema.reflect(engine)
    with engine.connect().execution_options(heard_write=True) as connection:
        for name, rows in kept["tables"].items():
            if name in schema.tables and rows:
                values = [
                    {key: _value(value, engine.dialect.name) for key, value in row.items()} for row in rows
                ]
                connection.execute(schema.tables[name].insert(), values)
        connection.commit()
    return {name: uuid.UUID(value) for name, value in kept["people"].items()}


def _value(kept: Any, dialect: str) -> Any:
    if not isinstance(kept, dict):
        return kept
    ((kind, text),) = kept.items()
    read = READ[kind](text)
    # Reflection cannot tell a UUID from other text of 32 letters where there is no such type.
    return read.hex if kind == "uuid" and dialect == "sqlite" else read
