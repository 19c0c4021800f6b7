"""What the desk shows of its runs, and which one is next. Codes and counts; no name of a family."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from webapp.core import sealing
from webapp.core.database import session
from webapp.localdata.caseload.rows import Problem
from webapp.localdata.desk import keeping, rules
from webapp.localdata.models import Finding, Run

NEWEST = 20
SORTS = ("problem", "conflict", "note")


@dataclass(frozen=True)
class RunView:
    """A run as a page shows it. `counts`: numbers by name; `size` in bytes."""

    id: uuid.UUID
    kind: str
    doing: str
    state: str
    asked_by: uuid.UUID | None
    asked_at: datetime
    ended_at: datetime | None
    from_on: date | None
    to_on: date | None
    done_rows: int
    all_rows: int
    size: int
    trouble: str
    counts: dict[str, int]

    @property
    def is_going_on(self) -> bool:
        return self.state in ("waiting", "running")

    @property
    def is_kept(self) -> bool:
        """Whether there is a zip to take away."""
        return self.kind == "extract" and self.state == "done" and keeping.zip_of(self.id).exists()

    @property
    def may_be_applied(self) -> bool:
        """Whether this preview can be said yes to: its files are there."""
        return (
            (self.kind, self.doing, self.state) == ("caseload", "preview", "done")
            and self.counts.get("changes", 0) > 0
            and keeping.folder_of(self.id).exists()
        )

    @property
    def percent(self) -> int:
        return rules.percent(self.done_rows, self.all_rows)


@dataclass(frozen=True)
class FindingView:
    """A row that was not used, or is left for a person to decide."""

    sort: str
    problem: Problem


def view_of(row: Run) -> RunView:
    """What a page may know of a run."""
    return RunView(
        row.id,
        row.kind,
        row.doing,
        row.state,
        row.asked_by,
        row.asked_at,
        row.ended_at,
        row.from_on,
        row.to_on,
        row.done_rows,
        row.all_rows,
        row.size,
        row.trouble,
        json.loads(row.counts),
    )


def run(run_id: uuid.UUID) -> RunView | None:
    """One run, or None."""
    row = session().get(Run, run_id)
    return view_of(row) if row else None


def runs(*kinds: str, limit: int = NEWEST) -> list[RunView]:
    """The newest runs of these kinds, newest first."""
    found = session().scalars(
        select(Run).where(Run.kind.in_(kinds)).order_by(Run.asked_at.desc(), Run.id.desc()).limit(limit)
    )
    return [view_of(row) for row in found]


def same_extract(from_on: date, to_on: date) -> uuid.UUID | None:
    """An extract of the same days that is not done yet: asking twice asks once."""
    return session().scalar(
        select(Run.id)
        .where(Run.kind == "extract", Run.from_on == from_on, Run.to_on == to_on)
        .where(Run.state.in_(("waiting", "running")))
        .order_by(Run.asked_at)
        .limit(1)
    )


def next_run() -> Run | None:
    """What is to be done now: what was begun and stopped goes on first, then what has waited longest."""
    return session().scalar(
        select(Run)
        .where(Run.state.in_(("waiting", "running")))
        .order_by(Run.state != "running", Run.asked_at, Run.id)
        .limit(1)
    )


def old_runs(before: datetime) -> list[Run]:
    """Runs that ended, or were never said yes to, before this moment, and still have something kept."""
    return list(
        session().scalars(
            select(Run)
            .where(Run.state.in_(("done", "failed")), Run.ended_at < before, Run.gone_at.is_(None))
            .order_by(Run.id)
        )
    )


def earlier_extracts(row: Run) -> list[Run]:
    """Extracts of the same days that were done before this one."""
    return list(
        session().scalars(
            select(Run)
            .where(Run.kind == "extract", Run.from_on == row.from_on, Run.to_on == row.to_on)
            .where(Run.state == "done", Run.id != row.id)
            .order_by(Run.id)
        )
    )


def newest_nightly() -> Run | None:
    """The last time that something was found in the nightly folder."""
    return session().scalar(
        select(Run).where(Run.kind == "nightly").order_by(Run.asked_at.desc(), Run.id.desc()).limit(1)
    )


def known_ids() -> set[str]:
    """Of every run, as its folder is called."""
    return {str(one) for one in session().scalars(select(Run.id).order_by(Run.id))}


def count_findings(run_id: uuid.UUID) -> int:
    """How many rows there are to look at."""
    return session().scalar(select(func.count()).where(Finding.run_id == run_id)) or 0


def findings(run_id: uuid.UUID, page: int) -> Iterator[FindingView]:
    """A page of them, the first is 1, in the order of file and line."""
    box = sealing.staff_box()
    first = (page - 1) * rules.PER_PAGE
    rows = session().execute(
        select(Finding.id, Finding.sort, Finding.about_sealed)
        .where(Finding.run_id == run_id, Finding.position >= first)
        .where(Finding.position < first + rules.PER_PAGE)
        .order_by(Finding.position)
    )
    for row_id, sort, sealed in rows:
        about = json.loads(box.column(Finding, row_id, "about", sealed))
        yield FindingView(sort, Problem(*about))
