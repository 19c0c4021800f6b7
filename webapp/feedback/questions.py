"""The instrument, read once from the files under `instrument/` (local-data §3).

`instrument/<version>/en.csv` is one version, word for word; a file beside it for each other language. A
changed word is a new version in a folder of its own: the old one stays, and old answers keep their words.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Ours, the same in every authority; and the questions that one authority adds.
INSTRUMENT_ID, OWN_ID = "FH-5", "OWN"
FOLDER = Path(__file__).parent / "instrument"
VERSIONS = tuple(sorted((one.name for one in FOLDER.iterdir()), key=int))
VERSION = VERSIONS[-1]
ENGLISH = "en"
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
    "not changed": "apart",
    "did not raise one": "apart",
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
    instrument_id: str = INSTRUMENT_ID
    version: str = VERSION

    @property
    def is_open(self) -> bool:
        return not self.codes

    @property
    def is_own(self) -> bool:
        """Whether an authority added it."""
        return self.instrument_id == OWN_ID

    @property
    def standard(self) -> Wording:
        """The English, word for word."""
        return self.wordings[0]

    def wording(self, language: str) -> Wording:
        """In this language, else the English."""
        return next((found for found in self.wordings if found.language == language), self.standard)


@cache
def all_questions(version: str = VERSION) -> tuple[Question, ...]:
    """Every item of every audience, in file order. ValueError when options and codes do not fit."""
    folder = FOLDER / version
    languages = sorted(file.stem for file in folder.glob("*.csv") if file.stem != ENGLISH)
    others = [(one, {_key(row): row for row in _rows(folder, one)}) for one in languages]
    return tuple(
        _question(
            row, version, [(language, found[_key(row)]) for language, found in others if _key(row) in found]
        )
        for row in _rows(folder, ENGLISH)
    )


def for_audience(audience: str, version: str = VERSION) -> tuple[Question, ...]:
    """The items of one audience, in order."""
    return tuple(question for question in all_questions(version) if question.audience == audience)


def with_codes(text: str) -> list[tuple[str, int]]:
    """What `option_codes` says: each option's words and code. ValueError when a code is no number."""
    pairs = [part.rpartition("=") for part in text.split(BETWEEN) if part]
    return [(words, int(value)) for words, _equals, value in pairs]


def amounts_of(options: Iterable[str]) -> tuple[str, ...]:
    """The drawing beside each English option; '' where there is none for these words."""
    return tuple(AMOUNTS.get(option.lower(), "") for option in options)


def _rows(folder: Path, language: str) -> Iterator[dict[str, str]]:
    with (folder / f"{language}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _key(row: dict[str, str]) -> tuple[str, str]:
    return row["audience"], row["code"]


def _question(row: dict[str, str], version: str, others: list[tuple[str, dict[str, str]]]) -> Question:
    pairs = with_codes(row["option_codes"])
    options = tuple(row["options"].split(BETWEEN)) if pairs else ()
    if options != tuple(words for words, _code in pairs):
        raise ValueError(f"{row['audience']} {row['code']}: options and codes differ")
    return Question(
        audience=row["audience"],
        code=row["code"],
        codes=tuple(code for _words, code in pairs),
        amounts=amounts_of(options),
        source=row["source"],
        wordings=(
            Wording(ENGLISH, row["wording"], options, "english_only"),
            *(_translated(language, found, len(options)) for language, found in others),
        ),
        version=version,
    )


def _translated(language: str, row: dict[str, str], count: int) -> Wording:
    options = tuple(row["options"].split(BETWEEN)) if count else ()
    if len(options) != count:
        raise ValueError(f"{row['audience']} {row['code']}: another number of options in {language}")
    return Wording(language, row["wording"], options, row["state"] or "machine")
