"""Printing a sheet and typing it in. Keyword-only; flush, never commit."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from webapp import audit, duty, families
from webapp.core import clock, ids
from webapp.core.database import session
from webapp.feedback import queries, rules
from webapp.feedback.asking import queries as asking
from webapp.feedback.models import Answer, Sheet, Submission
from webapp.feedback.own_questions import queries as own_questions
from webapp.feedback.paper import queries as sheets
from webapp.feedback.paper import rules as paper
from webapp.feedback.questions import INSTRUMENT_ID, VERSION
from webapp.feedback.service import PLAIN_LINE, plan_of


def make_sheet(
    *,
    person_id: uuid.UUID,
    child_id: uuid.UUID,
    band: str,
    language: str,
    worker_types: bool,
    actor_id: uuid.UUID,
) -> tuple[Sheet, str]:
    """A sheet and its code, which is kept hashed. What is asked only of someone alone is never on paper."""
    code = "".join(secrets.choice(paper.ALPHABET) for _letter in range(paper.LENGTH))
    now = queries.conditions(person_id, child_id, alone=False)
    items = rules.questions_for(band, VERSION, own_questions.asked_now())
    row = Sheet(id=ids.new(), code_hash=sheets.code_hash(code), person_id=person_id, child_id=child_id)
    row.band, row.language, row.instrument_version, row.worker_types = band, language, VERSION, worker_types
    row.laid_out = paper.pack(
        (one.code, int(one.version) if one.is_own else None, rules.reason_not_asked(one.code, now))
        for one in items
    )
    row.made_by, row.made_on, row.closes_on = actor_id, clock.today(), clock.today() + paper.OPEN
    session().add(row)
    session().flush()
    _record("feedback.sheet_made", actor_id, child_id, "sheet", row.id)
    return row, code


def type_in(
    *,
    sheet_id: uuid.UUID,
    answered_on: date,
    answered_by: str,
    helper: str,
    place: str,
    worker_present: bool,
    shown_to_worker: bool,
    codes: Mapping[str, int],
    words: Mapping[str, str],
    actor_id: uuid.UUID,
) -> Submission | None:
    """Keep a sheet's answers; None when it was typed in before. "Not safe" reaches duty now (practice §1)."""
    sheet = sheets.lock(sheet_id)
    if sheet.submission_id is not None:
        return None
    row = _submission(sheet, answered_on)
    row.answered_by, row.helper, row.place = answered_by, "" if answered_by == "self" else helper, place
    row.worker_present, row.shown_to_worker = worker_present, shown_to_worker or sheet.worker_types
    session().add(row)
    session().flush()
    for position, laid in enumerate(paper.unpack(sheet.laid_out)):
        _keep(row, position, laid, codes, words)
    sheet.submission_id = row.id
    session().flush()
    _record("feedback.type", actor_id, sheet.child_id, "submission", row.id)
    return row


def _submission(sheet: Sheet, answered_on: date) -> Submission:
    """Answered at noon of the day that was said; it reached us now."""
    now = clock.now()
    at = min(datetime.combine(answered_on, time(12), UTC), now)
    row = Submission(
        id=ids.new(),
        person_id=sheet.person_id,
        child_id=sheet.child_id,
        band=sheet.band,
        instrument_id=INSTRUMENT_ID,
        instrument_version=sheet.instrument_version,
        mode="paper",
        trigger="any_time",
        language=sheet.language,
        wording_state=rules.weakest_state(sheets.asked(sheet), sheet.language),
        started_at=at,
        answered_at=at,
        received_at=now,
    )
    row.plan_id, row.plan_type = plan_of(sheet.child_id)
    invitation = asking.open_invitation(sheet.person_id, sheet.child_id)
    if invitation is not None:
        row.invitation_id, row.trigger = invitation.id, invitation.trigger
    return row


def _keep(
    row: Submission,
    position: int,
    laid: paper.Laid,
    codes: Mapping[str, int],
    words: Mapping[str, str],
) -> None:
    code, own_version, reason = laid
    found = Answer(id=ids.new(), submission_id=row.id, question_code=code, position=position, reason=reason)
    found.own_version, found.lines_shown = own_version, PLAIN_LINE if code in rules.SSD else ""
    found.answer_code = rules.NOT_ASKED if reason else codes.get(code)
    if not reason:
        found.given_at = row.answered_at
        if found.answer_code is None and code not in words:
            found.answer_code = rules.SKIPPED
    queries.box_of(row).put(found, words=words.get(code) if not reason else None)
    session().add(found)
    session().flush()
    if not reason and rules.is_alarm(code, found.answer_code):
        duty.raise_alert(person_id=row.person_id, child_id=row.child_id, source="feedback", item_id=found.id)


def _record(act: str, actor_id: uuid.UUID, child_id: uuid.UUID, kind: str, item_id: uuid.UUID) -> None:
    family_id = families.family_of(child_id).id
    audit.record(
        actor_id=actor_id, act=act, family_id=family_id, subject_id=child_id, item_kind=kind, item_id=item_id
    )
