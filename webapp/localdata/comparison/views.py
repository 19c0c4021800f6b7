"""Other authorities' published numbers beside ours: drop a file in, look, take it out."""

from __future__ import annotations

import uuid

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.core import access, forms
from webapp.core.pages import page
from webapp.localdata.comparison import queries, rules, screens, service
from webapp.localdata.comparison.rules import Problem
from webapp.localdata.policies import may_handle_local_data, may_learn
from webapp.localdata.routes import localdata

# The file, and what a browser writes around it.
LARGEST_BODY = rules.LARGEST + 64 * 1024


@localdata.get("/local-data/compare", policy=may_learn)
def show_comparison() -> Response:
    """One question, every authority by name; nothing is ranked and nothing is averaged."""
    return _page()


@localdata.post("/local-data/compare", policy=may_handle_local_data, largest=LARGEST_BODY)
def add_authority() -> Response:
    """A file that another authority published. 422 with line, column and reason when it is none."""
    file = request.files.get("file")
    content = file.read(rules.LARGEST + 1) if file else b""
    if not content:
        return _page(422, {"file": _("Choose a file.")})
    checked = rules.check(content)
    if checked.problems:
        return _page(422, {"file": _("We cannot take this file. The list below says why.")}, checked.problems)
    service.put(checked=checked, content=content, by_id=access.reader().person_id)
    return redirect(url_for("localdata.show_comparison"), 303)


@localdata.post("/local-data/compare/<id:authority_id>/remove", policy=may_handle_local_data)
def remove_authority(authority_id: uuid.UUID) -> Response:
    """Take an authority out; ticked first."""
    if forms.line("sure") != "yes":
        return _page(422, {f"sure-{authority_id}": _("Tick that this should go.")})
    if not service.remove(authority_id=authority_id, by_id=access.reader().person_id):
        abort(404)
    return redirect(url_for("localdata.show_comparison"), 303)


def _page(
    status: int = 200, errors: dict[str, str] | None = None, problems: list[Problem] | None = None
) -> Response:
    return page(
        "localdata/comparison.html",
        status=status,
        errors=errors or {},
        problems=[(one, screens.problem_words(one)) for one in problems or []],
        found=screens.comparison(request.args.get("audience", ""), request.args.get("question", "")),
        authorities=queries.all_theirs(),
        may_change=access.reader().role == "data_officer",
    )
