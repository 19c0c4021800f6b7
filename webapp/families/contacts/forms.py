"""What a worker asks to change, as typed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from flask_babel import gettext as _

from webapp.core import forms
from webapp.families.contacts import rules

FIELDS = ("action", "kind", "value", "contact", "safe_for", "way", "why")
WAYS = (*rules.NARROW_WAYS, "words")


@dataclass(frozen=True)
class ContactForm:
    """The change and what is wrong with it; `typed` is every field as it was sent, to send it again."""

    action: str = ""
    kind: str = ""
    value: str = ""
    contact_id: uuid.UUID | None = None
    safe_for_id: uuid.UUID | None = None
    way: str = ""
    why: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)


def read_contact_form() -> ContactForm:
    """A value where one is needed, and a reason where a second person has to understand it."""
    action = forms.chosen("action", (*rules.ACTIONS, *rules.NARROWING)) or ""
    kind, value, why = (
        forms.chosen("kind", rules.KINDS) or "",
        forms.line("value")[:500],
        forms.line("why")[:1000],
    )
    way = forms.chosen("way", WAYS) or ""
    if action == "way" and way in rules.NARROW_WAYS:
        action = "narrow_way"
    errors = {}
    if not action:
        errors["action"] = _("Say what to change.")
    if action == "add" and not kind:
        errors["kind"] = _("Say what kind it is.")
    if action in ("add", "change", "way") and not value:
        errors["value"] = _("Write what it is now.")
    if action in rules.ACTIONS and not why:
        errors["why"] = _("Say why, for the person who checks it.")
    return ContactForm(
        action,
        kind,
        value,
        forms.identifier("contact"),
        forms.identifier("safe_for"),
        way,
        why,
        errors,
        {name: forms.words(name)[:1000] for name in FIELDS},
    )


def narrow_words(way: str) -> str:
    """The fixed sentence of a way that only closes doors: nobody can put another way in beside it."""
    if way == "never_phone":
        return _("Never this phone. Ask their worker how to reach them.")
    return _("Not before asking me. Ask their worker how to reach them.")
