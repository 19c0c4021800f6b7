"""Sheets, by the code that stands on them, for those who may type them in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from webapp import accounts, families
from webapp.core import clock, sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.feedback import queries
from webapp.feedback.asking import inviting
from webapp.feedback.asking import queries as asking
from webapp.feedback.models import Sheet
from webapp.feedback.paper import rules
from webapp.feedback.questions import Question


@dataclass(frozen=True)
class Person:
    """Who may be given a sheet about a child. why_not: held; answered (`from_on`: from when again)."""

    id: uuid.UUID
    name: str
    band: str
    is_child: bool
    why_not: str
    from_on: date


def people(child_id: uuid.UUID) -> list[Person]:
    """Everyone who is asked about this child, the child first."""
    bands = inviting.people_asked([child_id])[child_id]
    names = accounts.names(list(bands))
    found = [_person(one, names[one], band, child_id) for one, band in bands.items()]
    return sorted(found, key=lambda one: (not one.is_child, one.name, str(one.id)))


def _person(person_id: uuid.UUID, name: str, band: str, child_id: uuid.UUID) -> Person:
    from_on = queries.opens_on(person_id, child_id)
    held = asking.is_held(person_id, child_id, "all")
    why_not = "held" if held else "answered" if from_on > clock.today() else ""
    return Person(person_id, name, band, person_id == child_id, why_not, from_on)


def code_hash(code: str) -> bytes:
    """How a sheet is found again."""
    return sealing.lookup_hash("sheet", code)


def sheet_by_code(reader: Reader, code: str) -> Sheet | None:
    """The sheet with this code, if this reader may type it in."""
    row = session().scalar(select(Sheet).where(Sheet.code_hash == code_hash(code))) if code else None
    return row if row is not None and may_type(reader, row) else None


def sheet_for(reader: Reader, sheet_id: uuid.UUID) -> Sheet | None:
    """The same by its id."""
    row = session().get(Sheet, sheet_id)
    return row if row is not None and may_type(reader, row) else None


def lock(sheet_id: uuid.UUID) -> Sheet:
    """The sheet as it stands now; a double tap waits for the first."""
    query = select(Sheet).where(Sheet.id == sheet_id).with_for_update()
    return session().scalars(query.execution_options(populate_existing=True)).one()


def may_type(reader: Reader, sheet: Sheet) -> bool:
    """The manager; the worker, who would see the answers, only where the person agreed to that."""
    allowed = reader.role == "manager" or (reader.role == "worker" and sheet.worker_types)
    return allowed and families.works_with(reader, sheet.child_id)


def trouble(sheet: Sheet) -> str:
    """Why it is not typed in: typed, old; '' when it is."""
    if sheet.submission_id is not None:
        return "typed"
    return "old" if clock.today() > sheet.closes_on else ""


def asked(sheet: Sheet) -> list[Question]:
    """The questions that stand on the sheet, in order, in the words they were printed in."""
    laid_out = rules.unpack(sheet.laid_out)
    own = {(code, version) for code, version, _reason in laid_out if version is not None}
    items = queries.items_of(sheet.band, sheet.instrument_version, own)
    return [items[code] for code, _own, reason in laid_out if not reason]


def sheets_waiting(child_id: uuid.UUID) -> Sequence[Sheet]:
    """Printed and not typed in yet, oldest first."""
    query = select(Sheet).where(Sheet.child_id == child_id, Sheet.submission_id.is_(None))
    query = query.where(Sheet.closes_on >= clock.today())
    return session().scalars(query.order_by(Sheet.made_on, Sheet.id)).all()
