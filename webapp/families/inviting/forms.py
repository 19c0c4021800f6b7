"""What a worker fills in to invite someone; nothing typed is lost when something is missing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask_babel import gettext as _

from webapp.core import clock, forms
from webapp.core.language import LANGUAGES
from webapp.families import rules

LONGEST = 500


@dataclass
class InviteForm:
    """An invitation as typed."""

    child: str = ""
    role: str = ""
    name: str = ""
    organisation: str = ""
    reference: str = ""
    purpose: str = ""
    until: str = ""
    language: str = "en"
    child_id: uuid.UUID | None = None
    until_at: datetime | None = None
    errors: dict[str, str] = field(default_factory=dict)


def read_invite(children: list[uuid.UUID]) -> InviteForm:
    """The posted invitation; every field is asked, the reference of interpreters alone."""
    form = InviteForm(language=forms.chosen("language", list(LANGUAGES)) or "en")
    for name in ("child", "role", "name", "organisation", "reference", "purpose", "until"):
        setattr(form, name, forms.line(name)[:LONGEST])
    form.child_id = forms.identifier("child")
    if form.child_id not in children:
        form.errors["child"] = _("Choose a child.")
    if form.role not in rules.INVITED:
        form.errors["role"] = _("Say who it is.")
    for name in ("name", "organisation", "purpose"):
        if not getattr(form, name):
            form.errors[name] = _("Please fill this in.")
    if form.role == "interpreter" and not form.reference:
        form.errors["reference"] = _("Give the agency's reference. Families see it instead of the name.")
    form.until_at = read_until(form.errors)
    return form


def read_until(errors: dict[str, str]) -> datetime | None:
    """The end of the last day, at most a year away; else None and why not."""
    day = forms.day("until")
    if day is None:
        errors["until"] = _("Give the last day.")
    elif not clock.today() <= day <= clock.today() + timedelta(days=rules.INVITED_DAYS):
        errors["until"] = _("Choose a day from today to a year from now.")
    else:
        return clock.end_of(day)
    return None
