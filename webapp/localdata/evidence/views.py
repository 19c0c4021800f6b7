"""What was asked, said, answered and changed: of one child, and counted for the authority."""

from __future__ import annotations

import uuid

from werkzeug.wrappers import Response

from webapp import accounts, families
from webapp.core import access, clock
from webapp.core.pages import page
from webapp.localdata.evidence import screens
from webapp.localdata.learning import queries, words
from webapp.localdata.learning.rules import rates
from webapp.localdata.learning.screens import question_choices
from webapp.localdata.policies import may_learn, may_read_evidence
from webapp.localdata.routes import localdata


@localdata.get("/evidence/children/<id:child_id>", policy=may_read_evidence)
def show_child_evidence(child_id: uuid.UUID) -> Response:
    """One page for an inspection, made for this reader: what they may not see elsewhere is not here."""
    events = screens.child_events(access.reader(), child_id)
    _note(child_id, events)
    people = {child_id, *(one.item.person_id for one in events if hasattr(one.item, "person_id"))}
    people |= {one.item.to_id for one in events if one.what == "reply"}
    return page(
        "localdata/child_evidence.html",
        child_id=child_id,
        names=accounts.names(list(people)),
        events=events,
        today=clock.today(),
    )


# What each line shows, as the log of looks calls it.
LOOKS = {
    "feedback": ("feedback.read", "submission"),
    "entry": ("entry.read", "entry"),
    "plan_answer": ("answer.read", "plan_answer"),
    "reply": ("reply.read", "reply"),
}


def _note(child_id: uuid.UUID, events: list[screens.Event]) -> None:
    chain = f"family:{families.family_of(child_id).id}"
    access.note_read("evidence.read", chain=chain, subject_id=child_id, item_kind="child", item_id=child_id)
    for one in events:
        if one.what in LOOKS and one.is_open:
            act, kind = LOOKS[one.what]
            access.note_read(act, chain=chain, subject_id=child_id, item_kind=kind, item_id=one.item.id)


@localdata.get("/local-data/evidence", policy=may_learn)
def show_authority_evidence() -> Response:
    """The authority's counts, small ones hidden: who was asked and answered, days, what changed."""
    found = queries.published()
    return page(
        "localdata/authority_evidence.html",
        audiences=[(text, rates(found.rates, code)) for code, text in words.audiences().items()],
        reasons=words.reasons(),
        journey=screens.journey(),
        ledger=queries.ledger(),
        questions=dict(question_choices()),
        today=clock.today(),
    )
