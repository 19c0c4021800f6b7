"""What the worker's pages need: who was read as, who was asked, how each reader met a version."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from webapp import accounts, audit, families
from webapp.core import language, sealing
from webapp.core.database import session
from webapp.plans import queries
from webapp.plans.content import Page, VersionContent, as_of_now, audience_for, compose
from webapp.plans.models import Answer, AskedBefore, Composed, Plan, PlanVersion, ReadAs, TalkedThrough
from webapp.plans.queries import ReaderView
from webapp.plans.rules import ENGLISH
from webapp.plans.sharing.queries import sees
from webapp.plans.sharing.rules import Sees
from webapp.plans.writing import rules
from webapp.plans.writing.rules import Problem


@dataclass(frozen=True)
class AskedView:
    """A parent or carer, and whether they were asked for their view; outcome '' when nobody noted it."""

    person_id: uuid.UUID
    name: str
    relation: str
    outcome: str
    asked_on: date | None
    reason: str


@dataclass(frozen=True)
class MetView:
    """How one reader met a published version. Not opened is never engagement (practice §4)."""

    reader: ReaderView
    opened_at: datetime | None
    talked_on: date | None
    was_talked_through: bool
    position: str


def ticked(version: VersionContent) -> set[uuid.UUID]:
    """Readers the draft was read as since its last change."""
    query = select(ReadAs.reader_id).where(
        ReadAs.version_id == version.id, ReadAs.revision == version.revision
    )
    return set(session().scalars(query))


def asked(version: VersionContent) -> list[AskedView]:
    """Each parent and carer in the family, living here or not, and what was noted about asking them."""
    box = sealing.family_box(version.family_id)
    rows = {
        row.person_id: row
        for row in session().scalars(select(AskedBefore).where(AskedBefore.version_id == version.id))
    }
    found = []
    for person in families.members(version.family_id):
        if person.kind == "adult" and person.role in ("parent", "carer"):
            row = rows.get(person.person_id)
            reason = box.text(row, "reason") if row else ""
            outcome, on = (row.outcome, row.asked_on) if row else ("", None)
            found.append(AskedView(person.person_id, person.name, person.relation, outcome, on, reason))
    return found


def languages_for(version: VersionContent, reader: ReaderView) -> list[str]:
    """English, the interface's languages, and any in which something is worded for this reader."""
    return _languages(version, reader, sees(version, reader))


def _languages(version: VersionContent, reader: ReaderView, seen: Sees) -> list[str]:
    mine = as_of_now(_composed(version, reader, ENGLISH, seen), seen)
    return [ENGLISH, *sorted((set(language.LANGUAGES) | set(mine["languages"])) - {ENGLISH})]


def _composed(version: VersionContent, reader: ReaderView, code: str, seen: Sees) -> Page:
    return compose(
        version,
        reader_id=reader.person_id,
        audience=audience_for(reader.kind),
        language=code,
        sees=seen,
    )


def page_as(version: VersionContent, reader: ReaderView, code: str) -> Page:
    """Exactly what this reader gets in this language."""
    seen = sees(version, reader)
    return as_of_now(_composed(version, reader, code, seen), seen)


def composed(version: VersionContent, readers: list[ReaderView]) -> dict[tuple[uuid.UUID, str], Page]:
    """What every reader gets in every language they may open it in, by reader and language: as it is kept."""
    found = {}
    for one in readers:
        seen = sees(version, one)
        for code in _languages(version, one, seen):
            found[one.person_id, code] = _composed(version, one, code, seen)
    return found


def is_shown(version: VersionContent, reader: ReaderView) -> bool:
    """Whether this published version shows to this reader: not to one who came later, until a worker says."""
    if reader.kind == "child":
        return True
    granted = queries.granted_to(reader.person_id)
    query = (
        select(Composed.id)
        .join(PlanVersion, PlanVersion.id == Composed.version_id)
        .join(Plan, Plan.id == PlanVersion.plan_id)
        .where(Composed.version_id == version.id, Composed.reader_id == reader.person_id)
        .where(queries.may_be_shown(granted))
    )
    return session().scalar(query.limit(1)) is not None


def problems(version: VersionContent) -> list[Problem]:
    """Everything that stops this draft from being published."""
    readers = queries.readers(version.child_id)
    found = rules.problems_in_words(version)
    found += rules.capitals_in(page_as(version, one, ENGLISH) for one in readers)
    done = ticked(version)
    found += [Problem("read_as", one.person_id, one.name) for one in readers if one.person_id not in done]
    found += [Problem("asked", one.person_id, one.name) for one in asked(version) if not one.outcome]
    return found


def met(version: PlanVersion, child_id: uuid.UUID) -> list[MetView]:
    """How each reader met this version, from the log and from what they said."""
    looks = audit.looks_at("plan_version", [version.id], "plan.read")
    opened: dict[uuid.UUID, datetime] = {}
    for look in looks:
        if look.actor_id:
            opened.setdefault(look.actor_id, look.at)
    talked = {row.person_id: row for row in _talked(version.id)}
    said = _positions(version.id)
    return [
        MetView(
            reader=one,
            opened_at=opened.get(one.person_id),
            talked_on=talked[one.person_id].talked_on if one.person_id in talked else None,
            was_talked_through=one.person_id in talked,
            position=said.get(one.person_id, ""),
        )
        for one in queries.readers(child_id)
    ]


def _talked(version_id: uuid.UUID) -> list[TalkedThrough]:
    query = select(TalkedThrough).where(TalkedThrough.version_id == version_id, TalkedThrough.happened)
    return list(session().scalars(query.order_by(TalkedThrough.noted_at, TalkedThrough.id)))


def _positions(version_id: uuid.UUID) -> dict[uuid.UUID, str]:
    whole = (Answer.kind == "position", Answer.part.is_(None))
    query = select(Answer).where(Answer.version_id == version_id, *whole)
    rows = session().scalars(query.order_by(Answer.received_at, Answer.id))
    return {row.person_id: row.position or "" for row in rows}


def child_name(child_id: uuid.UUID) -> str:
    """What the child is called, without the family name, as plans say it."""
    return accounts.names([child_id]).get(child_id, "").partition(" ")[0]
