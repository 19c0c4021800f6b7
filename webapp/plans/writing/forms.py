"""What the editor sends: every paragraph and step of a draft. Whatever is wrong, nothing typed is lost."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from flask import request
from flask_babel import gettext as _

from webapp.core import forms, ids
from webapp.plans.content import Key, ParagraphContent, StepContent, VersionContent, Words
from webapp.plans.queries import ReaderView
from webapp.plans.rules import (
    ASKED,
    AUDIENCES,
    ENGLISH,
    KINDS,
    LONGEST_FIELD,
    PARTS,
    STEP_STATES,
    TRANSLATION_STATES,
    Check,
)
from webapp.plans.writing.service import Typed

MOST_ITEMS = 300
EVERYONE = "everyone"


@dataclass(frozen=True)
class AskedForm:
    """Whether a parent or carer was asked for their view."""

    person_id: uuid.UUID | None
    outcome: str
    asked_on: date | None
    reason: str

    def errors(self) -> dict[str, str]:
        if not self.outcome:
            return {"outcome": _("Choose one.")}
        if self.outcome == "asked" and self.asked_on is None:
            return {"asked_on": _("Say on which day you asked.")}
        if self.outcome in ("could_not_find", "not_safe") and not self.reason:
            return {"reason": _("Say what you tried, or why it is not safe. Neither parent sees this.")}
        return {}


def languages(content: VersionContent, readers: list[ReaderView]) -> list[str]:
    """Languages the editor has a field for: English first, then the readers' and what is worded already."""
    return [ENGLISH, *sorted(({one.language for one in readers} | content.languages) - {ENGLISH})]


def editor(kept: VersionContent, codes: list[str], readers: list[ReaderView]) -> tuple[Typed, dict[str, str]]:
    """What was typed, and a kind message for each field that cannot be kept as it is."""
    errors: dict[str, str] = {}
    people = {str(one.person_id): one.person_id for one in readers}
    before = {one.id: one for one in kept.paragraphs}
    steps = {one.id: one for one in kept.steps}
    typed = Typed(
        revision=_revision(),
        review_on=forms.day("review_on"),
        paragraphs=[
            _paragraph(one, before.get(one), codes, people, errors)
            for one in _items("p")
            if one in before or forms.chosen(f"part-{one}", PARTS)
        ],
        steps=[_step(one, steps.get(one), codes, people, errors) for one in _items("s")],
        kind=forms.chosen("kind", KINDS) or "",
        # A form from before the box was there says nothing about it.
        is_moving=forms.line("moving") == "yes" if "kind" in request.form else None,
    )
    for name in request.form:
        if len(forms.words(name)) > LONGEST_FIELD:
            errors[name] = _("This is too long for one field. Please make two paragraphs of it.")
    return typed, errors


def _revision() -> int:
    value = forms.line("revision")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else -1


def _items(name: str) -> list[uuid.UUID]:
    return list(dict.fromkeys(forms.identifiers(name)))[:MOST_ITEMS]


def _reader(
    one: uuid.UUID,
    before: uuid.UUID | None,
    is_new: bool,
    people: dict[str, uuid.UUID],
    errors: dict[str, str],
) -> uuid.UUID | None:
    """Who it is for. An unknown answer never widens to everyone: the item stays as it was, with a message."""
    value = forms.line(f"for-{one}")
    if value == EVERYONE:
        return None
    if value in people:
        return people[value]
    if is_new or value != str(before):
        errors[f"for-{one}"] = _("Choose who this is for.")
    return before


def _owner(
    one: uuid.UUID, reader_id: uuid.UUID | None, people: dict[str, uuid.UUID], errors: dict[str, str]
) -> uuid.UUID | None:
    """Whose step it is: nobody's, or someone's who gets to read it."""
    owner_id = people.get(forms.line(f"owner-{one}"))
    if owner_id and reader_id not in (None, owner_id):
        errors[f"owner-{one}"] = _("This person does not read this step. Choose who it is for first.")
    return owner_id


