"""`heard people …`: teams, staff and families from scripts. Each act is in the log, with no actor."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any

import click

from webapp import accounts
from webapp.core import clock
from webapp.core.database import unit_of_work
from webapp.families import queries, rules
from webapp.families.administration import forms, lists
from webapp.families.administration import service as keeping
from webapp.families.allocating import queries as allocating_queries
from webapp.families.allocating import service as allocating
from webapp.families.staffing import service as staffing
from webapp.families.staffing.forms import is_email

LANGUAGE = click.option("--language", type=click.Choice(list(forms.LANGUAGES)), default="en")
FAMILY = click.option("--family", "family_id", type=click.UUID, required=True, help="The family's id.")
NAME = click.option("--name", required=True)
EMAIL = click.option("--email", required=True)


class Refused(click.ClickException):
    """Not done, and why; exit status 2."""

    exit_code = 2


def in_one_go(work: Callable[..., str]) -> Callable[..., None]:
    """Do all of it or nothing, and print what came of it."""

    @wraps(work)
    def run(**given: Any) -> None:
        with unit_of_work():
            words = work(**given)
        click.echo(words)

    return run


@click.command("add-team")
@click.argument("name")
@in_one_go
def add_team(name: str) -> str:
    """Make a team; prints its id."""
    return str(staffing.add_team(name=_name(name), actor_id=None))


@click.command("add-staff")
@NAME
@EMAIL
@click.option("--role", type=click.Choice(accounts.ROLES), required=True)
@click.option("--team", default="", help="The team's name or id.")
@in_one_go
def add_staff(name: str, email: str, role: str, team: str) -> str:
    """Add a member of staff; prints the link to set up with, once."""
    return _invite(name, email, role, _team(team) if team else None)


@click.command("add-administrator")
@NAME
@EMAIL
@in_one_go
def add_administrator(name: str, email: str) -> str:
    """Add an administrator, also on an empty database; prints the link to set up with, once."""
    return _invite(name, email, "administrator", None)


def _invite(name: str, email: str, role: str, team_id: uuid.UUID | None) -> str:
    if not is_email(email.strip()):
        raise Refused(f"{email} does not look like an e-mail address.")
    try:
        made = staffing.invite(name=_name(name), email=email, role=role, team_id=team_id, actor_id=None)
    except accounts.EmailTaken as error:
        raise Refused(f"Someone has the e-mail {email} already.") from error
    return made.link


@click.command("reset-staff")
@click.argument("email")
@in_one_go
def reset_staff(email: str) -> str:
    """Take back every way in of a member of staff; prints a new link, once."""
    return accounts.reset_staff(person_id=_staff(email), by=None).link


@click.command("disable")
@click.argument("email")
@in_one_go
def disable(email: str) -> str:
    """Sign a member of staff out everywhere; no way in works any more."""
    try:
        staffing.disable(person_id=_staff(email), actor_id=None)
    except staffing.LastAdministrator as error:
        raise Refused("This is the last administrator. Add another one first.") from error
    return f"{email} cannot sign in."


@click.command("enable")
@click.argument("email")
@in_one_go
def enable(email: str) -> str:
    """Let a member of staff sign in again as before."""
    accounts.enable_staff(person_id=_staff(email), by=None)
    return f"{email} can sign in again."


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON; else a line a person.")
@click.option("--names", is_flag=True, help="With names, e-mails and the council's ids.")
@in_one_go
def list_people(as_json: bool, names: bool) -> str:
    """Everyone's id and role; no names unless asked for, which is in the log."""
    found = lists.everyone(names=names, actor_id=None)
    return json.dumps(found, ensure_ascii=False, indent=1) if as_json else "\n".join(lists.lines(found))


@click.command("allocate")
@click.option("--child", "authority_id", required=True, help="The council's person id.")
@click.option("--worker", "email", required=True, help="The worker's e-mail.")
@click.option("--reason", default="", help="Plain words. The family reads this.")
@click.option("--note", default="", help="For the office alone.")
@click.option("--beside", is_flag=True, help="Beside whoever works with the child now, not instead.")
@in_one_go
def allocate(authority_id: str, email: str, reason: str, note: str, beside: bool) -> str:
    """Give a child a worker from today, instead of the one there is."""
    child_id, worker_id = _child(authority_id), _staff(email)
    if worker_id not in allocating_queries.able_workers():
        raise Refused(f"{email} is not a worker who can sign in.")
    now = [row.id for row in allocating_queries.working(child_id)]
    _refuse_change(now, worker_id, reason, beside=beside)
    try:
        allocating.change_worker(
            child_id=child_id,
            worker_id=worker_id,
            instead_of=now[0] if now and not beside else None,
            from_on=clock.today(),
            reason=reason,
            note=note,
            actor_id=None,
        )
    except rules.BarredError as error:
        raise Refused("This worker may not work with this family.") from error
    return "Done."


