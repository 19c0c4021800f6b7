"""What `heard work` does for the desk: extracts, caseloads, and the nightly folder. One after another.

A run that was stopped half-way, by a restart or a cut of power, is begun again: the extract goes on where it
was, and a caseload loads what is not in yet.
"""

from __future__ import annotations

import shutil
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from webapp.core.database import session, unit_of_work
from webapp.core.sealing import SealError
from webapp.localdata.caseload.reading import NothingToRead
from webapp.localdata.caseload.rows import Problem
from webapp.localdata.caseload.service import Load, load
from webapp.localdata.desk import keeping, nightly, queries, rules, service
from webapp.localdata.extract import extract
from webapp.localdata.models import Run

# Every entry of the zip has one day, so that the same files make the same zip.
ONE_DAY = (1980, 1, 1, 0, 0, 0)
COPY = 1024 * 1024


def do_runs() -> int:
    """An errand of `heard work`: everything that waits; how many were done."""
    done = 0
    while (run := _begin_next()) is not None:
        _do(run)
        done += 1
    return done


def _begin_next() -> Run | None:
    """The next run, noted as begun; None when nothing waits."""
    while True:
        with unit_of_work():
            run = queries.next_run()
            if run is None or service.begin(run):
                return run


def _do(run: Run) -> None:
    try:
        _jobs()[run.doing](run)
    except SQLAlchemyError:
        # The database is away: the run goes on when it is back.
        raise
    # Whatever it was: one run that fails may not stop the rest of the background work.
    except Exception as error:
        current_app.logger.error("local data: a run failed: %s", type(error).__name__)
        with unit_of_work():
            service.fail(_row(run.id), _trouble(error))


def _jobs() -> dict[str, Callable[[Run], None]]:
    return {"extract": _extract, "preview": _load, "apply": _load}


def _trouble(error: Exception) -> str:
    if isinstance(error, NothingToRead):
        return "nothing"
    if isinstance(error, SealError):
        return "sealed"
    return "disk" if isinstance(error, OSError) else "other"


def _row(run_id: uuid.UUID) -> Run:
    return session().get_one(Run, run_id)


def _extract(run: Run) -> None:
    if run.from_on is None or run.to_on is None:
        raise ValueError("an extract without days")
    made = keeping.make_folder(run.id) / "extract"
    # Whole, but its zip is not: the same files are made again.
    shutil.rmtree(made, ignore_errors=True)
    report = extract(from_on=run.from_on, to_on=run.to_on, out=made, on_progress=_Progress(run.id))
    size = _pack(made, run.id)
    shutil.rmtree(made)
    with unit_of_work():
        service.finish(_row(run.id), counts={**report.rows, "rejected": report.rejected}, size=size)


class _Progress:
    """Writes down how far it has come, once a second at most: a bar needs no more."""

    def __init__(self, run_id: uuid.UUID) -> None:
        self._run_id, self._due = run_id, 0.0

    def __call__(self, done: int, of: int) -> None:
        if time.monotonic() >= self._due or done >= of:
            self._due = time.monotonic() + 1
            service.say_how_far(self._run_id, done, of)


def _pack(made: Path, run_id: uuid.UUID) -> int:
    """One zip of the folder, sealed as it is written; its size in bytes."""
    with unit_of_work():
        box = keeping.box()
    path = keeping.zip_of(run_id)
    path.unlink(missing_ok=True)
    kept = keeping.SealedFile(path, box, run_id)
    try:
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
            for one in sorted(made.iterdir()):
                entry = zipfile.ZipInfo(f"heard-local-data/{one.name}", ONE_DAY)
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
                with one.open("rb") as source, packed.open(entry, "w") as target:
                    shutil.copyfileobj(source, target, COPY)
        kept.finish()
    finally:
        kept.close()
    return kept.size


def _load(run: Run) -> None:
    if run.kind == "nightly":
        _keep(run, load(nightly.folder(), preview=False))
        return
    made = keeping.folder_of(run.id) / "open"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(mode=0o700)
    try:
        _open_files(run.id, made)
        _keep(run, load(made, preview=run.doing == "preview"))
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _open_files(run_id: uuid.UUID, made: Path) -> None:
    with unit_of_work():
        box = keeping.box()
    for name in rules.NAMES:
        path = keeping.folder_of(run_id) / name
        if path.exists():
            with (made / name).open("wb") as file:
                file.writelines(keeping.pieces(path, box, run_id))


def _keep(run: Run, found: Load) -> None:
    """What the load did or would do, every row that it could not use, and that it is done."""
    listed = _listed(found)
    with unit_of_work():
        service.forget_findings(run.id)
    while some := list(islice(listed, service.BATCH)):
        with unit_of_work():
            service.keep_findings(run.id, some)
    if run.doing == "apply":
        # The people in them are in their families now; nobody needs the files again.
        keeping.remove(run.id)
    with unit_of_work():
        service.finish(_row(run.id), counts=_counts(found))


def _listed(found: Load) -> Iterator[tuple[int, str, Problem]]:
    sorts = zip(queries.SORTS, (found.problems, found.changes.conflicts, found.notes), strict=True)
    every = ((sort, one) for sort, several in sorts for one in sorted(several, key=_by_line))
    return ((place, sort, one) for place, (sort, one) in enumerate(every))


def _by_line(one: Problem) -> tuple[str, int, str]:
    return one.file, one.line, one.column


def _counts(found: Load) -> dict[str, int]:
    """Numbers alone. `left_out`: rows of people and plans that are rightly not taken."""
    counts = found.changes.counts()
    changes = sum(number for name, number in counts.items() if name != "conflicts")
    left_out = sum(found.changes.left_out.values())
    return counts | {"changes": changes, "left_out": left_out, "problems": len(found.problems)}
