"""What is typed when a worker begins or changes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask_babel import gettext as _

from webapp.core import clock, forms
from webapp.families.administration.forms import Typed, typed

WORDS_LIMIT = 1000
# A change can be written down a week late, and two months ahead.
LATE, AHEAD = timedelta(days=7), timedelta(days=60)
ALSO = "also"


@dataclass
class WorkerForm(Typed):
    """One child's new worker. `instead_of`: whose place they take, None when they come beside."""

    worker_id: uuid.UUID | None = None
    instead_of: uuid.UUID | None = None
    from_on: date | None = None


@dataclass
class MoveForm(Typed):
    """All a worker's children to another; each with words of its own, or the same for all."""

    worker_id: uuid.UUID | None = None
    from_on: date | None = None
    reasons: dict[uuid.UUID, str] = field(default_factory=dict)


def read_worker(able: set[uuid.UUID], now: set[uuid.UUID]) -> WorkerForm:
    """`able` may be chosen; `now` work with the child already. The first worker needs no reason."""
    form = WorkerForm(typed("worker", "place", "from_on", "reason", "note"))
    form.worker_id, form.from_on = forms.identifier("worker"), forms.day("from_on")
    if form.values["place"] != ALSO:
        form.instead_of = forms.identifier("place")
    _check_worker(form, form.worker_id, able)
    if now and form.values["place"] != ALSO and form.instead_of not in now:
        form.errors["place"] = _("Choose whose place they take, or that they work together.")
    elif form.worker_id in now and form.instead_of in (None, form.worker_id):
        form.errors["worker"] = _("This worker works with the child already.")
    _check_words(form, needs_reason=bool(now))
    _check_day(form, form.from_on)
    return form


def read_move(able: set[uuid.UUID], children: list[uuid.UUID]) -> MoveForm:
    """The same for every child of a worker."""
    own = [f"reason-{child_id}" for child_id in children]
    form = MoveForm(typed("worker", "from_on", "reason", "note", *own))
    form.worker_id, form.from_on = forms.identifier("worker"), forms.day("from_on")
    _check_worker(form, form.worker_id, able)
    _check_day(form, form.from_on)
    form.reasons = {one: form.values[f"reason-{one}"] or form.values["reason"] for one in children}
    _check_words(form, needs_reason=not all(form.reasons.values()))
    return form


def _check_worker(form: Typed, worker_id: uuid.UUID | None, able: set[uuid.UUID]) -> None:
    if worker_id not in able:
        form.errors["worker"] = _("Choose a worker.")


def _check_day(form: Typed, day: date | None) -> None:
    today = clock.today()
    if day is None:
        form.errors["from_on"] = _("Give the day when they begin.")
    elif not today - LATE <= day <= today + AHEAD:
        form.errors["from_on"] = _("Give a day not more than a week ago, and not more than two months ahead.")


def _check_words(form: Typed, *, needs_reason: bool) -> None:
    if needs_reason and not form.values["reason"]:
        form.errors["reason"] = _("Say why, in plain words. The family reads this.")
    for name, words in form.values.items():
        if len(words) > WORDS_LIMIT:
            form.errors[name] = _("Please make it shorter: %(num)s letters at most.", num=WORDS_LIMIT)
