"""The worker's own photo: beside the name, for the families they work with, and for nobody else."""

from __future__ import annotations

import io
import re

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.capability.media_corpus import CANARY, drawn, saved
from tests.conftest import Browser, SignInAs
from tests.makers import Town
from webapp import documents
from webapp.core.database import session, unit_of_work
from webapp.documents import picture
from webapp.media.models import Blob
from webapp.plans.faces import service

FACE = saved("JPEG", drawn("RGB", (600, 800)), comment=CANARY)
SHOWN = re.compile(r'<img class="photo worker" src="([^"]+)"')


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "make_picture", picture.make_again)


def send(browser: Browser, data: bytes = FACE) -> TestResponse:
    body = {"photo": (io.BytesIO(data), "me.jpg")}
    return browser.post("/my-photo", body, page="/my-photo", content_type="multipart/form-data")


def shown(browser: Browser) -> list[str]:
    """The addresses of the workers' photos on the family's page."""
    return SHOWN.findall(browser.get("/journey").text)


def test_a_family_sees_the_photo_of_its_worker(town: Town, sign_in: SignInAs) -> None:
    assert send(sign_in(town.beth)).status_code == 303
    for person in (town.samina, town.zara):
        browser = sign_in(person)
        (where,) = shown(browser)
        answer = browser.get(where)
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        assert CANARY not in answer.data
        assert answer.headers["Cache-Control"] == "no-store"
        # The address names nobody.
        assert where == "/journey/photo?n=0"


def test_without_one_the_initials_stand_in(town: Town, sign_in: SignInAs) -> None:
    mother = sign_in(town.samina)
    assert shown(mother) == []
    assert "BC</span>" in mother.get("/journey").text
    assert mother.get("/journey/photo?n=0").status_code == 404


def test_taken_out_it_is_gone_from_open_pages_too(town: Town, sign_in: SignInAs) -> None:
    beth, mother = sign_in(town.beth), sign_in(town.samina)
    send(beth)
    (where,) = shown(mother)
    assert beth.post("/my-photo", {"do": "remove"}, page="/my-photo").status_code == 303
    assert mother.get(where).status_code == 404
    assert shown(mother) == []
    with unit_of_work():
        assert session().scalars(select(Blob)).one().released_at is not None


def test_a_new_one_takes_the_place_of_the_one_before(town: Town, sign_in: SignInAs) -> None:
    beth = sign_in(town.beth)
    send(beth)
    assert send(beth, saved("PNG", drawn("RGB", (300, 300)))).status_code == 303
    with unit_of_work():
        kept = [row.released_at is None for row in session().scalars(select(Blob).order_by(Blob.kept_at))]
        assert kept == [False, True]


def test_two_taps_at_one_moment_leave_one(
    town: Town, sign_in: SignInAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the other tap's row comes between the look and the insert."""
    beth = sign_in(town.beth)
    send(beth)
    monkeypatch.setattr(service, "take_out", lambda **_values: None)
    assert send(beth).status_code == 303
    with unit_of_work():
        kept = [row.released_at is None for row in session().scalars(select(Blob).order_by(Blob.kept_at))]
        assert kept == [True, False]
    assert len(shown(sign_in(town.zara))) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Choose a photo first."),
        (b"<svg onload=alert(1)>", "This is not a photo."),
        (FACE[: len(FACE) // 3], "We cannot open this photo."),
    ],
)
def test_what_is_no_photo_is_refused_kindly(town: Town, sign_in: SignInAs, data: bytes, said: str) -> None:
    answer = send(sign_in(town.beth), data)
    assert answer.status_code == 422
    assert said in answer.text


def test_nobody_else_gets_it(town: Town, sign_in: SignInAs) -> None:
    send(sign_in(town.beth))
    assert sign_in(town.stranger).get("/journey/photo?n=0").status_code == 404
    assert sign_in(town.tom).get("/my-photo/picture").status_code == 404
    for person in (town.samina, town.zara):
        assert sign_in(person).get("/my-photo").status_code == 404
    for odd in ("-1", "9", "x", "", "99999999999999999999"):
        assert sign_in(town.samina).get(f"/journey/photo?n={odd}").status_code == 404
