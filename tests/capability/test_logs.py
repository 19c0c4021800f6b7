"""What stands in a line of the log, and what never does (safety §4.2; ASVS 16)."""

from __future__ import annotations

import json

import pytest
from _pytest.capture import CaptureResult
from flask import Flask

from webapp.core import errors

KEYS = {"id", "endpoint", "method", "status", "ms", "person", "event", "timestamp"}


def lines(captured: CaptureResult[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in captured.out.splitlines() if line.startswith("{")]


def test_a_request_line_says_when_what_and_nothing_more(
    app: Flask, capfd: pytest.CaptureFixture[str]
) -> None:
    app.test_client().get("/card/a-made-up-card?token=zebra", headers={"User-Agent": "zebra"})
    captured = capfd.readouterr()
    (line,) = lines(captured)
    assert set(line) == KEYS
    assert (line["endpoint"], line["method"], line["status"]) == ("accounts.open_card", "GET", 404)
    assert str(line["timestamp"]).endswith("Z")
    for word in ("made-up-card", "zebra", "127.0.0.1"):
        assert word not in captured.out + captured.err


def test_a_refused_try_has_a_line(app: Flask, capfd: pytest.CaptureFixture[str]) -> None:
    app.test_client().post("/staff", data={"email": "zebra@northbridge.example"})
    captured = capfd.readouterr()
    assert [line["status"] for line in lines(captured)] == [400]
    assert "zebra" not in captured.out + captured.err


def test_nothing_typed_breaks_a_line(app: Flask, capfd: pytest.CaptureFixture[str]) -> None:
    app.test_client().get('/%0a{"event":"made up"}%0d', headers={"X-Forwarded-For": "\t{}"})
    assert all(set(line) == KEYS for line in lines(capfd.readouterr()))


def test_a_fault_says_where_and_not_what() -> None:
    try:
        raise ValueError("zebra at 1 Made-up Street")
    except ValueError as error:
        where = errors._where(error)
    assert "test_logs.py:" in where
    assert "zebra" not in where
