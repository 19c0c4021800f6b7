"""The schema's history: with people in it, on both engines, equal to the models at its head (safety R18)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import create_engine, text, update

from tests import zoo
from tests.conftest import ENGINES, FreshClient, settings_for
from webapp import accounts, audit, create_app, families, migrations
from webapp.accounts import queries as account_queries
from webapp.accounts.models import Person
from webapp.core.database import Base, database, end_session, unit_of_work


@pytest.fixture(params=ENGINES)
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An app on a database without any table."""
    url = f"sqlite:///{tmp_path / 'heard.db'}"
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_url")
        with create_engine(server, isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS migrating"))
            connection.execute(text("CREATE DATABASE migrating"))
        url = server.replace("/postgres?", "/migrating?")
    app = create_app(settings_for(url, tmp_path))
    app.test_client_class = FreshClient
    with app.app_context():
        yield app
    with app.app_context():
        database().engine.dispose()


@pytest.mark.parametrize("revision", ["0001", "0003"])
def test_people_of_an_earlier_release_are_whole_at_the_head_and_after_going_back(
    empty_app: Flask, revision: str
) -> None:
    engine = database().engine
    migrations.upgrade(engine, revision)
    people = zoo.load(engine, "0003")
    migrations.upgrade(engine)
    whole_again(people["zara"], people["team"])
    end_session()
    migrations.downgrade(engine, revision)
    migrations.upgrade(engine)
    whole_again(people["zara"], people["team"])


def whole_again(child: object, team: object) -> None:
    with unit_of_work():
        assert "Zara" in {person.name for person in accounts.people([child]).values()}  # type: ignore[list-item]
        assert families.team_name(team) == "Riverside"  # type: ignore[arg-type]
        assert audit.verify() == []


@pytest.mark.parametrize(("band", "count"), [("young", 3), ("mid", 4)])
def test_pictures_chosen_in_an_earlier_release_are_counted(empty_app: Flask, band: str, count: int) -> None:
    engine = database().engine
    migrations.upgrade(engine, "0003")
    zara = zoo.load(engine, "0003")["zara"]
    with engine.connect().execution_options(heard_write=True) as connection:
        connection.execute(update(Person).where(Person.id == zara).values(band=band))
        connection.commit()
    migrations.upgrade(engine)
    with unit_of_work():
        assert account_queries.pictures_of(zara, "mid") == count


def test_the_head_is_the_models(empty_app: Flask) -> None:
    migrations.upgrade(database().engine)
    with database().engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_health_says_when_the_schema_is_behind(empty_app: Flask) -> None:
    migrations.upgrade(database().engine, "0001")
    answer = empty_app.test_client().get("/healthz")
    assert (answer.status_code, answer.get_json()["migrations"]) == (503, "behind")
    migrations.upgrade(database().engine)
    assert empty_app.test_client().get("/healthz").get_json() == {
        "status": "ok",
        "database": "ok",
        "migrations": "head",
    }
