"""Reading requests. `visible_to` is the one place that says who may know of one."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from flask import Flask, current_app
from sqlalchemy import ColumnElement, and_, false, func, or_, select

from webapp import accounts, families
from webapp.core import clock
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.support import rules
from webapp.support.models import HelpLine, SupportRequest, SupportStep

ClosedDays = Callable[[uuid.UUID], Collection[date]]
Need = Callable[[Reader], object]


@dataclass(frozen=True)
class StepView:
    """One thing that was done, with its words. `is_own`: by the person who asked, not by the service."""

    code: str
    at: datetime
    words: str
    is_own: bool


@dataclass(frozen=True)
class RequestView:
    """A request, opened. Times in UTC; `due_on` None when nothing is due now."""

    id: uuid.UUID
    kind: str
    person_id: uuid.UUID
    person_name: str
    person_kind: str
    language: str
    about: str
    wants_help_writing: bool
    words: str
    reach: str
    made_at: datetime
    stage: str
    due_on: date | None
    is_late: bool
    is_longer: bool
    can_move_on: bool
    steps: list[StepView]


@dataclass(frozen=True)
class Count:
    """For the administrator: how many are open and late, and whether someone receives them."""

    kind: str
    open: int
    late: int
    has_receiver: bool


def connect(app: Flask, *, closed_days: ClosedDays, need: Need) -> None:
    """Let create_app say, from duty and feedback, when a team is closed and who may ask for someone today."""
    app.extensions["heard_support"] = (closed_days, need)


def closed_days(person_id: uuid.UUID) -> Collection[date]:
    """Days that do not count for this person's request."""
    found: ClosedDays = current_app.extensions["heard_support"][0]
    return found(person_id)


def need_today(reader: Reader) -> object:
    """What the button "I need someone today" needs; None while nobody is on duty."""
    found: Need = current_app.extensions["heard_support"][1]
    return found(reader)


def help_lines() -> dict[str, HelpLine]:
    """The numbers of those who help, by kind; what was not filled in is left out."""
    return {row.kind: row for row in session().scalars(select(HelpLine).order_by(HelpLine.kind))}


def contact_days() -> int:
    """Working days an advocate has to get in touch."""
    row = help_lines().get("advocacy")
    return row.days if row and row.days else rules.CONTACT_WITHIN


def receivers(kind: str) -> list[accounts.PersonView]:
    """Staff who receive this kind and can sign in."""
    return accounts.active_staff(rules.RECEIVERS[kind])


def advocates(row: SupportRequest) -> list[tuple[uuid.UUID, str]]:
    """Staff sign-ins of the advocacy service who may be with this child; nobody for an adult."""
    if accounts.people([row.person_id])[row.person_id].kind != "child":
        return []
    barred = families.barred_people(row.person_id)
    return [(one.id, one.name) for one in accounts.active_staff(("advocate",)) if one.id not in barred]


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """Who receives this kind, unless it is about them; the person, on a shared phone this session's alone.

    Never the worker, a manager, an administrator, or anyone else in the family (practice §5).
    """
    if reader.kind == "staff":
        kind = rules.kind_for(reader.role)
        about_other = or_(SupportRequest.about_id.is_(None), SupportRequest.about_id != reader.person_id)
        return and_(SupportRequest.kind == kind, about_other) if kind else false()
    own = SupportRequest.person_id == reader.person_id
    return and_(own, SupportRequest.session_id == reader.session_id) if reader.shared_phone else own


def request_for(reader: Reader, request_id: uuid.UUID) -> SupportRequest | None:
    """The request, if this reader may know of it."""
    return session().scalar(select(SupportRequest).where(SupportRequest.id == request_id, visible_to(reader)))


def by_id(request_id: uuid.UUID) -> SupportRequest | None:
    """For sending twice alone: whoever made it."""
    return session().get(SupportRequest, request_id)


def received(reader: Reader) -> list[RequestView]:
    """What this member of staff receives: late ones first, then by the day it is due, ended ones last."""
    if reader.kind != "staff":
        return []
    rows = session().scalars(select(SupportRequest).where(visible_to(reader)).order_by(SupportRequest.id))
    views = [view(row) for row in rows]
    far = date.max
    return sorted(
        views, key=lambda one: (one.stage == "ended", not one.is_late, one.due_on or far, one.made_at)
    )


