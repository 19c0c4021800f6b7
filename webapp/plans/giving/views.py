"""The record of a plan: a worker notes paper and talks, a manager and the family put their names."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from webapp.core import access, language
from webapp.core import forms as fields
from webapp.core.pages import page
from webapp.plans import looks, queries
from webapp.plans.content import VersionContent
from webapp.plans.giving import forms, service
from webapp.plans.giving import queries as giving
from webapp.plans.giving.policies import may_agree_plan
from webapp.plans.reading import queries as reading
from webapp.plans.reading.policies import may_answer_own_plan, may_read_own_plan
from webapp.plans.reading.service import record_talked_through
from webapp.plans.routes import plans
from webapp.plans.rules import ENGLISH
from webapp.plans.writing.policies import may_write_version


@plans.get("/plans/<id:version_id>/given/<id:person_id>", policy=may_write_version)
def show_given(version_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """What is noted of one reader, and the forms to note more."""
    return _given_page(version_id, person_id)


def _given_page(version_id: uuid.UUID, person_id: uuid.UUID, status: int = 200, **typed: Any) -> Response:
    version, person = _published(version_id, person_id)
    looks.note_version(version.family_id, version.child_id, version_id)
    record = giving.record_of(version_id, version.family_id)
    values: dict[str, Any] = {"paper": None, "talk": None, "errors": {}} | typed
    return page(
        "plans/given.html",
        status=status,
        version=version,
        person=person,
        mine=record.of(person_id),
        by_name=access.reader().name,
        **values,
    )


@plans.post("/plans/<id:version_id>/given/<id:person_id>", policy=may_write_version)
def note_paper(version_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Note a copy on paper: by hand or by post, when and to whom."""
    typed = forms.paper()
    errors = typed.errors()
    if errors or typed.on is None:
        return _given_page(version_id, person_id, 422, paper=typed, errors=errors)
    _published(version_id, person_id)
    service.note_given(
        version_id=version_id,
        person_id=person_id,
        how=typed.how,
        on=typed.on,
        to_whom=typed.to_whom,
        actor_id=access.reader().person_id,
    )
    return redirect(url_for("plans.show_given", version_id=version_id, person_id=person_id), 303)


@plans.post("/plans/<id:version_id>/talked/<id:person_id>", policy=may_write_version)
def note_talked(version_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Note whether it was talked through with one reader; if not, why not and when it will be (Annex B)."""
    typed = forms.talked()
    errors = typed.errors()
    if errors:
        return _given_page(version_id, person_id, 422, talk=typed, errors=errors)
    _published(version_id, person_id)
    happened = typed.happened == "yes"
    record_talked_through(
        version_id=version_id,
        person_id=person_id,
        happened=happened,
        by_whom=typed.by_whom if happened else "",
        on=typed.on if happened else None,
        interpreter=happened and typed.interpreter,
        why_not="" if happened else typed.why_not,
        will_on=None if happened else typed.will_on,
        actor_id=access.reader().person_id,
    )
    return redirect(url_for("plans.show_given", version_id=version_id, person_id=person_id), 303)


@plans.post("/plans/<id:version_id>/agree", policy=may_agree_plan)
def agree_plan(version_id: uuid.UUID) -> Response:
    """The manager's name in place of a signature: "I have read this plan and agree it"."""
    version = queries.content_of(version_id)
    words, errors = forms.comments()
    if version.state != "published":
        abort(404)
    if errors or fields.line("agree") != "yes":
        abort(422)
    person_id = access.reader().person_id
    service.put_name(version_id=version_id, person_id=person_id, role="manager", comments=words)
    return redirect(url_for("plans.show_child_plans", child_id=version.child_id, _anchor="names"), 303)


@plans.get("/given", policy=may_read_own_plan)
def show_own_given() -> Response:
    """What is noted of this reader: given, talked through, their name; and who wrote and agreed the plan."""
    return _own_page()


def _own_page(status: int = 200, **typed: Any) -> Response:
    reader = access.reader()
    copy, _children = reading.copies(reader, [language.current(), ENGLISH])
    if copy is None:
        return page("plans/no_plan.html", worker_news=[], has_journey=False)
    looks.note_version(copy.family_id, copy.child_id, copy.version_id)
    record = giving.own_record(reader, copy)
    values: dict[str, Any] = {"comments": "", "errors": {}} | typed
    return page(
        "plans/own_given.html",
        status=status,
        copy=copy,
        mine=record.of(reader.person_id),
        names=record.staff_names,
        is_quiet=reader.kind == "child" and reader.shared_phone,
        **values,
    )


@plans.post("/plan/read-it", policy=may_answer_own_plan)
def say_read() -> Response:
    """ "I have read it", with the reader's name and comments. It never says that they agree."""
    reader = access.reader()
    copy = reading.copy_of(reader, fields.identifier("version"), fields.line("wording")[:8])
    if copy is None:
        abort(404)
    words, errors = forms.comments()
    if errors:
        return _own_page(422, comments=words, errors=errors)
    service.put_name(version_id=copy.version_id, person_id=reader.person_id, role="reader", comments=words)
    return redirect("/given", 303)


def _published(version_id: uuid.UUID, person_id: uuid.UUID) -> tuple[VersionContent, queries.ReaderView]:
    """A published version and one of the readers of its plan; 404 for anything else."""
    version = queries.content_of(version_id)
    person = next((one for one in queries.readers(version.child_id) if one.person_id == person_id), None)
    if version.state != "published" or person is None:
        abort(404)
    return version, person
