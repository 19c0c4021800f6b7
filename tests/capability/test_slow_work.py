"""While a file comes in, is read or made again, everybody else goes on writing (SQLite has one writer)."""

from __future__ import annotations

import io
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse, encode_multipart

from tests.capability.media_corpus import drawn, saved
from tests.capability.plan_makers import FOR_ALL, draft, make_ready, published
from tests.capability.test_hearing import item
from tests.conftest import Browser, SignInAs
from tests.makers import Town
from tests.phone import phone_of
from webapp import documents, families, plans
from webapp.core.database import session, unit_of_work
from webapp.documents import Block, Document, Picture, Sound
from webapp.media.models import Blob
from webapp.plans.models import Recording
from webapp.plans.queries import content_of
from webapp.plans.translating import machine

PHOTO = saved("JPEG", drawn("RGB", (60, 80)))
Act = Callable[[], object]
Post = Callable[[Browser, uuid.UUID], TestResponse]


def elsewhere(act: Act) -> None:
    """Do it as another request does, and wait until it is done."""
    failed: list[BaseException] = []

    def work() -> None:
        try:
            act()
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]


@pytest.fixture
def while_made(monkeypatch: pytest.MonkeyPatch) -> Callable[[Act], None]:
    """From now on, making a photo or a recording takes as long as this takes elsewhere."""

    def put(act: Act) -> None:
        def picture(data: bytes, longest: int) -> Picture:
            elsewhere(act)
            return Picture(PHOTO, 60, 80)

        def sound(data: bytes, most_seconds: int = 0) -> Sound:
            elsewhere(act)
            return Sound(b"made", 1.0)

        monkeypatch.setattr(documents, "make_picture", picture)
        monkeypatch.setattr(documents, "make_sound", sound)

    return put


def post_own_photo(beth: Browser, _version: uuid.UUID) -> TestResponse:
    return _post(beth, "/my-photo", photo=(io.BytesIO(PHOTO), "me.jpg"))


def post_photo(beth: Browser, version: uuid.UUID) -> TestResponse:
    words = {"for": "everyone", "adult": "A house.", "child": "A house.", "safe": "yes"}
    return _post(beth, f"/plans/{version}/photos", photo=(io.BytesIO(PHOTO), "a.jpg"), **words)


def post_file(beth: Browser, version: uuid.UUID) -> TestResponse:
    with unit_of_work():
        child_id = content_of(version).child_id
    return _post(beth, f"/children/{child_id}/plan/bring", file=(io.BytesIO(b"plan"), "plan.docx"))


def post_machine(beth: Browser, version: uuid.UUID) -> TestResponse:
    path = f"/plans/{version}/translating/ur"
    return beth.post(f"{path}/machine", {}, page=path)


def post_recording(beth: Browser, version: uuid.UUID) -> TestResponse:
    sent = {"item": str(item(version, FOR_ALL)), "audience": "adult", "language": "en", "read_by": "Beth"}
    return _post(beth, f"/plans/{version}/recordings", sound=(io.BytesIO(b"sound"), "a.mp3"), **sent)


def _post(beth: Browser, where: str, **sent: Any) -> TestResponse:
    return beth.post(where, sent, page=where, content_type="multipart/form-data")


def kept() -> int:
    with unit_of_work():
        rows = [session().scalar(select(func.count(table.id))) or 0 for table in (Blob, Recording)]
    return sum(rows)


@pytest.fixture
def version(town: Town) -> uuid.UUID:
    with unit_of_work():
        published(town)
        return plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)


@pytest.mark.parametrize("post", [post_own_photo, post_photo, post_recording])
def test_others_write_while_it_is_made(
    town: Town, version: uuid.UUID, sign_in: SignInAs, while_made: Callable[[Act], None], post: Post
) -> None:
    beth = sign_in(town.beth)
    while_made(lambda: sign_in(town.samina))
    assert post(beth, version).status_code == 303
    assert kept() == 1


def test_others_write_while_a_childs_photo_is_made(
    town: Town, sign_in: SignInAs, while_made: Callable[[Act], None]
) -> None:
    zara = phone_of(sign_in(town.zara))
    while_made(lambda: sign_in(town.samina))
    assert zara.attach(PHOTO)


@pytest.mark.parametrize("post", [post_file, post_machine])
def test_others_write_while_a_file_is_read_and_a_computer_translates(
    town: Town, version: uuid.UUID, sign_in: SignInAs, monkeypatch: pytest.MonkeyPatch, post: Post
) -> None:
    def read(_data: bytes) -> Document:
        elsewhere(lambda: sign_in(town.samina))
        return Document([Block("text", "What is happening")], False)

    def translate(texts: list[str], _code: str) -> list[str]:
        elsewhere(lambda: sign_in(town.samina))
        return texts

    monkeypatch.setattr(documents, "read_file", read)
    monkeypatch.setattr(machine, "translate", translate)
    monkeypatch.setattr(machine, "is_on", lambda: True)
    assert post(sign_in(town.beth), version).status_code == 303


@pytest.mark.parametrize("post", [post_photo, post_recording])
def test_whoever_lost_the_right_meanwhile_keeps_nothing(
    town: Town, version: uuid.UUID, sign_in: SignInAs, while_made: Callable[[Act], None], post: Post, app: Any
) -> None:
    def declare() -> None:
        with app.app_context(), unit_of_work():
            families.declare_conflict(staff_id=town.beth, declared_by=town.beth, authority_id="NB-100234")

    beth = sign_in(town.beth)
    while_made(declare)
    assert post(beth, version).status_code == 404
    assert kept() == 0


def test_a_draft_that_was_shared_meanwhile_takes_no_photo(
    town: Town, sign_in: SignInAs, while_made: Callable[[Act], None], app: Any
) -> None:
    with unit_of_work():
        first = draft(town)

    def publish() -> None:
        with app.app_context(), unit_of_work():
            make_ready(town, first)
            plans.publish(version_id=first, actor_id=town.beth)

    beth = sign_in(town.beth)
    while_made(publish)
    assert post_photo(beth, first).status_code == 404
    assert kept() == 0


class Slow(io.BytesIO):
    """A body that comes over a slow line: `meanwhile` happens between two of its bytes."""

    def __init__(self, data: bytes, meanwhile: Act) -> None:
        super().__init__(data)
        self._meanwhile: Act | None = meanwhile

    def read(self, *size: Any) -> bytes:
        self._wait()
        return super().read(*size)

    def readinto(self, buffer: Any) -> int:
        self._wait()
        return super().readinto(buffer)

    def _wait(self) -> None:
        act, self._meanwhile = self._meanwhile, None
        if act is not None:
            elsewhere(act)


def test_others_write_while_a_photo_comes_in(town: Town, sign_in: SignInAs) -> None:
    beth = sign_in(town.beth)
    sent = {"csrf_token": beth.token("/my-photo"), "do": "remove"}
    boundary, body = encode_multipart(sent)
    seen: list[object] = []
    slow = Slow(body, lambda: seen.append(sign_in(town.samina)))
    answer = beth.client.post(
        "/my-photo",
        input_stream=slow,
        content_type=f"multipart/form-data; boundary={boundary}",
        content_length=len(body),
    )
    assert (answer.status_code, len(seen)) == (303, 1)
