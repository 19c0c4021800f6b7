"""What the manager fills in; nothing typed is lost when something is missing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, time

from flask import request
from flask_babel import gettext as _

from webapp.core import forms
from webapp.duty import rules

WORDS_LIMIT = 2_000


@dataclass
class DutyForm:
    """The settings as typed (`values`), as understood, and what is wrong with them, by field."""

    values: dict[str, object]
    owner_id: uuid.UUID | None = None
    cover_id: uuid.UUID | None = None
    from_on: date | None = None
    until_on: date | None = None
    hours: rules.Hours = field(default_factory=rules.Hours)
    errors: dict[str, str] = field(default_factory=dict)


def read(staff_ids: set[uuid.UUID]) -> DutyForm:
    """The posted settings; `staff_ids` are those who may be on duty."""
    names = ("owner", "cover", "from_on", "until_on", "opens", "closes", "closed_days", "words")
    form = DutyForm(
        {name: forms.words(name) for name in names} | {"weekdays": request.form.getlist("weekdays")}
    )
    form.owner_id, form.cover_id = forms.identifier("owner"), forms.identifier("cover")
    form.from_on, form.until_on = forms.day("from_on"), forms.day("until_on")
    _check_people(form, staff_ids)
    _check_days(form)
    _check_hours(form)
    _check_words(form)
    return form


def _check_people(form: DutyForm, staff_ids: set[uuid.UUID]) -> None:
    if form.owner_id not in staff_ids:
        form.errors["owner"] = _("Choose who answers.")
    if form.cover_id not in staff_ids:
        form.errors["cover"] = _("Choose who covers.")
    elif form.cover_id == form.owner_id:
        form.errors["cover"] = _("Choose a different person to cover.")


def _check_days(form: DutyForm) -> None:
    if form.from_on is None:
        form.errors["from_on"] = _("Give the first day.")
    if form.until_on is None:
        form.errors["until_on"] = _("Give the last day.")
    elif form.from_on and form.until_on < form.from_on:
        form.errors["until_on"] = _("The last day is before the first day.")


def _check_hours(form: DutyForm) -> None:
    opens, closes = _clock_time("opens"), _clock_time("closes")
    weekdays = rules.parse_weekdays("".join(request.form.getlist("weekdays")))
    closed, wrong = rules.parse_days(forms.words("closed_days"))
    if opens is None:
        form.errors["opens"] = _("Give a time like 09:00.")
    if closes is None or (opens and closes <= opens):
        form.errors["closes"] = _("Give a time later than the opening time.")
    if not weekdays:
        form.errors["weekdays"] = _("Tick the days when someone reads.")
    if wrong:
        form.errors["closed_days"] = _(
            "Write each day like 2026-12-25. We could not read: %(words)s", words=wrong[0][:40]
        )
    if opens and closes:
        form.hours = rules.Hours(opens, closes, weekdays, closed)


def _clock_time(name: str) -> time | None:
    try:
        return time.fromisoformat(forms.line(name)).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        return None


def _check_words(form: DutyForm) -> None:
    words = str(form.values["words"])
    if not words.strip():
        form.errors["words"] = _("Say who people can reach when you are closed.")
    elif len(words) > WORDS_LIMIT:
        form.errors["words"] = _("Please make it shorter: 2,000 letters at most.")
