"""A family member's journey as the template needs it: stages with words in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from webapp.plans.journey import rules, words
from webapp.plans.journey.rules import Stop, Texts


@dataclass(frozen=True)
class StopView:
    """One stop. state: done, late, next, planned; `language` of the worker's words, '' for none."""

    state: str
    on: date | None
    fact: str
    language: str
    texts: Texts


@dataclass(frozen=True)
class StageView:
    """One stage: its name, one line about it, and its stops."""

    key: str
    name: str
    about: str
    icon: str
    picture: str
    state: str
    stops: list[StopView]


def line(
    stops: list[Stop], *, audience: str, languages: list[str], today: date, pictures: bool
) -> list[StageView]:
    """All stages for this reader. `languages`: best first."""
    stages = rules.line(stops)
    planned = [one for stage in stages for one in stage.stops if not one.happened]
    first = min(planned, key=lambda one: one.on or date.max) if planned else None
    return [
        StageView(
            stage.key,
            *words.stage_words(stage.key, audience),
            icon=words.ICONS[stage.key],
            picture=words.PICTURES[stage.key] if pictures else "",
            state=stage.state,
            stops=[_stop(one, first, audience, languages, today) for one in stage.stops],
        )
        for stage in stages
    ]


def _stop(stop: Stop, first: Stop | None, audience: str, languages: list[str], today: date) -> StopView:
    state = "done" if stop.happened else "late" if rules.is_late(stop, today) else "planned"
    if state == "planned" and stop is first:
        state = "next"
    fact = str(words.FACTS[stop.fact]) if stop.fact else ""
    language, texts = rules.texts_for(stop, audience, languages) or ("", Texts())
    return StopView(state, stop.on, fact, language, texts)
