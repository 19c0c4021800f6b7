"""What workers and interpreters send; whatever is wrong, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from flask import request
from flask_babel import gettext as _

from webapp.core import clock, forms
from webapp.plans.content import Words
from webapp.plans.rules import Check
from webapp.plans.translating import messages, rules
from webapp.plans.translating.files import LARGEST, BadFile, Returned, read
from webapp.plans.translating.hiding import Hiding
from webapp.plans.translating.rules import Line, LineKey

DOINGS = ("save", "all", "finish")
LONGEST_WORD = 80
MOST_WORDS = 50


@dataclass
class TypedLines:
    """What an interpreter typed: by field name the words, ticks, a kind message for what cannot be kept."""

    words: dict[str, str] = field(default_factory=dict)
    ticks: set[str] = field(default_factory=set)
    errors: dict[str, str] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Agency:
    """Whose check a file carries: both, or neither."""

    reference: str
    on: date | None
    errors: dict[str, str]


def field_of(line: Line, name: str) -> str:
    """The name of a line's field on the page."""
    return f"{name}-{line.item_id}-{line.audience}"


def doing() -> str:
    """Which button; the Enter key saves."""
    return forms.chosen("do", DOINGS) or "save"


def typed_lines(
    lines: list[Line],
    before: Mapping[LineKey, Words | None],
    hiding: Hiding,
    *,
    code: str,
    reference: str,
) -> tuple[TypedLines, dict[LineKey, Words]]:
    """What was typed, and the wordings it makes; lines nobody touched are not among them."""
    typed, made = TypedLines(), dict[LineKey, Words]()
    everything = doing() == "all"
    for line in lines:
        given = _given(line, typed)
        is_ticked = everything or forms.line(field_of(line, "ok")) == "yes"
        if is_ticked:
            typed.ticks.add(field_of(line, "ok"))
        english, theirs = forms.line(field_of(line, "en")), forms.line(field_of(line, "th"))
        is_touched = rules.mark(given) != theirs
        if not any(given.values()) or not _can_keep(
            line, given, typed, code, is_other=theirs != line.seen[1]
        ):
            continue
        if not is_touched and theirs != line.seen[1]:
            continue
        is_stale = english != line.seen[0]
        kept = {name: words for name, words in given.items() if words}
        words = rules.merged(line, before.get(line.key), kept, hiding)
        check = Check("checked", reference, clock.today()) if is_ticked and not is_stale else Check()
        made[line.key] = _as_checked(line, words, before.get(line.key), check, is_ticked, is_stale)
    return typed, made


def _given(line: Line, typed: TypedLines) -> dict[str, str]:
    given = {}
    for name in line.english:
        key = field_of(line, name)
        typed.words[key] = given[name] = forms.words(key)
    return given


def _can_keep(line: Line, given: dict[str, str], typed: TypedLines, code: str, *, is_other: bool) -> bool:
    """Whether a line can be kept; if not, why stands beside it."""
    is_touched = rules.mark(given) != forms.line(field_of(line, "th"))
    first = field_of(line, next(iter(line.english)))
    if is_other and is_touched and rules.mark(given) != line.seen[1]:
        typed.errors[first] = _(
            "Someone changed this line meanwhile. Their words stand below. Put them together."
        )
        typed.beside[first] = "\n".join(one for one in line.theirs.values() if one)
        return False
    for name, words in given.items():
        fault = rules.fault_in(line.english[name], words, code) if words.strip() else None
        if fault:
            typed.errors[field_of(line, name)] = messages.fault(fault)
    return not any(field_of(line, name) in typed.errors for name in given)


def _as_checked(
    line: Line, words: Words, before: Words | None, check: Check, is_ticked: bool, is_stale: bool
) -> Words:
    is_same = before is not None and before.typed == words.typed
    if is_same and before is not None and is_ticked == line.is_done:
        return before
    if is_same and before is not None and not is_ticked:
        return Words(words.text, words.why, Check(), before.out_of_date, words.how)
    return rules.checked(words, before, check, is_stale=is_stale)


def hidden_words() -> tuple[list[str], dict[str, str]]:
    """Words a worker wants hidden, one a line; a kind message when there is none or one is too long."""
    found = [one.strip() for one in forms.words("words").split("\n") if one.strip()][:MOST_WORDS]
    if not found:
        return [], {"words": _("Write the words, one on each line.")}
    if any(len(one) > LONGEST_WORD or len(one) < 2 or "[" in one or "]" in one for one in found):
        return found, {
            "words": _("Each line is one word or name, at most 80 letters, without square brackets.")
        }
    return found, {}


def returned() -> tuple[str, Returned]:
    """The file that was sent, as text and read; on the second page the text that was read before. BadFile."""
    file = request.files.get("file")
    if file is None:
        words = forms.words("returned")
    else:
        data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise BadFile("too_large")
        try:
            words = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BadFile("letters") from error
    return words, read(words)


def agency() -> Agency:
    """The agency's reference and the day they checked it; one without the other is asked for."""
    reference, day = forms.line("reference")[:LONGEST_WORD], forms.day("checked_on")
    errors: dict[str, str] = {}
    if reference and (day is None or day > clock.today()):
        errors["checked_on"] = _("Say on which day they checked it. Not after today.")
    if forms.line("checked_on") and not reference:
        errors["reference"] = _("Give the agency's reference.")
    return Agency(reference, day, errors)
