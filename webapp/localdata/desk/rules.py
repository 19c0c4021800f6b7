"""What the desk keeps, for how long, and what it takes. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from webapp.localdata.caseload.columns import USED

KEPT_FOR = timedelta(days=7)
MOST_TRIES = 5
PER_PAGE = 100
STAFF_FILE = "heard_staff.csv"
TABLES = tuple(f"{table}.csv" for table in USED)
NAMES = (*TABLES, STAFF_FILE)

MB = 1024 * 1024
# A zip of a large council's eight tables is a tenth of this.
LARGEST_BODY = 128 * MB
LARGEST_UNPACKED = 256 * MB
MOST_LINES = 2_000_000
MOST_PARTS = 40


def last_quarter(today: date) -> tuple[date, date]:
    """The first and the last day of the last quarter that is over."""
    begun = date(today.year, today.month - (today.month - 1) % 3, 1)
    last = begun - timedelta(days=1)
    return date(last.year, last.month - 2, 1), last


def why_not_these_days(from_on: date | None, to_on: date | None, today: date) -> dict[str, str]:
    """What is wrong with two days, as codes by the name of the field; {} when they can be used."""
    missing = {"from": from_on, "to": to_on}
    found = {name: "no_day" for name, day in missing.items() if day is None}
    if from_on is None or to_on is None:
        return found
    if to_on < from_on:
        return {"to": "wrong_way_round"}
    return {"to": "not_over"} if to_on >= today else {}


def plain_name(given: str) -> str:
    """The last part of a name as a browser or a zip gives it, in small letters; '' for a folder."""
    return given.replace("\\", "/").rpartition("/")[2].strip().lower()


def leads_out(given: str) -> bool:
    """Whether a name in a zip points outside the folder into which it is unpacked (zip slip)."""
    parts = given.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or ":" in parts[0] or "\x00" in given


def percent(done: int, of: int) -> int:
    """How far something has come, for a bar; 0 while nobody knows how much there is."""
    return min(100, done * 100 // of) if of > 0 else 0
