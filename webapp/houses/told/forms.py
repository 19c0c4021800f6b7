"""What a worker writes down, as typed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from webapp.core import clock, forms, ids
from webapp.houses.asking.rules import Template

THERE = ("beside", "later")
YES_NO = ("yes", "no")
LONGEST = 20_000


@dataclass
class ToldForm:
    """As typed; `template` and `house` '' while no part is picked. errors by field name."""

    entry_id: uuid.UUID = field(default_factory=ids.new)
    template: str = ""
    house: str = ""
    words: str = ""
    day: str = ""
    told_on: date | None = None
    there: str = ""
    own_words: str = ""
    read_back: bool = False
    errors: dict[str, str] = field(default_factory=dict)


def read(templates: list[Template]) -> ToldForm:
    """The posted form. `templates`: those that are offered to this child."""
    parts = {part.key: one.key for one in templates for part in one.parts}
    house, day = forms.chosen("house", list(parts)) or "", forms.day("told_on")
    form = ToldForm(
        entry_id=forms.identifier("request") or ids.new(),
        template=parts.get(house, ""),
        house=house,
        words=forms.words("words"),
        day=forms.line("told_on")[:20],
        told_on=day if day and day <= clock.today() else None,
        there=forms.chosen("there", THERE) or "",
        own_words=forms.chosen("own_words", YES_NO) or "",
        read_back=forms.line("read_back") == "yes",
    )
    _check(form)
    return form


def _check(form: ToldForm) -> None:
    if not form.house:
        form.errors["house"] = _("Say where it belongs.")
    if not form.words.strip():
        form.errors["words"] = _("Write what the child told you.")
    if len(form.words) > LONGEST:
        form.errors["words"] = _("That is too long. Please make it shorter.")
    if form.told_on is None:
        form.errors["told_on"] = _("Give the day. It can be today or before.")
    if not form.there:
        form.errors["there"] = _("Say if the child was there.")
    if not form.own_words:
        form.errors["own_words"] = _("Say whose words these are.")
