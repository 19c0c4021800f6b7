"""Published numbers through time, as a screen shows them. Pure.

Only rows of published files come in: what publication hides is not here to be shown (local-data §2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from webapp.localdata.publication.cells import NOT_APPLICABLE
from webapp.localdata.publication.disclosure import REASONS, TOTAL
from webapp.localdata.publication.periods import Period

Row = Mapping[str, str]

# Answers that stand beside those of a question: don't know, skipped, not asked.
LAST_CODES = ("8", "9", "0")
# The newest periods of a question; all of them stand in the published files.
PERIODS = 8
# Of a bar, in the units of the drawing.
WIDTH, HEIGHT, STEP, LABEL = 520, 24, 34, 120
# So wide a piece has room for its number.
ROOM = 26
PATTERNS = 6


@dataclass(frozen=True)
class Answered:
    """How many people gave one answer in one period; None is hidden."""

    code: str
    count: int | None


@dataclass(frozen=True)
class Piece:
    """A part of a bar. `pattern` 0 is what is hidden; `count` None there."""

    x: int
    width: int
    pattern: int
    count: int | None

    @property
    def has_room(self) -> bool:
        """Whether its number fits into it."""
        return self.count is not None and self.width >= ROOM


@dataclass(frozen=True)
class InPeriod:
    """One question in one period: everyone who answered the set, and each answer in the question's order."""

    period: str
    people: int | None
    answers: tuple[Answered, ...]
    pieces: tuple[Piece, ...]
    y: int


@dataclass(frozen=True)
class ThroughTime:
    """One question, oldest period first; `codes` in the order of the question, those of no answer last."""

    code: str
    codes: tuple[str, ...]
    periods: tuple[InPeriod, ...]

    @property
    def height(self) -> int:
        """Of the drawing."""
        return STEP * len(self.periods)

    @property
    def has_numbers(self) -> bool:
        """Whether any period may be shown."""
        return any(one.people is not None for one in self.periods)


@dataclass(frozen=True)
class Asked:
    """Who was asked in a period and who answered; None is hidden or not known."""

    period: str
    invited: int | None
    answered: int | None
    not_asked: int | None
    reasons: tuple[int | None, ...]


def respondents(rows: Iterable[Row]) -> list[str]:
    """The audiences in the files, in their order; never all of them together: their questions differ."""
    return list(dict.fromkeys(row["respondent"] for row in rows if row["respondent"] != TOTAL))


def only_totals(rows: Iterable[Row]) -> list[dict[str, str]]:
    """The rows of all plan types and ways of answering: what the screen shows of the files.

    Staff and partners have neither, which the files write as z.
    """
    everyone = (TOTAL, NOT_APPLICABLE)
    return [
        dict(row)
        for row in rows
        if row["plan_type"] in everyone and row.get("answered_by", TOTAL) in everyone
    ]


def period_name(row: Row) -> str:
    """2026-27 or 2026-27 Q1."""
    years = f"{row['time_period'][:4]}-{row['time_period'][4:]}"
    quarter = row["time_identifier"].partition(" Q")[2]
    return f"{years} Q{quarter}" if quarter else years


def questions(rows: Iterable[Row], respondent: str, order: Mapping[str, Sequence[str]]) -> list[ThroughTime]:
    """Each question of an audience through time. order: question → its codes, as the question shows them."""
    found: dict[str, dict[str, dict[str, int | None]]] = {code: {} for code in order}
    for row in rows:
        if row["respondent"] == respondent and row["question"] in found:
            period = found[row["question"]].setdefault(period_name(row), {})
            period[row["answer"]] = number(row["response_count"])
    return [_through_time(code, order[code], periods) for code, periods in found.items() if periods]


def rates(rows: Iterable[Row], respondent: str) -> list[Asked]:
    """Who was asked and who answered, newest period first."""
    found = [
        Asked(
            period_name(row),
            number(row["invited"]),
            number(row["responded"]),
            number(row["not_asked"]),
            tuple(number(row[f"not_asked_{reason}"]) for reason in REASONS),
        )
        for row in rows
        if row["respondent"] == respondent
    ]
    return sorted(found, key=lambda one: one.period, reverse=True)[:PERIODS]


def number(value: str) -> int | None:
    """A count of a published file; None for each of its symbols."""
    return int(value) if value.isascii() and value.isdigit() else None


def fixed_periods(first_year: int, last: Period) -> list[str]:
    """The names of every quarter and year from the first year to this period, newest first."""
    years = range(first_year, last.year + 1)
    every = [Period(year, quarter) for year in years for quarter in (0, 1, 2, 3, 4)]
    over = sorted((one for one in every if one.to_on <= last.to_on), key=lambda one: (one.to_on, one))
    return [one.name for one in reversed(over)]


def _through_time(
    code: str, codes: Sequence[str], periods: Mapping[str, Mapping[str, int | None]]
) -> ThroughTime:
    order = (*codes, *(last for last in LAST_CODES if last not in codes))
    last = sorted(periods)[-PERIODS:]
    found = [_in_period(period, order, periods[period], place) for place, period in enumerate(last)]
    return ThroughTime(code, order, tuple(found))


def _in_period(period: str, order: Sequence[str], numbers: Mapping[str, int | None], place: int) -> InPeriod:
    answers = tuple(Answered(code, numbers.get(code)) for code in order)
    people = numbers.get(TOTAL)
    return InPeriod(period, people, answers, _pieces(people, answers), place * STEP)


def _pieces(people: int | None, answers: Sequence[Answered]) -> tuple[Piece, ...]:
    """Shown answers side by side, then one piece for all that is hidden: only its sum may be known."""
    if not people:
        return ()
    pieces: list[Piece] = []
    done = 0
    for place, answer in enumerate(answers):
        if answer.count:
            begin, done = done, done + answer.count
            pieces.append(_piece(begin, done, people, place % PATTERNS + 1, answer.count))
    return (*pieces, _piece(done, people, people, 0, None)) if done < people else tuple(pieces)


def _piece(begin: int, end: int, people: int, pattern: int, count: int | None) -> Piece:
    left, right = WIDTH * begin // people, WIDTH * end // people
    return Piece(LABEL + left, right - left, pattern, count)
