"""The log: nothing in it can be changed or removed unseen, and nothing is shown or saved without it."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from tests.conftest import SignInAs
from tests.makers import make_town
from webapp import audit, families
from webapp.audit import triggers
from webapp.audit.models import AuditRow
from webapp.core import clock, reads, work
from webapp.core.access import ReadNote
from webapp.core.database import database, end_session, session, unit_of_work


def write_rows(count: int, family_id: uuid.UUID | None = None) -> None:
    with unit_of_work():
        for _ in range(count):
            audit.record(actor_id=None, act="test", family_id=family_id)


def verify_now(kept: dict[str, dict[int, str]] | None = None) -> list[str]:
    """Verify on a fresh read of the tables."""
    end_session()
    return audit.verify(kept)


@contextmanager
def tampering() -> Iterator[Callable[[str], object]]:
    """Someone who owns the database took the triggers away first."""
    # PostgreSQL waits for every open look at the table.
    end_session()
    with database().writing() as db:
        triggers.unprotect(db)
        yield lambda statement: db.execute(text(statement))
        triggers.protect(db)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_rows SET act = 'other'",
        "UPDATE audit_rows SET hash = hash WHERE number = 2",
        "DELETE FROM audit_rows WHERE number = 3",
        "DELETE FROM audit_rows",
    ],
)
def test_the_database_itself_refuses_to_change_or_remove_a_row(app: Flask, statement: str) -> None:
    write_rows(3)
    with pytest.raises(DBAPIError, match="never changes"), database().writing() as db:
        db.execute(text(statement))
    assert session().query(AuditRow).filter_by(act="test").count() == 3


def test_the_database_refuses_each_engines_own_back_door(app: Flask) -> None:
    write_rows(1)
    statement = (
        "INSERT OR REPLACE INTO audit_rows SELECT id, chain, number, at, actor_id, 'other', subject_id, "
        "item_kind, item_id, previous, hash FROM audit_rows"
        if database().is_sqlite
        else "TRUNCATE audit_rows"
    )
    with pytest.raises(DBAPIError, match="never changes"), database().writing() as db:
        db.execute(text(statement))
    assert verify_now() == []


TAMPERED = {
    "UPDATE audit_rows SET act = 'other' WHERE number = 2": "staff: row 2 was changed",
    "DELETE FROM audit_rows WHERE number = 2": "staff: row 2 is missing",
    "DELETE FROM audit_rows WHERE number = 1": "staff: row 1 is missing",
    "DELETE FROM audit_rows WHERE number >= 3": "staff: rows after 2 are missing",
    "DELETE FROM audit_heads": "staff: rows after 4 are missing",
    "DELETE FROM audit_rows": "staff: rows after 0 are missing",
}


@pytest.mark.parametrize("statement", TAMPERED)
def test_what_was_done_to_a_chain_is_named(app: Flask, statement: str) -> None:
    write_rows(4)
    assert verify_now() == []
    with tampering() as do:
        do(statement)
    assert verify_now() == [TAMPERED[statement]]


def test_two_rows_that_changed_places_are_named(app: Flask) -> None:
    write_rows(4)
    with tampering() as do:
        do("UPDATE audit_rows SET number = -2 WHERE number = 2")
        do("UPDATE audit_rows SET number = 2 WHERE number = 3")
        do("UPDATE audit_rows SET number = 3 WHERE number = -2")
    assert verify_now() == ["staff: row 2 was changed"]


def kept_today(tmp_path: Path, day: date = date(2026, 11, 20)) -> dict[str, dict[int, str]]:
    file = tmp_path / "elsewhere" / "heads.jsonl"
    work.write_heads(audit.heads, file, day)
    return work.kept_heads(file)


def test_a_tail_cut_together_with_its_head_shows_against_the_file(app: Flask, tmp_path: Path) -> None:
    write_rows(3)
    kept = kept_today(tmp_path)
    with tampering() as do:
        do("DELETE FROM audit_rows WHERE number = 3")
        do(
            "UPDATE audit_heads SET number = 2, hash = (SELECT hash FROM audit_rows WHERE chain = 'staff' "
            "AND number = 2)"
        )
    assert verify_now() == []
    assert verify_now(kept) == ["staff: rows after 2 are missing"]


def test_a_chain_cut_whole_and_one_made_anew_show_against_the_file(app: Flask, tmp_path: Path) -> None:
    family = uuid.uuid4()
    write_rows(2)
    write_rows(2, family)
    kept = kept_today(tmp_path)
    with tampering() as do:
        do("DELETE FROM audit_rows")
        do("DELETE FROM audit_heads")
    write_rows(5)
    assert verify_now() == []
    assert verify_now(kept) == [
        f"family:{family}: rows after 0 are missing",
        "staff: row 2 or one before it is not what the heads file kept",
    ]


def test_the_heads_are_written_once_a_day_and_survive_a_line_cut_short(app: Flask, tmp_path: Path) -> None:
    write_rows(1)
    file = tmp_path / "heads.jsonl"
    work.write_heads(audit.heads, file, date(2026, 11, 20))
    work.write_heads(audit.heads, file, date(2026, 11, 20))
    assert len(file.read_text().splitlines()) == 1
    with file.open("a") as out:
        out.write('{"day": "2026-11-21", "hea')
    work.write_heads(audit.heads, file, date(2026, 11, 21))
    lines = file.read_text().splitlines()
    assert [json.loads(lines[0])["day"], json.loads(lines[2])["day"]] == ["2026-11-20", "2026-11-21"]
    assert verify_now(work.kept_heads(file)) == []


def test_the_background_work_writes_the_heads_where_the_settings_say(app: Flask) -> None:
    write_rows(1)
    work.do_what_is_due(app, audit.heads)
    file = app.extensions["heard_settings"].heads_file
    assert file.parent.name == "heads"
    assert work.kept_heads(file)["staff"].keys() == {1}
    file.unlink()


def test_a_write_whose_row_cannot_be_added_saves_nothing(app: Flask, sign_in: SignInAs) -> None:
    town = make_town()
    beth = sign_in(town.beth)
    beth.get("/inbox")
    with breaking("INSERT INTO audit_rows"):
        path = f"/families/{town.family}/people/{town.zara}/revoke"
        assert beth.post(path, page="/help").status_code == 503
    from webapp import accounts

    end_session()
    assert accounts.cards_of(town.zara)


def test_a_page_whose_row_cannot_be_added_shows_nothing(app: Flask, sign_in: SignInAs) -> None:
    town = make_town()
    with unit_of_work():
        families.set_safe_way(person_id=town.zara, words="Ring the blue bell")
    beth = sign_in(town.beth)
    page = f"/families/{town.family}"
    assert b"Ring the blue bell" in beth.get(page).data
    with breaking("INSERT INTO audit_rows"):
        answer = beth.get(page)
    assert answer.status_code == 503
    assert b"Ring the blue bell" not in answer.data


@contextmanager
def breaking(beginning: str) -> Iterator[None]:
    """The database refuses statements that begin so."""

    def refuse(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith(beginning):
            raise database().engine.dialect.dbapi.OperationalError("broken")  # type: ignore[union-attr]

    event.listen(database().engine, "before_cursor_execute", refuse)
    try:
        yield
    finally:
        event.remove(database().engine, "before_cursor_execute", refuse)


def test_many_readers_at_once_are_one_line_and_each_waits_for_its_own_row(app: Flask) -> None:
    """Requests share a transaction under load: none returns before its own row is committed."""
    problems: list[BaseException] = []

    def read(chains: list[str]) -> None:
        try:
            with app.app_context():
                for _ in range(20):
                    item = uuid.uuid4()
                    reads.write_down(None, [ReadNote("test", chain, None, "page", item) for chain in chains])
                    assert len(audit.looks_at("page", [item], "test")) == len(chains)
                    end_session()
        except BaseException as problem:
            problems.append(problem)

    readers = [
        threading.Thread(target=read, args=(chains,)) for chains in [["a", "b"], ["b", "a"], ["a"]] * 2
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert problems == []
    assert {chain: number for chain, (number, _hash) in audit.heads().items()} == {"a": 120, "b": 80}
    assert verify_now() == []


def test_a_batch_that_cannot_be_written_fails_for_everyone_in_it(app: Flask) -> None:
    failed: list[bool] = []

    def read() -> None:
        with app.app_context():
            try:
                reads.write_down(None, [ReadNote("test", "a", None, "", None)])
                failed.append(False)
            except DBAPIError:
                failed.append(True)

    readers = [threading.Thread(target=read) for _ in range(6)]
    with breaking("INSERT INTO audit_rows"):
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
    assert failed == [True] * 6
    assert verify_now() == []


def test_nothing_is_shown_when_whoever_wrote_for_all_was_stopped(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that is told to stop in the middle: the page that waited for it must not go out."""

    def stopped(*_arguments: object) -> None:
        raise SystemExit

    monkeypatch.setitem(app.extensions, "heard_record_reads", stopped)
    desk = app.extensions["heard_reads"]
    waits = reads._Batch([reads.Look(None, clock.now(), ReadNote("test", "a", None, "", None))])
    desk.waiting.append(waits)
    with pytest.raises(SystemExit):
        reads.write_down(None, [ReadNote("test", "a", None, "", None)])
    monkeypatch.undo()
    with pytest.raises(RuntimeError, match="stopped"):
        desk.finish(waits)
