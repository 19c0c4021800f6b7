"""Pure decisions about translating: which lines there are, how far each is, what may come back."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from webapp.plans.content import ParagraphContent, StepContent, VersionContent, Words
from webapp.plans.rules import AUDIENCES, ENGLISH, LONGEST_FIELD, PARTS, Check
from webapp.plans.translating.hiding import Hiding, lost, strange, tidy

# ISO 639 codes that councils in England ask interpreters for most; others are there when a reader has them.
_COMMON = "am ar bn bg cs ckb fa fr gu hi hu it lt pa pl ps pt ro ru sk so es sq ta ti tr uk ur vi yo zh"
COMMON = tuple(_COMMON.split())
CODE = re.compile(r"[a-z]{2,3}")
# How long an interpreter may have one text; never longer than the invitation.
ASKED_DAYS = 60
USUAL_DAYS = 14
# Which of a line's states, from none to the furthest.
STATES = ("none", "machine", "checked", "talked_through")
FIELDS = ("text", "why", "how")
HTML = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
# Languages in other letters than ours: words without one of them are in another language.
LETTERS = {
    **dict.fromkeys(("ar", "fa", "ps", "ur", "ckb"), re.compile("[\u0600-\u06ff]")),
    **dict.fromkeys(("ru", "uk", "bg"), re.compile("[\u0400-\u04ff]")),
    "bn": re.compile("[\u0980-\u09ff]"),
    "hi": re.compile("[\u0900-\u097f]"),
    "gu": re.compile("[\u0a80-\u0aff]"),
    "ta": re.compile("[\u0b80-\u0bff]"),
    "am": re.compile("[\u1200-\u137f]"),
    "ti": re.compile("[\u1200-\u137f]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
}

LineKey = tuple[uuid.UUID, str]  # item, audience


@dataclass(frozen=True)
class Line:
    """One item's words for one audience, with placeholders. fields: text; of a step also why and how.

    `theirs` is the translation, '' where there is none or where it would show a name; `is_kept_back` says so.
    """

    item_id: uuid.UUID
    audience: str
    part: str
    is_step: bool
    reader_id: uuid.UUID | None
    english: Mapping[str, str]
    theirs: Mapping[str, str]
    state: str
    out_of_date: bool
    by: str
    on: date | None
    is_kept_back: bool

    @property
    def key(self) -> LineKey:
        return (self.item_id, self.audience)

    @property
    def code(self) -> str:
        """In forms and files: of which item, for whom."""
        return f"{self.item_id}/{self.audience}"

    @property
    def seen(self) -> tuple[str, str]:
        """Marks of the English and of the translation: whether each is still as it was shown."""
        return mark(self.english), mark(self.theirs)

    @property
    def is_done(self) -> bool:
        """A person stands by it, and its English is the same."""
        return self.state in ("checked", "talked_through") and not self.out_of_date


@dataclass(frozen=True)
class Counts:
    """How many lines there are, and how far they are in one language."""

    lines: int
    none: int
    machine: int
    checked: int
    talked_through: int
    out_of_date: int


@dataclass(frozen=True)
class Fault:
    """Why words cannot be taken: lost, strange, too_long, same, letters; `detail` is a placeholder."""

    code: str
    detail: str = ""


def mark(words: Mapping[str, str]) -> str:
    """The same for the same words, line ends and outer space aside."""
    plain = "\0".join(one.replace("\r\n", "\n").strip() for one in words.values())
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def is_code(code: str) -> bool:
    """Whether this can be a language other than English."""
    return CODE.fullmatch(code) is not None and code != ENGLISH


def lines_of(content: VersionContent, code: str, hiding: Hiding) -> list[Line]:
    """Every line there is to translate, in the order of the parts; steps stand in theirs."""
    found = []
    for part in PARTS:
        items: list[ParagraphContent | StepContent] = [one for one in content.paragraphs if one.part == part]
        if part == "steps":
            items += content.steps
        found += [
            line
            for item in items
            for audience in AUDIENCES
            if (line := _line(item, audience, code, part, hiding))
        ]
    return found


def _line(
    item: ParagraphContent | StepContent, audience: str, code: str, part: str, hiding: Hiding
) -> Line | None:
    english = item.words.get((audience, ENGLISH))
    if english is None or not english.text.strip():
        return None
    words = item.words.get((audience, code))
    asked = {name: hiding.hide(said) for name, said in fields_of(english).items()}
    theirs = {name: hiding.hide(getattr(words, name)) if words else "" for name in asked}
    # A name in other letters has no placeholder: such a translation is not shown outside.
    kept_back = any(theirs.values()) and any(lost(asked[name], theirs[name]) for name in asked)
    is_there = words is not None and bool(words.text.strip())
    return Line(
        item_id=item.id,
        audience=audience,
        part=part,
        is_step=isinstance(item, StepContent),
        reader_id=item.reader_id,
        english=asked,
        theirs=dict.fromkeys(asked, "") if kept_back else theirs,
        state=words.check.state if words and is_there else "none",
        out_of_date=bool(words and is_there and words.out_of_date),
        by=words.check.by if words else "",
        on=words.check.on if words else None,
        is_kept_back=kept_back,
    )


def fields_of(words: Words) -> dict[str, str]:
    """What of a wording has words, by field."""
    return {name: said for name in FIELDS if (said := getattr(words, name)).strip()}


def counts(lines: Iterable[Line]) -> Counts:
    """How far the lines are."""
    every = list(lines)
    states = Counter(line.state for line in every)
    none, machine, checked, talked_through = (states[one] for one in STATES)
    late = sum(line.out_of_date for line in every)
    return Counts(len(every), none, machine, checked, talked_through, late)


def fault_in(english: str, words: str, code: str) -> Fault | None:
    """What is wrong with a translation as it came (placeholders in it); None when it can be taken."""
    said = tidy(words)
    if len(said) > LONGEST_FIELD:
        return Fault("too_long")
    if unknown := strange(english, said):
        return Fault("strange", unknown[0])
    if missing := lost(english, said):
        return Fault("lost", missing[0])
    plain = HTML.sub("", re.sub(r"\[[^\]]*\]", "", said))
    letters = LETTERS.get(code)
    if letters and sum(one.isalpha() for one in plain) > 3 and not letters.search(plain):
        return Fault("letters")
    if len(said.split()) > 3 and said.strip() == english.strip():
        return Fault("same")
    return None


def merged(line: Line, before: Words | None, given: Mapping[str, str], hiding: Hiding) -> Words:
    """The wording with what was given, names in their places again; fields not given stay as they are."""
    kept = before or Words("")
    words = {name: hiding.show(tidy(said)) for name, said in given.items() if name in line.english}
    text, why, how = (words.get(name, getattr(kept, name)) for name in FIELDS)
    return replace(kept, text=text, why=why, how=how)


def checked(words: Words, before: Words | None, check: Check, *, is_stale: bool) -> Words:
    """How far it is now: the same words keep an earlier check, when nobody checks them again."""
    is_same = before is not None and before.typed == words.typed
    if is_same and before is not None and check.state == "machine":
        return replace(words, check=before.check, out_of_date=before.out_of_date)
    return replace(words, check=check, out_of_date=is_stale)


def may_ask_until(day: date | None, today: date, last: date) -> bool:
    """A day from today on, no later than the invitation's last and not far away."""
    return day is not None and today <= day <= min(last, today + timedelta(days=ASKED_DAYS))


def usual_until(today: date, last: date) -> date:
    """The last day that stands in the form: two weeks, or the invitation's last."""
    return min(last, today + timedelta(days=USUAL_DAYS))
