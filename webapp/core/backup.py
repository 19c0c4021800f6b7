"""Backups that are the same for SQLite and PostgreSQL: one zip, a file of JSON lines a table.

Rows stay sealed as they are; the keys are elsewhere. Copying a SQLite file is not a backup: what was
last written is in its log. Photos and voices lie beside the database: their sealed bytes are in the zip too.
"""

from __future__ import annotations

import base64
import json
import os
import uuid
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Table, func, select, text
from sqlalchemy.orm import Session

from webapp.core.database import Base, database

FORM = 1
BATCH = 500
PIECES = "media/"
# Each piece of media as it lies sealed, by its name in the store.
Pieces = Iterable[tuple[str, bytes]]


class BackupError(Exception):
    """A backup that cannot be read here; the message says why."""


def write(file: Path, pieces: Callable[[], Pieces]) -> int:
    """Write all rows as of one moment, safely while the service runs. Returns the number of rows.

    `pieces` is asked after the rows are read: what a row names is kept for an hour after it was let go.
    """
    partial = file.with_name(file.name + ".partial")
    rows = 0
    isolation = {} if database().is_sqlite else {"isolation_level": "REPEATABLE READ"}
    with (
        database().engine.connect().execution_options(**isolation) as connection,
        connection.begin(),
        zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        archive.writestr("heard.json", json.dumps({"form": FORM, "revision": _revision(connection)}))
        for table in Base.metadata.sorted_tables:
            rows += _write_table(connection, archive, table)
        for name, sealed in pieces():
            archive.writestr(PIECES + name, sealed, zipfile.ZIP_STORED)
    _make_durable(partial, file)
    return rows


def _write_table(connection: Connection, archive: zipfile.ZipFile, table: Table) -> int:
    count = 0
    with archive.open(f"{table.name}.jsonl", "w") as out:
        for row in connection.execute(select(table).order_by(*table.primary_key)).mappings():
            out.write(json.dumps([_plain(value) for value in row.values()]).encode() + b"\n")
            count += 1
    return count


def _make_durable(partial: Path, file: Path) -> None:
    """The name appears only when every byte is on the disk."""
    with partial.open("rb") as written:
        os.fsync(written.fileno())
    partial.replace(file)


def read(file: Path, put_back: Callable[[Pieces], object]) -> int:
    """Fill an empty database of the same schema. Returns the number of rows; BackupError when it cannot.

    `put_back` is handed the pieces of media before the rows are: a row never lacks its bytes.
    """
    with zipfile.ZipFile(file) as archive, database().engine.connect() as opened:
        connection = opened.execution_options(heard_write=True)
        with connection.begin():
            about = json.loads(archive.read("heard.json"))
            if about != {"form": FORM, "revision": _revision(connection)}:
                raise BackupError(
                    "This backup is of another version. Restore it with that version, then migrate."
                )
            if any(
                connection.scalar(select(func.count()).select_from(table))
                for table in Base.metadata.sorted_tables
            ):
                raise BackupError("There is something here already. Restore only into an empty place.")
            put_back(_read_pieces(archive))
            return sum(_read_table(connection, archive, table) for table in Base.metadata.sorted_tables)


def _read_pieces(archive: zipfile.ZipFile) -> Pieces:
    for name in archive.namelist():
        if name.startswith(PIECES):
            yield name.removeprefix(PIECES), archive.read(name)


def _read_table(connection: Connection, archive: zipfile.ZipFile, table: Table) -> int:
    count = 0
    with archive.open(f"{table.name}.jsonl") as lines:
        for batch in _batches(lines):
            rows = [_row(table, json.loads(line)) for line in batch]
            connection.execute(table.insert(), rows)
            count += len(rows)
    return count


def _batches(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    for line in lines:
        batch.append(line)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def _row(table: Table, values: list[Any]) -> dict[str, Any]:
    return {
        column.name: _value(column.type.python_type, value)
        for column, value in zip(table.columns, values, strict=True)
    }


def _value(kind: type, value: Any) -> Any:
    if value is None or (isinstance(value, kind) and kind is not str):
        return value
    if kind is bytes:
        return base64.b64decode(value)
    if kind in (datetime, date, time):
        return kind.fromisoformat(value)
    return kind(value)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def erase(unprotect: Callable[[Session], None], protect: Callable[[Session], None]) -> None:
    """Remove every row, the log's too. For `heard demo --again` alone, in demo mode alone."""
    with database().writing() as db:
        unprotect(db)
        if database().is_sqlite:
            db.execute(text("PRAGMA defer_foreign_keys=ON"))
        for table in reversed(Base.metadata.sorted_tables):
            db.execute(table.delete())
        protect(db)
