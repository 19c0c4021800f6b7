"""One step of the bench of local data, in a process of its own, so that its memory is its own.

`python -m bench.local_data_steps STEP URL FOLDER [NUMBER]` prints what it found as one line of JSON.
"""

from __future__ import annotations

import csv
import json
import resource
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event

from bench import many_answers
from tests.conftest import settings_for
from tests.makers import make_town
from webapp import accounts, create_app, localdata
from webapp.accounts.service import begin_session
from webapp.core import clock
from webapp.core.database import database, unit_of_work
from webapp.feedback.streaming import select_sent
from webapp.localdata import synthetic
from webapp.migrations import upgrade

Found = dict[str, Any]
FETCH = 5_000
OWEN = "owen@northbridge.example"
LEARNING = "/local-data/learning"
LOOKS = 7


def peak_mb() -> int:
    """The most memory that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def fill(_app: Flask, _folder: Path, number: int) -> Found:
    """The tables, a small town, and so many answers."""
    upgrade(database().engine)
    with unit_of_work():
        make_town()
    started = time.perf_counter()
    answers = many_answers.fill(number)
    return {"answers": answers, "seconds": time.perf_counter() - started}


def extract(_app: Flask, folder: Path, rounds: int) -> Found:
    """The whole year into a folder, and the same SELECT by a bare cursor, in turn."""
    ours: list[float] = []
    bare: list[float] = []
    peak = 0
    for number in range(rounds):
        out = folder / f"extract{number}"
        started = time.perf_counter()
        report = localdata.extract(from_on=many_answers.FROM_ON, to_on=many_answers.TO_ON, out=out)
        ours.append(time.perf_counter() - started)
        peak = peak or peak_mb()
        size = sum(one.stat().st_size for one in out.iterdir())
        shutil.rmtree(out)
        rows, seconds = bare_cursor(folder / "bare.csv")
        bare.append(seconds)
    return {
        "seconds": statistics.median(ours),
        "bare": statistics.median(bare),
        "rows": rows,
        "written": sum(report.rows.values()),
        "bytes": size,
        "peak": peak,
    }


def bare_cursor(path: Path) -> tuple[int, float]:
    """Rows and seconds of the extract's own SELECT, from the driver's cursor straight into csv.writer."""
    begin = clock.end_of(many_answers.FROM_ON - timedelta(days=1))
    statement, values = _as_sent(select_sent(begin, clock.end_of(many_answers.TO_ON)))
    engine = database().engine
    raw = engine.raw_connection()
    driver: Any = raw.driver_connection
    try:
        started = time.perf_counter()
        cursor = driver.cursor() if engine.dialect.name == "sqlite" else driver.cursor("bare")
        cursor.execute(statement, values)
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = _copy(cursor, csv.writer(file))
        return rows, time.perf_counter() - started
    finally:
        raw.close()
        path.unlink(missing_ok=True)


def _copy(cursor: Any, writer: Any) -> int:
    rows = 0
    while found := cursor.fetchmany(FETCH):
        writer.writerows(found)
        rows += len(found)
    return rows


def _as_sent(query: Any) -> tuple[str, Any]:
    """The statement and its values as the driver gets them."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        sent.append((statement, values))

    event.listen(database().engine, "before_cursor_execute", note)
    try:
        with database().engine.connect() as connection:
            connection.execution_options(stream_results=True).execute(query).close()
    finally:
        event.remove(database().engine, "before_cursor_execute", note)
    return sent[-1]


def publish(_app: Flask, folder: Path, _number: int) -> Found:
    """The year, as a folder and as the newest edition; with the share of the time that went into SQL."""
    period = localdata.Period.named("2025-26")
    started = time.perf_counter()
    with _sql_seconds() as spent:
        done = localdata.publish(
            place=localdata.Place("Northbridge"), period=period, out=folder / "published"
        )
    seconds = time.perf_counter() - started
    share = sum(spent) / seconds
    return {"seconds": seconds, "sql": share, "shown": done.shown, "hidden": done.hidden, "peak": peak_mb()}


@contextmanager
def _sql_seconds() -> Iterator[list[float]]:
    """How long each statement took in the driver; counting is done when the first row is there."""
    engine, spent, begun = database().engine, [], [0.0]

    def before(*_arguments: Any) -> None:
        begun[0] = time.perf_counter()

    def after(*_arguments: Any) -> None:
        spent.append(time.perf_counter() - begun[0])

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    try:
        yield spent
    finally:
        event.remove(engine, "before_cursor_execute", before)
        event.remove(engine, "after_cursor_execute", after)


def learn(app: Flask, _folder: Path, _number: int) -> Found:
    """The learning screen as the data officer opens it: the median of several looks after a first."""
    with unit_of_work():
        owen = next(row.id for row in accounts.staff_rows() if row.email == OWEN)
    with unit_of_work():
        token = begin_session(person_id=owen, card=None)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    times = []
    for _ in range(LOOKS + 1):
        started = time.perf_counter()
        answer = client.get(LEARNING)
        times.append(time.perf_counter() - started)
        if answer.status_code != 200:
            raise RuntimeError(f"{LEARNING}: status {answer.status_code}")
    return {"seconds": statistics.median(times[1:]), "first": times[0], "bytes": len(answer.data)}


def caseload(_app: Flask, folder: Path, people: int) -> Found:
    """A made-up folder of so many people, loaded twice."""
    upgrade(database().engine)
    with unit_of_work():
        make_town()
    started = time.perf_counter()
    synthetic.make(folder / "ssd", people=people, seed=1, today=date(2026, 11, 22))
    found: Found = {"make": time.perf_counter() - started, "before": peak_mb()}
    for name in ("first", "second"):
        started = time.perf_counter()
        done = localdata.load(folder / "ssd", preview=False)
        found[name] = time.perf_counter() - started
        found[f"{name}_counts"], found["bad_rows"] = done.changes.counts(), len(done.problems)
        del done
    return found | {"peak": peak_mb()}


STEPS: dict[str, Callable[[Flask, Path, int], Found]] = {
    "fill": fill,
    "extract": extract,
    "publish": publish,
    "learn": learn,
    "caseload": caseload,
}


def main() -> None:
    """Do one step."""
    step, url, folder, number = sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
    app = create_app(settings_for(url, folder))
    with app.app_context():
        print(json.dumps(STEPS[step](app, folder, number)))
        database().engine.dispose()


if __name__ == "__main__":
    main()
