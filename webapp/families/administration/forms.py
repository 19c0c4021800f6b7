"""What is typed about families and people; nothing typed is lost when something is missing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from webapp.core import clock, forms, language
from webapp.families import rules

NAME_LIMIT = 100
ID_LIMIT = 32
RELATIONS = ("mother", "father", "parent", "carer", "grandmother", "grandfather", "aunt", "uncle", "network")
ADULT_ROLES = ("parent", "carer", "network")
BANDS = ("young", "mid", "teen")
LANGUAGES = language.LANGUAGES | language.OTHER_NAMES


@dataclass
class Typed:
    """A form's fields as typed, and what is wrong with them by field name."""

    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)


@dataclass
class FamilyForm(Typed):
    """A family's name for the caseload, and its team."""

    team_id: uuid.UUID | None = None


@dataclass
class ChildForm(Typed):
    """A child; the age group is given by the day of birth where that is known."""

    born_on: date | None = None
    band: str = ""


def typed(*names: str) -> dict[str, str]:
    """These fields as they were sent."""
    return {name: forms.line(name) for name in names}


def check_name(form: Typed, name: str = "name") -> None:
    """A name is there and not too long."""
    if not form.values[name]:
        form.errors[name] = _("Give a name.")
    elif len(form.values[name]) > NAME_LIMIT:
        form.errors[name] = _("Please make it shorter: %(num)s letters at most.", num=NAME_LIMIT)


def read_family(team_ids: set[uuid.UUID]) -> FamilyForm:
    """A family of one of these teams."""
    form = FamilyForm(typed("name", "team"), team_id=forms.identifier("team"))
    check_name(form)
    if form.team_id not in team_ids:
        form.errors["team"] = _("Choose a team.")
    return form


def read_child() -> ChildForm:
    """A child's name, day of birth or age group, language, and the council's id."""
    form = ChildForm(typed("name", "born_on", "band", "language", "authority_id"))
    check_name(form)
    _check_language(form)
    _check_age(form)
    if len(form.values["authority_id"]) > ID_LIMIT:
        form.errors["authority_id"] = _("Please make it shorter: %(num)s letters at most.", num=ID_LIMIT)
    return form


def _check_age(form: ChildForm) -> None:
    form.born_on, today = forms.day("born_on"), clock.today()
    if form.values["born_on"] and (form.born_on is None or form.born_on > today):
        form.errors["born_on"] = _("Give a day that has been, or leave it empty.")
    elif form.born_on and rules.age_on(form.born_on, today) > 25:
        form.errors["born_on"] = _("Look at the year again. This person would be older than 25.")
    form.band = rules.band_of(form.born_on, today) if form.born_on else form.values["band"]
    if form.band not in BANDS and "born_on" not in form.errors:
        form.errors["band"] = _("Give the date of birth, or choose an age group.")


def _check_language(form: Typed) -> None:
    if form.values["language"] not in LANGUAGES:
        form.errors["language"] = _("Choose a language.")


def read_adult() -> Typed:
    """An adult's name, relation, role and language."""
    form = Typed(typed("name", "relation", "role", "language"))
    check_name(form)
    _check_language(form)
    if form.values["relation"] not in RELATIONS:
        form.errors["relation"] = _("Choose who this person is to the children.")
    if form.values["role"] not in ADULT_ROLES:
        form.errors["role"] = _("Choose what this person does.")
    return form


def read_leaving() -> tuple[date | None, str]:
    """The day someone left, not later than today; and what is wrong with it."""
    on = forms.day("left_on")
    if on is None:
        return None, _("Give the day when they left.")
    return (None, _("Give today or a day that has been.")) if on > clock.today() else (on, "")
