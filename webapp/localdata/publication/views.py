"""The data officer's pages: what would be published of a period, publishing it, and every edition kept."""

from __future__ import annotations

import uuid

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import accounts
from webapp.core import access, clock
from webapp.core.database import only_reading, session
from webapp.core.pages import page
from webapp.core.routing import slow_work
from webapp.localdata.learning import words
from webapp.localdata.policies import may_handle_local_data
from webapp.localdata.publication import forms, queries, service, tables
from webapp.localdata.publication.periods import Period, lately
from webapp.localdata.routes import localdata


@localdata.get("/local-data/publish", policy=may_handle_local_data)
def show_publishing() -> Response:
    """The periods that are over, and every edition, newest first."""
    kept = queries.kept()
    return page(
        "localdata/publishing.html",
        periods=service.states(lately(clock.today())),
        editions=kept,
        names=accounts.names([one.by_id for one in kept if one.by_id]),
    )


@localdata.get("/local-data/publish/<int:year>/<int:quarter>", policy=may_handle_local_data)
def show_period(year: int, quarter: int) -> Response:
    """What is shown of a period, what is hidden and why. quarter: 0 for the whole year."""
    return _period_page(_period(year, quarter), forms.of_place(service.place_published()))


@localdata.post("/local-data/publish/<int:year>/<int:quarter>", policy=may_handle_local_data)
def publish_period(year: int, quarter: int) -> Response:
    """Publish a period that is over; or take back what changed of one that was published, with a note."""
    period = _period(year, quarter)
    with slow_work(), only_reading():
        form = forms.read(is_correction=period.name in service.periods_published())
        made = None if form.errors else _made(period, form)
    if made is None or not _kept(made, form):
        with only_reading():
            return _period_page(period, form, 422)
    return redirect(url_for("localdata.show_publishing"), 303)


def _period(year: int, quarter: int) -> Period:
    period = Period(year, quarter)
    if period not in lately(clock.today()):
        abort(404)
    return period


def _period_page(period: Period, form: forms.PublishForm, status: int = 200) -> Response:
    found = service.preview(period)
    sections = tables.sections(found.look)
    return page(
        "localdata/publish_period.html",
        status=status,
        period=period,
        found=found,
        sections=sections,
        audiences=words.audiences(),
        reasons=words.reasons(),
        form=form,
    )


def _made(period: Period, form: forms.PublishForm) -> service.Made | None:
    try:
        return service.make(place=form.place, period=period, correction=form.values["note"])
    except ValueError:
        form.errors[""] = _("This period cannot be published like this. Look at what is said above.")
        return None


def _kept(made: service.Made, form: forms.PublishForm) -> bool:
    try:
        service.keep(made, db=session(), by_id=access.reader().person_id)
    except ValueError:
        form.errors[""] = _("Somebody published in the meantime. Look at it again.")
        return False
    return True


@localdata.get("/local-data/publish/editions/<id:edition_id>", policy=may_handle_local_data)
def download_edition(edition_id: uuid.UUID) -> Response:
    """An edition as one zip."""
    found = queries.by_id(edition_id)
    if found is None:
        abort(404)
    access.note_read("local_data.download", chain="staff", item_kind="edition", item_id=found.id)
    name = f"family-feedback-{found.number}-{found.period}.zip"
    return Response(
        found.files,
        mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
