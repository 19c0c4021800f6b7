"""What a worker fills in to give, to date, to set a floor and to lift it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask_babel import gettext as _

from webapp.core import clock, forms
from webapp.families import rules

LONGEST = 2000


@dataclass(frozen=True)
class GiveForm:
    """Which child, what, until when (the end of that day), and why."""

    child_id: uuid.UUID | None
    kind: str
    until_on: date | None
    why: str
    errors: dict[str, str]

    @property
    def until(self) -> datetime | None:
        return start_of(self.until_on + timedelta(days=1)) if self.until_on else None


@dataclass(frozen=True)
class FloorForm:
    """Which child, an order or no contact, why, and when to look at it again."""

    child_id: uuid.UUID | None
    kind: str
    reason: str
    review_on: date | None
    errors: dict[str, str]


EMPTY_GIVE = GiveForm(None, "", None, "", {})
EMPTY_FLOOR = FloorForm(None, "", "", None, {})


def start_of(day: date) -> datetime:
    """The first moment of a day where the authority is."""
    return datetime.combine(day, time.min, clock.local(clock.now()).tzinfo)


def read_give(children: list[uuid.UUID], kinds: tuple[str, ...]) -> GiveForm:
    """Something to see, of one of these children."""
    child_id, errors = _child("give_child", children)
    kind = forms.chosen("kind", kinds)
    if kind is None:
        errors["kind"] = _("Say what they may see.")
    until_on = forms.day("until")
    if forms.line("until") and (until_on is None or until_on < clock.today()):
        errors["until"] = _("This must be a day that is still to come.")
    why = forms.line("why")[:LONGEST]
    if not why:
        errors["why"] = _("Say why. A few words are enough.")
    return GiveForm(child_id, kind or "", until_on, why, errors)


def read_floor(children: list[uuid.UUID]) -> FloorForm:
    """An order or no contact about one of these children."""
    child_id, errors = _child("floor_child", children)
    kind = forms.chosen("floor_kind", rules.FLOORS)
    if kind is None:
        errors["floor_kind"] = _("Choose one.")
    reason = forms.line("reason")[:LONGEST]
    if not reason:
        errors["reason"] = _("Say why. A few words are enough.")
    review_on = forms.day("review_on")
    if review_on is None or review_on < clock.today():
        errors["review_on"] = _("Give a day to look at this again.")
    return FloorForm(child_id, kind or "", reason, review_on, errors)


def _child(name: str, children: list[uuid.UUID]) -> tuple[uuid.UUID | None, dict[str, str]]:
    child_id = forms.identifier(name)
    if child_id in children:
        return child_id, {}
    return None, {name: _("Choose a child.")}
