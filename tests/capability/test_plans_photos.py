"""A photo of a home in a plan: beside words that say what it shows, for the readers of those words alone."""

from __future__ import annotations

import io
import re
import uuid
from html import unescape
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.capability.media_corpus import CANARY, drawn, saved
from tests.capability.plan_makers import draft, make_ready
from tests.capability.test_plans_writing import fields_of
from tests.conftest import Browser, SignInAs
from tests.makers import Town
from webapp import documents, media, plans
from webapp.core.database import session, unit_of_work
from webapp.documents import picture
from webapp.media.models import Blob
from webapp.plans.queries import content_of

SEEN = re.compile(r'<img class="photo"[^>]* src="(/plan/photo[^"]*)"')
SHOWS = "A red house with a big garden."
FOR_CHILD = "This is the house. It has a garden."
HOUSE = saved("JPEG", drawn("RGB", (1200, 900)), comment=CANARY)


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "make_picture", picture.make_again)


@pytest.fixture
def made(town: Town) -> uuid.UUID:
    with unit_of_work():
        return draft(town)


def send(beth: Browser, version: uuid.UUID, **changes: Any) -> TestResponse:
    """The form, as a browser sends it."""
    data = changes.pop("photo", HOUSE)
    where = f"/plans/{version}/photos"
    sent = {"for": "everyone", "adult": SHOWS, "child": FOR_CHILD, "safe": "yes"} | changes
    if data is not None:
        sent["photo"] = (io.BytesIO(data), "../IMG.HEIC")
    return beth.post(where, sent, page=where, content_type="multipart/form-data")


def publish(town: Town, version: uuid.UUID) -> None:
    with unit_of_work():
        make_ready(town, version)
        plans.publish(version_id=version, actor_id=town.beth)


def seen_by(browser: Browser) -> list[str]:
    """The addresses of the photos on a reader's page."""
    return [unescape(one) for one in SEEN.findall(browser.get("/plan?wording=en").text)]


def blobs() -> list[Blob]:
    with unit_of_work():
        return list(session().scalars(select(Blob).order_by(Blob.id)))


def test_each_reader_of_the_words_sees_the_photo_and_what_it_shows(
    town: Town, made: uuid.UUID, sign_in: SignInAs
) -> None:
    answer = send(sign_in(town.beth), made)
    assert (answer.status_code, answer.location) == (303, f"/plans/{made}/edit#part-home")
    publish(town, made)
    for person, words in ((town.samina, SHOWS), (town.imran, SHOWS), (town.zara, FOR_CHILD)):
        reader = sign_in(person)
        (where,) = seen_by(reader)
        page = unescape(reader.get("/plan?wording=en").text)
        assert f'width="1000" height="750" loading="lazy" alt="{words}"' in page
        assert str(made) not in where
        photo = reader.get(where)
        assert (photo.status_code, photo.mimetype) == (200, "image/jpeg")
        assert photo.headers["Content-Security-Policy"].startswith("sandbox")
        assert CANARY not in photo.data
        with Image.open(io.BytesIO(photo.data)) as shown:
            assert shown.size == (1000, 750)


def test_who_may_not_read_the_words_gets_no_byte_and_no_hint(
    town: Town, made: uuid.UUID, sign_in: SignInAs
) -> None:
    """Each place of the father's plan answers as a place that no plan has: the same bytes and headers."""
    assert send(sign_in(town.beth), made, **{"for": str(town.samina), "child": ""}).status_code == 303
    publish(town, made)
    father, mother = sign_in(town.imran), sign_in(town.samina)
    token = re.compile(rb'(name="csrf_token" value=|data-token=)"[^"]*"')

    def asked(place: int) -> tuple[int, bytes, str]:
        answer = father.get(f"/plan/photo?n={place}&wording=en")
        return answer.status_code, token.sub(b"", answer.data), str(answer.headers)

    asked(99)  # the first answer of all sets a cookie
    nowhere = asked(99)
    assert nowhere[0] == 404
    assert [asked(place) for place in range(8)] == [nowhere] * 8
    (where,) = seen_by(mother)
    assert mother.get(where).status_code == 200
    assert father.get(where).status_code == 404
    assert seen_by(father) == seen_by(sign_in(town.zara)) == []
    assert "photo" not in father.get("/plan?wording=en").text


