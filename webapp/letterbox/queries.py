"""Reading the letterbox. `visible_to` is the one place that says whose notes a reader may see."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from webapp import accounts, audit, duty, families
from webapp.core import sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.letterbox.models import Letterbox, Note

READ = "note.read"


@dataclass(frozen=True)
class NoteView:
    """A note, opened. `sign` is the animal of the phone it came from; who wrote it is not known."""

    id: uuid.UUID
    child_id: uuid.UUID
    child_name: str
    sign: str
    words: str
    unsafe: bool
    received_at: datetime
    asked_on: date | None
    is_opened: bool


def is_on(child_id: uuid.UUID) -> bool:
    """Whether the worker switched this child's letterbox on, and did not switch it off again."""
    row = session().get(Letterbox, child_id)
    return row is not None and row.off_at is None


def switched(child_id: uuid.UUID) -> Letterbox | None:
    """When it was last switched on or off; None before the first time."""
    return session().get(Letterbox, child_id)


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """As with alerts: the child's worker, the team's manager, and who is on duty today. No family."""
    if reader.kind != "staff":
        return false()
    children = Note.child_id.in_(families.visible_children(reader))
    teams = duty.duty_teams(reader)
    if not teams:
        return children
    barred = families.barred_children(reader.person_id)
    return or_(children, and_(Note.team_id.in_(teams), Note.child_id.not_in(barred)))


def notes_waiting(reader: Reader) -> list[NoteView]:
    """Notes about which nobody has asked the child yet, oldest first."""
    return _views(_notes(reader).where(Note.asked_at.is_(None)))


def notes_of(reader: Reader, child_id: uuid.UUID) -> list[NoteView]:
    """What came from this child's phones, oldest first."""
    return _views(_notes(reader).where(Note.child_id == child_id))


def note_for(reader: Reader, note_id: uuid.UUID) -> NoteView | None:
    """The note, if this reader may see it."""
    return next(iter(_views(_notes(reader).where(Note.id == note_id))), None)


def may_see(reader: Reader, note_id: uuid.UUID) -> bool:
    """The same without opening it."""
    return session().scalar(select(Note.id).where(Note.id == note_id, visible_to(reader))) is not None


def _notes(reader: Reader) -> Select[Note]:
    return select(Note).where(visible_to(reader)).order_by(Note.received_at, Note.id)


def _views(query: Select[Note]) -> list[NoteView]:
    rows = list(session().scalars(query))
    names = accounts.names([row.child_id for row in rows])
    opened = {look.item_id for look in audit.looks_at("note", [row.id for row in rows], READ)}
    return [_view(row, names.get(row.child_id, ""), row.id in opened) for row in rows]


def _view(row: Note, name: str, is_opened: bool) -> NoteView:
    device = accounts.device(row.device_id)
    return NoteView(
        id=row.id,
        child_id=row.child_id,
        child_name=name,
        sign=device.sign if device else "",
        words=sealing.child_box(row.child_id).text(row, "words"),
        unsafe=row.unsafe,
        received_at=row.received_at,
        asked_on=row.asked_on,
        is_opened=is_opened,
    )
