"""What people told us through time, and the ledger of what we changed."""

from __future__ import annotations

import uuid

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import accounts
from webapp.core import access
from webapp.core import forms as fields
from webapp.core.pages import page
from webapp.localdata.learning import forms, queries, screens, service, words
from webapp.localdata.learning.forms import LedgerForm
from webapp.localdata.policies import may_learn
from webapp.localdata.routes import localdata

NEWEST = 5


@localdata.get("/local-data/learning", policy=may_learn)
def show_learning() -> Response:
    """One audience of what was published; response rates first, no average, no team, no worker."""
    found = screens.learning(request.args.get("audience", ""))
    return page(
        "localdata/learning.html",
        found=found,
        reasons=words.reasons(),
        ledger=queries.ledger()[:NEWEST],
        questions=dict(screens.question_choices()),
    )


@localdata.get("/local-data/ledger", policy=may_learn)
def show_ledger() -> Response:
    """What people told us and what we changed, and a form for a new line."""
    return _ledger_page(LedgerForm())


@localdata.post("/local-data/ledger", policy=may_learn)
def add_ledger_line() -> Response:
    """A new line; from now on everyone can read it."""
    form = forms.read(screens.periods(), [code for code, _text in screens.question_choices()])
    if form.errors:
        return _ledger_page(form, 422)
    line_id = service.add_line(line=form.line(), by_id=access.reader().person_id)
    return redirect(url_for("localdata.show_ledger", _anchor=f"line-{line_id}"), 303)


@localdata.post("/local-data/ledger/<id:line_id>/take-back", policy=may_learn)
def take_back_ledger_line(line_id: uuid.UUID) -> Response:
    """Take a line back; ticked first. Staff still see that it was there."""
    if fields.line("sure") != "yes":
        return _ledger_page(LedgerForm(errors={f"sure-{line_id}": _("Tick that this should go.")}), 422)
    if not service.take_back(line_id=line_id, by_id=access.reader().person_id):
        abort(404)
    return redirect(url_for("localdata.show_ledger", _anchor=f"line-{line_id}"), 303)


def _ledger_page(form: LedgerForm, status: int = 200) -> Response:
    lines = queries.whole_ledger()
    return page(
        "localdata/ledger.html",
        status=status,
        form=form,
        lines=lines,
        names=accounts.names([line.by_id for line in lines]),
        periods=[(one, one) for one in screens.periods()],
        questions=screens.question_choices(),
    )
