"""What a worker is shown beside a piece before the draft is made. Pure; nothing here blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from webapp.plans.bringing_in.rules import EVERYONE, LEFT_OUT, NOT_PLACED, STEP, Piece
from webapp.plans.rules import CAPITALS, says_you, unexplained_capitals

# Where someone lives or is reached: a UK postcode, a phone number, an e-mail address, a street and number.
LIVES = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|(?<!\d)(?:\+44 ?|0)(?:\d[ -]?){8,10}\d(?!\d)|\S+@\S+\.\w+"
    r"|\b\d{1,4}[a-z]? (?:[A-Z]\w+ ){1,3}(?:Road|Street|Lane|Avenue|Close|Drive|Way|Court|Terrace|Place)\b"
)
NUMBER = re.compile(r"(?<![\d+])(?:\d[ -]?){8,11}\d(?!\d)")
ALONE = re.compile(
    r"\b(?:is|be|left|are) (?:home )?alone\b|\bon (?:her|his|their) own\b|\bnight shifts?\b", re.IGNORECASE
)
TOLD = re.compile(r"\b(?:told (?:us|me)|disclosed|alleged|alleges|reported that|said that)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Flag:
    """One thing to look at; `detail` is a short form."""

    code: str
    detail: str = ""


def flags(pieces: list[Piece], today: date) -> dict[int, list[Flag]]:
    """By the piece's number: what the editor would say too, and what may not be safe for every reader."""
    explained = unexplained_capitals(_text(one) for one in pieces if _is_for_adults(one))
    found: dict[int, list[Flag]] = {}
    for number, one in enumerate(pieces):
        mine = _everyone(one) if _is_for_adults(one) else []
        mine += _step(one, today) if one.place == STEP else []
        mine += [Flag("capitals", short) for short in explained if _has(one, short)]
        if mine and one.place != LEFT_OUT:
            found[number] = mine
    return found


def _has(piece: Piece, short: str) -> bool:
    return short in CAPITALS.findall(_text(piece))


def _text(piece: Piece) -> str:
    return f"{piece.text}\n{piece.why}"


def _is_for_adults(piece: Piece) -> bool:
    return piece.reader == EVERYONE and piece.place not in (NOT_PLACED, LEFT_OUT)


def _everyone(piece: Piece) -> list[Flag]:
    words = _text(piece)
    asked = (
        ("you", says_you(words, "en")),
        ("lives", LIVES.search(words) is not None),
        ("number", not LIVES.search(words) and NUMBER.search(words) is not None),
        ("alone", ALONE.search(words) is not None),
        ("told", TOLD.search(words) is not None),
    )
    return [Flag(code) for code, is_so in asked if is_so]


def _step(piece: Piece, today: date) -> list[Flag]:
    asked = (
        ("step_what", not piece.text.strip()),
        ("step_person", not piece.whom),
        ("step_date", not piece.day),
        ("past", bool(piece.day) and piece.day < today.isoformat()),
    )
    return [Flag(code) for code, is_so in asked if is_so]
