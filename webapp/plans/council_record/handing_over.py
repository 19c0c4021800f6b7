"""One round of handing over: no transaction is open while a PDF is made or a slow disk is written to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import current_app

from webapp import media
from webapp.core import clock, sealing
from webapp.core.database import end_session, unit_of_work
from webapp.plans import trouble
from webapp.plans.council_record import files, pdf, queries, rules, service
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
    folder: Path | None = current_app.extensions["heard_settings"].record_folder
    try:
        if folder is not None:
            _hand_over(folder, done)
    except OSError as error:
        done.trouble = rules.trouble(error)
    trouble.keep("record", done.trouble)
    return done


def _hand_over(folder: Path, done: Round) -> None:
    # Never made here: an unmounted share would fill this machine's own disk unseen.
    if not folder.is_dir():
        done.trouble = "record_missing"
        return
    _write_due(folder, done)
    _read_receipts(folder, done)
    if not done.trouble and not pdf.is_there():
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
        record, before, content = _read(due)
    finally:
        end_session()
    if not record.case:
        done.without_id += 1
        return
    if before is not None and before.content_hash == content:
        with unit_of_work():
            service.hold_events(copy_id=before.id, events=due.events)
        return
    number = before.number + 1 if before else 1
    number, manifest, has_pdf = _write_files(folder / record.case, record, number, content.hex())
    with unit_of_work():
        service.keep_copy(
            version=record.content,
            number=number,
            events=due.events,
            content=content,
            manifest=manifest,
            has_pdf=has_pdf,
        )
    done.written += 1


def _read(due: Due) -> tuple[Record, CopyView | None, bytes]:
    """The record, the newest copy of it, and a keyed hash of its words."""
    record = record_of(due.version_id)
    before = queries.copies([due.version_id]).get(due.version_id)
    return record, before, sealing.family_box(record.content.family_id).mac(rules.as_bytes(record.body))


def _write_files(folder: Path, record: Record, number: int, content: str) -> tuple[int, bytes, bool]:
    """Write the copy under the first number that is free. Returns it, its manifest, and whether with a PDF.

    A whole copy of the same words is taken as ours: a crash came between its manifest and our own note.
    """
    version = record.content
    stem = rules.file_stem(version.number, number)
    kept = files.manifest_of(folder, stem)
    while kept is not None and not rules.same_content(kept, version.id, content):
        number += 1
        stem = rules.file_stem(version.number, number)
        kept = files.manifest_of(folder, stem)
    if kept is not None:
        return number, kept, rules.says_pdf(kept)
    at = clock.now()
    written = {f"{stem}.json": rules.as_bytes({"copy": number, "written_at": at.isoformat()} | record.body)}
    written |= {f"{stem}-photo-{place}.jpg": photo for place, photo in record.photos.items()}
    made = pdf.made_of(record.body, copy=number, at=at, pictures=record.photos)
    if made:
        written[f"{stem}.pdf"] = made
    manifest = rules.manifest(
        version_id=version.id, version=version.number, copy=number, at=at, content=content, files=written
    )
    files.write(folder, stem, written, manifest)
    return number, manifest, made is not None


def _read_receipts(folder: Path, done: Round) -> None:
    try:
        waiting = queries.without_receipt(clock.now() - timedelta(days=RECEIPT_DAYS), MOST_RECEIPTS)
    finally:
        end_session()
    for one in waiting:
        receipt = files.receipt_of(folder / one.case, rules.file_stem(one.version, one.copy.number))
        if receipt and rules.is_receipt(receipt, one.copy.manifest_hash):
            with unit_of_work():
                service.keep_receipt(copy_id=one.copy.id)
            done.received += 1
