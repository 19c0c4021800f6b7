"""No sentence that a person is shown is long: 20 words for adults, 15 where a child may read it (issue 4)."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from jinja2 import Environment, meta

from webapp.core.text import sentences
from webapp.plans import law

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
DEMO = ROOT / "webapp/demo/content"
ADULT, CHILD = 20, 15
WORD = re.compile(r"\S*\w\S*")
METHODS = [("webapp/**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}
# Messages of these are shown to staff alone. Templates are told apart by what they extend.
STAFF_FILES = (
    "templates/accounts/staff",
    "templates/plans/record.html",
    "webapp/accounts/staff_ways/",
    "webapp/duty/",
    "webapp/families/",
    "webapp/plans/bringing_in/",
    "webapp/plans/writing/",
)
# The law of each kind of plan, for adults; a child has lines of their own beside them.
ADULT_FILES = ("webapp/plans/law.py",)

# The rule of the trade says these so, word for word, and a name stands where practice.md has one.
FIXED = {
    "If you or someone else may not be safe, your worker has to tell people whose job is to keep you safe, "
    "like a manager, a doctor or the police.": "practice §2",
    "If you or someone else may not be safe, %(worker)s has to tell people whose job is to keep you safe, "
    "like a manager, a doctor or the police.": "practice §2",
    "If you or someone else may not be safe, the person who reads this has to tell people whose job is to "
    "keep you safe.": "practice §2, for a reader who is not the worker",
    "If you or someone else may not be safe, they have to tell people whose job is to keep you safe.": (
        "practice §2, for an advocate and for complaints"
    ),
    "They should not see what you wrote, but we cannot stop someone watching your screen or making you "
    "sign in.": "practice §2, on leaving",
    "Your worker does not see your name, unless you say so or you are not safe.": "practice §2, on feedback",
}


def length(sentence: str) -> int:
    """Words; a placeholder is one."""
    return len(WORD.findall(sentence))


@cache
def messages() -> tuple[tuple[str, str], ...]:
    """(file, sentence) of everything that a page may say."""
    return tuple(_messages())


def _messages() -> Iterator[tuple[str, str]]:
    for file, _line, message, _comments, _context in extract_from_dir(ROOT, METHODS, keywords=KEYWORDS):
        for words in [message] if isinstance(message, str) else message:
            for sentence in sentences(words or ""):
                yield Path(file).as_posix(), sentence


def staff_templates() -> set[str]:
    """Templates that stand on a desk and on no page of a family."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    parts: dict[str, set[str]] = {}
    for path in TEMPLATES.rglob("*.html"):
        found = meta.find_referenced_templates(environment.parse(path.read_text()))
        parts[path.relative_to(TEMPLATES).as_posix()] = {one for one in found if one}
    pages = {name for name, found in parts.items() if "parts/page.html" in found}
    desks = {name for name, found in parts.items() if "parts/desk.html" in found}
    # What neither reaches by a fixed name is rendered from code, and counts as a family's.
    return {f"templates/{name}" for name in _reached(desks, parts) - _reached(pages, parts)}


def _reached(names: set[str], parts: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name not in seen:
            seen.add(name)
            left += parts.get(name, ())
    return seen


def too_long(found: Iterable[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    """What is longer than `most` words and is not said so by practice.md."""
    return sorted({(where, one) for where, one in found if length(one) > most and one not in FIXED})


def test_no_message_is_longer_than_twenty_words() -> None:
    assert too_long(messages(), ADULT) == []


def test_no_message_that_a_child_may_read_is_longer_than_fifteen() -> None:
    staff = staff_templates()
    assert 50 < len(staff) < 160
    assert not staff & {"templates/plans/text.html", "templates/parts/form.html", "templates/home/child.html"}
    theirs = [
        (file, one)
        for file, one in messages()
        if file not in staff and not file.startswith(STAFF_FILES) and file not in ADULT_FILES
    ]
    assert len(theirs) > 600
    assert too_long(theirs, CHILD) == []


def test_the_child_s_lines_about_the_law_are_short() -> None:
    lines = [*_lines(law.CHILD_LAW), *_lines(law.CHILD_CHOICE)]
    assert len(lines) > 5
    assert too_long((("law", one) for line in lines for one in sentences(line)), CHILD) == []


def _lines(found: Any) -> list[str]:
    if isinstance(found, dict):
        return [line for one in found.values() for line in _lines(one)]
    return [str(one) for one in found] if isinstance(found, tuple) else [str(found)]


def test_no_exception_is_left_over() -> None:
    said = {one for _file, one in messages()}
    assert [one for one in FIXED if one not in said] == []


def test_every_question_is_short() -> None:
    with (ROOT / "webapp/feedback/instrument/1/en.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 50
    # The standard's own questions (SSD 1.4.5, voice of the child) are asked as it words them.
    ours = [row for row in rows if not row["code"].startswith("SSD_")]
    for audience, most in (("child", CHILD), ("", ADULT)):
        asked = [
            (row["code"], one)
            for row in ours
            if row["audience"].startswith(audience)
            for one in sentences(row["wording"])
        ]
        assert too_long(asked, most) == []
    assert {row["code"] for row in rows} - {row["code"] for row in ours} <= {
        "SSD_EXPLAINED_WORRIES",
        "SSD_STORY_HELP",
        "SSD_AGREE_WORKER",
        "SSD_PLAN_SAFE",
        "SSD_TABLET_HELP",
    }


def demo_words(found: Any, audience: str = "") -> Iterator[tuple[str, str]]:
    """(audience, sentence) of every English wording below a key `adult` or `child`."""
    if isinstance(found, list):
        for one in found:
            yield from demo_words(one, audience)
    elif isinstance(found, dict):
        for key, one in found.items():
            if not (audience and key in ("ur", "pl", "ar")):
                yield from demo_words(one, key if key in ("adult", "child") else audience)
    elif isinstance(found, str) and audience:
        for sentence in sentences(found):
            yield audience, sentence


@pytest.mark.parametrize("path", sorted(DEMO.rglob("*.json")), ids=lambda path: path.stem)
def test_the_demo_s_plans_are_short(path: Path) -> None:
    found = list(demo_words(json.loads(path.read_text())))
    if path.parent.name == "plans":
        assert len(found) > 20
    for audience, most in (("adult", ADULT), ("child", CHILD)):
        assert too_long((one for one in found if one[0] == audience), most) == []
