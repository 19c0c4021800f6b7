"""What a data officer asks of the desk, and what becomes of a run."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, insert

from webapp import audit
from webapp.core import clock, ids, sealing
from webapp.core.database import database, session
from webapp.localdata.caseload.rows import Problem
from webapp.localdata.desk import keeping, queries, rules
from webapp.localdata.models import Finding, Run

BATCH = 1000
LONGEST_WORDS = 300
# A folder without a row: its request was stopped between the two. No upload takes that long.
ORPHAN_SECONDS = 24 * 3600


def ask_extract(*, from_on: date, to_on: date, actor_id: uuid.UUID) -> uuid.UUID:
    """An extract of these days, made in the background; the one that waits already, when there is one."""
    waiting = queries.same_extract(from_on, to_on)
    if waiting:
        return waiting
    run = _new("extract", "extract", ids.new(), actor_id)
    run.from_on, run.to_on = from_on, to_on
    session().add(run)
    session().flush()
    _record(run, "local_data.ask_extract", actor_id)
    return run.id


def ask_preview(*, run_id: uuid.UUID, size: int, actor_id: uuid.UUID) -> None:
    """A preview of a caseload whose files are kept under this id already."""
    run = _new("caseload", "preview", run_id, actor_id)
    run.size = size
    session().add(run)
    session().flush()
    _record(run, "local_data.ask_preview", actor_id)


def apply(*, run_id: uuid.UUID, actor_id: uuid.UUID) -> bool:
    """Say yes to a preview; False when there is nothing to say yes to, or somebody has."""
    run = session().get(Run, run_id, with_for_update=True)
    if run is None or not queries.view_of(run).may_be_applied:
        return False
    run.doing, run.state, run.tries, run.ended_at = "apply", "waiting", 0, None
    _record(run, "local_data.apply_caseload", actor_id)
    return True


def remove(*, run_id: uuid.UUID, actor_id: uuid.UUID) -> bool:
    """Delete a run's files now; one that waits is not begun. False while it is being made."""
    run = session().get_one(Run, run_id, with_for_update=True)
    if run.state == "running":
        return False
    if run.gone_at is None:
        _record(run, "local_data.remove", actor_id)
        let_go(run)
    return True


def let_go(run: Run) -> None:
    """Delete the files and findings; what remains is that it was, and its counts."""
    keeping.remove(run.id)
    session().execute(delete(Finding).where(Finding.run_id == run.id))
    run.gone_at = clock.now()
    run.ended_at = run.ended_at or run.gone_at
    run.state = "failed" if run.state == "failed" else "gone"


def sweep() -> int:
    """A sweep of `heard work`: what is older than seven days, and folders that belong to no run."""
    old = queries.old_runs(clock.now() - rules.KEPT_FOR)
    for run in old:
        let_go(run)
    known = queries.known_ids()
    if keeping.folder().is_dir():
        for folder in sorted(keeping.folder().iterdir()):
            run_id = ids.parse(folder.name)
            if run_id and folder.name not in known and keeping.age(folder) > ORPHAN_SECONDS:
                keeping.remove(run_id)
    return len(old)


def keep_nightly(*, fingerprint: str) -> uuid.UUID:
    """A new load of the nightly folder, as something that waits."""
    run = _new("nightly", "apply", ids.new(), None)
    run.fingerprint, run.looked_on = fingerprint, clock.today()
    session().add(run)
    session().flush()
    return run.id


def begin(run: Run) -> bool:
    """Note that it is begun; False when it was begun too often."""
    if run.tries >= rules.MOST_TRIES:
        fail(run, "stopped")
        return False
    run.tries += 1
    run.state, run.started_at = "running", clock.now()
    return True


def finish(run: Run, *, counts: dict[str, int], size: int | None = None) -> None:
    """It is done."""
    run.state, run.ended_at, run.trouble = "done", clock.now(), ""
    run.counts = json.dumps(counts)
    run.size = run.size if size is None else size
    for earlier in queries.earlier_extracts(run) if run.kind == "extract" else []:
        let_go(earlier)


def fail(run: Run, trouble: str) -> None:
    """It cannot be done; `trouble` is a code that a page says kindly. Nothing of it is kept."""
    keeping.remove(run.id)
    run.state, run.trouble, run.ended_at = "failed", trouble, clock.now()


def say_how_far(run_id: uuid.UUID, done: int, of: int) -> None:
    """How far an extract has come, in a short write of its own."""
    with database().writing() as db:
        run = db.get(Run, run_id)
        if run is not None:
            run.done_rows, run.all_rows = done, of


def forget_findings(run_id: uuid.UUID) -> None:
    """Before they are found again."""
    session().execute(delete(Finding).where(Finding.run_id == run_id))


def keep_findings(run_id: uuid.UUID, found: Iterable[tuple[int, str, Problem]]) -> None:
    """Keep some of them: place in the list, sort, and what it is."""
    box = sealing.staff_box()
    rows = [_finding(box, run_id, *one) for one in found]
    if rows:
        session().execute(insert(Finding), rows)


def _finding(
    box: sealing.Box, run_id: uuid.UUID, position: int, sort: str, found: Problem
) -> dict[str, object]:
    row = Finding(id=ids.new())
    about = [found.file, found.line, found.column[:LONGEST_WORDS], found.reason[:LONGEST_WORDS]]
    sealed = box.sealed(row, "about", json.dumps(about, ensure_ascii=False).encode("utf-8", "replace"))
    return {"id": row.id, "run_id": run_id, "position": position, "sort": sort, "about_sealed": sealed}


def _new(kind: str, doing: str, run_id: uuid.UUID, actor_id: uuid.UUID | None) -> Run:
    return Run(
        id=run_id,
        kind=kind,
        doing=doing,
        state="waiting",
        asked_by=actor_id,
        asked_at=clock.now(),
        done_rows=0,
        all_rows=0,
        tries=0,
        size=0,
        trouble="",
        counts="{}",
        fingerprint="",
    )


def _record(run: Run, act: str, actor_id: uuid.UUID) -> None:
    audit.record(actor_id=actor_id, act=act, item_kind="local_data_run", item_id=run.id)
