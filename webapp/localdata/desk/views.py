"""The data officer's pages: extracts, caseloads, and how far each has come."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import Response as FlaskResponse
from flask import abort, redirect, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.core import access, clock, ids
from webapp.core.pages import page
from webapp.core.routing import slow_work
from webapp.localdata.desk import forms, keeping, messages, nightly, queries, rules, service, unpacking
from webapp.localdata.desk.queries import RunView
from webapp.localdata.policies import may_handle_local_data, may_take_local_data
from webapp.localdata.routes import localdata


@localdata.get("/local-data", policy=may_handle_local_data)
def show_local_data() -> Response:
    """Where everything of the data officer begins."""
    return page(
        "localdata/hub.html",
        extracts=queries.runs("extract", limit=1),
        loads=queries.runs("caseload", "nightly", limit=1),
        **_common(),
    )


def _common() -> dict[str, Any]:
    """What every page of the desk is shown with."""
    return {
        "number": format_decimal,
        "size": messages.size,
        "trouble": messages.trouble,
        "nightly_on": nightly.is_on(),
    }


@localdata.get("/local-data/extract", policy=may_handle_local_data)
def show_extracts() -> Response:
    """Two days to choose, the last whole quarter first; and what was made lately."""
    return _extract_page(*rules.last_quarter(clock.today()))


def _extract_page(
    from_on: date | None, to_on: date | None, *, status: int = 200, errors: dict[str, str] | None = None
) -> Response:
    return page(
        "localdata/extract.html",
        status=status,
        from_on=from_on,
        to_on=to_on,
        errors=errors or {},
        runs=queries.runs("extract"),
        **_common(),
    )


@localdata.post("/local-data/extract", policy=may_handle_local_data)
def ask_extract() -> Response:
    """Have an extract made in the background."""
    from_on, to_on = forms.days()
    wrong = rules.why_not_these_days(from_on, to_on, clock.today())
    if wrong or from_on is None or to_on is None:
        errors = {name: messages.day_error(code) for name, code in wrong.items()}
        return _extract_page(from_on, to_on, status=422, errors=errors)
    run_id = service.ask_extract(from_on=from_on, to_on=to_on, actor_id=access.reader().person_id)
    return _to_run(run_id)


def _to_run(run_id: uuid.UUID) -> Response:
    return redirect(url_for("localdata.show_run", run_id=run_id), 303)


@localdata.get("/local-data/runs/<id:run_id>", policy=may_handle_local_data)
def show_run(run_id: uuid.UUID) -> Response:
    """How far it has come; then what it did, and every row it could not use."""
    return _run_page(_run(run_id))


def _run(run_id: uuid.UUID) -> RunView:
    return queries.run(run_id) or abort(404)


def _run_page(run: RunView, *, status: int = 200, error: str = "") -> Response:
    counts = messages.extract_counts if run.kind == "extract" else messages.caseload_counts
    found = queries.count_findings(run.id)
    pages = max(1, -(-found // rules.PER_PAGE))
    at = min(forms.page_number(), pages)
    shown = page(
        "localdata/run.html",
        fragment="state",
        status=status,
        run=run,
        error=error,
        counts=counts(run.counts) if run.counts else [],
        findings=list(queries.findings(run.id, at)),
        found=found,
        at=at,
        pages=pages,
        sort_words=messages.sort_words,
        **_common(),
    )
    if not run.is_going_on and request.headers.get("HX-Request"):
        # What came of it is on the whole page, not in the piece that was asked for.
        shown.headers["HX-Refresh"] = "true"
    return shown


@localdata.get("/local-data/runs/<id:run_id>/files", policy=may_take_local_data)
def take_files(run_id: uuid.UUID) -> Response:
    """The zip, opened piece by piece while it is sent; who took it is written down before."""
    run = _run(run_id)
    if not run.is_kept:
        abort(404)
    access.note_read("local_data.download", chain="staff", item_kind="local_data_run", item_id=run_id)
    sent = FlaskResponse(_opened(run_id), mimetype="application/zip")
    name = f"heard-local-data-{run.from_on}-to-{run.to_on}.zip"
    sent.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    sent.headers["Content-Length"] = str(run.size)
    sent.headers["Cache-Control"] = "no-store"
    return sent


def _opened(run_id: uuid.UUID) -> Iterator[bytes]:
    """The first piece is opened here: a file that does not open is an error page, not half a file."""
    pieces = keeping.pieces(keeping.zip_of(run_id), keeping.box(), run_id)
    first = next(pieces)

    def rest() -> Iterator[bytes]:
        yield first
        yield from pieces

    return rest()


@localdata.post("/local-data/runs/<id:run_id>/remove", policy=may_handle_local_data)
def remove_run(run_id: uuid.UUID) -> Response:
    """Delete what is kept of it now."""
    run = _run(run_id)
    if not service.remove(run_id=run_id, actor_id=access.reader().person_id):
        return _run_page(run, status=409, error=_("It is being made just now. Wait until it is done."))
    return _to_run(run_id)


@localdata.get("/local-data/caseload", policy=may_handle_local_data)
def show_caseloads() -> Response:
    """Files to choose, and what was brought in lately."""
    return _caseload_page()


def _caseload_page(*, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    return page(
        "localdata/caseload.html",
        status=status,
        errors=errors or {},
        runs=queries.runs("caseload", "nightly"),
        tables=rules.TABLES,
        staff_file=rules.STAFF_FILE,
        largest=messages.size(rules.LARGEST_BODY),
        **_common(),
    )


@localdata.post("/local-data/caseload", policy=may_handle_local_data, largest=rules.LARGEST_BODY)
def send_caseload() -> Response:
    """Keep the files, and have it worked out what they would change. Nothing is changed yet."""
    run_id, box = ids.new(), keeping.box()
    try:
        with slow_work():
            size = unpacking.take(forms.files(), box, run_id)
    except unpacking.NotTaken as error:
        return _caseload_page(status=422, errors={"files": messages.not_taken(error)})
    service.ask_preview(run_id=run_id, size=size, actor_id=access.reader().person_id)
    return _to_run(run_id)


@localdata.post("/local-data/runs/<id:run_id>/apply", policy=may_handle_local_data)
def apply_caseload(run_id: uuid.UUID) -> Response:
    """Bring it in, in the background, as the preview said."""
    run = _run(run_id)
    if not service.apply(run_id=run_id, actor_id=access.reader().person_id):
        error = _("There is nothing to bring in here any more.")
        return _run_page(run, status=409, error=error)
    return _to_run(run_id)
