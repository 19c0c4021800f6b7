"""What is taken away is gone at the next request of a session that is open (issue 3; safety T5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from tests.conftest import SignInAs
from tests.whole.story import Story
from webapp import accounts, families
from webapp.accounts.devices import service as devices
from webapp.accounts.models import SignIn
from webapp.core import clock
from webapp.core.database import session, unit_of_work
from webapp.families.inviting import service as inviting
from webapp.families.models import Grant, Invitation

CLOSED = {303, 401, 404}


def token(story: Story, item: str) -> bytes:
    return next(one for one in story.tokens if one.startswith(item)).encode()


def end_grant(story: Story) -> None:
    town = story.town
    rows = session().query(Grant).filter_by(person_id=town.imran, child_id=town.zara, kind="plan")
    families.end_grant(row=rows.one(), actor_id=town.beth)


def set_floor(story: Story) -> None:
    families.set_floor(
        person_id=story.town.imran,
        child_id=story.town.zara,
        kind="no_contact",
        reason="A made-up order of the court",
        review_on=clock.today() + timedelta(days=90),
        set_by=story.town.farah,
    )


def end_allocation(story: Story) -> None:
    for child in (story.town.zara, story.town.yusuf):
        families.end_allocation(child_id=child, worker_id=story.town.beth)


def declare_conflict(story: Story) -> None:
    beth = story.town.beth
    families.declare_conflict(staff_id=beth, declared_by=beth, authority_id="NB-100234")


def disable(story: Story) -> None:
    accounts.disable_staff(person_id=story.town.beth, by=story.town.priya)


def revoke_cards(story: Story) -> None:
    accounts.revoke_cards(person_id=story.town.imran, revoked_by=story.town.beth)


def end_sessions(story: Story) -> None:
    accounts.end_sessions(person_id=story.town.beth, ended_by=story.town.priya)


TAKEN = [
    ("imran", "for-father", "/plan", end_grant),
    ("imran", "for-father", "/plan", set_floor),
    ("imran", "for-father", "/plan", revoke_cards),
    ("beth", "told-worker-again", "/inbox", end_allocation),
    ("beth", "told-worker-again", "/inbox", declare_conflict),
    ("beth", "told-worker-again", "/inbox", disable),
    ("beth", "told-worker-again", "/inbox", end_sessions),
]


@pytest.mark.parametrize(("name", "item", "place", "take"), TAKEN, ids=[one[3].__name__ for one in TAKEN])
def test_the_next_request_shows_it_no_more(
    app: Flask,
    story: Story,
    sign_in: SignInAs,
    name: str,
    item: str,
    place: str,
    take: Callable[[Story], None],
) -> None:
    phone = sign_in(getattr(story.town, name))
    word = token(story, item)
    assert word in phone.get(place).data
    with unit_of_work():
        take(story)
    assert word not in phone.get(place).data


def test_an_invitation_that_ended_closes_the_open_page(app: Flask, story: Story, sign_in: SignInAs) -> None:
    partner = story.others["partner"]
    phone, word = sign_in(partner), token(story, "purpose-partner")
    assert word in phone.get("/").data
    with unit_of_work():
        row = session().get_one(Invitation, partner)
        inviting.end_invitation(row=row, actor_id=story.town.beth)
    assert word not in phone.get("/").data


def test_a_family_opened_in_an_emergency_closes_after_its_hour(
    app: Flask, story: Story, sign_in: SignInAs
) -> None:
    path = f"/families/{story.town.family}"
    with time_machine.travel(clock.now(), tick=False) as now:
        desk = sign_in(story.others["worker in an emergency"])
        assert b"Zara" in desk.get(path).data
        for _quarter in range(5):
            now.shift(timedelta(minutes=12.5))
            desk.get("/families")
        assert desk.get(path).status_code == 404


def test_a_phone_that_is_stopped_is_signed_out(app: Flask, story: Story, sign_in: SignInAs) -> None:
    zara = story.town.zara
    phone = sign_in(zara)
    with unit_of_work():
        row = session().query(SignIn).filter_by(person_id=zara).order_by(SignIn.id.desc()).first()
        assert row is not None
        devices.note_phone(session_id=row.id, card=accounts.cards_of(zara)[0], phone_hash=None)
        ticket, _sign = devices.enrol(session_id=row.id, ticket="", sign="owl")
    assert phone.get("/houses").status_code == 200
    device = accounts.device_by_ticket(ticket)
    assert device is not None
    with unit_of_work():
        accounts.stop_device(device_id=device.id, by=story.town.beth)
    assert phone.get("/houses").status_code in CLOSED
