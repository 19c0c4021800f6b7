"""A child's asking page for staff: what happened, who was asked, who is not asked now and why."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import redirect, url_for
from werkzeug.wrappers import Response

from webapp import accounts, families
from webapp.core import access, clock, forms
from webapp.core.pages import page, see_home
from webapp.feedback.asking import inviting, queries, rules, service
from webapp.feedback.asking.forms import HappenedForm, HoldForm, read_happened, read_hold
from webapp.feedback.asking.policies import may_keep_asking
from webapp.feedback.models import Hold, Invitation
from webapp.feedback.policies import may_answer
from webapp.feedback.queries import children_of
from webapp.feedback.routes import feedback

# What the form offers first.
HOLD_FOR = timedelta(days=28)


@dataclass(frozen=True)
class Line:
    """One person: the newest time they were asked, or not and why; what holds now. No word of answers."""

    person_id: uuid.UUID
    name: str
    is_child: bool
    last: Invitation | None
    holds: list[Hold]


@feedback.get("/feedback/children/<id:child_id>/asking", policy=may_keep_asking)
def show_asking(child_id: uuid.UUID) -> Response:
    """Who is asked about this child and when; the system asks, nobody chooses whom."""
    return _page(child_id, HappenedForm(), HoldForm(until_on=clock.today() + HOLD_FOR))


@feedback.post("/feedback/children/<id:child_id>/asking/happened", policy=may_keep_asking)
def note_happened(child_id: uuid.UUID) -> Response:
    """A visit or a meeting: the family is asked after it. The same day twice is once."""
    form = read_happened()
    if form.errors or form.on is None:
        return _page(child_id, form, HoldForm(until_on=clock.today() + HOLD_FOR), status=422)
    service.note_by_hand(
        child_id=child_id, trigger=form.trigger, on=form.on, actor_id=access.reader().person_id
    )
    return _back(child_id)


@feedback.post("/feedback/children/<id:child_id>/asking/hold", policy=may_keep_asking)
def hold_asking(child_id: uuid.UUID) -> Response:
    """Do not ask someone for a time, with a reason that is counted."""
    form = read_hold(child_id, inviting.people_asked([child_id])[child_id])
    if form.errors or form.person_id is None or form.until_on is None:
        return _page(child_id, HappenedForm(), form, status=422)
    service.put_hold(
        person_id=form.person_id,
        child_id=child_id,
        what=form.what,
        reason=form.reason,
        until_on=form.until_on,
        actor_id=access.reader().person_id,
    )
    return _back(child_id)


@feedback.post("/feedback/children/<id:child_id>/asking/again", policy=may_keep_asking)
def end_asking_hold(child_id: uuid.UUID) -> Response:
    """Ask this person again from today on."""
    person_id = forms.identifier("person")
    what = forms.chosen("what", (rules.ALL, rules.SSD_ONLY))
    if person_id is not None and what is not None:
        service.end_hold(
            person_id=person_id, child_id=child_id, what=what, actor_id=access.reader().person_id
        )
    return _back(child_id)


@feedback.post("/questions/not-now", policy=may_answer)
def put_off_questions() -> Response:
    """ "Not now", on a family member's first page: not said again; the questions stay where they are."""
    reader = access.reader()
    service.put_off(person_id=reader.person_id, child_ids=children_of(reader))
    return see_home()


def _back(child_id: uuid.UUID) -> Response:
    return redirect(url_for("feedback.show_asking", child_id=child_id), 303)


def _page(child_id: uuid.UUID, happened: HappenedForm, hold: HoldForm, status: int = 200) -> Response:
    access.note_read(
        "asking.read",
        chain=f"family:{families.family_of(child_id).id}",
        subject_id=child_id,
        item_kind="child",
        item_id=child_id,
    )
    holds = queries.holds_about(child_id)
    lines = _lines(child_id, holds)
    return page(
        "feedback/asking.html",
        status=status,
        child_id=child_id,
        child_name=next(iter(accounts.names([child_id]).values()), ""),
        family_id=families.family_of(child_id).id,
        lines=lines,
        by_names=accounts.names([one.by_id for one in holds]),
        moments=queries.moments_about(child_id, clock.today() - rules.FRESH),
        happened=happened,
        hold=hold,
        today=clock.today(),
    )


def _lines(child_id: uuid.UUID, holds: Sequence[Hold]) -> list[Line]:
    """Those who are asked, and whoever is held back still: the child first."""
    people = list(inviting.people_asked([child_id])[child_id])
    people += [one.person_id for one in holds if one.person_id not in people]
    last, names = queries.last_about(child_id), accounts.names(people)
    return [
        Line(
            person_id=person_id,
            name=names[person_id],
            is_child=person_id == child_id,
            last=last.get(person_id),
            holds=[one for one in holds if one.person_id == person_id],
        )
        for person_id in dict.fromkeys(people)
    ]
