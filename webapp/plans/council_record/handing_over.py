"""One round of handing over: no transaction is open while a PDF is made or a slow disk is written to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from webapp import media, record
from webapp.core import clock, sealing
from webapp.core.database import end_session, unit_of_work
from webapp.plans import trouble
from webapp.plans.council_record import pdf, queries, rules, service
from webapp.plans.council_record.queries import CopyView, Due
from webapp.plans.council_record.record import Record, record_of

MOST_IN_A_ROUND = 20
MOST_RECEIPTS = 200
# Nobody's receipt comes a month later; the shared folder is not asked about each copy for ever.
RECEIPT_DAYS = 30


@dataclass
class Round:
    """What one round did. `trouble`: why it stopped, '' when all is well."""

    written: int = 0
    received: int = 0
    without_id: int = 0
    trouble: str = ""


def hand_over() -> Round:
    """Write what the council's record does not hold yet, and read its receipts. Never raises OSError."""
    done = Round()
    folder = record.folder()
    try:
        if folder is not None:
            _hand_over(folder, done)
    except OSError as error:
        done.trouble = record.trouble(error)
    trouble.keep("record", done.trouble)
    return done


def _hand_over(folder: Path, done: Round) -> None:
    # Never made here: an unmounted share would fill this machine's own disk unseen.
    if not folder.is_dir():
        done.trouble = "record_missing"
        return
    _write_due(folder, done)
    _read_receipts(folder, done)
    if not done.trouble and not record.is_there():
        done.trouble = "record_no_pdf"


def _write_due(folder: Path, done: Round) -> None:
    for one in _due():
        if done.written >= MOST_IN_A_ROUND:
            return
        try:
            _write(folder, one, done)
        except sealing.SealError:  # one record's key is missing: all the others still go
            done.trouble = "record_sealed"
        except media.Away:  # one plan's photos cannot be fetched now: all the others still go
            done.trouble = "record_photos"


def _due() -> list[Due]:
    try:
        return queries.due()
    finally:
        end_session()


def _write(folder: Path, due: Due, done: Round) -> None:
    try:
        found, before, content = _read(due)
    finally:
        end_session()
    if not found.case:
        done.without_id += 1
        return
    if before is not None and before.content_hash == content:
        with unit_of_work():
            service.hold_events(copy_id=before.id, events=due.events)
        return
    number = before.number + 1 if before else 1
    written = _write_files(folder / found.case, found, number, content.hex())
    with unit_of_work():
        service.keep_copy(version=found.content, events=due.events, content=content, written=written)
    done.written += 1


def _read(due: Due) -> tuple[Record, CopyView | None, bytes]:
    """The record, the newest copy of it, and a keyed hash of its words."""
    found = record_of(due.version_id)
    before = queries.copies([due.version_id]).get(due.version_id)
    return found, before, sealing.family_box(found.content.family_id).mac(record.as_bytes(found.body))


def _write_files(case: Path, found: Record, number: int, content: str) -> record.Copy:
    version = found.content

    def make(stem: str, copy: int, at: datetime) -> dict[str, bytes]:
        made = {f"{stem}.json": record.as_bytes({"copy": copy, "written_at": at.isoformat()} | found.body)}
        made |= {f"{stem}-photo-{place}.jpg": photo for place, photo in found.photos.items()}
        printed = pdf.made_of(found.body, copy=copy, at=at, pictures=found.photos)
        return made | ({f"{stem}.pdf": printed} if printed else {})

    about = rules.about(version.id, version.number)
    item = record.Item(rules.FORMAT, rules.series(version.number), about, content)
    return record.write_copy(case, item, number=number, make=make)


def _read_receipts(folder: Path, done: Round) -> None:
    try:
        waiting = queries.without_receipt(clock.now() - timedelta(days=RECEIPT_DAYS), MOST_RECEIPTS)
    finally:
        end_session()
    for one in waiting:
        series = rules.series(one.version)
        receipt = record.receipt_of(folder / one.case, series, one.copy.number)
        if receipt and record.is_receipt(receipt, one.copy.manifest_hash):
            with unit_of_work():
                service.keep_receipt(copy_id=one.copy.id)
            done.received += 1
