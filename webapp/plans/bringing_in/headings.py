"""Which heading of a council's own plan belongs to which of our parts: a table that an authority can change.

`headings.csv` beside this file; rows of HEARD_PLAN_HEADINGS, a file of the same three columns, win over it.
Capitals, numbers, signs, "the" and "a" do not count; the child's first name and "young person" are "child".
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, current_app

from webapp.config import ConfigurationError
from webapp.plans.rules import PARTS

OURS = Path(__file__).parent / "headings.csv"
COLUMNS = ("step_what", "step_whom", "step_when", "step_why")
# Whose version follows; what the worker has to place; what a plan for the family does not need.
OTHERS = ("for_child", "for_adults", "ask", "leave_out")
FOR = ("everyone", "child", "")
ARTICLES = ("the", "a", "an")
# The number or letter in front of a heading.
LABELS = re.compile(r"^\W*(?:section |part )?\(?\d[\d.]*[.):]?\s|^\W*\(?[a-z][.)]\s")
# The shortest known heading that is looked for inside a longer one.
TITLE_WORDS = 2
# A line that is not set as a heading counts as one only when this many words of it are known.
SURE_WORDS = 3


@dataclass(frozen=True)
class Place:
    """Where a heading leads: a part or one of OTHERS, and whether it is the child's own version."""

    goes_to: str
    for_child: bool = False


@dataclass(frozen=True)
class Headings:
    """Known headings and known table columns, by their plain form."""

    places: dict[str, Place] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)

    def place(self, heading: str, name: str) -> Place | None:
        """Where this heading leads: whole, or by the longest known one in it; None when none is known."""
        words = plain(heading, name)
        return self.places.get(words) or self._longest(words, least=TITLE_WORDS)

    def place_of_line(self, words: str, name: str) -> Place | None:
        """The same for a line that may not be a heading: whole, or long enough to be sure."""
        found = plain(words, name)
        return self.places.get(found) or self._longest(found, least=SURE_WORDS)

    def exact(self, words: str, name: str) -> Place | None:
        """Where a label leads, when it is known as a whole."""
        return self.places.get(plain(words, name))

    def column(self, words: str) -> str:
        """Which column of a table of steps this is; '' when it is none."""
        return self.columns.get(plain(words, ""), "")

    def _longest(self, words: str, *, least: int) -> Place | None:
        inside = [one for one in self.places if one.count(" ") + 1 >= least and f" {one} " in f" {words} "]
        return self.places[max(inside, key=len)] if inside else None


def plain(heading: str, name: str) -> str:
    """A heading without what may differ: capitals, numbers, signs, articles, the child's name."""
    words = _bare(LABELS.sub("", heading.casefold()))
    for called in (_bare(name.casefold()), "young person"):
        if called:
            words = f" {words} ".replace(f" {called} ", " child ").replace(f" {called}s ", " childs ").strip()
    return " ".join(one for one in words.split() if one not in ARTICLES)


def _bare(words: str) -> str:
    """Letters and figures, one space between words; an apostrophe parts nothing."""
    joined = words.replace("’", "").replace("'", "").replace("&", " and ")
    return " ".join(re.findall(r"[^\W_]+", joined))


def init_app(app: Flask) -> None:
    """Read the table, and the authority's own. ConfigurationError names a row that leads nowhere."""
    own: Path | None = app.extensions["heard_settings"].plan_headings
    app.extensions["heard_plan_headings"] = read(OURS, *([own] if own else []))


def here() -> Headings:
    """The table of this deployment."""
    found: Headings = current_app.extensions["heard_plan_headings"]
    return found


def read(*files: Path) -> Headings:
    """One table of several files; a later file's rows win."""
    found = Headings()
    for file in files:
        try:
            with file.open(newline="", encoding="utf-8-sig") as rows:
                _add(found, csv.DictReader(rows), file.name)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise ConfigurationError(f"HEARD_PLAN_HEADINGS: {file} cannot be read") from error
    return found


def _add(found: Headings, rows: Iterable[dict[str, str]], name: str) -> None:
    for number, row in enumerate(rows, start=2):
        words, goes_to = plain(row.get("heading") or "", ""), (row.get("goes_to") or "").strip()
        whose = (row.get("for") or "").strip()
        if not words or goes_to not in (*PARTS, *COLUMNS, *OTHERS) or whose not in FOR:
            raise ConfigurationError(f"{name}, row {number}: {row.get('heading')!r} leads nowhere we know")
        if goes_to in COLUMNS:
            found.columns[words] = goes_to
        else:
            found.places[words] = Place(goes_to, whose == "child")
