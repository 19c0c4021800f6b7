"""What an authority's own question may be: beside the core, never over it (local-data §3). Pure.

A CSV with the columns of COLUMNS, one row for each language of a question, English first. `option_codes` is
as in the instrument: "yes=3 · no=1 · don't know=8"; empty for a question in own words.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from webapp.feedback.questions import ENGLISH, OWN_ID, Question, Wording, amounts_of, with_codes
from webapp.feedback.rules import AUDIENCES, DONT_KNOW

COLUMNS = ("audience", "code", "language", "wording", "option_codes", "source", "state")
ASKED_OF = tuple(dict.fromkeys(audience for band in AUDIENCES.values() for audience in band))
# No code of ours begins so, nor ever will.
CODE = re.compile(r"LA_[A-Z0-9_]{1,28}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
OPTION_CODES = frozenset({0, 1, 2, 3, 4, DONT_KNOW})
STATES = ("machine", "checked")
# Few, so that the core is still answered.
AT_MOST = 5
WORDING_AT_MOST, OPTION_AT_MOST, SOURCE_AT_MOST = 160, 40, 200


@dataclass(frozen=True)
class Problem:
    """Why a row is not taken. `line` counts from 1, the header."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True)
class Changes:
    """What a file would do: these become a new version, these are asked no more."""

    added: tuple[Question, ...]
    ended: tuple[Question, ...]


def read(file: bytes) -> tuple[list[Question], list[Problem]]:
    """The questions of a file, and what is wrong with it. With a problem, take nothing of it."""
    try:
        text = file.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.count(b"\n", 0, error.start) + 1
        return [], [Problem(line, "", "not UTF-8")]
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        return [], [Problem(1, "", f"the columns are not {', '.join(COLUMNS)}")]
    found: dict[tuple[str, str], Question] = {}
    problems: list[Problem] = []
    for row in reader:
        wrong = list(_wrong(row, found))
        problems += [Problem(reader.line_num, column, reason) for column, reason in wrong]
        if not wrong:
            _take(row, found)
    many = [one for one in ASKED_OF if sum(audience == one for audience, _code in found) > AT_MOST]
    problems += [
        Problem(reader.line_num, "audience", f"{one} has more than {AT_MOST} questions") for one in many
    ]
    return list(found.values()), problems


def _wrong(row: dict[str, str], found: dict[tuple[str, str], Question]) -> Iterator[tuple[str, str]]:
    """Each column that is wrong, and why."""
    if None in row or None in row.values():
        yield "", "the row has another number of columns"
        return
    if row["audience"] not in ASKED_OF:
        yield "audience", f"not one of {', '.join(ASKED_OF)}"
    if not CODE.fullmatch(row["code"]):
        yield "code", "does not begin LA_, or is not capitals and figures"
    if not LANGUAGE.fullmatch(row["language"]):
        yield "language", "not a language code"
    if not 0 < len(row["wording"].strip()) <= WORDING_AT_MOST:
        yield "wording", f"empty, or longer than {WORDING_AT_MOST}"
    if len(row["source"]) > SOURCE_AT_MOST:
        yield "source", f"longer than {SOURCE_AT_MOST}"
    if row["state"] not in ("", *STATES):
        yield "state", f"not empty, and not one of {', '.join(STATES)}"
    yield from _wrong_options(row["option_codes"])
    yield from _wrong_place(row, found.get((row["audience"], row["code"])))


def _wrong_options(text: str) -> Iterator[tuple[str, str]]:
    try:
        pairs = with_codes(text)
    except ValueError:
        yield "option_codes", "an option has no code"
        return
    codes = [code for _words, code in pairs]
    if pairs and (len(set(codes)) < len(codes) or not set(codes) <= OPTION_CODES):
        yield "option_codes", "codes are 1 to 4, 8 and 0, each once"
    if pairs and (DONT_KNOW not in codes or len(codes) < 3):
        yield "option_codes", f"needs two answers and one with the code {DONT_KNOW}"
    if any(not 0 < len(words.strip()) <= OPTION_AT_MOST for words, _code in pairs):
        yield "option_codes", f"an option is empty, or longer than {OPTION_AT_MOST}"


def _wrong_place(row: dict[str, str], english: Question | None) -> Iterator[tuple[str, str]]:
    """English stands first, and each language once, with the same codes."""
    if english is None:
        if row["language"] != ENGLISH and LANGUAGE.fullmatch(row["language"]):
            yield "language", "the English of this question does not stand before it"
        return
    if any(wording.language == row["language"] for wording in english.wordings):
        yield "language", "this question stands here twice"
    elif not any(_wrong_options(row["option_codes"])) and _codes(row) != english.codes:
        yield "option_codes", "not the codes of the English, in its order"


def _codes(row: dict[str, str]) -> tuple[int, ...]:
    return tuple(code for _words, code in with_codes(row["option_codes"]))


def _take(row: dict[str, str], found: dict[tuple[str, str], Question]) -> None:
    options = tuple(words for words, _code in with_codes(row["option_codes"]))
    state = "english_only" if row["language"] == ENGLISH else row["state"] or "machine"
    wording = Wording(row["language"], row["wording"].strip(), options, state)
    key = row["audience"], row["code"]
    if key in found:
        found[key] = replace(found[key], wordings=(*found[key].wordings, wording))
        return
    found[key] = Question(
        audience=row["audience"],
        code=row["code"],
        codes=_codes(row),
        amounts=amounts_of(options),
        source=row["source"],
        wordings=(wording,),
        instrument_id=OWN_ID,
        version="1",
    )


def changes(
    *, now: Iterable[Question], wanted: Iterable[Question], last: dict[tuple[str, str], int]
) -> Changes:
    """Against what is asked now. Any other word, option, code or translation is a new version.

    last: the newest version there ever was of an (audience, code), also of one that is asked no more.
    """
    asked = {(one.audience, one.code): one for one in now}
    kept = {(one.audience, one.code): one for one in wanted}
    new = [one for key, one in kept.items() if key not in asked or not _same(asked[key], one)]
    return Changes(
        added=tuple(replace(one, version=str(last.get((one.audience, one.code), 0) + 1)) for one in new),
        ended=tuple(one for key, one in asked.items() if key not in kept or not _same(one, kept[key])),
    )


def _same(one: Question, other: Question) -> bool:
    return replace(one, version="") == replace(other, version="")
