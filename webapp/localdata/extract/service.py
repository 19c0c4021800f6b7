"""The record-level extract (local-data §1): codes and ids only, streamed, whole or not at all."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from webapp import audit, families, feedback
from webapp.core import clock, sealing
from webapp.core.access import ReadNote
from webapp.core.database import database
from webapp.feedback import Sent
from webapp.localdata.extract import answers, journey, outside, tables
from webapp.localdata.extract.making import Making, made
from webapp.localdata.extract.shuffling import in_order_of_keys
from webapp.localdata.folder import fingerprint, to_disk

OnProgress = Callable[[int, int], None]
HERE = Path(__file__).parent
README, SQL = "README.txt", "load_ssd_voice_of_child.sql"
PACKAGE = "datapackage.json"
# Changed when the same data give other files: what an older run began is then begun anew.
FORMAT = "1"
# Rows between two places from which a run goes on.
SAVE_EVERY = 50_000
SPOOL = "about_service.spool"
ALL_FILES = (
    tables.SSD_FILE,
    tables.RESPONSE_FILE,
    tables.SERVICE_FILE,
    tables.QUESTION_FILE,
    tables.JOURNEY_FILE,
    tables.REJECTS_FILE,
)


@dataclass(frozen=True)
class Report:
    """Where it was written, how many rows each file has, and how many records were refused."""

    out: Path
    rows: dict[str, int]
    rejected: int


@dataclass
class _Run:
    """One extract in the making; `key` makes the one-way keys of its period."""

    making: Making
    from_on: date
    to_on: date
    key: bytes
    tell: OnProgress

    @property
    def begin(self) -> datetime:
        return clock.end_of(self.from_on - timedelta(days=1))

    @property
    def end(self) -> datetime:
        return clock.end_of(self.to_on)


def extract(*, from_on: date, to_on: date, out: Path, on_progress: OnProgress | None = None) -> Report:
    """Write what reached us between two local days, both included, into the new folder `out`.

    The same data, days and deployment give the same bytes. A run that was broken off goes on where it was
    when it is asked for again (making.made). `on_progress`: answers done, answers in all. Call it outside
    `unit_of_work()`: it only reads, and its audit row is committed before the folder appears. ValueError when
    the days are the wrong way round; FileExistsError when `out` holds anything or another run writes it.
    """
    if to_on < from_on:
        raise ValueError("--to is earlier than --from")
    period = f"from {from_on.isoformat()} to {to_on.isoformat()}"
    with made(out, {"format": FORMAT, "period": period}) as making:
        key = sealing.lookup_hash("local-data", period)
        run = _Run(making, from_on, to_on, key, on_progress or _nobody)
        for name, step in STEPS.items():
            if name not in making.state.finished:
                step(run)
                making.save(finished=name)
        rows = {name: making.state.rows[name] for name in ALL_FILES}
        _describe(making, period, rows)
        with database().writing() as db:
            audit.record_read(db, None, ReadNote("local_data.extract", "staff", None, "extract", None))
    return Report(out, rows, rows[tables.REJECTS_FILE])


def _nobody(_done: int, _total: int) -> None:
    """Nobody watches."""


def _begin(run: _Run) -> None:
    for name, fields in tables.FIELDS.items():
        run.making.begin(name, tables.columns(fields))


def _answers(run: _Run) -> None:
    """Families' answers, in the order in which they came; those about the service go to the spool."""
    total, state = feedback.count_sent(run.begin, run.end), run.making.state
    after = (datetime.fromisoformat(state.after[0]), uuid.UUID(state.after[1])) if state.after else None
    unsaved = 0
    run.tell(state.done, total)
    for batch in feedback.sent(run.begin, run.end, after):
        _add(run, batch)
        number = sum(len(one.answers) for one in batch)
        state.done, unsaved = state.done + number, unsaved + number
        if unsaved >= SAVE_EVERY:
            received_at, last = batch[-1].place
            run.making.save(after=[received_at.isoformat(), str(last)])
            unsaved = 0
        run.tell(state.done, total)


def _add(run: _Run, batch: list[Sent]) -> None:
    children = {one.child_id for one in batch if one.is_by_child}
    found = families.authority_ids([uuid.UUID(one) for one in children])
    known = {str(child_id): authority_id for child_id, authority_id in found.items()}
    lines = answers.Lines()
    for one in batch:
        answers.add_sent(lines, one, known.get(one.child_id, ""), run.key)
    run.making.add(tables.SSD_FILE, lines.ssd)
    run.making.add(tables.RESPONSE_FILE, lines.response)
    run.making.add(SPOOL, lines.service)
    run.making.add(tables.REJECTS_FILE, lines.rejects)


def _outside(run: _Run) -> None:
    """Answers of staff and partners, among those about the service."""
    groups = outside.shown(run.from_on, run.to_on)
    for row in outside.lines(run.from_on, run.to_on, groups, run.key):
        run.making.add(SPOOL, [row])
    run.making.add(SPOOL, [])
    run.making.add(tables.REJECTS_FILE, outside.refused(groups))


def _journey(run: _Run) -> None:
    for kept, refused in journey.lines(run.begin, run.end):
        run.making.add(tables.JOURNEY_FILE, kept)
        run.making.add(tables.REJECTS_FILE, refused)


def _shuffle(run: _Run) -> None:
    """What was said about the service loses the order in which it came."""
    spool = run.making.folder / SPOOL
    for lines in in_order_of_keys(spool):
        run.making.add_text(tables.SERVICE_FILE, lines)
    run.making.state.rows[tables.SERVICE_FILE] = run.making.state.rows[SPOOL]


def _forget_spool(run: _Run) -> None:
    run.making.drop(SPOOL)


def _code_book(run: _Run) -> None:
    lines = feedback.code_book(feedback.own_questions())
    run.making.add(tables.QUESTION_FILE, [tuple(asdict(line).values()) for line in lines])


# By name, in order: a run that goes on leaves out those that are finished.
STEPS: dict[str, Callable[[_Run], None]] = {
    "begin": _begin,
    "answers": _answers,
    "outside": _outside,
    "journey": _journey,
    "shuffle": _shuffle,
    "forget": _forget_spool,
    "code_book": _code_book,
}


def _describe(making: Making, period: str, rows: dict[str, int]) -> None:
    """What the folder is, how it is loaded, and the manifest."""
    making.close()
    written = {
        name: tables.Written(*fingerprint(making.folder / name), rows=number) for name, number in rows.items()
    }
    package = json.dumps(tables.package(period, written), ensure_ascii=False, indent=2) + "\n"
    counts = "\n".join(f"  {name}: {number} rows" for name, number in rows.items())
    readme = (HERE / "readme.txt").read_text(encoding="utf-8").format(period=period, counts=counts)
    texts = {PACKAGE: package, README: readme, SQL: (HERE / SQL).read_text(encoding="utf-8")}
    for name, text in texts.items():
        (making.folder / name).write_text(text, encoding="utf-8")
        to_disk(making.folder / name)
