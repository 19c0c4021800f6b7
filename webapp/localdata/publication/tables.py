"""A period as the data officer reads it before it is published: by audience, in tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.localdata.learning import words
from webapp.localdata.publication.cells import FEW, SMALL, WHOLE, Cell, Rate
from webapp.localdata.publication.disclosure import TOTAL
from webapp.localdata.publication.edition import Look


@dataclass(frozen=True)
class Line:
    """One answer of a question in every part of the audience, in the order of the columns."""

    question: str
    answer: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class RateLine:
    """Who was asked, who answered, who was not asked; and why the first hidden one is."""

    plan_type: str
    rate: Rate
    why: str


@dataclass(frozen=True)
class Section:
    """One audience. state: shown, or why nothing is. shown, hidden: how many numbers."""

    respondent: str
    state: str
    columns: Sequence[tuple[str, str]]
    rates: Sequence[RateLine]
    lines: Sequence[Line]
    shown: int
    hidden: int


def sections(look: Look) -> list[Section]:
    """Every audience, those who show nothing too."""
    return [_section(look, respondent, state) for respondent, state in look.states.items()]


def _section(look: Look, respondent: str, state: str) -> Section:
    cells = [one for one in look.cells if one.respondent == respondent]
    shown = sum(one.count is not None for one in cells)
    return Section(
        respondent,
        state,
        list(dict.fromkeys((one.plan_type, one.answered_by) for one in cells)),
        [_rate_line(one) for one in look.rates if one.respondent == respondent],
        _lines(respondent, cells) if shown else [],
        shown,
        len(cells) - shown,
    )


def _lines(respondent: str, cells: Sequence[Cell]) -> list[Line]:
    asked = {one.code: one for one in words.questions(respondent)}
    rows: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        rows.setdefault((cell.question, cell.answer), []).append(cell)
    return [
        Line(
            asked[question].standard.text,
            "" if answer == TOTAL else words.options(asked[question])[answer],
            found,
        )
        for (question, answer), found in rows.items()
    ]


def _rate_line(rate: Rate) -> RateLine:
    """Hidden with everyone who answered: too few. Hidden alone: few were asked and did not answer."""
    if rate.responded is None:
        return RateLine(rate.plan_type, rate, FEW)
    is_hidden = rate.invited is None or (rate.plan_type in WHOLE and rate.not_asked is None)
    return RateLine(rate.plan_type, rate, SMALL if is_hidden else "")