def test_a_version_keeps_its_photo_until_nothing_has_it(
    town: Town, made: uuid.UUID, sign_in: SignInAs
) -> None:
    beth, mother = sign_in(town.beth), sign_in(town.samina)
    send(beth, made)
    publish(town, made)
    (photo,) = seen_by(mother)
    with unit_of_work():
        second = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
        (item,) = [one for one in content_of(second).paragraphs if one.photo]
    send(beth, second, adult="The room.", child="Your room.")
    with unit_of_work():
        (other,) = [one for one in content_of(second).paragraphs if one.photo and one.id != item.id]
    for one in (item.id, other.id):
        beth.post(
            f"/plans/{second}/edit", _all_of(beth, second, f"remove:{one}"), page=f"/plans/{second}/edit"
        )
    used, unused = blobs()
    assert used.released_at is None
    assert unused.released_at is not None
    assert mother.get(photo).status_code == 200
    assert beth.get(f"/plans/{second}/photos/{item.id}").status_code == 404


def _all_of(beth: Browser, version: uuid.UUID, do: str) -> dict[str, Any]:
    """The editor's form with nothing changed, and this button."""
    return fields_of(beth.get(f"/plans/{version}/edit").text) | {"do": do}


def test_a_save_leaves_the_photo_where_it_is(town: Town, made: uuid.UUID, sign_in: SignInAs) -> None:
    beth = sign_in(town.beth)
    send(beth, made)
    with unit_of_work():
        (before,) = [one for one in content_of(made).paragraphs if one.photo]
    changed = _all_of(beth, made, "photo") | {f"adult-en-{before.id}": "A red house. A dog lives there."}
    answer = beth.post(f"/plans/{made}/edit", changed, page=f"/plans/{made}/edit")
    assert answer.location == f"/plans/{made}/photos"
    with unit_of_work():
        (after,) = [one for one in content_of(made).paragraphs if one.photo]
    assert after.photo == before.photo
    assert after.words["adult", "en"].text == "A red house. A dog lives there."
    assert "A dog lives there." in beth.get(f"/plans/{made}/photos").text
    assert beth.get(f"/plans/{made}/photos/{after.id}").mimetype == "image/jpeg"
    assert "/photos/" in beth.get(f"/plans/{made}/read-as/{town.samina}").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"photo": None}, "Choose a photo first."),
        ({"photo": b"<svg onload=alert(1)>"}, "This is not a photo."),
        ({"photo": HOUSE[:900]}, "We cannot open this photo."),
        ({"adult": " "}, "Say in words what the photo shows."),
        ({"child": ""}, "Say in words what the photo shows."),
        ({"adult": "x" * 501}, "This is too long."),
        ({"for": str(uuid.uuid4())}, "Choose who this is for."),
        ({"safe": ""}, "Look at the photo again"),
    ],
)
def test_what_cannot_be_kept_is_said_kindly_and_no_word_is_lost(
    town: Town, made: uuid.UUID, sign_in: SignInAs, changes: dict[str, Any], said: str
) -> None:
    answer = send(sign_in(town.beth), made, **changes)
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert said in page
    assert FOR_CHILD in page or "child" in changes
    assert "Could this photo show where they live to someone who must not know?" in page
    assert blobs() == []


def test_a_full_record_says_so(
    town: Town, made: uuid.UUID, sign_in: SignInAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.media.service.LARGEST_RECORD", 100)
    answer = send(sign_in(town.beth), made)
    assert answer.status_code == 422
    assert "There is no more room for photos of this family." in answer.text


def test_a_published_version_takes_no_photo(town: Town, made: uuid.UUID, sign_in: SignInAs) -> None:
    publish(town, made)
    beth = sign_in(town.beth)
    assert beth.get(f"/plans/{made}/photos").status_code == 404
    assert beth.post(f"/plans/{made}/photos", {"safe": "yes"}).status_code == 404
    assert media.LARGEST_PHOTO == documents.LARGEST_PICTURE
