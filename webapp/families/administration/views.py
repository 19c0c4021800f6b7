"""The first page for those who keep people, and families by hand. Names and allocation, never content."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import accounts, audit
from webapp.core import access, ids
from webapp.core import forms as core_forms
from webapp.core.pages import page
from webapp.families import queries as base
from webapp.families.administration import forms, queries, service
from webapp.families.administration.policies import (
    may_keep_family,
    may_keep_members,
    may_keep_people,
)
from webapp.families.looks import note_names
from webapp.families.routes import families


@families.get("/people", policy=may_keep_people)
def show_people() -> Response:
    """Where to go: families, staff, teams; children without a worker first."""
    return page("families/people.html", without_worker=queries.without_worker(access.reader()))


@families.get("/people/families", policy=may_keep_people)
def show_people_families() -> Response:
    """The families of one team by name; every child without a worker stands first."""
    return _families_page(ids.parse(request.args.get("team")))


def _families_page(asked: uuid.UUID | None, status: int = 200, **found: Any) -> Response:
    reader = access.reader()
    teams = queries.teams_kept(reader)
    if asked is not None and asked not in dict(teams):
        abort(404)
    team_id = asked or (teams[0][0] if teams else None)
    values: dict[str, Any] = {"typed_id": "", "error": ""} | found
    return page(
        "families/people_families.html",
        status=status,
        teams=teams,
        team_id=team_id,
        rows=queries.family_rows(reader, team_id) if team_id else [],
        without_worker=queries.without_worker(reader),
        **values,
    )


@families.post("/people/find", policy=may_keep_people)
def find_child() -> Response:
    """By the council's person id alone: nothing else is searched across families (design §3)."""
    reader, typed = access.reader(), core_forms.line("authority_id")[: forms.ID_LIMIT]
    child_id = base.child_by_authority_id(typed) if typed else None
    family = queries.child_kept(reader, child_id) if child_id else None
    audit.record(
        actor_id=reader.person_id,
        act="family.find",
        family_id=family.id if family else None,
        subject_id=child_id if family else None,
    )
    if family is None:
        error = _("No child here has this id. Look at each letter and number again.")
        return _families_page(None, 422, typed_id=typed, error=error)
    return redirect(url_for("families.show_family_people", family_id=family.id), 303)


@families.get("/people/families/new", policy=may_keep_people)
def show_new_family() -> Response:
    """A family by hand."""
    return _new_family(forms.FamilyForm({"name": "", "team": request.args.get("team", "")}))


def _new_family(form: forms.FamilyForm, status: int = 200) -> Response:
    teams = queries.teams_kept(access.reader())
    return page("families/people_new_family.html", status=status, form=form, teams=teams)


@families.post("/people/families/new", policy=may_keep_people)
def add_family() -> Response:
    """Then the people are added one by one."""
    reader = access.reader()
    form = forms.read_family(set(dict(queries.teams_kept(reader))))
    if form.errors or form.team_id is None:
        return _new_family(form, 422)
    family_id = service.add_family(name=form.values["name"], team_id=form.team_id, actor_id=reader.person_id)
    return redirect(url_for("families.show_family_people", family_id=family_id), 303)


@families.get("/people/families/<id:family_id>", policy=may_keep_members)
def show_family_people(family_id: uuid.UUID) -> Response:
    """Who is in the family, who works with each child, whether each has a card. No content."""
    note_names(family_id)
    row = queries.family(family_id)
    return _family_page(
        family_id, forms.FamilyForm({"name": base.family_name(row), "team": str(row.team_id)})
    )


def _family_page(family_id: uuid.UUID, form: forms.FamilyForm, status: int = 200) -> Response:
    reader = access.reader()
    kept = queries.family_kept(reader, family_id) is not None
    return page(
        "families/people_family.html",
        status=status,
        family_id=family_id,
        family_name=base.family_name(queries.family(family_id)),
        team=base.team_name(queries.family(family_id).team_id),
        people=[_row(one) for one in queries.people_known(reader, family_id)],
        left=queries.left(family_id) if kept else [],
        teams=queries.teams_kept(reader),
        keeps=kept,
        form=form,
    )


def _row(person: base.MemberView) -> dict[str, Any]:
    cards = accounts.cards_of(person.person_id)
    workers = base.worker_ids(person.person_id) if person.kind == "child" else []
    return {
        "person": person,
        "workers": list(accounts.names(workers).values()),
        "card": cards[0] if cards else None,
        "authority_id": base.authority_id(person.person_id) if person.kind == "child" else "",
    }


@families.post("/people/families/<id:family_id>", policy=may_keep_family)
def change_family(family_id: uuid.UUID) -> Response:
    """Another name for the caseload, or another team."""
    reader = access.reader()
    form = forms.read_family(set(dict(queries.teams_kept(reader))))
    if form.errors or form.team_id is None:
        return _family_page(family_id, form, 422)
    service.change_family(
        family_id=family_id, name=form.values["name"], team_id=form.team_id, actor_id=reader.person_id
    )
    return redirect(url_for("families.show_family_people", family_id=family_id), 303)
