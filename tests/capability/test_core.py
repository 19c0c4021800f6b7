"""The database's settings, sealing, the guard's two ends, headers, backups, the audit chain."""

from __future__ import annotations

import threading
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from tests.conftest import Open, settings_for
from tests.makers import make_town
from webapp import audit, create_app, media, migrations
from webapp.accounts.models import Person
from webapp.audit.models import AuditRow
from webapp.core import backup, sealing
from webapp.core.database import database, session, unit_of_work
from webapp.core.routing import Capability


def test_every_sqlite_connection_is_safe(app: Flask) -> None:
    if not database().is_sqlite:
        pytest.skip("SQLite's own settings")
    with database().engine.connect() as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 20000,
        "secure_delete": 1,
    }


def test_four_writers_that_read_first_all_succeed(app: Flask) -> None:
    """Each reads the head of one chain and then writes: none fails, none is lost (safety R3)."""
    errors: list[BaseException] = []

    def write() -> None:
        try:
            with app.app_context():
                for _ in range(25):
                    with unit_of_work():
                        audit.record(actor_id=None, act="test")
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert session().scalar(select(AuditRow.number).order_by(AuditRow.number.desc()).limit(1)) == 100
    assert audit.verify() == []


def test_a_box_moved_to_another_row_does_not_open(app: Flask) -> None:
    make_town()
    with database().writing() as db:
        one, other = db.scalars(
            select(Person).where(Person.box_kind == "family").order_by(Person.id).limit(2)
        )
        one.name_sealed, other.name_sealed = other.name_sealed, one.name_sealed
        db.flush()
        with pytest.raises(sealing.SealError):
            sealing.box_for((one.box_kind, one.box_id), db).text(one, "name")
        db.rollback()


def test_another_deployments_key_opens_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    town = make_town()
    settings = app.extensions["heard_settings"]
    monkeypatch.setitem(app.extensions, "heard_settings", replace(settings, keys={"t1": bytes(32)}))
    with pytest.raises(sealing.SealError):
        sealing.child_box(town.zara)


def test_what_a_phone_sealed_opens_only_as_what_it_was(app: Flask) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec

    with unit_of_work():
        row = sealing.ensure_phone_key()
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), row.public)
        sealed = sealing.SUITE.encrypt(b"hello", public, info=b"one")
        assert sealing.open_from_phone(row.id, sealed[:65], sealed[65:], "one") == b"hello"
        for change in ((uuid.uuid4(), "one"), (row.id, "two")):
            with pytest.raises(sealing.SealError):
                sealing.open_from_phone(change[0], sealed[:65], sealed[65:], change[1])


def test_after_a_rotation_old_phones_are_still_understood(app: Flask) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec

    with unit_of_work():
        old = sealing.ensure_phone_key()
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), old.public)
        sealed = sealing.SUITE.encrypt(b"hello", public, info=b"")
        new = sealing.rotate_phone_key()
        assert sealing.current_phone_key() is new
        assert sealing.open_from_phone(old.id, sealed[:65], sealed[65:], "") == b"hello"


def test_a_route_without_a_policy_raises_when_it_is_written() -> None:
    capability = Capability("test", __name__)
    with pytest.raises(TypeError, match="policy"):
        capability.get("/x", policy=None)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="policy"):
        capability.route("/x")


def test_every_answer_has_the_headers(app: Flask, browser: Open) -> None:
    phone = browser()
    for path in ("/", "/nothing-here", "/static/nothing", "/healthz", "/staff", "/bye"):
        headers = phone.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_table_that_is_away_is_a_503_without_a_trace(
    app: Flask, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    def away(*_arguments: object, **_options: object) -> None:
        raise OperationalError("SELECT", {}, Exception("away"))

    from webapp.accounts import queries

    monkeypatch.setattr(queries, "staff_login", away)
    answer = browser().post("/staff", {"email": "a@b.example"}, page="/staff")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert b"Traceback" not in answer.data
    assert b"data-leave" in answer.data


def test_a_backup_comes_back_whole_on_either_engine(app: Flask, tmp_path: Path) -> None:
    town = make_town()
    with database().engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32))"))
        connection.execute(text("DELETE FROM alembic_version"))
        connection.execute(
            text("INSERT INTO alembic_version VALUES (:head)"), {"head": migrations.head_revision()}
        )
    file = tmp_path / "backup.zip"
    rows = backup.write(file, media.for_backup)
    assert rows > 20
    other = create_app(settings_for(f"sqlite:///{tmp_path / 'other.db'}", tmp_path))
    with other.app_context():
        migrations.upgrade(database().engine)
        assert backup.read(file, media.put_back) == rows
        assert session().get_one(Person, town.zara).name_sealed
        assert audit.verify() == []
        with pytest.raises(backup.BackupError, match="already"):
            backup.read(file, media.put_back)
    assert b"Samina" not in file.read_bytes()
