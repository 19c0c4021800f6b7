"""Teams, and who is in each."""

from __future__ import annotations

import uuid

from flask import redirect, url_for
from werkzeug.wrappers import Response

from webapp.core import access
from webapp.core import forms as core_forms
from webapp.core.pages import page
from webapp.families import queries as base
from webapp.families.administration.forms import Typed
from webapp.families.administration.policies import an_administrator, may_keep_people
from webapp.families.routes import families
from webapp.families.staffing import forms, queries, service
from webapp.families.staffing.policies import may_keep_team


@families.get("/people/teams", policy=may_keep_people)
def show_teams() -> Response:
    """The teams by name."""
    return _teams_page(Typed({"name": ""}))


def _teams_page(form: Typed, status: int = 200) -> Response:
    return page(
        "families/people_teams.html", status=status, form=form, rows=queries.team_rows(access.reader())
    )


@families.post("/people/teams", policy=an_administrator)
def add_team() -> Response:
    """A new team; until it has a duty rota no child's card is given in it."""
    form = forms.read_team()
    if form.errors:
        return _teams_page(form, 422)
    team_id = service.add_team(name=form.values["name"], actor_id=access.reader().person_id)
    return _team(team_id)


def _team(team_id: uuid.UUID) -> Response:
    return redirect(url_for("families.show_team", team_id=team_id), 303)


@families.get("/people/teams/<id:team_id>", policy=may_keep_team)
def show_team(team_id: uuid.UUID) -> Response:
    """Its name, and who is in it."""
    return _team_page(team_id, Typed({"name": base.team_name(team_id)}))


def _team_page(team_id: uuid.UUID, form: Typed, status: int = 200) -> Response:
    reader = access.reader()
    return page(
        "families/people_team.html",
        status=status,
        team_id=team_id,
        team=base.team_name(team_id),
        form=form,
        staff=[(row, queries.may_move(reader, row)) for row in queries.in_team(team_id)],
        others=queries.not_in_team(reader, team_id),
    )


@families.post("/people/teams/<id:team_id>", policy=may_keep_team)
def rename_team(team_id: uuid.UUID) -> Response:
    """Another name for the team."""
    form = forms.read_team()
    if form.errors:
        return _team_page(team_id, form, 422)
    service.rename_team(team_id=team_id, name=form.values["name"], actor_id=access.reader().person_id)
    return _team(team_id)


@families.post("/people/teams/<id:team_id>/join", policy=may_keep_team)
def join_team(team_id: uuid.UUID) -> Response:
    """Put someone in."""
    reader, person_id = access.reader(), core_forms.identifier("person")
    able = {row.id for row in queries.not_in_team(reader, team_id)}
    if person_id is not None and person_id in able:
        service.join_team(team_id=team_id, person_id=person_id, actor_id=reader.person_id)
    return _team(team_id)


@families.post("/people/teams/<id:team_id>/leave", policy=may_keep_team)
def leave_team(team_id: uuid.UUID) -> Response:
    """Take someone out; what they saw through the team ends at once."""
    reader, person_id = access.reader(), core_forms.identifier("person")
    able = {row.id for row in queries.in_team(team_id) if queries.may_move(reader, row)}
    if person_id is not None and person_id in able:
        service.leave_team(team_id=team_id, person_id=person_id, actor_id=reader.person_id)
    return _team(team_id)
