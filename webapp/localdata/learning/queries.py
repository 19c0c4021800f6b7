"""What learning reads: the newest edition's rows, the ledger, other authorities' files."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from webapp.core.database import session
from webapp.localdata import publication
from webapp.localdata.learning import rules
from webapp.localdata.models import LedgerLine as LedgerRow
from webapp.localdata.publication import edition, tidy

LEDGER_LIMIT = 200
ANSWERS = ("family_feedback.csv", "family_feedback_year.csv")
RATES = ("family_feedback_rate.csv", "family_feedback_rate_year.csv")

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class LedgerLine:
    """What was heard and what changed. `question_code` or `theme` is ''; `is_taken_back`: for staff alone."""

    id: uuid.UUID
    period: str
    question_code: str
    theme: str
    heard: str
    changed: str
    on: date
    by_id: uuid.UUID
    is_taken_back: bool


@dataclass(frozen=True)
class Published:
    """The rows of the newest edition that the screen shows: of answers and of rates."""

    answers: Rows
    rates: Rows


# The newest edition by its hash, in this process.
_KEPT: dict[str, Published] = {}


def published() -> Published:
    """What stands in the newest edition; nothing before the first. How many answers we hold does not count:
    the files grow by periods, and are read once in a process (their hash says which they are).
    """
    sha256 = publication.newest_sha256()
    if not sha256:
        return Published([], [])
    kept = _KEPT.get(sha256)
    if kept is None:
        kept = _read(publication.newest_files())
        _KEPT.clear()
        _KEPT[sha256] = kept
    return kept


def _read(files: Mapping[str, bytes]) -> Published:
    rows = {name: tidy.read(edition.FILES[name], files[name]) for name in (*ANSWERS, *RATES)}
    answers = [row for name in ANSWERS for row in rules.only_totals(rows[name])]
    return Published(answers, [row for name in RATES for row in rules.only_totals(rows[name])])


def ledger() -> list[LedgerLine]:
    """What stands, newest first: for everyone."""
    return [line for line in whole_ledger() if not line.is_taken_back]


def whole_ledger() -> list[LedgerLine]:
    """Also what was taken back: for those who write it."""
    query = select(LedgerRow).order_by(LedgerRow.changed_on.desc(), LedgerRow.id.desc()).limit(LEDGER_LIMIT)
    return [_line(row) for row in session().scalars(query)]


def _line(row: LedgerRow) -> LedgerLine:
    return LedgerLine(
        row.id,
        row.period,
        row.question_code,
        row.theme,
        row.heard,
        row.changed,
        row.changed_on,
        row.by_id,
        row.taken_back_at is not None,
    )
