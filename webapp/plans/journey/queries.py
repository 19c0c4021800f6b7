"""A child's journey: what a family member gets of it, what a worker writes, and requests beside the plan."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import aliased

from webapp import accounts, duty, families
from webapp.core import clock, sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.plans import queries
from webapp.plans.journey import rules
from webapp.plans.journey.rules import FIELDS, Key, Stop, Texts
from webapp.plans.models import Composed, FamilyRequest, JourneyEntry, Plan, PlanVersion, WorkerReach
from webapp.plans.rules import Check


@dataclass(frozen=True)
class EntryView:
    """An entry, opened, for its writers."""

    stop: Stop
    written_at: datetime
    by_name: str


@dataclass(frozen=True)
class WorkerView:
    """Who works with the child. `reach`: how to reach them, in their own words; '' when they did not say."""

    name: str
    reach: str


@dataclass(frozen=True)
class CoverView:
    """Who answers today when the worker cannot; names may be none. `promise`: what is true at this moment."""

    names: list[str]
    promise: duty.Promise


@dataclass(frozen=True)
class RequestView:
    """What a family member asked for. kind: come_back, copy (`part`: of which part, '' the whole plan)."""

    id: uuid.UUID
    kind: str
    child_id: uuid.UUID
    person_id: uuid.UUID
    part: str
    words: str
    language: str
    received_at: datetime
    due_on: date


def children(reader: Reader) -> dict[uuid.UUID, datetime | None]:
    """Children whose journey this family member may read, and since when; a child has their own."""
    if reader.kind == "child":
        return {reader.person_id: None}
    if reader.kind != "adult" or reader.role in families.INVITED:
        return {}
    return families.granted(reader.person_id, "plan")


def named(child_ids: list[uuid.UUID]) -> list[tuple[uuid.UUID, str]]:
    """These children with what they are called, by name."""
    names = {one: name.partition(" ")[0] for one, name in accounts.names(child_ids).items()}
    return sorted(names.items(), key=lambda pair: pair[1].casefold())


def with_entries(child_ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Of these children, those of whom something was written or a plan was shared."""
    written = select(JourneyEntry.child_id).where(JourneyEntry.child_id.in_(child_ids))
    shared = select(Plan.child_id).where(Plan.child_id.in_(child_ids), Plan.current_id.is_not(None))
    return set(session().scalars(written.union(shared)))


def entry_rows(child_id: uuid.UUID) -> list[JourneyEntry]:
    """What was written, in the order of writing."""
    query = select(JourneyEntry).where(JourneyEntry.child_id == child_id)
    return list(session().scalars(query.order_by(JourneyEntry.id)))


def entry_of(child_id: uuid.UUID, entry_id: uuid.UUID) -> JourneyEntry | None:
    """One entry of this child."""
    row = session().get(JourneyEntry, entry_id)
    return row if row is not None and row.child_id == child_id else None


def entries(child_id: uuid.UUID) -> list[EntryView]:
    """For the worker: every entry with all its wordings."""
    rows = entry_rows(child_id)
    names = accounts.names([row.written_by for row in rows])
    found = [EntryView(stop_of(row), row.written_at, names.get(row.written_by, "")) for row in rows]
    return sorted(found, key=lambda one: rules.order(one.stop))


def readers(child_id: uuid.UUID) -> list[str]:
    """Names of everyone who reads the line: the child, and adults of the family who hold the plan."""
    people = accounts.people([child_id, *families.granted_people(child_id, "plan")])
    return [one.name for one in people.values() if one.role not in families.INVITED]


def stop_of(row: JourneyEntry) -> Stop:
    """An entry as a stop of the line."""
    words = unpack(sealing.family_box(row.family_id).text(row, "words"))
    return Stop(row.stage, row.on_day, row.happened, row.id, "", words, row.open_until)


def pack(words: dict[Key, Texts]) -> str:
    """Texts as they are sealed; empty ones are left out."""
    return json.dumps([[*key, _as_json(texts)] for key, texts in words.items()], ensure_ascii=False)


def _as_json(texts: Texts) -> dict[str, Any]:
    found: dict[str, Any] = {name: text for name, text in zip(FIELDS, texts.fields, strict=True) if text}
    if texts.check.by:
        found["by"] = texts.check.by
    if texts.check.on:
        found["on"] = texts.check.on.isoformat()
    return found | ({"old": True} if texts.out_of_date else {})


def unpack(words: str) -> dict[Key, Texts]:
    """The texts again."""
    return {(audience, code): _texts(found) for audience, code, found in json.loads(words)}


def _texts(found: dict[str, Any]) -> Texts:
    on = date.fromisoformat(found["on"]) if "on" in found else None
    state = "checked" if found.get("by") else "machine"
    texts = {name: found.get(name, "") for name in FIELDS}
    return Texts(**texts, check=Check(state, found.get("by", ""), on), out_of_date="old" in found)


def journey(reader: Reader, child_id: uuid.UUID) -> list[Stop]:
    """All stops this family member may know of: nothing from before they may see anything (safety §4.6)."""
    since = children(reader)[child_id]
    rows = [row for row in entry_rows(child_id) if _is_shown(row, since)]
    stops = [stop_of(row) for row in rows] + _shared(reader, child_id, since)
    plan = queries.current_plan(child_id)
    is_known = plan is not None and any(one.fact for one in stops)
    return rules.with_look_again(stops, plan.review_on if plan and is_known else None)


def _is_shown(row: JourneyEntry, since: datetime | None) -> bool:
    if since is None:
        return True
    begins = clock.local(since).date()
    return row.written_at >= since and (row.on_day is None or row.on_day >= begins)


