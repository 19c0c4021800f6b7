"""Making links and keeping what comes by them. Keyword-only; flush, never commit."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import update

from webapp import audit, duty, families
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.feedback import rules as feedback_rules
from webapp.feedback.models import OutsideAnswer, OutsideBatch, OutsideLink, OutsideSubmission
from webapp.feedback.outside import queries, rules
from webapp.feedback.outside.queries import LinkView
from webapp.feedback.questions import VERSION, Question


@dataclass(frozen=True)
class Made:
    """Shown once: the secrets of the new links."""

    secrets: tuple[str, ...]
    closes_on: date


def make_links(*, audience: str, number: int, actor_id: uuid.UUID, child_id: uuid.UUID | None = None) -> Made:
    """So many links for staff or partners; about one child, or the work. ValueError on an odd number."""
    if audience not in rules.AUDIENCES or not 1 <= number <= rules.LINKS_AT_MOST:
        raise ValueError("links")
    today = clock.today()
    batch = OutsideBatch(id=ids.new(), audience=audience, child_id=child_id, made_by=actor_id)
    batch.made_on, batch.closes_on, batch.number = today, today + rules.OPEN, number
    session().add(batch)
    session().flush()
    made = tuple(secrets.token_urlsafe(rules.SECRET_BYTES) for _one in range(number))
    session().add_all(
        OutsideLink(id=ids.new(), batch_id=batch.id, secret_hash=queries.secret_hash(one)) for one in made
    )
    audit.record(
        actor_id=actor_id,
        act="feedback.links",
        family_id=families.family_of(child_id).id if child_id else None,
        subject_id=child_id,
        item_kind="outside_batch",
        item_id=batch.id,
    )
    session().flush()
    return Made(made, batch.closes_on)


def take_in(*, link: LinkView, codes: Mapping[str, int], words: Mapping[str, str], language: str) -> bool:
    """Keep what one person answered; False when the link was used. "Less safe" reaches duty at once.

    No audit row: it would say when, and so who. What was left out counts as skipped.
    """
    today = clock.today()
    use = update(OutsideLink).where(OutsideLink.id == link.id, OutsideLink.answered_in.is_(None))
    done = session().execute(use.values(answered_in=rules.quarter_of(today)))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        return False
    # What was on the page when it was sent, though the duty rota ended meanwhile.
    now = {one.code for one in queries.questions_of(link)}
    asked = [one for one in queries.all_questions_of(link) if one.code in now or one.code in codes]
    row = OutsideSubmission(id=uuid.uuid4(), audience=link.audience, week_on=rules.week_of(today))
    row.instrument_version, row.language = VERSION, language
    row.wording_state = feedback_rules.weakest_state(asked, language)
    session().add(row)
    session().flush()
    for question in asked:
        session().add(_answer(row.id, question, codes, words.get(question.code, "")))
    if link.child_id and any(feedback_rules.is_alarm(code, value) for code, value in codes.items()):
        # A fresh id: an alert must not lead to a link, nor to what else was answered.
        _raise(link.child_id)
    session().flush()
    return True


def _answer(
    submission_id: uuid.UUID, question: Question, codes: Mapping[str, int], words: str
) -> OutsideAnswer:
    row = OutsideAnswer(id=uuid.uuid4(), submission_id=submission_id, question_code=question.code)
    row.own_version = int(question.version) if question.is_own else None
    only_words = question.is_open and words.strip()
    row.answer_code = None if only_words else codes.get(question.code, feedback_rules.SKIPPED)
    sealing.staff_box().put(row, words=words if words.strip() else None)
    return row


def _raise(child_id: uuid.UUID) -> None:
    duty.raise_alert(person_id=child_id, child_id=child_id, source=duty.OUTSIDE, item_id=ids.new())
