"""Someone on my side, complaints, and the pages of those who receive them (practice §5)."""

from __future__ import annotations

import uuid

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import families
from webapp.core import access
from webapp.core.pages import page
from webapp.core.routing import Capability
from webapp.support import forms, policies, queries, rules, service

support = Capability("support", __name__)
LISTS = {rules.ADVOCACY: "support.show_requests", rules.COMPLAINT: "support.show_complaints"}


@support.get("/someone", policy=policies.anyone_but_staff)
def show_someone() -> Response:
    """What an advocate is, and one button that asks for one."""
    return _ask_page(rules.ADVOCACY)


@support.post("/someone", policy=policies.may_ask_for_support)
def ask_for_someone() -> Response:
    """Ask for an advocate; words are not needed."""
    return _ask(rules.ADVOCACY)


@support.get("/complain", policy=policies.anyone_but_staff)
def show_complain() -> Response:
    """How to say that something is wrong, and to whom it goes."""
    return _ask_page(rules.COMPLAINT)


@support.post("/complain", policy=policies.may_ask_for_support)
def complain() -> Response:
    """Send a complaint, past everyone it may be about."""
    return _ask(rules.COMPLAINT)


def _ask_page(kind: str, form: forms.AskForm | None = None, status: int = 200) -> Response:
    reader = access.optional_reader()
    template = "support/someone.html" if kind == rules.ADVOCACY else "support/complain.html"
    if reader is None:
        return page(template, can_ask=False, lines=queries.help_lines(), asked=[], need=None)
    return page(
        template,
        status=status,
        can_ask=bool(queries.receivers(kind)),
        lines=queries.help_lines(),
        asked=queries.own(reader, kind),
        is_shared=reader.shared_phone,
        form=form or forms.AskForm(),
        has_safe_way=bool(families.safe_way(reader.person_id)),
        nameable=queries.nameable(reader),
        need=queries.need_today(reader),
    )


def _ask(kind: str) -> Response:
    reader = access.reader()
    nameable = {person_id for person_id, _name in queries.nameable(reader)}
    form = forms.read_ask(needs_words=kind == rules.COMPLAINT, nameable=nameable)
    if not queries.receivers(kind):
        form.errors[""] = _("Nobody can take this here now. This has NOT been sent.")
    if form.errors:
        return _ask_page(kind, form, 422)
    if not (form.again and _move_on(form)):
        service.ask(
            reader=reader,
            request_id=form.id,
            kind=kind,
            words=form.words,
            reach=form.reach,
            about_id=form.about_id,
            wants_help_writing=form.help_writing,
            is_again=form.again,
        )
    return redirect("/someone" if kind == rules.ADVOCACY else "/complain", 303)


def _move_on(form: forms.AskForm) -> bool:
    """An earlier complaint goes on to its next stage; False when none can."""
    reader = access.reader()
    if queries.step_by_id(form.id) is not None:
        return True
    found = queries.to_move_on(reader.person_id)
    if found is None:
        return False
    service.move_on(
        reader=reader,
        step_id=form.id,
        row=found[0],
        stage=found[1],
        words=form.words,
        reach=form.reach,
        about_id=form.about_id,
        wants_help_writing=form.help_writing,
    )
    return True


@support.get("/requests", policy=policies.may_receive_requests)
def show_requests() -> Response:
    """Who asked for someone on their side."""
    return _list_page(rules.ADVOCACY)


@support.get("/complaints", policy=policies.may_receive_complaints)
def show_complaints() -> Response:
    """Who complained."""
    return _list_page(rules.COMPLAINT)


def _list_page(kind: str) -> Response:
    found = queries.received(access.reader())
    for one in found:
        access.note_read("support.read", chain="staff", item_kind="support_request", item_id=one.id)
    return page("support/list.html", kind=kind, found=found, lines=queries.help_lines())


@support.get("/requests/<id:request_id>", policy=policies.may_receive)
def show_request(request_id: uuid.UUID) -> Response:
    """One request: how to reach the person, their words, and what to do."""
    return _request_page(request_id, forms.StepForm("", "", None, {}))


def _request_page(request_id: uuid.UUID, form: forms.StepForm, status: int = 200) -> Response:
    row = queries.request_for(access.reader(), request_id)
    if row is None:
        abort(404)
    access.note_read("support.read", chain="staff", item_kind="support_request", item_id=row.id)
    shown = queries.view(row)
    return page(
        "support/request.html",
        status=status,
        shown=shown,
        form=form,
        steps=_steps_open(shown),
        safe_way=families.safe_way(shown.person_id),
        advocates=queries.advocates(row),
        back_to=url_for(LISTS[shown.kind]),
    )


def _steps_open(shown: queries.RequestView) -> list[str]:
    is_waiting = shown.due_on is not None
    return rules.steps_open(shown.kind, shown.stage, is_waiting=is_waiting, is_longer=shown.is_longer)


@support.post("/requests/<id:request_id>/steps", policy=policies.may_receive)
def take_step(request_id: uuid.UUID) -> Response:
    """Note what was done. An advocate who got in touch with a child is the child's advocate from now on."""
    reader = access.reader()
    row = queries.request_for(reader, request_id)
    if row is None:
        abort(404)
    form = forms.read_step(_steps_open(queries.view(row)), {one for one, _name in queries.advocates(row)})
    if form.errors:
        return _request_page(request_id, form, 422)
    service.take_step(row=row, step=form.step, words=form.words, actor_id=reader.person_id)
    if form.step == "contacted" and form.advocate_id:
        service.be_with_child(row=row, advocate_id=form.advocate_id, actor_id=reader.person_id)
    return redirect(url_for("support.show_request", request_id=request_id), 303)


@support.get("/help-lines", policy=policies.may_keep_help_lines)
def show_help_lines() -> Response:
    """The numbers that stand on every help page."""
    rows = queries.help_lines()
    kept = {
        kind: forms.LineForm(rows[kind].name, rows[kind].phone, rows[kind].hours, str(rows[kind].days or ""))
        if kind in rows
        else forms.LineForm("", "", "", "")
        for kind in rules.LINES
    }
    return _lines_page(kept)


def _lines_page(kept: dict[str, forms.LineForm], status: int = 200) -> Response:
    errors = {name: error for form in kept.values() for name, error in form.errors.items()}
    return page(
        "support/help_lines.html", status=status, kept=kept, errors=errors, usual_days=rules.CONTACT_WITHIN
    )


@support.post("/help-lines", policy=policies.may_keep_help_lines)
def save_help_lines() -> Response:
    """Keep the numbers."""
    typed = forms.read_lines()
    if any(form.errors for form in typed.values()):
        return _lines_page(typed, 422)
    for kind, form in typed.items():
        service.set_help_line(
            kind=kind,
            name=form.name,
            phone=form.phone,
            hours=form.hours,
            days=form.contact_days,
            actor_id=access.reader().person_id,
        )
    return redirect(url_for("support.show_help_lines"), 303)