def _words(
    one: uuid.UUID, codes: list[str], before: ParagraphContent | StepContent | None, *, step: bool
) -> dict[Key, Words]:
    found: dict[Key, Words] = {}
    kept = before.words if before else {}
    for code in codes:
        check = _check(f"{code}-{one}") if code != ENGLISH else Check()
        for audience in AUDIENCES:
            key = f"{audience}-{code}-{one}"
            mine = _own_check(check, kept, audience, code)
            words = Words(forms.words(f"what-{key}" if step else key), check=mine)
            if step:
                words = replace(words, why=forms.words(f"why-{key}"), how=forms.words(f"how-{key}"))
            if any(words.typed):
                found[audience, code] = words
    return found


def _own_check(asked: Check, kept: Mapping[Key, Words], audience: str, code: str) -> Check:
    """The form has one state for adults' and child's words; left as it was, each keeps its own."""
    shown = next((kept[one, code].check for one in AUDIENCES if (one, code) in kept), Check())
    if asked != shown:
        return asked
    own = kept.get((audience, code))
    return own.check if own else Check()


def _check(key: str) -> Check:
    state = forms.chosen(f"state-{key}", TRANSLATION_STATES) or "machine"
    if state == "machine":
        return Check()
    return Check(state, forms.line(f"by-{key}"), forms.day(f"on-{key}"))


def _paragraph(
    one: uuid.UUID,
    before: ParagraphContent | None,
    codes: list[str],
    people: dict[str, uuid.UUID],
    errors: dict[str, str],
) -> ParagraphContent:
    safe_for = frozenset(person for person in forms.identifiers(f"safe-{one}") if str(person) in people)
    if before and before.is_shared:
        # The boxes are of this plan's readers; those of the other children's stay as they are.
        safe_for |= before.safe_for - set(people.values())
    return ParagraphContent(
        id=one,
        part=before.part if before else forms.chosen(f"part-{one}", PARTS) or PARTS[0],
        reader_id=_reader(one, before.reader_id if before else None, before is None, people, errors),
        source=forms.line(f"from-{one}"),
        safe_for=safe_for,
        words=_words(one, codes, before, step=False),
        children=before.children if before else {},
        photo=before.photo if before else None,
    )


def _step(
    one: uuid.UUID,
    before: StepContent | None,
    codes: list[str],
    people: dict[str, uuid.UUID],
    errors: dict[str, str],
) -> StepContent:
    reader_id = _reader(one, before.reader_id if before else None, before is None, people, errors)
    if forms.line(f"when-{one}") and forms.day(f"when-{one}") is None:
        errors[f"when-{one}"] = _("This is not a day we can keep. Choose it again.")
    found = StepContent(
        id=one,
        reader_id=reader_id,
        by_whom=forms.line(f"whom-{one}"),
        by_on=forms.day(f"when-{one}"),
        state=forms.chosen(f"state-{one}", STEP_STATES) or "not_started",
        words=_words(one, codes, before, step=True),
        owner_id=_owner(one, reader_id, people, errors),
    )
    if before is None:
        return found
    # How far a step of the published plan has come is said there; a draft goes along with it.
    state = before.state if before.first_id else found.state
    return replace(found, state=state, state_on=before.state_on, first_id=before.first_id)


def doing() -> tuple[str, str]:
    """Which button: ('save', ''), ('add', part), ('remove', id), ('share', id), ('photo', '')."""
    verb, _sep, what = forms.line("do").partition(":")
    if verb == "add" and (what in PARTS or what == "step"):
        return "add", what
    if verb in ("remove", "share") and ids.parse(what):
        return verb, what
    if verb == "photo":
        return verb, ""
    return "save", ""


def asked() -> AskedForm:
    """The form beside each parent and carer."""
    return AskedForm(
        person_id=forms.identifier("person"),
        outcome=forms.chosen("outcome", ASKED) or "",
        asked_on=forms.day("asked_on"),
        reason=forms.words("reason")[:LONGEST_FIELD],
    )
