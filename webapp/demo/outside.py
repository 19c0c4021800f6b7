"""People from outside: who was invited, helpers of children, what the services were asked, help numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from webapp import accounts, families, support
from webapp.core import clock
from webapp.demo.stage import Actor, Cast, Event, card_secret, content, demo_id, invited

LINES_DAY, LINES_HOUR, GIVEN_HOUR, ASKED_HOUR = -364, 9, 10.5, 16
HELPER_DAYS = 365


def events(cast: Cast) -> Iterator[Event]:
    """Numbers first, then helpers from the day a child's first worker began, then invitations."""
    people = content("people")
    yield Event(LINES_DAY, LINES_HOUR, partial(_set_lines, cast))
    for one in people["helpers"]:
        for child in one["children"]:
            first = _first(child)
            yield Event(first["from_day"], GIVEN_HOUR, partial(_give_helper, cast, one["person"], first))
    for one in people["requests"]:
        yield Event(one["day"], ASKED_HOUR, partial(_ask, cast, one))
    for one in invited():
        yield Event(one["from_day"], GIVEN_HOUR, partial(_invite, cast, one))


def _first(child: str) -> dict[str, Any]:
    mine = [one for one in content("people")["allocations"] if one["child"] == child]
    return min(mine, key=lambda one: int(one["from_day"]))


def _set_lines(cast: Cast) -> None:
    for line in content("people")["help_lines"]:
        support.set_help_line(**line, days=None, actor_id=cast.ids["priya"])


def _give_helper(cast: Cast, person: str, first: dict[str, Any]) -> None:
    kind = "advocate" if person == content("people")["advocate"]["key"] else "checker"
    families.grant(
        person_id=cast.ids[person],
        child_id=cast.ids[first["child"]],
        kind=kind,
        granted_by=cast.ids[first["worker"]],
        until=_end_of(cast, HELPER_DAYS),
    )


def _ask(cast: Cast, one: dict[str, Any]) -> None:
    person = accounts.people([cast.ids[one["person"]]])[cast.ids[one["person"]]]
    support.ask(
        reader=Actor(person.id, person.role, kind=person.kind),
        request_id=demo_id(f"request-{one['person']}"),
        kind=one["kind"],
        words=one["words"],
        reach=one["reach"],
    )


def _invite(cast: Cast, one: dict[str, Any]) -> None:
    worker_id = cast.ids[_first(one["child"])["worker"]]
    person_id = families.invite(
        child_id=cast.ids[one["child"]],
        **{name: one[name] for name in ("role", "name", "organisation", "reference", "purpose", "language")},
        until=_end_of(cast, one["days"]),
        invited_by=worker_id,
    )
    cast.ids[one["key"]] = person_id
    accounts.issue_card(
        person_id=person_id, issued_by=worker_id, shared_phone=False, secret=card_secret(one["key"])
    )
    accounts.set_way_in(person_id=person_id, kind="password", secret=one["password"])


def _end_of(cast: Cast, days: int) -> datetime:
    day = cast.on(days) + timedelta(days=1)
    return datetime.combine(day, time(), clock.local(clock.now()).tzinfo)
