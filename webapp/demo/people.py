"""Teams, staff, families, who works with whom, ways in, and the duty rota."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import time
from functools import partial
from typing import Any

import pyotp

from webapp import accounts, duty, families
from webapp.demo.stage import Cast, Event, card_secret, content

FIRST_DAY = -365
LAST_DAY = 730
SET_UP_HOUR, ALLOCATED_HOUR, CARD_HOUR = 8, 9, 10


def events(cast: Cast) -> Iterator[Event]:
    """Everything about people, each on its day."""
    yield Event(FIRST_DAY, SET_UP_HOUR, lambda: _load_everyone(cast))
    people = content("people")
    changes = {(one["child"], one["to_worker"]): one for one in people["worker_changes"]}
    for one in people["allocations"]:
        change = changes.get((one["child"], one["worker"]))
        yield Event(one["from_day"], ALLOCATED_HOUR, _allocation(cast, one, change))
        if "to_day" in one:
            yield Event(one["to_day"], ALLOCATED_HOUR, _end(cast, one))
    for family in people["families"]:
        yield from _way_in_events(cast, family)


def _load_everyone(cast: Cast) -> None:
    people = content("people")
    for team in people["teams"]:
        cast.teams[team["key"]] = families.add_team(name=team["name"])
    for one in people["staff"]:
        _add_staff(cast, one, one["name"])
    _add_staff(cast, people["advocate"], people["advocate"]["person"])
    _set_duty(cast)
    for family in people["families"]:
        _add_family(cast, family)
    for one in people["people"]:
        _add_contacts(cast, one)


def _add_staff(cast: Cast, one: dict[str, Any], name: str) -> None:
    cast.ids[one["key"]] = accounts.add_staff(
        name=name,
        role=one["role"],
        email=one["email"],
        password=one["password"],
        totp_secret=pyotp.random_base32(),
    )
    if one.get("team"):
        families.add_to_team(person_id=cast.ids[one["key"]], team_id=cast.teams[one["team"]])


def _set_duty(cast: Cast) -> None:
    """One rota a team for as long as a demo may stand; the manager changes it on the duty page."""
    rules = content("duty")
    for team, team_id in cast.teams.items():
        first = next(row for row in rules["rota"] if row["team"] == team)
        actor = cast.ids[first["duty"]]
        duty.set_rota(
            team_id=team_id,
            owner_id=cast.ids[first["duty"]],
            cover_id=cast.ids[first["cover"]],
            from_on=cast.on(FIRST_DAY),
            until_on=cast.on(LAST_DAY),
            actor_id=actor,
        )
        duty.set_out_of_hours(team_id=team_id, words=_duty_words(rules), hours=_hours(rules), actor_id=actor)


def _duty_words(rules: dict[str, Any]) -> str:
    return f"At night and at weekends another council team answers on {rules['team_phone_out_of_hours']}."


def _hours(rules: dict[str, Any]) -> duty.Hours:
    opens, closes = time.fromisoformat(rules["opens"]), time.fromisoformat(rules["closes"])
    return duty.Hours(opens, closes, frozenset(rules["working_days"]))


def _add_family(cast: Cast, family: dict[str, Any]) -> None:
    family_id = families.add_family(name=family["label"], team_id=cast.teams[family["team"]])
    for one in content("people")["people"]:
        if one["key"] in family["people"]:
            cast.ids[one["key"]] = _add_person(cast, family_id, one)


def _add_person(cast: Cast, family_id: uuid.UUID, one: dict[str, Any]) -> uuid.UUID:
    if one["kind"] == "child":
        return families.add_child(
            family_id=family_id,
            name=one["name"],
            band=one["band"],
            language=one["language"],
            born_on=cast.on(one["birth_day"]),
            authority_id=one["authority_person_id"],
        )
    return families.add_adult(
        family_id=family_id,
        name=one["name"],
        relation=one["role_in_family"],
        role=one["kind"],
        language=one["language"],
    )


def _add_contacts(cast: Cast, one: dict[str, Any]) -> None:
    person_id = cast.ids[one["key"]]
    for kind in ("address", "phone", "school"):
        if one[kind]:
            safe_for = [cast.ids[key] for key in one[kind]["safe_for"]]
            families.add_contact(person_id=person_id, kind=kind, value=one[kind]["text"], safe_for=safe_for)
    if one["safe_way_to_reach"]:
        families.set_safe_way(person_id=person_id, words=one["safe_way_to_reach"])


def _allocation(cast: Cast, one: dict[str, Any], change: dict[str, Any] | None) -> Callable[[], None]:
    def allocate() -> None:
        families.allocate(
            child_id=cast.ids[one["child"]],
            worker_id=cast.ids[one["worker"]],
            reason=change["reason_child"]["en"] if change else "",
            instead_of=cast.ids[change["from_worker"]] if change else None,
        )

    return allocate


def _end(cast: Cast, one: dict[str, Any]) -> Callable[[], None]:
    def end() -> None:
        families.end_allocation(child_id=cast.ids[one["child"]], worker_id=cast.ids[one["worker"]])

    return end


def _way_in_events(cast: Cast, family: dict[str, Any]) -> Iterator[Event]:
    """Grants and cards, on the day the family's first worker began."""
    people = content("people")
    mine = [one for one in people["allocations"] if one["child"] in family["people"]]
    first = min(mine, key=lambda one: one["from_day"])
    for child in dict.fromkeys(one["child"] for one in mine):
        yield Event(first["from_day"], CARD_HOUR, partial(_grant, cast, child, first["worker"]))
    for one in people["people"]:
        if one["key"] in family["people"] and one["card"]:
            yield Event(first["from_day"], CARD_HOUR, partial(_give_card, cast, one, first["worker"]))


def _grant(cast: Cast, child: str, worker: str) -> None:
    for key in content(f"plans/{child}")["readers"]:
        if key != child:
            families.grant_plan(
                person_id=cast.ids[key], child_id=cast.ids[child], granted_by=cast.ids[worker]
            )


def _give_card(cast: Cast, one: dict[str, Any], worker: str) -> None:
    person_id = cast.ids[one["key"]]
    accounts.issue_card(
        person_id=person_id,
        issued_by=cast.ids[worker],
        shared_phone=one["shared_phone"],
        secret=card_secret(one["key"]),
    )
    if one["set_up"] and one["pictures"]:
        secret = accounts.pictures_secret(one["pictures"])
        accounts.set_way_in(person_id=person_id, kind="pictures", secret=secret)
    elif one["set_up"]:
        accounts.set_way_in(person_id=person_id, kind="password", secret=one["password"])
