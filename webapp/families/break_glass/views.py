"""Opening a family in an emergency, its banner, and the managers' list."""

from __future__ import annotations

from typing import Any

from flask import abort, g, redirect, url_for
from flask_babel import format_time
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.core import access, clock
from webapp.core import forms as fields
from webapp.core.access import a_manager, a_practitioner
from webapp.core.pages import page
from webapp.families.break_glass import forms, queries, service
from webapp.families.break_glass.forms import GlassForm
from webapp.families.policies import may_see_opened
from webapp.families.routes import families
from webapp.families.rules import BarredError


@families.app_context_processor
def banner() -> dict[str, Any]:
    """On every staff page while a family is open; families' own pages ask nothing."""
    reader = None if g.get("heard_failed") else access.optional_reader()
    if reader is None or not a_practitioner.check(reader):
        return {"open_glass": None, "glass_ends": ""}
    found = queries.open_now(reader.person_id)
    return {"open_glass": found, "glass_ends": format_time(found.until_at, "HH:mm") if found else ""}


@families.get("/break-glass", policy=a_practitioner)
def show_break_glass() -> Response:
    """What it means, and the form."""
    return _form(forms.empty())


def _form(form: GlassForm, status: int = 200) -> Response:
    return page("families/break_glass.html", status=status, form=form, today=clock.today())


@families.post("/break-glass", policy=a_practitioner)
def break_glass() -> Response:
    """Opens one family for 60 minutes. An unknown number and a family one may not open are answered alike."""
    reader, form = access.reader(), forms.read_open()
    if form.errors:
        return _form(form, 422)
    try:
        family_id = service.open_family(
            glass_id=form.key,
            staff_id=reader.person_id,
            authority_id=form.authority_id,
            code=form.code,
            reason=form.reason,
            withheld_until=form.withheld_until,
            withheld_reason=form.withheld_reason,
        )
    except LookupError:
        return _refused(form)
    except BarredError:
        form.errors["authority_id"] = _("You have another family open. End that first.")
        return _form(form, 422)
    return redirect(url_for("families.show_family", family_id=family_id), 303)


def _refused(form: GlassForm) -> Response:
    service.keep_refused(staff_id=access.reader().person_id)
    form.errors["authority_id"] = _("No family opened. Check the number, or ask your manager.")
    return _form(form, 422)


@families.post("/break-glass/end", policy=a_practitioner)
def end_break_glass() -> Response:
    """Before the hour is over."""
    service.end(staff_id=access.reader().person_id)
    return redirect("/", 303)


@families.get("/break-glass/opened", policy=may_see_opened)
def show_opened() -> Response:
    """The list that is looked through every week."""
    return _opened({})


def _opened(errors: dict[str, str], status: int = 200) -> Response:
    reader = access.reader()
    access.note_read("glass.read", chain="staff", item_kind="broken_glass")
    return page(
        "families/opened.html",
        status=status,
        rows=queries.lately(reader),
        errors=errors,
        today=clock.today(),
    )


@families.post("/break-glass/sign-off", policy=a_manager)
def sign_off_glass() -> Response:
    """The manager's tick; with it, whether the family is told."""
    reader = access.reader()
    row = queries.one(reader, fields.identifier("glass")) or abort(404)
    errors: dict[str, str] = {}
    tells = fields.line("tell") == "yes"
    until, why = (None, "") if tells else forms.read_withheld(errors, f"-{row.id}")
    if errors:
        return _opened(errors, 422)
    try:
        service.sign_off(row=row, actor_id=reader.person_id)
    except BarredError:
        abort(404)
    if tells:
        service.tell(row=row, actor_id=reader.person_id)
    elif until is not None:
        service.withhold(row=row, until=until, reason=why, actor_id=reader.person_id)
    return redirect(url_for("families.show_opened"), 303)