def own(reader: Reader, kind: str) -> list[RequestView]:
    """What this person asked and may be shown here, newest first; ended ones of this phone too."""
    query = select(SupportRequest).where(visible_to(reader), SupportRequest.kind == kind)
    rows = session().scalars(query.order_by(SupportRequest.made_at.desc(), SupportRequest.id.desc()))
    return [view(row) for row in rows] if reader.kind != "staff" else []


def counts(reader: Reader) -> list[Count]:
    """Numbers alone, for the administrator."""
    if reader.kind != "staff" or reader.role != "administrator":
        return []
    return [_count(kind) for kind in rules.KINDS]


def _count(kind: str) -> Count:
    waiting = (SupportRequest.kind == kind, SupportRequest.stage != "ended")
    late = (SupportRequest.due_on.is_not(None), SupportRequest.due_on < clock.today())
    total = select(func.count()).select_from(SupportRequest).where(*waiting)
    return Count(
        kind,
        session().scalar(total) or 0,
        session().scalar(total.where(*late)) or 0,
        bool(receivers(kind)),
    )


def view(row: SupportRequest) -> RequestView:
    """A request, opened."""
    people = accounts.people([row.person_id, *([row.about_id] if row.about_id else [])])
    person, box, steps = people[row.person_id], accounts.box_of(row.person_id), _steps(row.id)
    return RequestView(
        id=row.id,
        kind=row.kind,
        person_id=row.person_id,
        person_name=person.name,
        person_kind=person.kind,
        language=person.language,
        about=people[row.about_id].name if row.about_id in people else "",
        wants_help_writing=row.wants_help_writing,
        words=box.text(row, "words"),
        reach=box.text(row, "reach"),
        made_at=row.made_at,
        stage=row.stage,
        due_on=row.due_on,
        is_late=_is_late(row),
        is_longer=row.is_longer,
        can_move_on=_next_stage(row, steps) is not None,
        steps=[
            StepView(step.code, step.at, box.text(step, "words"), step.actor_id == row.person_id)
            for step in steps
        ],
    )


def _is_late(row: SupportRequest) -> bool:
    return row.due_on is not None and row.due_on < clock.today()


def _next_stage(row: SupportRequest, steps: list[SupportStep]) -> str | None:
    if row.kind != rules.COMPLAINT:
        return None
    reached = next((step.code for step in reversed(steps) if step.code in rules.LIMITS), row.stage)
    reached = reached if reached in rules.LIMITS else rules.first_stage(row.kind)
    return rules.next_stage(reached, is_answered=row.due_on is None, is_late=_is_late(row))


def to_move_on(person_id: uuid.UUID) -> tuple[SupportRequest, str] | None:
    """This person's newest complaint that can go to its next stage, and that stage.

    Also one from another session: it is not shown on this phone, it is moved on.
    """
    mine = select(SupportRequest).where(SupportRequest.person_id == person_id)
    rows = session().scalars(mine.order_by(SupportRequest.made_at.desc(), SupportRequest.id.desc()))
    found = ((row, _next_stage(row, _steps(row.id))) for row in rows)
    return next(((row, stage) for row, stage in found if stage is not None), None)


def step_by_id(step_id: uuid.UUID) -> SupportStep | None:
    """For sending twice alone."""
    return session().get(SupportStep, step_id)


def _steps(request_id: uuid.UUID) -> list[SupportStep]:
    query = select(SupportStep).where(SupportStep.request_id == request_id)
    return list(session().scalars(query.order_by(SupportStep.at, SupportStep.id)))


def stage_began(row: SupportRequest) -> date:
    """The day on which the request came to its stage."""
    moved = [step.at for step in _steps(row.id) if step.code == row.stage]
    return clock.local(moved[-1] if moved else row.made_at).date()


def nameable(reader: Reader) -> list[tuple[uuid.UUID, str]]:
    """Staff a complaint of this person may name: workers and managers of the children they may know of."""
    children = families.visible_children(reader)
    found = [one for child in children for one in families.worker_ids(child) + families.manager_ids(child)]
    names = accounts.names(list(dict.fromkeys(found)))
    return [(person_id, names[person_id]) for person_id in dict.fromkeys(found) if person_id in names]
