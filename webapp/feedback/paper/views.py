"""Printing a sheet for a family member without a phone, and typing it in by its code."""

from __future__ import annotations

import uuid
from dataclasses import replace

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import accounts, duty, families, record
from webapp.core import access, clock, forms
from webapp.core.pages import page
from webapp.feedback.models import Sheet
from webapp.feedback.paper import policies, printing, queries, rules, service
from webapp.feedback.paper.forms import Typed, Wanted, read_typed, read_wanted
from webapp.feedback.routes import feedback
from webapp.feedback.rules import ALARMS, SKIPPED, is_alarm


@feedback.get("/feedback/children/<id:child_id>/paper", policy=policies.may_print_sheet)
def show_sheet_choice(child_id: uuid.UUID) -> Response:
    """For whom, in which language, and who will type it in."""
    return _choice(child_id, Wanted())


@feedback.post("/feedback/children/<id:child_id>/paper", policy=policies.may_print_sheet)
def print_sheet(child_id: uuid.UUID) -> Response:
    """A new sheet as a PDF. Each print is a sheet of its own, typed in once."""
    people = {one.id: one for one in queries.people(child_id) if not one.why_not}
    wanted = read_wanted(people)
    if wanted.errors or wanted.person_id is None:
        return _choice(child_id, wanted, 422)
    if not record.is_there():
        no_pdf = {"": _("This site cannot make PDFs. Tell your administrator.")}
        return _choice(child_id, replace(wanted, errors=no_pdf), 422)
    sheet, code = service.make_sheet(
        person_id=wanted.person_id,
        child_id=child_id,
        band=people[wanted.person_id].band,
        language=wanted.language,
        worker_types=wanted.who_types == "worker",
        actor_id=access.reader().person_id,
    )
    made = printing.pdf_of(sheet, code)
    if made is None:
        abort(503)
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="questions.pdf"'
    return response


def _choice(child_id: uuid.UUID, wanted: Wanted, status: int = 200) -> Response:
    _note("feedback.sheets", child_id, "child", child_id)
    return page(
        "feedback/sheet_choice.html",
        status=status,
        child_id=child_id,
        child_name=accounts.names([child_id])[child_id],
        people=queries.people(child_id),
        waiting=len(queries.sheets_waiting(child_id)),
        is_ready=duty.is_ready(child_id),
        wanted=wanted,
    )


@feedback.get("/feedback/paper", policy=policies.may_enter_code)
def show_code_entry() -> Response:
    """The code on a sheet."""
    return page("feedback/sheet_code.html", errors={}, code="")


@feedback.post("/feedback/paper", policy=policies.may_enter_code)
def enter_sheet_code() -> Response:
    """Go to the sheet, when it is this reader's to type in."""
    typed = forms.line("code")[:64]
    sheet = queries.sheet_by_code(access.reader(), rules.read_code(typed))
    if sheet is not None:
        return redirect(url_for("feedback.show_sheet", sheet_id=sheet.id), 303)
    wrong = _("We do not know this code, or the manager types in the sheet. Look at it again.")
    return page("feedback/sheet_code.html", status=422, errors={"code": wrong}, code=typed)


@feedback.get("/feedback/paper/<code>", policy=policies.may_enter_code)
def find_sheet(code: str) -> Response:
    """What the pattern on the sheet holds."""
    sheet = queries.sheet_by_code(access.reader(), rules.read_code(code))
    if sheet is None:
        return redirect(url_for("feedback.show_code_entry"), 303)
    return redirect(url_for("feedback.show_sheet", sheet_id=sheet.id), 303)


@feedback.get("/feedback/sheets/<id:sheet_id>", policy=policies.may_type_sheet)
def show_sheet(sheet_id: uuid.UUID) -> Response:
    """The sheet's questions, to type in."""
    return _typing(_mine(sheet_id), Typed())


@feedback.post("/feedback/sheets/<id:sheet_id>", policy=policies.may_type_sheet)
def type_sheet(sheet_id: uuid.UUID) -> Response:
    """Keep it; the second time says kindly that it is there already."""
    sheet = _mine(sheet_id)
    if queries.trouble(sheet):
        return _typing(sheet, Typed(), 409)
    typed = read_typed(queries.asked(sheet), sheet.made_on)
    if typed.errors or typed.answered_on is None:
        return _typing(sheet, typed, 422)
    kept = service.type_in(
        sheet_id=sheet.id,
        answered_on=typed.answered_on,
        answered_by=typed.answered_by,
        helper=typed.helper,
        place=typed.place,
        worker_present=typed.worker_present == "yes",
        shown_to_worker=typed.shown_to_worker,
        codes=typed.codes,
        words=typed.words,
        actor_id=access.reader().person_id,
    )
    if kept is None:
        return _typing(queries.lock(sheet_id), typed, 409)
    told = any(is_alarm(code, value) for code, value in typed.codes.items())
    address = url_for("feedback.show_sheet", sheet_id=sheet_id)
    return redirect(url_for("review.show_inbox") if told else address, 303)


def _mine(sheet_id: uuid.UUID) -> Sheet:
    return queries.sheet_for(access.reader(), sheet_id) or abort(404)


def _typing(sheet: Sheet, typed: Typed, status: int = 200) -> Response:
    _note("feedback.sheet", sheet.child_id, "sheet", sheet.id)
    asked = queries.asked(sheet)
    return page(
        "feedback/sheet_typing.html",
        status=status,
        sheet=sheet,
        trouble=queries.trouble(sheet),
        people=accounts.names([sheet.person_id, sheet.child_id]),
        items=[(one, one.wording(sheet.language)) for one in asked],
        alarms=ALARMS,
        skipped=SKIPPED,
        typed=typed,
        today=clock.today(),
    )


def _note(act: str, child_id: uuid.UUID, kind: str, item_id: uuid.UUID) -> None:
    chain = f"family:{families.family_of(child_id).id}"
    access.note_read(act, chain=chain, subject_id=child_id, item_kind=kind, item_id=item_id)
