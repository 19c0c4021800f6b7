"""Links and what came by them. Every list ordered."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from webapp import duty
from webapp.core import clock, sealing
from webapp.core.database import session
from webapp.feedback.models import OutsideAnswer, OutsideBatch, OutsideLink, OutsideSubmission
from webapp.feedback.outside import rules
from webapp.feedback.own_questions import queries as own_questions
from webapp.feedback.questions import INSTRUMENT_ID, OWN_ID, Question

CHUNK = 1_000


@dataclass(frozen=True)
class LinkView:
    """A link in hand. trouble: rules.trouble. `child_id` when it is about one child."""

    id: uuid.UUID
    audience: str
    child_id: uuid.UUID | None
    closes_on: date
    trouble: str


def link_by_secret(secret: str) -> LinkView | None:
    """The link with this secret, used and over ones too."""
    return _link(OutsideLink.secret_hash == secret_hash(secret))


def link(link_id: uuid.UUID) -> LinkView | None:
    """The same by its id."""
    return _link(OutsideLink.id == link_id)


def _link(which: object) -> LinkView | None:
    query = select(OutsideLink, OutsideBatch).join(OutsideBatch, OutsideBatch.id == OutsideLink.batch_id)
    found = session().execute(query.where(which)).first()  # type: ignore[arg-type]
    if found is None:
        return None
    row, batch = found
    is_used = row.answered_in is not None
    trouble = rules.trouble(is_used=is_used, closes_on=batch.closes_on, today=clock.today())
    return LinkView(row.id, batch.audience, batch.child_id, batch.closes_on, trouble)


def secret_hash(secret: str) -> bytes:
    """How a link is found again; the secret itself is not kept."""
    return sealing.lookup_hash("outside", secret)


def questions_of(link: LinkView) -> list[Question]:
    """What this link asks now. Nothing about safety while nobody is on duty (practice §1)."""
    ready = link.child_id is not None and duty.is_ready(link.child_id)
    return rules.questions(link.audience, about_a_child=ready, own=own_questions.asked_now())


def all_questions_of(link: LinkView) -> list[Question]:
    """What it may ask at any time."""
    about = link.child_id is not None
    return rules.questions(link.audience, about_a_child=about, own=own_questions.asked_now())


@dataclass(frozen=True)
class BatchView:
    """Links made at one time."""

    audience: str
    child_id: uuid.UUID | None
    made_on: date
    closes_on: date
    number: int


def batches() -> list[BatchView]:
    """The links of the whole authority, newest first; those about one child are with that child."""
    return _batches(OutsideBatch.child_id.is_(None))


def batches_about(child_id: uuid.UUID) -> list[BatchView]:
    """Those about one child, newest first."""
    return _batches(OutsideBatch.child_id == child_id)


def _batches(which: object) -> list[BatchView]:
    query = select(OutsideBatch).where(which)  # type: ignore[arg-type]
    rows = session().scalars(query.order_by(OutsideBatch.made_on.desc(), OutsideBatch.id.desc()).limit(100))
    return [BatchView(one.audience, one.child_id, one.made_on, one.closes_on, one.number) for one in rows]


@dataclass(frozen=True)
class OutsideAnswerRow:
    """One answer for the extract. `key` is the submission's random id: hash it with the period's own key."""

    key: uuid.UUID
    audience: str
    week_on: date
    instrument_id: str
    instrument_version: str
    question_code: str
    answer_code: int
    language: str
    wording_state: str
    mode: str = "tap"


def outside_answers(from_on: date, to_on: date) -> Iterator[OutsideAnswerRow]:
    """Every coded answer of weeks between two days, both included; own words never. In constant memory.

    Groups under rules.LEAST are for the caller to leave out: see counting.outside_people.
    """
    query = (
        select(OutsideSubmission, OutsideAnswer.question_code, OutsideAnswer.own_version)
        .add_columns(OutsideAnswer.answer_code)
        .join(OutsideAnswer, OutsideAnswer.submission_id == OutsideSubmission.id)
        .where(OutsideSubmission.week_on.between(from_on, to_on), OutsideAnswer.answer_code.is_not(None))
        .order_by(
            OutsideSubmission.week_on,
            OutsideSubmission.audience,
            OutsideSubmission.id,
            OutsideAnswer.question_code,
        )
    )
    for row, code, own, answer in session().execute(query.execution_options(yield_per=CHUNK)):
        yield OutsideAnswerRow(
            key=row.id,
            audience=row.audience,
            week_on=row.week_on,
            instrument_id=INSTRUMENT_ID if own is None else OWN_ID,
            instrument_version=row.instrument_version if own is None else str(own),
            question_code=code,
            answer_code=answer,
            language=row.language,
            wording_state=row.wording_state,
        )


@dataclass(frozen=True)
class Words:
    """What was written by one audience in one quarter: no week, no codes beside, in no order of time."""

    audience: str
    from_on: date
    # (question code, words).
    texts: tuple[tuple[str, str], ...]


def words() -> list[Words]:
    """Own words of quarters in which at least rules.LEAST of the audience answered, newest first."""
    found: dict[tuple[date, str], list[tuple[str, uuid.UUID, str]]] = {}
    query = select(OutsideAnswer, OutsideSubmission.audience, OutsideSubmission.week_on).join(
        OutsideSubmission, OutsideSubmission.id == OutsideAnswer.submission_id
    )
    written = query.where(OutsideAnswer.words_sealed.is_not(None)).order_by(OutsideAnswer.id)
    enough = _enough()
    box = sealing.staff_box()
    for row, audience, week_on in session().execute(written):
        key = (rules.quarter_of(week_on), audience)
        if key in enough:
            found.setdefault(key, []).append((row.question_code, row.id, box.text(row, "words")))
    return [
        # Ids of answers are random: their order says nothing of who wrote when.
        Words(audience, quarter, tuple((code, text) for code, _id, text in sorted(found[quarter, audience])))
        for quarter, audience in sorted(found, reverse=True)
    ]


def _enough() -> set[tuple[date, str]]:
    """(quarter, audience) in which enough people answered."""
    query = select(OutsideSubmission.week_on, OutsideSubmission.audience, func.count())
    weeks = query.group_by(OutsideSubmission.week_on, OutsideSubmission.audience)
    counts: dict[tuple[date, str], int] = {}
    for week_on, audience, number in session().execute(weeks):
        key = (rules.quarter_of(week_on), audience)
        counts[key] = counts.get(key, 0) + number
    return {key for key, number in counts.items() if number >= rules.LEAST}
