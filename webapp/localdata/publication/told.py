"""What families read of the newest edition: numbers that are shown, by audience. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from webapp.localdata.publication import tidy
from webapp.localdata.publication.disclosure import NO_ANSWER, TOTAL
from webapp.localdata.publication.edition import FILES, Earlier, period_of
from webapp.localdata.publication.periods import Period
from webapp.localdata.publication.tidy import Row

# In this order; staff and partners speak for themselves elsewhere.
FAMILIES = ("child_under_8", "child_8_12", "young_person_13", "parent_carer")
# The first core (local-data §3): what councils compare, and what families are told first.
CORE = ("LISTEN", "EXPLAIN_WHAT", "EXPLAIN_WHY", "SAFE_NOW", "SAFER", "HELPED")


@dataclass(frozen=True)
class Told:
    """One audience in the newest period that shows it. answers: question → answer code → people, shown ones.

    asked: None when it is hidden. Whoever shows no number has no Told.
    """

    respondent: str
    period: Period
    asked: int | None
    answered: int
    answers: Mapping[str, Mapping[str, int]]


def told(earlier: Earlier) -> list[Told]:
    """The families of whom any period shows how many answered. Rows of all files of an edition."""
    return [found for name in FAMILIES if (found := _told(name, earlier)) is not None]


def _told(respondent: str, earlier: Earlier) -> Told | None:
    rows = [row for name in FILES for row in earlier.get(name, ()) if _is_whole(row, respondent)]
    rates = [row for row in rows if "responded" in row and row["responded"] not in tidy.SYMBOLS]
    if not rates:
        return None
    newest = max(rates, key=lambda row: period_of(row).to_on)
    period = period_of(newest)
    answers = [row for row in rows if "answer" in row and period_of(row) == period]
    return Told(
        respondent,
        period,
        _number(newest["invited"]),
        int(newest["responded"]),
        {code: shown for code in CORE if (shown := _shown(answers, code))},
    )


def _is_whole(row: Row, respondent: str) -> bool:
    parts = (row["respondent"], row["plan_type"], row.get("answered_by", TOTAL))
    return parts == (respondent, TOTAL, TOTAL)


def _shown(rows: Iterable[Row], question: str) -> dict[str, int]:
    """Answers that people gave, and whose number is shown."""
    apart: Sequence[str] = (TOTAL, *NO_ANSWER)
    found = {row["answer"]: _number(row["response_count"]) for row in rows if row["question"] == question}
    return {code: number for code, number in found.items() if number is not None and code not in apart}


def _number(value: str) -> int | None:
    return None if value in tidy.SYMBOLS else int(value)
