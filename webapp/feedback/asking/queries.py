"""What was asked of whom, and what stands in the way. SQL and its answers; every list ordered."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select

from webapp.core import clock
from webapp.core.database import session
from webapp.feedback.asking import rules
from webapp.feedback.models import Hold, Invitation, Moment, Submission


def open_invitation(person_id: uuid.UUID, child_id: uuid.UUID) -> Invitation | None:
    """The newest invitation that still waits for this person's answer about this child."""
    return session().scalars(_unanswered(_of(person_id, child_id))).first()


def waiting(person_id: uuid.UUID, child_ids: Collection[uuid.UUID]) -> Sequence[Invitation]:
    """What waits for this person's answer about these children and was not put off, newest first."""
    query = select(Invitation).where(Invitation.person_id == person_id, Invitation.child_id.in_(child_ids))
    query = _unanswered(query).where(Invitation.put_off_at.is_(None))
    return session().scalars(query.order_by(Invitation.made_on.desc(), Invitation.id.desc())).all()


def _unanswered(query: Select[Invitation]) -> Select[Invitation]:
    answered = select(Submission.id).where(
        Submission.invitation_id == Invitation.id, Submission.answered_at.is_not(None)
    )
    return query.where(Invitation.reason == "", Invitation.closes_on >= clock.today(), ~answered.exists())


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


def noted(cause_ids: Collection[uuid.UUID]) -> set[tuple[uuid.UUID, str, uuid.UUID]]:
    """What was noted of these rows: (child, trigger, row)."""
    query = select(Moment.child_id, Moment.trigger, Moment.cause_id).where(Moment.cause_id.in_(cause_ids))
    return {(row.child_id, row.trigger, row.cause_id) for row in session().execute(query)}


def seen_to(moment_ids: Collection[uuid.UUID]) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """Who has an invitation, or a reason, for which of these moments: (moment, person)."""
    query = select(Invitation.moment_id, Invitation.person_id).where(Invitation.moment_id.in_(moment_ids))
    return {(row.moment_id, row.person_id) for row in session().execute(query)}


Pair = tuple[uuid.UUID, uuid.UUID]


@dataclass(frozen=True)
class Pasts:
    """What decides whether people are asked now, by (person, child)."""

    asked_on: dict[Pair, date]
    answered_on: dict[Pair, date]
    held: dict[Pair, str]
    about: dict[uuid.UUID, dict[uuid.UUID, date]]

    def of(self, person_id: uuid.UUID, child_id: uuid.UUID) -> rules.Past:
        """One person's, about one child."""
        pair = (person_id, child_id)
        others = [on for child, on in self.about.get(person_id, {}).items() if child != child_id]
        return rules.Past(
            others_asked_on=max(others, default=None),
            asked_on=self.asked_on.get(pair),
            answered_on=self.answered_on.get(pair),
            held=self.held.get(pair, ""),
        )

    def asked(self, person_id: uuid.UUID, child_id: uuid.UUID, on: date) -> None:
        """They are asked now."""
        self.asked_on[person_id, child_id] = on
        self.about.setdefault(person_id, {})[child_id] = on


def pasts(person_ids: Collection[uuid.UUID]) -> Pasts:
    """Read for many people in three statements."""
    found = Pasts(_asked(person_ids), _answered(person_ids), _held(person_ids), {})
    for (person_id, child_id), on in found.asked_on.items():
        found.about.setdefault(person_id, {})[child_id] = on
    return found


def _asked(person_ids: Collection[uuid.UUID]) -> dict[Pair, date]:
    pair = (Invitation.person_id, Invitation.child_id)
    query = select(*pair, func.max(Invitation.made_on)).where(Invitation.person_id.in_(person_ids))
    rows = session().execute(query.where(Invitation.reason == "").group_by(*pair))
    return {(person_id, child_id): on for person_id, child_id, on in rows}


def _answered(person_ids: Collection[uuid.UUID]) -> dict[Pair, date]:
    pair = (Submission.person_id, Submission.child_id)
    query = select(*pair, func.max(Submission.answered_at)).where(Submission.person_id.in_(person_ids))
    rows = session().execute(query.where(Submission.answered_at.is_not(None)).group_by(*pair))
    return {(person_id, child_id): clock.local(at).date() for person_id, child_id, at in rows if at}


def _held(person_ids: Collection[uuid.UUID]) -> dict[Pair, str]:
    """The newest hold of each counts."""
    query = _holds_now().where(Hold.person_id.in_(person_ids), Hold.what == rules.ALL)
    rows = session().scalars(query.order_by(Hold.made_at, Hold.id))
    return {(row.person_id, row.child_id): row.reason for row in rows}


def _holds_now() -> Select[Hold]:
    return select(Hold).where(Hold.ended_at.is_(None), Hold.until_on >= clock.today())


def holds_about(child_id: uuid.UUID) -> Sequence[Hold]:
    """Everything that keeps someone from being asked about this child today, oldest first."""
    query = _holds_now().where(Hold.child_id == child_id)
    return session().scalars(query.order_by(Hold.made_at, Hold.id)).all()


def last_about(child_id: uuid.UUID) -> dict[uuid.UUID, Invitation]:
    """The newest row of each person about this child: asked, or not and why."""
    query = select(Invitation).where(Invitation.child_id == child_id)
    rows = session().scalars(query.order_by(Invitation.made_on, Invitation.id))
    return {row.person_id: row for row in rows}


def moments_about(child_id: uuid.UUID, since: date) -> Sequence[Moment]:
    """What happened about this child from a day on, newest first."""
    query = select(Moment).where(Moment.child_id == child_id, Moment.on >= since, Moment.on <= clock.today())
    return session().scalars(query.order_by(Moment.on.desc(), Moment.id.desc())).all()


def hold(person_id: uuid.UUID, child_id: uuid.UUID, what: str) -> Hold | None:
    """What keeps this person from being asked today."""
    query = _holds_now().where(Hold.person_id == person_id, Hold.child_id == child_id, Hold.what == what)
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
