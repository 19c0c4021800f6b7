"""What is typed about teams and staff; nothing typed is lost when something is missing."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.core import forms
from webapp.families.administration.forms import Typed, check_name, typed

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
EMAIL_LIMIT = 254
# What can be done with one member of staff.
DEEDS = ("role", "reset", "disable", "enable", "sign_out")


@dataclass
class StaffForm(Typed):
    """A new member of staff."""

    team_id: uuid.UUID | None = None


def read_team() -> Typed:
    """A team's name."""
    form = Typed(typed("name"))
    check_name(form)
    return form


def read_staff(roles: tuple[str, ...], team_ids: set[uuid.UUID], *, needs_team: bool) -> StaffForm:
    """Name, e-mail, one of these roles, and one of these teams or none."""
    form = StaffForm(typed("name", "email", "role", "team"), team_id=forms.identifier("team"))
    check_name(form)
    if not is_email(form.values["email"]):
        form.errors["email"] = _("Give an e-mail like name@council.example.")
    if form.values["role"] not in roles:
        form.errors["role"] = _("Choose what this person does.")
    if form.team_id not in team_ids and (form.values["team"] or needs_team):
        form.errors["team"] = _("Choose a team.")
    return form


def is_email(words: str) -> bool:
    """Whether it looks like an e-mail address; whether it works shows when the person signs in."""
    return len(words) <= EMAIL_LIMIT and EMAIL.fullmatch(words) is not None
