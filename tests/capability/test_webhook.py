"""The council's own system hears of a plan at least once, signed, and without a person's words."""

from __future__ import annotations

import base64
import json
import re
import socket
import ssl
import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask

from tests.capability.plan_makers import draft, make_ready, published
from tests.listener import Listener, listening
from tests.makers import Town
from webapp import plans
from webapp.core.database import unit_of_work
from webapp.plans.models import HandOverTrouble, PlanEvent
from webapp.plans.webhook import posting, queries

SECRET = bytes(range(32))
EXAMPLE = Path(__file__).parents[2] / "docs/record.md"


@pytest.fixture
def council(app: Flask) -> Iterator[Listener]:
    """The council's system listens, and the settings name it."""
    before = app.extensions["heard_settings"]
    with listening() as heard:
        app.extensions["heard_settings"] = replace(before, webhook_url=heard.url, webhook_secret=SECRET)
        yield heard
    app.extensions["heard_settings"] = before


@pytest.fixture
def version(town: Town, council: Listener) -> uuid.UUID:
    with unit_of_work():
        return published(town)


def example() -> Any:
    """What docs/record.md tells the council's programmers to write."""
    code = re.findall(r"```python\n(.*?)```", EXAMPLE.read_text(), re.DOTALL)
    found: dict[str, Any] = {}
    exec(code[0], found)
    return found["verified"]


def trouble() -> list[str]:
    with unit_of_work() as db:
        return [row.code for row in db.query(HandOverTrouble)]


def test_a_published_plan_and_an_answer_are_told_once(
    town: Town, version: uuid.UUID, council: Listener
) -> None:
    with unit_of_work():
        plans.add_answer(
            version_id=version, person_id=town.imran, kind="position", position="agree", words="Fine."
        )
        plans.record_talked_through(version_id=version, person_id=town.imran)
    assert (plans.send_news(), plans.send_news()) == (2, 0)
    said = [json.loads(body) for _path, _headers, body in council.got]
    assert [one["type"] for one in said] == ["plan.published", "plan.answered"]
    assert [one["data"] for one in said] == [{"council_person_id": "NB-100234", "version": 1}] * 2
    assert {path for path, _headers, _body in council.got} == {"/heard?for=plans"}
    everything = repr(council.got).casefold()
    assert not [word for word in ("zara", "imran", "samina", "beth", "fine", "agree") if word in everything]


def test_the_documents_example_takes_ours_and_refuses_what_was_changed(
    version: uuid.UUID, council: Listener
) -> None:
    plans.send_news()
    ((_path, headers, body),) = council.got
    secret = "whsec_" + base64.b64encode(SECRET).decode()
    verified = example()
    assert verified(secret, headers, body)["type"] == "plan.published"
    late = headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) - 301)}
    wrong = "whsec_" + base64.b64encode(bytes(32)).decode()
    for changed in (
        (secret, headers, body.replace(b"NB", b"NC")),
        (secret, headers | {"webhook-id": "msg_1"}, body),
        (secret, late, body),
        (wrong, headers, body),
    ):
        with pytest.raises(ValueError, match="not from Heard"):
            verified(*changed)
    with (
        time_machine.travel(datetime.now(UTC) + timedelta(seconds=310)),
        pytest.raises(ValueError, match="too old"),
    ):
        verified(secret, headers, body)


@pytest.mark.one_engine
@pytest.mark.parametrize("says", [500, 404, 301, 307, "garbage", "cut"])
def test_whatever_is_not_a_yes_is_tried_again_with_the_same_id(
    version: uuid.UUID, council: Listener, says: int | str
) -> None:
    council.says = [says]
    assert plans.send_news() == 0
    assert trouble() == ["webhook_away"]
    assert plans.send_news() == 0  # not before its time
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=61)):
        assert plans.send_news() == 1
    assert trouble() == []
    first, second = council.got
    assert first[1]["webhook-id"] == second[1]["webhook-id"]
    assert first[1]["webhook-timestamp"] != second[1]["webhook-timestamp"]
    # A redirect is never followed.
    assert {path for path, _headers, _body in council.got} == {"/heard?for=plans"}


