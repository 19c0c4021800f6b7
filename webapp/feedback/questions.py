"""The instruments, read once from the CSVs here (local-data §3). A changed word is a new version."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

INSTRUMENT_ID = "FH-5"
VERSION = "1"
FOLDER = Path(__file__).parent
BETWEEN = " · "

# The drawing beside an option shows how much, never a mood; it follows the English words.
AMOUNTS = {
    "yes": "all",
    "most of the time": "all",
    "sometimes": "some",
    "some of it": "some",
    "partly": "some",
    "a bit": "some",
    "hardly ever": "few",
    "no": "none",
    "safer": "up",
    "better": "up",
    "a bit better": "up-a-bit",
    "the same": "level",
    "less safe": "down",
    "worse": "down",
    "i was already safe": "already",
    "was already safe": "already",
    "not sure": "unknown",
    "don't know": "unknown",
    "can't say": "unknown",
}


@dataclass(frozen=True)
class Wording:
    """A question's exact words in one language, its options in the order of the codes, its wording state."""

    language: str
    text: str
    options: tuple[str, ...]
    state: str


@dataclass(frozen=True)
class Question:
    """One item for one audience. `codes` and `amounts` go with the options; an open item has none."""

    audience: str
    code: str
    codes: tuple[int, ...]
    amounts: tuple[str, ...]
    source: str
    wordings: tuple[Wording, ...]

    @property
    def is_open(self) -> bool:
        return not self.codes

    @property
    def standard(self) -> Wording:
        """The English, word for word."""
        return self.wordings[0]

    def wording(self, language: str) -> Wording:
        """In this language, else the English."""
        return next((found for found in self.wordings if found.language == language), self.standard)


@cache
def all_questions() -> tuple[Question, ...]:
    """Every item of every audience, in file order. ValueError when options and codes do not fit."""
    urdu = {(row["audience"], row["code"]): row for row in _rows("questions_ur.csv")}
    return tuple(_question(row, urdu.get((row["audience"], row["code"]))) for row in _rows("questions.csv"))


def for_audience(audience: str) -> tuple[Question, ...]:
    """The items of one audience, in order."""
    return tuple(question for question in all_questions() if question.audience == audience)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _question(row: dict[str, str], urdu: dict[str, str] | None) -> Question:
    pairs = [part.rpartition("=") for part in row["option_codes"].split(BETWEEN) if part]
    codes = tuple(int(value) for _text, _equals, value in pairs)
    options = tuple(row["options_en"].split(BETWEEN)) if codes else ()
    if options != tuple(text for text, _equals, _value in pairs):
        raise ValueError(f"{row['audience']} {row['code']}: options and codes differ")
    wordings = [Wording("en", row["wording_en"], options, "english_only")]
    if urdu:
        wordings.append(_urdu(urdu, len(codes)))
    amounts = tuple(AMOUNTS.get(option.lower(), "") for option in options)
    return Question(row["audience"], row["code"], codes, amounts, row["source"], tuple(wordings))


def _urdu(row: dict[str, str], count: int) -> Wording:
    options = tuple(row["options_ur"].split(BETWEEN)) if count else ()
    if len(options) != count:
        raise ValueError(f"{row['audience']} {row['code']}: the Urdu has another number of options")
    return Wording("ur", row["wording_ur"], options, row.get("state") or "machine")