def _refuse_change(now: list[uuid.UUID], worker_id: uuid.UUID, reason: str, *, beside: bool) -> None:
    if now == [worker_id] or (beside and worker_id in now):
        raise Refused("This worker works with the child already.")
    if now and not reason.strip():
        raise Refused("Say why with --reason, in plain words: the family reads it.")
    if len(now) > 1 and not beside:
        raise Refused("Several workers work with this child. Say in the browser whose place this one takes.")


@click.command("add-family")
@NAME
@click.option("--team", required=True, help="The team's name or id.")
@in_one_go
def add_family(name: str, team: str) -> str:
    """Make a family; prints its id."""
    return str(keeping.add_family(name=_name(name), team_id=_team(team), actor_id=None))


@click.command("add-child")
@FAMILY
@NAME
@click.option("--born", type=click.DateTime(["%Y-%m-%d"]), help="Date of birth, like 2016-03-04.")
@click.option("--band", type=click.Choice(forms.BANDS), help="The age group, where the date is not known.")
@click.option("--council-id", "authority_id", default="", help="The council's person id.")
@LANGUAGE
@in_one_go
def add_child(
    family_id: uuid.UUID, name: str, born: datetime | None, band: str | None, authority_id: str, language: str
) -> str:
    """Add a child to a family; prints the id. Nobody works with the child yet."""
    born_on = _born(born)
    band = rules.band_of(born_on, clock.today()) if born_on else band
    if band is None:
        raise Refused("Give --born or --band.")
    try:
        child_id = keeping.add_child(
            family_id=_family(family_id),
            name=_name(name),
            band=band,
            language=language,
            born_on=born_on,
            authority_id=authority_id.strip(),
            actor_id=None,
        )
    except keeping.IdTaken as error:
        raise Refused("Another child has this id of the council's already.") from error
    return str(child_id)


def _born(born: datetime | None) -> date | None:
    if born is not None and born.date() > clock.today():
        raise Refused("The date of birth is a day to come.")
    return born.date() if born else None


@click.command("add-adult")
@FAMILY
@NAME
@click.option("--relation", type=click.Choice(forms.RELATIONS), required=True)
@click.option("--role", type=click.Choice(forms.ADULT_ROLES), default="parent", show_default=True)
@LANGUAGE
@in_one_go
def add_adult(family_id: uuid.UUID, name: str, relation: str, role: str, language: str) -> str:
    """Add an adult to a family; prints the id. They cannot see anything yet."""
    adult_id = keeping.add_adult(
        family_id=_family(family_id),
        name=_name(name),
        relation=relation,
        role=role,
        language=language,
        actor_id=None,
    )
    return str(adult_id)


def _name(typed: str) -> str:
    name = typed.strip()
    if not name or len(name) > forms.NAME_LIMIT:
        raise Refused(f"Give a name of at most {forms.NAME_LIMIT} letters.")
    return name


def _staff(email: str) -> uuid.UUID:
    found = accounts.staff_by_email(email)
    if found is None:
        raise Refused(f"No member of staff has the e-mail {email}.")
    return found


def _child(typed: str) -> uuid.UUID:
    found = queries.child_by_authority_id(typed)
    if found is None:
        raise Refused("No child here has this id of the council's.")
    return found


def _team(typed: str) -> uuid.UUID:
    wanted = typed.strip().casefold()
    found = [one for one, name in queries.all_teams() if wanted in (name.casefold(), str(one))]
    if len(found) != 1:
        raise Refused(f"{len(found)} teams are called {typed}." if found else f"No team is called {typed}.")
    return found[0]


def _family(family_id: uuid.UUID) -> uuid.UUID:
    if not lists.is_family(family_id):
        raise Refused("No family has this id.")
    return family_id


COMMANDS = (
    add_team,
    add_staff,
    add_administrator,
    reset_staff,
    disable,
    enable,
    list_people,
    allocate,
    add_family,
    add_child,
    add_adult,
)
