"""The made-up authority: whole, loaded once, and nothing of it readable in the database's files."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests import kept
from tests.conftest import TOKEN, settings_for
from webapp import accounts, audit, create_app, demo, duty, families, feedback, houses, plans
from webapp.config import ConfigurationError
from webapp.core import clock
from webapp.core.database import Base, database
from webapp.core.text import sentences
from webapp.demo import stage

FIELDS = {
    "name",
    "role",
    "family",
    "language",
    "band",
    "card_url",
    "setup_code",
    "password",
    "pictures",
    "authority_person_id",
}
CHANGES_AT_PRINTING = {"audit_rows"}


@pytest.fixture(scope="module")
def app(engine_app: Flask) -> Iterator[Flask]:
    """The app on each engine with the demo loaded once for this file: these tests only look and sign in."""
    with engine_app.app_context():
        kept.put_back(kept.EMPTY)
        with engine_app.test_request_context():
            demo.load_once()
        yield engine_app


@pytest.fixture
def sheet(app: Flask) -> demo.Sheet:
    """Who can sign in and how."""
    with app.test_request_context():
        return demo.load_once()


def counts() -> dict[str, int]:
    with database().writing() as db:
        return {
            table.name: db.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def staff(key: str, role: str) -> stage.Actor:
    email = next(one["email"] for one in stage.everyone() if one["key"] == key)
    person_id = accounts.staff_by_email(email)
    assert person_id
    return stage.Actor(person_id, role)


def test_the_sheet_has_what_design_6_says(sheet: demo.Sheet) -> None:
    assert set(sheet) == {"url", "workers", "people"}
    assert len(sheet["people"]) >= 15
    assert len({one["family"] for one in sheet["people"]}) == 5
    assert all(set(one) == FIELDS for one in sheet["people"])
    for worker in sheet["workers"]:
        assert set(worker) == {"name", "role", "email", "password", "totp_secret"}
        assert len(pyotp.TOTP(worker["totp_secret"]).now()) == 6
    roles = [worker["role"] for worker in sheet["workers"]]
    assert roles.count("worker") == 3
    assert {"manager", "data_officer", "administrator", "plan_checker", "advocate"} <= set(roles)
    json.dumps(sheet)


def test_one_mother_is_left_to_set_up_and_everyone_else_is_ready(sheet: demo.Sheet) -> None:
    waiting = [one for one in sheet["people"] if one["setup_code"]]
    assert [one["name"] for one in waiting] == ["Samina Malik"]
    assert waiting[0]["password"] is None
    for one in sheet["people"]:
        if one["card_url"] and not one["setup_code"]:
            assert one["pictures"] or one["password"]


def test_a_second_load_adds_nothing_and_prints_the_same_cards(app: Flask, sheet: demo.Sheet) -> None:
    before = counts()
    with app.test_request_context():
        again = demo.load_once()
    after = counts()
    assert {name for name in before if before[name] != after[name]} <= CHANGES_AT_PRINTING
    assert [one["card_url"] for one in again["people"]] == [one["card_url"] for one in sheet["people"]]
    assert again["workers"] == sheet["workers"]


def test_every_way_in_works(app: Flask, sheet: demo.Sheet) -> None:
    for worker in sheet["workers"]:
        client = app.test_client()
        code = pyotp.TOTP(worker["totp_secret"]).now()
        typed = {"email": worker["email"], "password": worker["password"], "code": code}
        assert _post(client, "/staff", "/staff", typed) == 303, worker["name"]
    for one in sheet["people"]:
        if one["card_url"]:
            assert _open(app.test_client(), one) == 303, one["name"]


def _open(client: FlaskClient, one: demo.Person) -> int:
    assert one["card_url"]
    client.get(one["card_url"].removeprefix("http://localhost"))
    if one["setup_code"]:
        return _post(client, "/", "/sign-in/code", {"code": one["setup_code"]})
    if one["pictures"]:
        return _post(client, "/", "/sign-in/pictures", {"pictures": ",".join(one["pictures"])})
    return _post(client, "/", "/sign-in/password", {"password": one["password"] or ""})


def _post(client: FlaskClient, page: str, path: str, typed: dict[str, str]) -> int:
    found = TOKEN.search(client.get(page).data)
    assert found
    return client.post(path, data={"csrf_token": found[1].decode()} | typed).status_code


@pytest.mark.parametrize("child", ["zara", "idris"])
def test_two_plans_are_long_in_both_wordings_and_both_languages(child: str) -> None:
    paragraphs = [one for part in stage.content(f"plans/{child}")["parts"] for one in part["paragraphs"]]
    for audience in ("adult", "child"):
        for language in ("en", "ur"):
            texts = [one[audience][language] for one in paragraphs if language in one[audience]]
            assert sum(len(sentences(text)) for text in texts) >= 25, (audience, language)


def test_plans_houses_answers_and_feedback_are_there(app: Flask, sheet: demo.Sheet) -> None:
    with app.test_request_context():
        grace, farah, tom = staff("grace", "worker"), staff("farah", "manager"), staff("tom", "worker")
        waiting = houses.entries_waiting(grace)
        assert "can i see mum on my birthday" in [entry.words for entry in waiting]
        assert all(plans.current_plan(entry.child_id) for entry in waiting)
        assert plans.answers_waiting(grace)
        assert duty.alerts(farah) == []
        assert all(duty.is_ready(entry.child_id) for entry in waiting)
        submissions = list(feedback.submissions(clock.today() - timedelta(days=365), clock.today()))
        assert len(submissions) == len(stage.content("feedback")["submissions"])
        assert "Boxing. Mr Lake actually listens." in [
            entry.words for child in _children_of(tom) for entry in houses.entries_of(tom, child)
        ]
        assert audit.verify() == []


def _children_of(worker: stage.Actor) -> list[uuid.UUID]:
    return families.visible_children(worker)


def test_a_worry_for_someone_else_never_reaches_the_worker(app: Flask, sheet: demo.Sheet) -> None:
    with app.test_request_context():
        beth = staff("beth", "worker")
        words = [entry.words for child in _children_of(beth) for entry in houses.entries_of(beth, child)]
    assert "A door that shuts." in words
    assert "It gets loud at night. I put my headphones on." not in words


def test_production_refuses_demo_people(app: Flask, sheet: demo.Sheet, tmp_path: Path) -> None:
    demo.refuse_in_production(app)
    url = database().engine.url.render_as_string(hide_password=False)
    production = create_app(
        settings_for(url, tmp_path, mode="production", base_url="https://heard.northbridge.example")
    )
    with production.app_context():
        with pytest.raises(ConfigurationError):
            demo.refuse_in_production(production)
        worker = accounts.staff_by_email("beth@northbridge.example")
        assert worker
        with pytest.raises(RuntimeError):
            accounts.totp_secret(worker)
        database().engine.dispose()


def test_production_may_start_before_its_first_migration(tmp_path: Path) -> None:
    settings = settings_for(
        f"sqlite:///{tmp_path / 'empty.db'}",
        tmp_path,
        mode="production",
        base_url="https://heard.northbridge.example",
    )
    production = create_app(settings)
    with production.app_context():
        demo.refuse_in_production(production)


def test_nothing_is_readable_in_the_database_files(tmp_path: Path) -> None:
    made = create_app(settings_for(f"sqlite:///{tmp_path / 'heard.db'}", tmp_path))
    with made.app_context(), made.test_request_context():
        Base.metadata.create_all(database().engine)
        demo.load_once()
        beth = accounts.staff_by_email("beth@northbridge.example")
        database().engine.dispose()
    assert beth
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("heard.db*"))
    # The same search finds what is kept in clear, so that finding nothing means something.
    assert beth.bytes.hex().encode() in stored
    assert b"child_in_need" in stored
    for words in _words_of_the_content():
        assert words.encode() not in stored, words


def _words_of_the_content() -> list[str]:
    people = stage.content("people")
    found = [one[key] for one in stage.everyone() for key in ("name", "email", "password") if one.get(key)]
    for one in people["people"]:
        found += [one[kind]["text"] for kind in ("address", "phone", "school") if one[kind]]
    found += [one["authority_person_id"] for one in people["people"]]
    found += [one["safe_way_to_reach"] for one in people["people"] if one["safe_way_to_reach"]]
    found += [team["name"] for team in people["teams"]]
    for child in ("zara", "idris", "kasia"):
        for part in stage.content(f"plans/{child}")["parts"]:
            found += [text for one in part["paragraphs"] for text in (one["adult"] | one["child"]).values()]
    found += [entry["words"] for group in stage.content("houses")["sets"] for entry in group["entries"]]
    found += [text for one in stage.content("feedback")["submissions"] for text in one["words"].values()]
    return found + [one["words"] for one in stage.content("answers")["answers"] if one["words"]]
