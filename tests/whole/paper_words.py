"""Answers that came without a phone of the family's, and one that came without an account."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from tests.makers import Town
from webapp.core import clock, sealing
from webapp.core.database import session
from webapp.feedback.models import OutsideAnswer, OutsideSubmission
from webapp.feedback.outside import rules
from webapp.feedback.paper import service
from webapp.feedback.questions import VERSION


def add_sheet(town: Town) -> uuid.UUID:
    """A sheet for the mother, who agreed that her worker types it in; nobody has."""
    sheet, _code = service.make_sheet(
        person_id=town.samina,
        child_id=town.zara,
        band="adult",
        language="ur",
        worker_types=True,
        actor_id=town.beth,
    )
    return sheet.id


def add_outside_words(token: Callable[..., str]) -> None:
    """One answer of one member of staff: nobody reads it, for fewer than ten answered."""
    row = OutsideSubmission(id=uuid.uuid4(), audience="staff", week_on=rules.week_of(clock.today()))
    row.instrument_version, row.language, row.wording_state = VERSION, "en", "english_only"
    session().add(row)
    session().flush()
    answer = OutsideAnswer(id=uuid.uuid4(), submission_id=row.id, question_code="OPEN_CHANGE")
    sealing.staff_box().put(answer, words=token("outside-words"))
    session().add(answer)
