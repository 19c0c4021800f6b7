"""What an administrator types about a template; nothing typed is lost when something is missing."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask_babel import gettext as _

from webapp.core import forms
from webapp.core.language import LANGUAGES
from webapp.houses.asking import queries, rules, service
from webapp.houses.asking.queries import ENGLISH
from webapp.houses.asking.rules import Part, Template

STATES = ("machine", "checked")
OTHERS = [code for code in LANGUAGES if code != ENGLISH]


@dataclass(frozen=True)
class PartForm:
    """One part as typed. `key` '' for a new one; `words`: name and questions by language and field."""

    key: str = ""
    sign: str = rules.SIGNS[0]
    aside: bool = False
    words: dict[str, dict[str, str]] = field(default_factory=lambda: {code: {} for code in LANGUAGES})

    def said(self, code: str, name: str) -> str:
        """What stands in one field of one language: "name" or a band."""
        return self.words[code].get(name, "")


@dataclass
class TemplateForm:
    """A template in every language we have; errors by field name. `version`: the one it began from."""

    key: str = ""
    version: int = 0
    names: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    parts: list[PartForm] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> list[PartForm]:
        """The parts, and two empty places for new ones."""
        spare = min(2, max(rules.PARTS_AT_MOST - len(self.parts), 0))
        return self.parts + [PartForm() for _one in range(spare)]

    def wanted(self, code: str) -> Template:
        """What was typed in this language, as a template."""
        parts = [_part(one, code) for one in self.parts]
        return Template(self.key, self.version, self.names.get(code, ""), tuple(parts))

    def has(self, code: str) -> bool:
        """Whether anything is written in this language."""
        words = [text for one in self.parts for text in one.words[code].values()]
        return any([self.names.get(code, ""), *words])


def _part(one: PartForm, code: str) -> Part:
    said = one.words[code]
    questions = {band: said[band] for band in rules.BANDS if said.get(band)}
    return Part(one.key, one.sign, {"mid": said.get("name", "")}, questions, one.aside)


def kept(key: str) -> TemplateForm:
    """The form with what there is."""
    by_language = {code: queries.in_language(key, code) for code in LANGUAGES}
    english = by_language[ENGLISH]
    assert english is not None
    parts = [
        PartForm(
            one.key,
            one.sign,
            one.aside,
            {code: _said(by_language[code], one.key) for code in LANGUAGES},
        )
        for one in english.parts
    ]
    return TemplateForm(
        key,
        queries.last_version(key),
        {code: found.name for code, found in by_language.items() if found},
        {code: _state(found) for code, found in by_language.items() if found},
        parts,
    )


def _state(found: Template) -> str:
    """Ours in other languages were made by a computer."""
    return found.state if found.state in STATES else STATES[0]


def _said(found: Template | None, key: str) -> dict[str, str]:
    part = next((one for one in found.parts if one.key == key), None) if found else None
    return {"name": part.name("mid"), **part.questions} if part else {}


def read(key: str) -> TemplateForm:
    """The posted template. `key`: the one that is changed, or a new one's."""
    known = {part.key for part in (queries.template(key) or Template(key, 0, "", ())).parts}
    form = TemplateForm(
        key=key,
        version=_number(forms.line("version")),
        names={code: forms.line(f"{code}_name") for code in LANGUAGES},
        states={code: forms.chosen(f"{code}_state", STATES) or "machine" for code in OTHERS},
        parts=[one for number in range(rules.PARTS_AT_MOST) if (one := _read(number, known))],
    )
    _check(form)
    return form


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 8 else 0


def _read(number: int, known: set[str]) -> PartForm | None:
    """A part; None when its name was left or made empty: then it is taken away."""
    key = forms.line(f"p{number}_key")
    words = {
        code: {name: forms.line(f"{code}_p{number}_{name}") for name in ("name", *rules.BANDS)}
        for code in LANGUAGES
    }
    if not words[ENGLISH]["name"]:
        return None
    signs = (*rules.SIGNS, "house-good", "house-worry", "house-wish")
    return PartForm(
        key=key if key in known else service.new_key("p"),
        sign=forms.chosen(f"p{number}_sign", signs) or rules.SIGNS[0],
        aside=forms.line(f"p{number}_aside") == "yes",
        words=words,
    )


def _check(form: TemplateForm) -> None:
    errors = form.errors
    if not form.names[ENGLISH]:
        errors["en_name"] = _("Write a name.")
    if not any(not one.aside for one in form.parts):
        errors["en_p0_name"] = _("Write at least one part.")
    if len({one.key for one in form.parts}) < len(form.parts):
        errors["en_p0_name"] = _("Please look at this again.")
    for code, name in form.names.items():
        if len(name) > rules.NAME_AT_MOST:
            errors[f"{code}_name"] = _("Please make it shorter: 40 letters at most.")
    for number, one in enumerate(form.parts):
        for code in LANGUAGES:
            _check_words(f"{code}_p{number}_", one, code, form)


def _check_words(prefix: str, one: PartForm, code: str, form: TemplateForm) -> None:
    said = one.words[code]
    if len(said["name"]) > rules.NAME_AT_MOST:
        form.errors[f"{prefix}name"] = _("Please make it shorter: 40 letters at most.")
    if code == ENGLISH and not any(said[band] for band in rules.BANDS):
        form.errors[f"{prefix}mid"] = _("Write a question.")
    if code != ENGLISH and form.has(code) and not said["name"]:
        form.errors[f"{prefix}name"] = _("Write this in every language, or leave the whole language empty.")
    for name, words in said.items():
        leading = rules.leads(words)
        if leading:
            form.errors[f"{prefix}{name}"] = _(
                "“%(word)s” leads a child. Ask an open question.", word=leading
            )
        elif len(words) > rules.QUESTION_AT_MOST:
            form.errors[f"{prefix}{name}"] = _("Please make it shorter: 160 letters at most.")
