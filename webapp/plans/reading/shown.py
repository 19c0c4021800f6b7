"""A copy as the template needs it: headings, numbered lines, what was asked, how far steps have come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from markupsafe import Markup

from webapp.core import language
from webapp.plans import words
from webapp.plans.content import Block, Page
from webapp.plans.reading.queries import Copy, Moved, Said, page_of
from webapp.plans.rules import ENGLISH, OWN_WORDS, PARTS

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


@dataclass(frozen=True)
class Text:
    """The plan's text block, and the languages this version can be read in."""

    html: Markup
    languages: list[str]


def plan_text(
    copy: Copy, said: Said, moved: dict[str, Moved], *, worker: str, band: str, positions: bool
) -> Text:
    """The plan's text in its own language. `positions`: this reader may say what they think of each part."""
    code = _code(copy)
    kept: dict[Any, Text] = current_app.extensions.setdefault("heard_plan_texts", {})
    key = (copy.id, code, band == "teen", tuple(moved.items()), said.key, worker, positions)
    found = kept.get(key)
    if found is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        page = page_of(copy)
        html = _render(copy, page, said, moved, worker=worker, band=band, prefix="", positions=positions)
        found = kept[key] = Text(html, page["languages"])
    return found


def text_as_read(copy: Copy, page: Page, *, band: str, prefix: str) -> Markup:
    """A page that is not theirs yet, as its reader will get it: a `prefix` for its ids, none of the tools."""
    return _render(copy, page, Said(), {}, worker="", band=band, prefix=prefix, positions=False)


def _code(copy: Copy) -> str:
    return copy.language if copy.language in language.LANGUAGES else language.current()


def _render(
    copy: Copy,
    page: Page,
    said: Said,
    moved: dict[str, Moved],
    *,
    worker: str,
    band: str,
    prefix: str,
    positions: bool,
) -> Markup:
    code = _code(copy)
    with force_locale(code):
        block = render_template(
            "plans/text.html",
            copy=copy,
            parts=_parts(copy, page, said, moved),
            code=code,
            standing=standing(page, copy.language),
            law=words.law(copy.kind, copy.audience, copy.child_name),
            advice=words.advice(copy.audience),
            worker=worker,
            show_art=band != "teen",
            prefix=prefix,
            live=not prefix,
            positions=words.position_options() if positions else [],
        )
    # Our own autoescaped template made it.
    return Markup(block)  # noqa: S704


def say_part(copy: Copy, part: str, position: str) -> Markup:
    """The control of one part after an answer, in the plan's language."""
    with force_locale(_code(copy)):
        block = render_template(
            "plans/said_part.html", part=part, position=position, positions=words.position_options()
        )
    return Markup(block)  # noqa: S704


def _parts(copy: Copy, page: Page, said: Said, moved: dict[str, Moved]) -> list[dict[str, Any]]:
    """Parts with what the council wrote for this reader, or with the reader's own words, in their order."""
    own = {part: said.own[kind] for kind, part in OWN_WORDS.items() if part and kind in said.own}
    given = {part["key"]: part["blocks"] for part in page["parts"]}
    found, place = [], 0
    for key in PARTS:
        blocks, place = _blocks(given.get(key, []), place, said)
        steps: list[dict[str, Any]] = []
        if key == "steps":
            steps, place = _blocks(page["steps"], place, said)
            steps = [step | _standing_of(step, moved) for step in steps]
        if blocks or steps or key in own:
            found.append(
                {
                    "key": key,
                    "heading": words.part_heading(key, copy.audience, copy.child_name),
                    "window": WINDOWS.get(key, ""),
                    "blocks": blocks,
                    "steps": steps,
                    "own": own.get(key, []),
                    "position": said.parts.get(key, ""),
                }
            )
    return found


def _blocks(blocks: list[Block], place: int, said: Said) -> tuple[list[dict[str, Any]], int]:
    found: list[dict[str, Any]] = []
    for block in blocks:
        lines = [
            (place + number, line, said.sentences.get((block["id"], number)) or said.lines.get(line))
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
