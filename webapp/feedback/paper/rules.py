"""The code on a sheet, how long it works, and what never stands on one. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta

# Crockford's 32: no I, L, O, U. Twelve of them are 60 bits; a code alone opens nothing.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 12, 4
OPEN = timedelta(days=42)
LIKE = str.maketrans({"O": "0", "I": "1", "L": "1", " ": "", "-": ""})
Laid = tuple[str, int | None, str]


def shown(code: str) -> str:
    """In groups that a person can read aloud."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read_code(typed: str) -> str:
    """What was typed as a code; '' when it is none."""
    code = typed[:64].upper().translate(LIKE)
    return code if len(code) == LENGTH and all(letter in ALPHABET for letter in code) else ""


def pack(items: Iterable[Laid]) -> str:
    """(question code, own version, why not asked) in order, as kept."""
    return json.dumps([list(item) for item in items])


def unpack(kept: str) -> list[Laid]:
    """The same again."""
    return [(code, own, reason) for code, own, reason in json.loads(kept)]


def day_problem(answered_on: date | None, made_on: date, today: date) -> bool:
    """Whether nobody can have answered on that day."""
    return answered_on is None or not made_on <= answered_on <= today
