"""Who was given a version and how, with whom it was talked through, and whose names stand under it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from webapp.core import sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.core.sealing import Box
from webapp.plans.models import Given, PutName, TalkedThrough
from webapp.plans.reading.queries import Copy


@dataclass(frozen=True)
class GivenView:
    """How and when it was given. `to_whom`: into whose hands, or where; '' for a phone."""

    how: str
    on: date
    to_whom: str


@dataclass(frozen=True)
class TalkView:
    """Whether it was talked through: by whom, when, with an interpreter; if not, why not, and until when."""

    happened: bool
    by_whom: str
    on: date | None
    interpreter: bool
    why_not: str
    will_on: date | None


@dataclass(frozen=True)
class NameView:
    """A name in place of a signature, as it was on that day."""

    person_id: uuid.UUID
    role: str
    name: str
    comments: str
    put_at: datetime


@dataclass(frozen=True)
class PersonRecord:
    """What is noted of one reader. `noted`: by staff; `said`: by the person; neither replaces the other."""

    given: list[GivenView] = field(default_factory=list)
    noted: TalkView | None = None
    said: TalkView | None = None
    read: NameView | None = None


@dataclass(frozen=True)
class Record:
    """A version's whole record: by reader, and the names of those who wrote and agreed it."""

    people: dict[uuid.UUID, PersonRecord]
    names: list[NameView]

    def of(self, person_id: uuid.UUID) -> PersonRecord:
        """What is noted of one reader, perhaps nothing yet."""
        return self.people.get(person_id, PersonRecord())

    @property
    def staff_names(self) -> list[NameView]:
        """The worker's and the managers' names, oldest first."""
        return [one for one in self.names if one.role != "reader"]


def record_of(version_id: uuid.UUID, family_id: uuid.UUID) -> Record:
    """Everything that is noted about a version; for those who write the plan."""
    return _record(version_id, family_id, None)


def own_record(reader: Reader, copy: Copy) -> Record:
    """What is noted of this reader alone, and the names of staff under the plan, without their comments."""
    return _record(copy.version_id, copy.family_id, reader.person_id)


def _record(version_id: uuid.UUID, family_id: uuid.UUID, person_id: uuid.UUID | None) -> Record:
    box = sealing.family_box(family_id)
    given: dict[uuid.UUID, list[GivenView]] = defaultdict(list)
    for row in session().scalars(
        _of(select(Given), Given, version_id, person_id).order_by(Given.given_on, Given.id)
    ):
        given[row.person_id].append(GivenView(row.how, row.given_on, box.text(row, "to_whom")))
    noted, said = _talks(version_id, person_id, box)
    names = _names(version_id, person_id, box)
    read = {one.person_id: one for one in names if one.role == "reader"}
    everyone = given.keys() | noted.keys() | said.keys() | read.keys()
    people = {one: PersonRecord(given[one], noted.get(one), said.get(one), read.get(one)) for one in everyone}
    return Record(people, names)


def _talks(
    version_id: uuid.UUID, person_id: uuid.UUID | None, box: Box
) -> tuple[dict[uuid.UUID, TalkView], dict[uuid.UUID, TalkView]]:
    """The latest of each person, as staff noted it and as the person said."""
    query = _of(select(TalkedThrough), TalkedThrough, version_id, person_id)
    noted: dict[uuid.UUID, TalkView] = {}
    said: dict[uuid.UUID, TalkView] = {}
    for row in session().scalars(query.order_by(TalkedThrough.noted_at, TalkedThrough.id)):
        view = TalkView(
            row.happened,
            box.text(row, "by_whom"),
            row.talked_on,
            row.interpreter,
            # Why not may be about somebody else: staff alone see it.
            "" if person_id else box.text(row, "why_not"),
            row.will_on,
        )
        (said if row.noted_by == row.person_id else noted)[row.person_id] = view
    return noted, said


def _names(version_id: uuid.UUID, person_id: uuid.UUID | None, box: Box) -> list[NameView]:
    query = select(PutName).where(PutName.version_id == version_id).order_by(PutName.put_at, PutName.id)
    rows = session().scalars(query)
    return [
        NameView(
            row.person_id,
            row.role,
            box.text(row, "name"),
            box.text(row, "comments") if person_id in (None, row.person_id) else "",
            row.put_at,
        )
        for row in rows
        if person_id in (None, row.person_id) or row.role != "reader"
    ]


def _of(
    query: Select[Any],
    table: type[Given] | type[TalkedThrough],
    version_id: uuid.UUID,
    person_id: uuid.UUID | None,
) -> Select[Any]:
    """Rows of a version: all of them, or one person's."""
    found = query.where(table.version_id == version_id)
    return found.where(table.person_id == person_id) if person_id else found
