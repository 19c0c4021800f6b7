"""What was asked of whom, and what stands in the way. SQL and its answers; every list ordered."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, func, select

from webapp.core import clock
from webapp.core.database import session
from webapp.feedback.asking import rules
from webapp.feedback.models import Hold, Invitation, Moment, Submission


def open_invitation(person_id: uuid.UUID, child_id: uuid.UUID) -> Invitation | None:
    """The newest invitation that still waits for this person's answer about this child."""
    answered = select(Submission.id).where(
        Submission.invitation_id == Invitation.id, Submission.answered_at.is_not(None)
    )
    query = _of(person_id, child_id).where(
        Invitation.reason == "", Invitation.closes_on >= clock.today(), ~answered.exists()
    )
    return session().scalars(query).first()


def invitations(person_id: uuid.UUID, child_id: uuid.UUID) -> Sequence[Invitation]:
    """Everything asked, or not asked and why, newest first."""
    return session().scalars(_of(person_id, child_id)).all()


def _of(person_id: uuid.UUID, child_id: uuid.UUID) -> Select[Invitation]:
    query = select(Invitation).where(Invitation.person_id == person_id, Invitation.child_id == child_id)
    return query.order_by(Invitation.made_on.desc(), Invitation.id.desc())


def fresh_moments(today: date) -> Sequence[Moment]:
    """Those that people can still be asked about, in the order they are looked at."""
    query = select(Moment).where(Moment.on >= today - rules.FRESH, Moment.on <= today)
    place = {trigger: number for number, trigger in enumerate(rules.TRIGGERS)}
    found = session().scalars(query.order_by(Moment.child_id, Moment.id)).all()
    return sorted(found, key=lambda one: (one.on, place[one.trigger]), reverse=True)


def seen_to(moment_id: uuid.UUID) -> set[uuid.UUID]:
    """Who has an invitation, or a reason, for this moment."""
    return set(session().scalars(select(Invitation.person_id).where(Invitation.moment_id == moment_id)))


def past(person_id: uuid.UUID, child_id: uuid.UUID) -> rules.Past:
    """What decides whether this person is asked now."""
    asked = select(func.max(Invitation.made_on)).where(
        Invitation.person_id == person_id, Invitation.reason == ""
    )
    here = Invitation.child_id == child_id
    answered = select(func.max(Submission.answered_at)).where(
        Submission.person_id == person_id, Submission.child_id == child_id
    )
    last = session().scalar(answered)
    held = hold(person_id, child_id, rules.ALL)
    return rules.Past(
        others_asked_on=session().scalar(asked.where(~here)),
        asked_on=session().scalar(asked.where(here)),
        answered_on=clock.local(last).date() if last else None,
        held=held.reason if held else "",
    )


def hold(person_id: uuid.UUID, child_id: uuid.UUID, what: str) -> Hold | None:
    """What keeps this person from being asked today."""
    query = select(Hold).where(
        Hold.person_id == person_id,
        Hold.child_id == child_id,
        Hold.what == what,
        Hold.ended_at.is_(None),
        Hold.until_on >= clock.today(),
    )
    return session().scalars(query.order_by(Hold.made_at.desc(), Hold.id.desc())).first()


def is_held(person_id: uuid.UUID, child_id: uuid.UUID, what: str) -> bool:
    """Whether something does."""
    return hold(person_id, child_id, what) is not None


def counts(from_on: date, to_on: date) -> dict[str, int]:
    """Between two days, both included: how many were invited (''), and how many not, by reason."""
    query = select(Invitation.reason, func.count().label("number")).where(
        Invitation.made_on.between(from_on, to_on)
    )
    rows = session().execute(query.group_by(Invitation.reason).order_by(Invitation.reason))
    return {row.reason: row.number for row in rows}
