"""One cell: what it says, or why it cannot be used. Pure; nothing a stranger wrote raises anything else."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from webapp.localdata import rules
from webapp.localdata.caseload.columns import Column

FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What databases write for nothing.
NOTHING = ("", "NULL")
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?Z?)?", re.ASCII)
BRITISH = re.compile(r"(\d\d)/(\d\d)/(\d{4})(?: \d\d:\d\d(?::\d\d)?)?", re.ASCII)
FIRST_YEAR, LAST_YEAR, NEVER = 1900, 2199, 9999


class BadCell(Exception):
    """Why a cell cannot be used, in words."""


def read(raw: str, column: Column) -> str | date | None:
    """A cell's text or day; '' or None for nothing. BadCell says why it cannot be used."""
    if not _is_plain(raw):
        _refuse_bytes(raw)
    words = raw.strip(" ")
    if words in NOTHING:
        return _nothing(words, column)
    if column.kind == "day":
        return None if column.is_end and _is_never(words) else day(words)
    if column.length is not None and len(words) > column.length:
        raise BadCell(f"is longer than {column.length} characters")
    if words.startswith(FORMULA):
        raise BadCell("begins like a formula of a spreadsheet")
    if column.kind == "id" and (why := rules.why_refused(words)):
        raise BadCell(why.replace("the person id", "the id"))
    return words if _is_plain(words) else _one_line(words)


def _is_plain(words: str) -> bool:
    """Whether there is nothing to look for letter by letter: most cells of most folders."""
    return words.isascii() and words.isprintable()


def _nothing(words: str, column: Column) -> str | None:
    if words and column.kind == "name":
        raise BadCell("says NULL: leave the cell empty, or add this row by hand if it is a name")
    if column.is_needed:
        raise BadCell("is empty")
    return None if column.kind == "day" else ""


def _is_never(words: str) -> bool:
    """Whether a day is in 9999: what many systems write for "has not ended"."""
    return _year_month_day(words)[0] == NEVER


def _refuse_bytes(raw: str) -> None:
    if any("\ud800" <= letter <= "\udfff" for letter in raw):
        raise BadCell("is not UTF-8: save the file as UTF-8")
    if "\ufffd" in raw:
        raise BadCell("holds a letter that was lost when the file was made")
    if "\x00" in raw:
        raise BadCell("holds a NUL")


def _one_line(words: str) -> str:
    for letter in words:
        if unicodedata.category(letter) in ("Cc", "Zl", "Zp"):
            raise BadCell("holds a line break or another control character")
        if unicodedata.bidirectional(letter) in (
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        ):
            raise BadCell("holds a mark that turns the direction of the words")
    return unicodedata.normalize("NFC", words)


def day(words: str) -> date:
    """A day as 2026-03-04, 2026-03-04T00:00:00 or 04/03/2026; the time of day is let go."""
    year, month, number = _year_month_day(words)
    if year > LAST_YEAR:
        raise BadCell(f"is a day in {year}: leave the cell empty when there is no day")
    if year < FIRST_YEAR or (year, month, number) == (1900, 1, 1):
        raise BadCell(f"is a day in {year}: leave the cell empty when it is not known")
    try:
        return date(year, month, number)
    except ValueError as error:
        raise BadCell("is a day that no calendar has") from error


def _year_month_day(words: str) -> tuple[int, int, int]:
    if found := ISO.fullmatch(words):
        year, month, number = map(int, found.groups())
    elif found := BRITISH.fullmatch(words):
        number, month, year = map(int, found.groups())
    else:
        raise BadCell("is not a day like 2026-03-04")
    return year, month, number
