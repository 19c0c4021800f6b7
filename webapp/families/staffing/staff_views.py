"""Staff: the list, a new one, and what can be done with one."""

from __future__ import annotations

import uuid

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import accounts
from webapp.core import access
from webapp.core import forms as core_forms
from webapp.core.pages import page
from webapp.families.administration.policies import may_keep_people
from webapp.families.administration.queries import ADMINISTRATOR, teams_kept
from webapp.families.routes import families
from webapp.families.staffing import forms, queries, service
from webapp.families.staffing.policies import may_keep_staff


@families.get("/people/staff", policy=may_keep_people)
def show_staff() -> Response:
    """Staff by name, with role, teams and state."""
    return page("families/people_staff.html", lines=queries.staff_lines(access.reader()))


@families.get("/people/staff/new", policy=may_keep_people)
def show_new_staff() -> Response:
    """Someone new."""
    return _new_page(forms.StaffForm({"name": "", "email": "", "role": "worker", "team": ""}))


def _new_page(form: forms.StaffForm, status: int = 200, prove_error: str = "") -> Response:
    reader = access.reader()
    return page(
        "families/people_new_staff.html",
        status=status,
        form=form,
        roles=queries.roles_to_give(reader),
        teams=teams_kept(reader),
        needs_team=reader.role != ADMINISTRATOR,
        prove_error=prove_error,
    )


@families.post("/people/staff/new", policy=may_keep_people)
def add_staff() -> Response:
    """The link to set up with is shown once."""
    reader = access.reader()
    needs_team = reader.role != ADMINISTRATOR
    teams = set(dict(teams_kept(reader)))
    form = forms.read_staff(queries.roles_to_give(reader), teams, needs_team=needs_team)
    prove_error = "" if form.errors else accounts.prove_problem(reader)
    if form.errors or prove_error:
        return _new_page(form, 422, prove_error)
    values = {name: form.values[name] for name in ("name", "email", "role")}
    try:
        made = service.invite(team_id=form.team_id, actor_id=reader.person_id, **values)
    except accounts.EmailTaken:
        form.errors["email"] = _("Someone here has this e-mail already.")
        return _new_page(form, 422)
    return _link_page(made, form.values["name"])


def _link_page(made: accounts.Invitation, name: str) -> Response:
    return page("families/people_link.html", link=made.link, name=name, staff_id=made.person_id)


@families.get("/people/staff/<id:staff_id>", policy=may_keep_staff)
def show_staff_member(staff_id: uuid.UUID) -> Response:
    """Role, teams, state, and what can be done."""
    return _one_page(staff_id)


def _one_page(staff_id: uuid.UUID, status: int = 200, error: str = "", prove_error: str = "") -> Response:
    reader = access.reader()
    line = queries.staff_line(reader, staff_id)
    assert line is not None
    return page(
        "families/people_staff_member.html",
        status=status,
        line=line,
        may_change=queries.may_move(reader, line.row),
        is_administrator=reader.role == ADMINISTRATOR,
        roles=accounts.ROLES,
        reset_by=accounts.names([line.row.reset_by]).get(line.row.reset_by, "") if line.row.reset_by else "",
        error=error,
        prove_error=prove_error,
    )


@families.post("/people/staff/<id:staff_id>", policy=may_keep_staff)
def change_staff(staff_id: uuid.UUID) -> Response:
    """Another role, a new link, no more signing in, or signing in again. Nobody does it to themselves."""
    reader, deed = access.reader(), core_forms.chosen("do", forms.DEEDS)
    line = queries.staff_line(reader, staff_id)
    if line is None or deed is None or not queries.may_move(reader, line.row):
        return _one_page(staff_id, 422, _("You cannot change this yourself. Ask another administrator."))
    if deed in ("role", "reset"):
        return _change_way(line, deed)
    if deed == "enable":
        accounts.enable_staff(person_id=staff_id, by=reader.person_id)
        return _one(staff_id)
    if deed == "sign_out":
        accounts.end_sessions(person_id=staff_id, ended_by=reader.person_id)
        return _one(staff_id)
    try:
        service.disable(person_id=staff_id, actor_id=reader.person_id)
    except service.LastAdministrator:
        return _last(staff_id)
    return _one(staff_id)


def _change_way(line: queries.StaffLine, deed: str) -> Response:
    """An administrator alone, who proves again that it is them: this opens what the other may see."""
    reader, staff_id = access.reader(), line.row.id
    if reader.role != ADMINISTRATOR:
        abort(404)
    role = core_forms.chosen("role", accounts.ROLES)
    if deed == "role" and role is None:
        return _one_page(staff_id, 422, _("Choose what this person does."))
    if prove_error := accounts.prove_problem(reader):
        return _one_page(staff_id, 422, prove_error=prove_error)
    if deed == "reset":
        made = accounts.reset_staff(person_id=staff_id, by=reader.person_id)
        return _link_page(made, line.row.name)
    try:
        service.change_role(person_id=staff_id, role=role or "", actor_id=reader.person_id)
    except service.LastAdministrator:
        return _last(staff_id)
    return _one(staff_id)


def _one(staff_id: uuid.UUID) -> Response:
    return redirect(url_for("families.show_staff_member", staff_id=staff_id), 303)


def _last(staff_id: uuid.UUID) -> Response:
    return _one_page(staff_id, 422, _("This is the last administrator. Make another one first."))
