"""The rota's settings page, and marking an alert seen."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from flask import abort, redirect, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import accounts, families
from webapp.core import access, clock, ids
from webapp.core import forms as core_forms
from webapp.core.access import a_manager
from webapp.core.pages import page
from webapp.core.routing import Capability
from webapp.duty import forms, policies, queries, rules, service

duty = Capability("duty", __name__)


@duty.get("/duty", policy=a_manager)
def show_settings() -> Response:
    """Who answers today for the manager's team, and when."""
    shown = queries.settings(_team(ids.parse(request.args.get("team"))))
    return _page(shown, _kept(shown), {})


@duty.post("/duty", policy=a_manager)
def save_settings() -> Response:
    """Write the rota and the hours."""
    team_id = _team(core_forms.identifier("team"))
    form = forms.read({person.id for person in _practitioners()})
    if form.errors:
        return _page(queries.settings(team_id), form.values, form.errors, 422)
    assert form.owner_id is not None
    assert form.cover_id is not None
    assert form.from_on is not None
    assert form.until_on is not None
    actor_id = access.reader().person_id
    service.set_rota(
        team_id=team_id,
        owner_id=form.owner_id,
        cover_id=form.cover_id,
        from_on=form.from_on,
        until_on=form.until_on,
        actor_id=actor_id,
    )
    service.set_out_of_hours(
        team_id=team_id, words=str(form.values["words"]), hours=form.hours, actor_id=actor_id
    )
    return redirect(url_for("duty.show_settings", team=team_id), 303)


@duty.get("/duty/alerts/<id:alert_id>", policy=policies.may_open_alert)
def show_alert(alert_id: uuid.UUID) -> Response:
    """What duty needs to act on one alert, also for cover from another team; gone when it was seen."""
    found = queries.alert_page(access.reader(), alert_id)
    if found is None:
        abort(404)
    child_id = found.alert.child_id
    access.note_read(
        "alert.read",
        chain=f"family:{families.family_of(child_id).id}",
        subject_id=child_id,
        item_kind="alert",
        item_id=alert_id,
    )
    return page("duty/alert.html", found=found)


@duty.post("/duty/alerts/<id:alert_id>/seen", policy=policies.may_mark_alert)
def mark_alert_seen(alert_id: uuid.UUID) -> Response:
    """A person has seen it and acts."""
    reader = access.reader()
    alert = queries.alert_for(reader, alert_id)
    if alert is None:
        abort(404)
    service.mark_seen(alert=alert, actor_id=reader.person_id)
    return redirect(url_for("review.show_inbox"), 303)


def _team(asked: uuid.UUID | None) -> uuid.UUID:
    """The manager's own team; 404 for another's."""
    teams = families.team_ids(access.reader().person_id)
    if not teams or (asked is not None and asked not in teams):
        abort(404)
    return asked or teams[0]


def _practitioners() -> list[accounts.PersonView]:
    return accounts.active_staff(("worker", "manager"))


def _kept(shown: queries.Settings) -> dict[str, Any]:
    rota, hours = shown.rota, shown.hours
    return {
        "owner": str(rota.owner_id) if rota else "",
        "cover": str(rota.cover_id) if rota else "",
        "from_on": rota.from_on.isoformat() if rota else clock.today().isoformat(),
        "until_on": rota.until_on.isoformat() if rota else "",
        "opens": f"{hours.opens:%H:%M}",
        "closes": f"{hours.closes:%H:%M}",
        "weekdays": [str(day) for day in sorted(hours.weekdays)],
        "closed_days": rules.days_words(hours.closed),
        "words": shown.words,
    }


def _page(
    shown: queries.Settings, values: dict[str, Any], errors: dict[str, str], status: int = 200
) -> Response:
    people = [("", _("Choose a person"))] + [(str(person.id), person.name) for person in _practitioners()]
    teams = [
        (team_id, families.team_name(team_id)) for team_id in families.team_ids(access.reader().person_id)
    ]
    return page(
        "duty/settings.html",
        status=status,
        shown=shown,
        values=values,
        errors=errors,
        people=people,
        weekdays=[(str(day), _weekday(day)) for day in range(7)],
        is_ready=queries.is_team_ready(shown.team_id),
        to_come=queries.rotas_to_come(shown.team_id),
        ends=queries.covered_until(shown.team_id),
        ends_soon=rules.ends_soon(queries.covered_until(shown.team_id), clock.today()),
        teams=teams,
    )


def _weekday(day: int) -> str:
    """A day's name in the reader's language; 1 January 2024 was a Monday."""
    return format_date(date(2024, 1, 1 + day), "EEEE")
