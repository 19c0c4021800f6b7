"""A copy as the template needs it: headings, numbered lines, what was asked, how far steps have come."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from markupsafe import Markup

from webapp.core import language
from webapp.plans import words
from webapp.plans.content import Block, Page
from webapp.plans.reading.queries import Copy, Moved, Said
from webapp.plans.rules import ENGLISH

# The plan's parts wear the three houses (look.md, principle 4).
WINDOWS = {
    "going_well": "good",
    "ideas": "good",
    "worried": "worry",
    "why_think": "worry",
    "change": "wish",
    "goals": "wish",
    "safe_enough": "wish",
}
# Plans are read a few times in a row. What is kept shows only after the reader's own row was found.
MOST_KEPT = 200
STONES = {"not_started": 0, "stuck": 1, "doing": 1, "done": 3}


def plan_text(
    copy: Copy, said: Said, moved: dict[str, Moved], *, worker: str, band: str, prefix: str = ""
) -> Markup:
    """The plan's text block in its own language. A `prefix` for its ids leaves out the reader's tools."""
    code = copy.language if copy.language in language.LANGUAGES else language.current()
    if prefix:
        return _render(copy, said, moved, code, worker=worker, band=band, prefix=prefix)
    kept: dict[Any, Markup] = current_app.extensions.setdefault("heard_plan_texts", {})
    asked = tuple(said.sentences.items())
    key = (copy.id, code, band == "teen", tuple(moved.items()), asked, worker)
    found = kept.get(key)
    if found is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        found = kept[key] = _render(copy, said, moved, code, worker=worker, band=band, prefix=prefix)
    return found


def _render(
    copy: Copy, said: Said, moved: dict[str, Moved], code: str, *, worker: str, band: str, prefix: str
) -> Markup:
    with force_locale(code):
        block = render_template(
            "plans/text.html",
            copy=copy,
            parts=_parts(copy, said, moved),
            code=code,
            standing=standing(copy.page, copy.language),
            law=words.law(copy.kind, copy.audience, copy.child_name),
            advice=words.advice(copy.audience),
            worker=worker,
            show_art=band != "teen",
            prefix=prefix,
            live=not prefix,
        )
    # Our own autoescaped template made it.
    return Markup(block)  # noqa: S704


def _parts(copy: Copy, said: Said, moved: dict[str, Moved]) -> list[dict[str, Any]]:
    found, place = [], 0
    for part in copy.page["parts"]:
        blocks, place = _blocks(part["blocks"], place, said)
        steps: list[dict[str, Any]] = []
        if part["key"] == "steps":
            steps, place = _blocks(copy.page["steps"], place, said)
            steps = [step | _standing_of(step, moved) for step in steps]
        heading = words.part_heading(part["key"], copy.audience, copy.child_name)
        window = WINDOWS.get(part["key"], "")
        found.append(
            {"key": part["key"], "heading": heading, "window": window, "blocks": blocks, "steps": steps}
        )
    return [part for part in found if part["blocks"] or part["steps"]]


def _blocks(blocks: list[Block], place: int, said: Said) -> tuple[list[dict[str, Any]], int]:
    found: list[dict[str, Any]] = []
    for block in blocks:
        lines = [
            (place + number, line, said.sentences.get((block["id"], number)) or said.lines.get(line, ""))
            for number, line in enumerate(block["lines"])
        ]
        place += len(lines)
        on = date.fromisoformat(block["on"]) if "on" in block else None
        found.append(
            {
                "by": "",
                "old": False,
                "miss": False,
                "english": [],
                "source": "",
                **block,
                "lines": lines,
                "on": on,
            }
        )
    return found, place


def _standing_of(step: dict[str, Any], moved: dict[str, Moved]) -> dict[str, Any]:
    standing = moved.get(step["id"], Moved("not_started", None))
    return {
        "standing": str(words.STEP_STATES[standing.state]),
        "stones": STONES[standing.state],
        "state_on": standing.on,
        "by_on": date.fromisoformat(step["when"]) if step["when"] else None,
    }


def standing(page: Page, code: str) -> dict[str, Any] | None:
    """How far the whole translation was checked: the weakest of its paragraphs; None for English."""
    if code == ENGLISH:
        return None
    every = [block for part in page["parts"] for block in part["blocks"]] + page["steps"]
    translated = [block for block in every if block["lang"] == code]
    if not translated:
        return {"state": "english_only", "by": "", "on": None}
    if any(block["state"] == "machine" for block in translated):
        return {"state": "machine", "by": "", "on": None}
    latest = max(translated, key=lambda block: block.get("on", ""))
    on = date.fromisoformat(latest["on"]) if "on" in latest else None
    return {"state": "checked", "by": latest.get("by", ""), "on": on}
