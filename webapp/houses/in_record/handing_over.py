"""Putting it in: read, let go of the database, write, note. A slow disk keeps nobody else from writing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from webapp import accounts, families, media, record
from webapp.core import clock, sealing
from webapp.core.access import Reader
from webapp.core.database import end_session
from webapp.houses.in_record import book as books
from webapp.houses.in_record import queries, rules, service
from webapp.houses.in_record.book import Book


class NotWritten(Exception):
    """Nothing counts as written. `code`: off, missing, no_id, nothing, away, record_full, record_refused."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def put(reader: Reader, *, child_id: uuid.UUID, set_id: uuid.UUID | None) -> uuid.UUID:
    """Write a copy of a set, or of what is for the meeting, unless the newest already says the same.

    Returns the receipt's id. Call it before anything is written in this request: it lets the transaction go.
    """
    case = _case(child_id)
    entries = queries.going(reader, child_id, set_id)
    if not entries:
        raise NotWritten("nothing")
    try:
        book = books.book_of(child_id, set_id, entries)
    except media.Away as error:
        raise NotWritten("away") from error
    content = sealing.child_box(child_id).mac(record.as_bytes(book.body))
    series = rules.series(set_id, _day(book, set_id))
    before = queries.newest(child_id, set_id, series)
    if before is not None and before.content_hash == content:
        return before.id
    series, number = (before.series, before.number + 1) if before else (series, 1)
    make = _maker(book, by=accounts.names([reader.person_id]).get(reader.person_id, ""))
    end_session()
    item = record.Item(rules.FORMAT, series, rules.about(set_id), content.hex())
    return service.keep_record(
        child_id=child_id,
        set_id=set_id,
        series=series,
        content=content,
        written=_written(case, item, number, make),
        entry_ids=[one.id for one in entries],
        by_id=reader.person_id,
    )


def _case(child_id: uuid.UUID) -> Path:
    """The case's folder. The one above is never made: an unmounted share would fill our own disk unseen."""
    folder = record.folder()
    if folder is None:
        raise NotWritten("off")
    if not folder.is_dir():
        raise NotWritten("missing")
    case = record.case_folder(families.authority_id(child_id))
    if not case:
        raise NotWritten("no_id")
    return folder / case


def _day(book: Book, set_id: uuid.UUID | None) -> date:
    return clock.local(min(one.made_at for one in book.entries)).date() if set_id else clock.today()


Make = Callable[[str, int, datetime], dict[str, bytes]]


def _written(case: Path, item: record.Item, number: int, make: Make) -> record.Copy:
    try:
        return record.write_copy(case, item, number=number, make=make)
    except OSError as error:
        raise NotWritten(record.trouble(error)) from error


def _maker(book: Book, *, by: str) -> Make:
    """Everything that needs the database is read before; this only builds the files."""
    photos = {
        record.sha256(piece.data): piece.data for piece in book.pieces.values() if piece.kind == "photo"
    }

    def make(stem: str, copy: int, at: datetime) -> dict[str, bytes]:
        about = {"copy": copy, "written_at": at.isoformat(timespec="seconds"), "put_in_by": by}
        made = {f"{stem}.json": record.as_bytes(book.body | about)}
        for piece in book.pieces.values():
            made[rules.media_name(stem, record.sha256(piece.data), piece.kind)] = piece.data
        printed = record.made_of(books.page_of(book, copy=copy, at=at, by=by), photos)
        return made | ({f"{stem}.pdf": printed} if printed else {})

    return make
