"""Who looked is written down, and on the disk, before the first byte of a page leaves (design §3).

Requests that end at the same moment share one transaction: one of them writes for all who wait, so that
under load the log costs one wait for the disk, not one a page.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy import Connection

from webapp.core import clock
from webapp.core.access import ReadNote
from webapp.core.database import database


@dataclass(frozen=True)
class Look:
    """One row to write: who looked, when, at what."""

    actor_id: uuid.UUID | None
    at: datetime
    note: ReadNote


RecordReads = Callable[[Connection, Iterable[Look]], None]


@dataclass
class _Batch:
    """What one request waits for. `error`: why it could not be written; then its page is not shown."""

    looks: list[Look]
    is_done: bool = False
    error: Exception | None = None


@dataclass
class _Desk:
    """Who waits, and whose turn it is to write for all of them. One a process."""

    waiting: list[_Batch] = field(default_factory=list)
    door: threading.Lock = field(default_factory=threading.Lock)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def write(self, batch: _Batch) -> None:
        """Returns when the batch is committed; raises what stopped it."""
        with self.door:
            self.waiting.append(batch)
        self.finish(batch)

    def finish(self, batch: _Batch) -> None:
        """Wait for the turn; write for everyone unless somebody wrote for this one meanwhile."""
        with self.turn:
            if not batch.is_done:
                self._write_all()
        if batch.error is not None:
            raise batch.error
        if not batch.is_done:
            raise RuntimeError("whoever wrote for this page was stopped before it was done")

    def _write_all(self) -> None:
        with self.door:
            batches, self.waiting = self.waiting, []
        looks = [look for batch in batches for look in batch.looks]
        error = _commit(looks)
        for batch in batches:
            batch.error, batch.is_done = error, True


def _commit(looks: list[Look]) -> Exception | None:
    record: RecordReads = current_app.extensions["heard_record_reads"]
    try:
        opened = database().engine.connect().execution_options(heard_write=True)
        with opened as connection, connection.begin():
            record(connection, looks)
    # Whatever it was: every request that waits has to learn of it.
    except Exception as error:
        return error
    return None


def init_app(app: Flask, record: RecordReads) -> None:
    """Let the guard write down who looked, without core knowing the audit capability."""
    app.extensions["heard_record_reads"] = record
    app.extensions["heard_reads"] = _Desk()


def write_down(actor_id: uuid.UUID | None, notes: list[ReadNote]) -> None:
    """Commit these looks. Raises when they could not be written: then nothing may be shown."""
    now = clock.now()
    desk: _Desk = current_app.extensions["heard_reads"]
    desk.write(_Batch([Look(actor_id, now, note) for note in notes]))