@pytest.mark.one_engine
@pytest.mark.parametrize("way", ["drip", "silent", "nobody"])
def test_a_slow_or_missing_system_holds_nothing_up(
    version: uuid.UUID, council: Listener, app: Flask, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(posting, "SECONDS", 0.4)
    council.says = ["drip"]
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        if way != "drip":
            other = replace(app.extensions["heard_settings"], webhook_url=f"http://127.0.0.1:{port}/")
            app.extensions["heard_settings"] = other
        if way == "nobody":
            silent.close()
        begun = datetime.now(UTC)
        assert plans.send_news() == 0
    assert datetime.now(UTC) - begun < timedelta(seconds=3)
    assert trouble() == ["webhook_away"]


def test_after_a_no_the_others_wait_for_the_next_round(
    town: Town, version: uuid.UUID, council: Listener
) -> None:
    with unit_of_work():
        plans.add_answer(version_id=version, person_id=town.imran, kind="ideas", words="A torch.")
    council.says = [500]
    assert plans.send_news() == 0
    assert len(council.got) == 1
    assert plans.send_news() == 1


def test_a_crash_after_the_answer_sends_it_again_with_the_same_id(
    version: uuid.UUID, council: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    from webapp.plans.webhook import service

    def crash(**_values: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(service, "keep_sent", crash)
    with pytest.raises(KeyboardInterrupt):
        plans.send_news()
    monkeypatch.undo()
    assert plans.send_news() == 1
    first, second = council.got
    assert first[1]["webhook-id"] == second[1]["webhook-id"]


def test_what_happened_while_it_was_off_is_never_sent(town: Town, app: Flask) -> None:
    with unit_of_work():
        published(town)
    assert plans.send_news() == 0
    before = app.extensions["heard_settings"]
    with listening() as heard:
        app.extensions["heard_settings"] = replace(before, webhook_url=heard.url, webhook_secret=SECRET)
        try:
            assert plans.send_news() == 0
        finally:
            app.extensions["heard_settings"] = before
        assert heard.got == []


def test_nothing_is_told_of_a_draft_or_of_what_was_rolled_back(town: Town, council: Listener) -> None:
    with unit_of_work():
        made = draft(town)
    with pytest.raises(RuntimeError):
        _publish_and_break(town, made)
    with unit_of_work() as db:
        assert db.query(PlanEvent).count() == 0
    assert (plans.send_news(), council.got) == (0, [])


def _publish_and_break(town: Town, made: uuid.UUID) -> None:
    with unit_of_work():
        make_ready(town, made)
        plans.publish(version_id=made, actor_id=town.beth)
        raise RuntimeError


def test_what_was_sent_is_not_waiting(version: uuid.UUID, council: Listener) -> None:
    plans.send_news()
    with unit_of_work() as db:
        assert queries.waiting(9) == []
        (row,) = db.query(PlanEvent).all()
        assert (row.tries, row.next_at, row.sent_at is not None) == (1, None, True)


@pytest.mark.one_engine
def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(tmp_path / "made.pem"))
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_greet, args=(server, context), daemon=True).start()
        port = server.getsockname()[1]
        with pytest.raises(posting.NotTaken, match="SSLCertVerificationError"):
            posting.post(f"https://localhost:{port}/", {}, b"{}")


def _greet(server: socket.socket, context: ssl.SSLContext) -> None:
    try:
        opened, _address = server.accept()
        context.wrap_socket(opened, server_side=True).close()
    except OSError:
        return


def _certificate(path: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def test_a_name_that_leads_to_a_refused_address_is_not_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(0, 0, 0, "", ("10.0.0.1", 443)), (0, 0, 0, "", ("169.254.169.254", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_options: found)
    monkeypatch.setattr(socket, "create_connection", lambda *_arguments: pytest.fail("connected"))
    with pytest.raises(posting.NotTaken, match="OSError"):
        posting.post("https://council.example/", {}, b"{}")
