"""A copy as the template needs it: headings, numbered lines, what was asked, how far steps have come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import current_app, render_template, url_for
from markupsafe import Markup

from webapp.core import language
from webapp.core.access import Reader
from webapp.plans import content, words
from webapp.plans.changes.shown import NOTHING, Changed, since_last_read
from webapp.plans.content import Block, Page
from webapp.plans.glossary import queries as glossary
from webapp.plans.glossary.marking import marked_lines
from webapp.plans.hearing import queries as hearing
from webapp.plans.law import law
from webapp.plans.reading.queries import Copy, Moved, Said, page_of
from webapp.plans.reading.rules import READING_ORDER, starts
from webapp.plans.rules import ENGLISH, OWN_WORDS
from webapp.plans.steps.shown import NO_TOOLS, StepTools, step_tools

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
# A child finds the parts about moving by their pictures too; things that show no mood.
PICTURES = {
    "home": "bed",
    "see_first": "key",
    "siblings": "kid",
    "school": "apple",
    "things": "bear",
    "family_time": "cup",
    "going_home": "flats",
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
    copy: Copy, said: Said, moved: dict[str, Moved], *, reader: Reader, worker: str, positions: bool
) -> Text:
    """The plan's text in its own language. `positions`: this reader may say what they think of each part."""
    band = reader.band
    code = _code(copy)
    kept: dict[Any, Text] = current_app.extensions.setdefault("heard_plan_texts", {})
    # An earlier version cannot be opened any more: what changed since stays as it is for this copy.
    key = (
        copy.id,
        copy.since,
        copy.glossary,
        code,
        band == "teen",
        tuple(moved.items()),
        said.key,
        worker,
        positions,
        copy.sounds,
        copy.sees,
    )
    found = kept.get(key)
    if found is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        page = page_of(copy)
        changed = since_last_read(copy, page, reader.person_id)
        tools = step_tools(reader, page, said, moved)
        html = _render(
            copy,
            page,
            said,
            moved,
            changed,
            tools,
            heard=hearing.heard_blocks(page, copy.audience, copy.family_id, hearing.hashes(copy.child_id)),
            photos=_photos(copy, page),
            worker=worker,
            band=band,
            prefix="",
            positions=positions,
        )
        found = kept[key] = Text(html, page["languages"])
    return found


def text_as_read(copy: Copy, page: Page, *, band: str, prefix: str) -> Markup:
    """A page that is not theirs yet, as its reader will get it: a `prefix` for its ids, none of the tools."""
    return _render(
        replace(copy, glossary=glossary.stamp()),
        page,
        Said(),
        {},
        NOTHING,
        NO_TOOLS,
        heard={},
        photos={
            block["id"]: url_for("plans.show_photo", version_id=copy.version_id, photo_id=block["id"])
            for block in content.blocks(page)
            if "photo" in block
        },
        worker="",
        band=band,
        prefix=prefix,
        positions=False,
    )


def _photos(copy: Copy, page: Page) -> dict[str, str]:
    """Where a reader's own photos are, by block: the address counts and names nothing."""
    return {
        block["id"]: f"/plan/photo?n={place}&wording={copy.language}"
        for place, block in enumerate(content.blocks(page))
        if "photo" in block
    }


def _code(copy: Copy) -> str:
    return copy.language if copy.language in language.LANGUAGES else language.current()


def _render(
    copy: Copy,
    page: Page,
    said: Said,
    moved: dict[str, Moved],
    changed: Changed,
    tools: StepTools,
    *,
    heard: dict[str, int],
    photos: dict[str, str],
    worker: str,
    band: str,
    prefix: str,
    positions: bool,
) -> Markup:
    code = _code(copy)
    with language.speaking(code):
        parts = _parts(copy, page, said, moved, changed, tools)
        block = render_template(
            "plans/text.html",
            copy=copy,
            parts=parts,
            explained=marked_lines(
                parts, glossary.words_at(copy.glossary), audience=copy.audience, language=code
            ),
            aloud=page.get("aloud", ""),
            contents=_contents(copy, parts),
            has_english=any("english" in block for block in content.blocks(page)),
            changed=changed,
            tools=tools,
            heard=heard,
            photos=photos,
            here={part["key"] for part in parts},
            headings={one.part: _heading(one.part, copy) for one in changed.parts},
            kind_name=words.kind_name(copy.kind),
            code=code,
            standing=standing(page, copy.language),
            law=law(copy.kind, copy.audience, copy.child_name),
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
    with language.speaking(_code(copy)):
        block = render_template(
            "plans/said_part.html", part=part, position=position, positions=words.position_options()
        )
    return Markup(block)  # noqa: S704


def _parts(
    copy: Copy, page: Page, said: Said, moved: dict[str, Moved], changed: Changed, tools: StepTools
) -> list[dict[str, Any]]:
    """Parts with what the council wrote for this reader, or with the reader's own words, as they are read.

    Places count through the page as it was composed, whatever the order it is read in.
    """
    own = {part: said.own[kind] for kind, part in OWN_WORDS.items() if part and kind in said.own}
    given, place = {}, 0
    for part in page["parts"]:
        blocks, place = _blocks(part["blocks"], place, said, changed)
        steps: list[dict[str, Any]] = []
        if part["key"] == "steps":
            steps, place = _blocks(page["steps"], place, said, changed)
            steps = [step | _standing_of(step, moved) for step in steps]
        given[part["key"]] = (blocks, steps)
    found = []
    for key in READING_ORDER:
        blocks, steps = given.get(key, ([], []))
        is_asked = (key == "review" and copy.review_on) or (key == "steps" and tools.may_propose)
        if blocks or steps or key in own or is_asked:
            found.append(
                {
                    "key": key,
                    "heading": _heading(key, copy),
                    "window": WINDOWS.get(key, ""),
                    "picture": PICTURES.get(key, "") if copy.audience == "child" else "",
                    "blocks": blocks,
                    "steps": steps,
                    "own": own.get(key, []),
                    "position": said.parts.get(key, ""),
                }
            )
    return found


def _heading(part: str, copy: Copy) -> str:
    return words.part_heading(part, copy.audience, copy.child_name)


def _contents(copy: Copy, parts: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """(part, question) of each question the plan answers, in their order."""
    found = starts([part["key"] for part in parts])
    return [(part, words.question(lead, copy.audience, copy.child_name)) for lead, part in found]


def _blocks(
    blocks: list[Block], place: int, said: Said, changed: Changed
) -> tuple[list[dict[str, Any]], int]:
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
                "how": -1,
                "mark": changed.marks.get(block["id"], ""),
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
