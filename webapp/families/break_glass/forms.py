"""What a member of staff must say before a family opens."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from webapp.core import clock, forms, ids
from webapp.families import rules

LONGEST = 2000


@dataclass(frozen=True)
class GlassForm:
    """The council's id of a child, why, and whether the family may not be told yet."""

    key: uuid.UUID
    authority_id: str
    code: str
    reason: str
    withheld_until: date | None
    withheld_reason: str
    errors: dict[str, str]


def empty() -> GlassForm:
    """A form not yet filled in; its key makes a double tap one."""
    return GlassForm(ids.new(), "", "", "", None, "", {})


def read_open() -> GlassForm:
    """Everything that was typed, and what is missing."""
    errors: dict[str, str] = {}
    authority_id = forms.line("authority_id")[:64]
    if not authority_id:
        errors["authority_id"] = _("Write the council's person id of the child.")
    code = forms.chosen("code", rules.GLASS_CODES)
    if code is None:
        errors["code"] = _("Choose one.")
    reason = forms.line("reason")[:LONGEST]
    if not rules.has_reason(reason):
        errors["reason"] = _("Say more about why. Use at least 20 letters.")
    until, why = read_withheld(errors)
    key = forms.identifier("key") or ids.new()
    return GlassForm(key, authority_id, code or "", reason, until, why, errors)


def read_withheld(errors: dict[str, str], end: str = "") -> tuple[date | None, str]:
    """Not telling the family needs both a reason and a day at most 14 days away; neither is the usual way.

    `end`: what the names of the two fields end with.
    """
    until, why = forms.day(f"withheld_until{end}"), forms.line(f"withheld_reason{end}")[:LONGEST]
    if not forms.line(f"withheld_until{end}") and not why:
        return None, ""
    if until is None or not rules.may_withhold_until(until, clock.today()):
        errors[f"withheld_until{end}"] = _("Give a day within the next 14 days.")
    if not why:
        errors[f"withheld_reason{end}"] = _("Say why the family may not know yet.")
    return until, why