def _shared(reader: Reader, child_id: uuid.UUID, since: datetime | None) -> list[Stop]:
    """The versions of the plan that were shared with this reader, the first as such."""
    query = (
        select(PlanVersion.number, PlanVersion.published_at)
        .join(Composed, Composed.version_id == PlanVersion.id)
        .join(Plan, Plan.id == PlanVersion.plan_id)
        .where(Plan.child_id == child_id, Composed.reader_id == reader.person_id)
        .where(queries.may_be_shown({child_id: since}))
        .distinct()
        .order_by(PlanVersion.number)
    )
    days = [clock.local(at).date() for _number, at in session().execute(query) if at]
    facts = ["shared", *(["changed"] * len(days))]
    return [Stop("plan", day, happened=True, fact=fact) for day, fact in zip(days, facts, strict=False)]


def ended_column() -> ScalarSelect[Any]:
    """SQL beside a Plan: the day on which the help ended, unless something began again after it."""
    began = (LATER.happened, LATER.stage != "ending", LATER.stage != "after", LATER.on_day > ENDED.on_day)
    again = select(LATER.id).where(LATER.child_id == ENDED.child_id, *began).correlate(ENDED)
    query = select(func.max(ENDED.on_day)).where(ENDED.child_id == Plan.child_id, ENDED.stage == "ending")
    return query.where(ENDED.happened, ~again.exists()).correlate(Plan).scalar_subquery()


# Made once: aliases cost more than the statement they stand in.
ENDED, LATER = aliased(JourneyEntry), aliased(JourneyEntry)


def open_until(stop: Stop) -> date:
    """Until when the family can come back."""
    assert stop.on is not None
    return max(rules.least_open_until(stop.on), stop.open_until or date.min)


def workers(child_id: uuid.UUID) -> list[WorkerView]:
    """Who works with the child now, the latest first."""
    people = families.worker_ids(child_id)
    names = accounts.names(people)
    return [WorkerView(names[one], reach_of(one)) for one in people if one in names]


def reach_of(person_id: uuid.UUID) -> str:
    """How a worker said that families reach them."""
    row = session().get(WorkerReach, person_id)
    return accounts.box_of(person_id).text(row, "words") if row else ""


def cover(child_id: uuid.UUID) -> CoverView:
    """Who answers for the team today, and what we may truly say now."""
    names = accounts.names(duty.on_duty(child_id))
    return CoverView(list(names.values()), duty.what_happens_now(child_id))


def named_reader(child_id: uuid.UUID) -> str:
    """Who reads that a family would like to come back: worker, else today's duty, else manager; or ''."""
    people = [*families.worker_ids(child_id), *duty.on_duty(child_id), *families.manager_ids(child_id)]
    return accounts.names(people[:1]).get(people[0], "") if people else ""


def own_requests(reader: Reader, child_id: uuid.UUID) -> list[RequestView]:
    """What this family member asked for about this child, newest first."""
    mine = (FamilyRequest.child_id == child_id, FamilyRequest.person_id == reader.person_id)
    query = select(FamilyRequest).where(*mine)
    rows = session().scalars(query.order_by(FamilyRequest.received_at.desc(), FamilyRequest.id.desc()))
    return [_view(row) for row in rows]


def requests_waiting(reader: Reader) -> list[RequestView]:
    """Every request this member of staff may see, oldest first; review knows which were answered."""
    if reader.kind != "staff":
        return []
    query = select(FamilyRequest).order_by(FamilyRequest.received_at, FamilyRequest.id)
    theirs = FamilyRequest.child_id.in_(families.visible_children(reader))
    found = {row.id: row for row in session().scalars(query.where(theirs))}
    if duty.duty_teams(reader):
        rows = session().scalars(query.where(FamilyRequest.kind == rules.COME_BACK)).all()
        on_duty_for = _without_worker(reader, {row.child_id for row in rows})
        found |= {row.id: row for row in rows if row.child_id in on_duty_for}
    families.families_of({row.child_id for row in found.values()})
    return sorted((_view(row) for row in found.values()), key=lambda one: (one.received_at, one.id))


def _without_worker(reader: Reader, child_ids: set[uuid.UUID]) -> set[uuid.UUID]:
    """Of these children, those with whom nobody works now and for whose team the reader is on duty today."""
    teams = set(duty.duty_teams(reader))
    near = [one for one, home in families.families_of(child_ids).items() if home.team_id in teams]
    left = (one for one in near if not families.worker_ids(one))
    return {one for one in left if reader.person_id not in families.barred_people(one)}


def takes_for_duty(reader: Reader, child_id: uuid.UUID) -> bool:
    """Whether a request of this child, with whom nobody works now, is this reader's because of duty."""
    if reader.kind != "staff" or not duty.duty_teams(reader):
        return False
    return any(one.child_id == child_id and one.kind == rules.COME_BACK for one in requests_waiting(reader))


def request_for(reader: Reader, request_id: uuid.UUID) -> RequestView | None:
    """One request, when the reader may see it: their own, or one that waits for them."""
    row = session().get(FamilyRequest, request_id)
    if row is None:
        return None
    if reader.kind == "staff":
        return next((one for one in requests_waiting(reader) if one.id == request_id), None)
    return _view(row) if row.person_id == reader.person_id and row.child_id in children(reader) else None


def _view(row: FamilyRequest) -> RequestView:
    box = queries.answer_box(row.child_id, row.person_id)
    return RequestView(
        row.id,
        row.kind,
        row.child_id,
        row.person_id,
        row.part or "",
        box.text(row, "words"),
        row.language,
        row.received_at,
        row.due_on,
    )
