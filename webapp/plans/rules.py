"""Pure decisions about plans: the parts, what a paragraph may say, when a wording is out of date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from webapp.core.text import sentences

# For a child who is moving (R28–R31): in a care plan, and in any plan that says that the child is moving.
MOVING_PARTS = ("home", "see_first", "siblings", "school", "things", "family_time", "going_home")
# Annex B, R93–R107, R115; always in this order. Where the child will live comes before anything else of them.
PARTS = (
    "why",
    *MOVING_PARTS,
    "before",
    "child_says",
    "worried",
    "going_well",
    "why_think",
    "change",
    "safe_enough",
    "goals",
    "ideas",
    "culture",
    "who_helps",
    "steps",
    "review",
    "how_long",
)
KINDS = ("early_help", "child_in_need", "child_protection", "care_plan", "pathway_plan")
CARE_PLAN = "care_plan"
AUDIENCES = ("adult", "child")
ENGLISH = "en"
TRANSLATION_STATES = ("machine", "checked", "talked_through")
STEP_STATES = ("not_started", "doing", "done", "stuck")
ASKED = ("asked", "could_not_find", "not_safe", "said_no")
# "I want advice first" stands first (practice §4).
POSITIONS = ("advice_first", "agree", "partly", "do_not_agree")
SENTENCE_ANSWERS = ("not_clear", "not_right")
# About a step: how far it has come, as the one whose step it is says; and an idea for a new one (R100, R116).
STEP_ANSWERS = ("step_said", "step_idea")
STEP_SAID = ("done", "doing", "stuck")
# A person's own view, kept exactly, and the part it stands beside (R97, R113, R115); the third stands alone.
OWN_WORDS = {"worry": "worried", "ideas": "ideas", "own_words": ""}
LONGEST_FIELD = 20_000
# A child's version is per part, at least three lines (practice §6): a hint, never a block.
CHILD_LINES = 3

YOU = {
    "en": re.compile(r"\b(you|your|yours|yourself|yourselves)\b", re.IGNORECASE),
    "ur": re.compile(r"(?<!\w)آپ(?!\w)"),
}
CAPITALS = re.compile(r"\b[A-Z][A-Z&]*[A-Z]s?\b")
# Short forms that people say every day.
EVERYDAY = frozenset(
    {"GP", "NHS", "UK", "TV", "PE", "OK", "PIN", "QR", "A&E", "USA", "BBC", "ID", "PC", "GCSE", "GCSEs"}
)


@dataclass(frozen=True)
class Check:
    """How far a translation was checked: state, by whom (a role or an agency's reference), when."""

    state: str = "machine"
    by: str = ""
    on: date | None = None


def parts_for(kind: str, *, is_moving: bool, written: Iterable[str] = ()) -> list[str]:
    """The parts to write in such a plan, in order; what is `written` already is never left out."""
    kept = set(written)
    return [
        part for part in PARTS if part not in MOVING_PARTS or asks_moving(kind, is_moving) or part in kept
    ]


def asks_moving(kind: str, is_moving: bool) -> bool:
    """Whether the plan is to say where the child will live and what happens there (R28–R31)."""
    return is_moving or kind == CARE_PLAN


def says_you(words: str, language: str) -> bool:
    """Whether a text speaks to one reader; refused in a paragraph for everyone (practice §4)."""
    pattern = YOU.get(language)
    return bool(pattern and pattern.search(words))


def unexplained_capitals(texts: Iterable[str]) -> list[str]:
    """Short forms in capitals that no text explains as "independent reviewing officer (IRO)", in order."""
    whole = "\n".join(texts)
    found = dict.fromkeys(CAPITALS.findall(whole))
    return [short for short in found if short not in EVERYDAY and f"({short})" not in whole]


def next_check(*, before: Check | None, text_changed: bool, asked: Check) -> Check:
    """The state after a save: new words are not covered by an old check."""
    if before is not None and text_changed and asked == before:
        return Check()
    return asked if asked.state != "machine" else Check()


def is_out_of_date(*, english_changed: bool, translation_changed: bool, before: bool) -> bool:
    """Whether a translation lags behind its English."""
    if translation_changed:
        return False
    return before or english_changed


def lines(texts: Iterable[str]) -> int:
    """How many sentences these texts have together."""
    return sum(len(sentences(words)) for words in texts)
