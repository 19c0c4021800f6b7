"""`heard people …` as operators' scripts run it: the first administrator, and refusals in words."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from tests.capability.test_cli import heard
from tests.makers import Town
from webapp import audit, families
from webapp.audit.models import AuditRow
from webapp.cli import main, people
from webapp.core.database import session, unit_of_work
from webapp.families import queries

Run = Callable[..., Result]


def test_the_first_person_is_made_on_an_empty_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith(("HEARD_", "DATABASE_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HEARD_MODE", "demo")
    monkeypatch.setenv("HEARD_DATA", str(tmp_path))
    early = CliRunner().invoke(main, ["people", "add-team", "Riverside"])
    assert early.exit_code == 2
    assert "heard migrate" in early.stderr
    first = ("--name", "Priya Nair", "--email", "priya@council.example")
    made = heard(tmp_path, "people", "add-administrator", *first)
    assert made.exit_code == 0, made.stderr
    assert made.stdout.startswith("http")
    listed = json.loads(CliRunner().invoke(main, ["people", "list", "--json"]).stdout)
    assert [(one["role"], one["state"]) for one in listed["staff"]] == [("administrator", "invited")]
    assert "Priya" not in json.dumps(listed)


@pytest.fixture
def run(town: Town, app: Flask) -> Run:
    """A command in this test's own app; `heard` itself is started above."""
    commands = {command.name: command for command in families.COMMANDS}
    assert set(commands) == set(people.commands)

    def started(name: str, *words: str) -> Result:
        with app.test_request_context():
            return CliRunner().invoke(commands[name], list(words))

    return started


def refused(result: Result) -> str:
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    return result.stderr


def printed(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


def test_a_team_a_family_and_its_people(run: Run) -> None:
    team = printed(run("add-team", "Meadow"))
    family = printed(run("add-family", "--name", "Family Q", "--team", "meadow"))
    child = printed(
        run("add-child", "--family", family, "--name", "Musa", "--born", "2020-02-29", "--council-id", "NB-7")
    )
    adult = printed(run("add-adult", "--family", family, "--name", "Nan", "--relation", "grandmother"))
    done = run("allocate", "--child", "nb-7", "--worker", "tom@northbridge.example")
    assert printed(done) == "Done."
    found = json.loads(printed(run("list", "--json")))
    mine = next(one for one in found["families"] if one["id"] == family)
    assert mine["team"] == team
    assert [one["id"] for one in mine["members"]] == [child, adult]
    assert len(mine["members"][0]["workers"]) == 1
    with unit_of_work():
        rows = session().execute(select(AuditRow.act, AuditRow.actor_id)).all()
        assert audit.verify() == []
    mine = [row.act for row in rows if row.actor_id is None]
    assert {"team.add", "family.add", "member.add", "allocation.change"} <= set(mine)


def test_the_list_has_names_only_when_asked_and_that_is_in_the_log(run: Run) -> None:
    bare = printed(run("list", "--json")) + printed(run("list"))
    for words in ("Zara", "Beth", "Family M", "NB-100234", "@northbridge", "Riverside"):
        assert words not in bare
    named = printed(run("list", "--json", "--names"))
    for words in ("Zara", "Beth Carter", "Family M", "NB-100234", "beth@northbridge.example", "Riverside"):
        assert words in named
    with unit_of_work():
        acts = list(session().scalars(select(AuditRow.act)))
    assert acts.count("people.list") == 1


def test_staff_come_go_and_come_back(run: Run, town: Town) -> None:
    new = ("--name", "Noor Hassan", "--email", "noor@northbridge.example")
    link = printed(run("add-staff", *new, "--role", "worker", "--team", "Riverside"))
    assert link.startswith("http://localhost/")
    again = printed(run("reset-staff", "noor@northbridge.example"))
    assert again != link
    printed(run("disable", "BETH@northbridge.example"))
    states = {one["id"]: one["state"] for one in json.loads(printed(run("list", "--json")))["staff"]}
    assert states[str(town.beth)] == "disabled"
    printed(run("enable", "beth@northbridge.example"))
    assert '"disabled"' not in printed(run("list", "--json"))


REFUSED = [
    ("add-team \t", "Give a name"),
    ("add-staff --name N --email noor --role worker", "does not look like an e-mail"),
    ("add-staff --name N --email beth@northbridge.example --role worker", "already"),
    ("add-staff --name N --email n@x.example --role king", "Invalid value"),
    ("add-staff --name N --email n@x.example --role worker --team Nowhere", "No team is called Nowhere"),
    ("disable priya@northbridge.example", "last administrator"),
    ("disable nobody@x.example", "No member of staff"),
    ("add-child --family {family} --name N --band mid --council-id nb-100234", "Another child"),
    ("add-child --family {family} --name N", "Give --born or --band"),
    ("add-child --family {family} --name N --born 2999-01-01", "a day to come"),
    ("add-adult --family {zara} --name N --relation mother", "No family has this id"),
    ("allocate --child NB-404 --worker tom@northbridge.example --reason r", "No child here"),
    ("allocate --child NB-100234 --worker farah@northbridge.example --reason r", "is not a worker"),
    ("allocate --child NB-100234 --worker tom@northbridge.example", "Say why with --reason"),
    ("allocate --child NB-100234 --worker beth@northbridge.example --reason r", "already"),
]


def test_it_refuses_in_words_and_changes_nothing(run: Run, town: Town) -> None:
    before = printed(run("list", "--json"))
    for words, why in REFUSED:
        name, *given = words.format(family=town.family, zara=town.zara).split(" ")
        assert why in refused(run(name, *given)), words
    assert printed(run("list", "--json")) == before


def test_allocate_replaces_or_stands_beside(run: Run, town: Town) -> None:
    def give(*more: str) -> Result:
        return run("allocate", "--child", "NB-100234", "--worker", "tom@northbridge.example", *more)

    def workers() -> list[uuid.UUID]:
        with unit_of_work():
            return queries.worker_ids(town.zara)

    printed(give("--reason", "Tom knows your school.", "--beside"))
    assert workers() == [town.tom, town.beth]
    assert "already" in refused(give("--reason", "r", "--beside"))
    assert "Several workers" in refused(give("--reason", "r"))
    with unit_of_work():
        families.end_allocation(child_id=town.zara, worker_id=town.tom)
        families.declare_conflict(staff_id=town.tom, declared_by=town.tom, authority_id="NB-100235")
    assert "may not work with this family" in refused(give("--reason", "r"))
    assert workers() == [town.beth]
