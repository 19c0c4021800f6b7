"""What a wrong try costs, when a session ends, whom a provider says it is, how a log row is hashed."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from webapp.accounts import rules
from webapp.accounts.single_sign_on import rules as sso
from webapp.audit import rules as audit

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(("band", "pictures"), [("young", 3), ("mid", 4), ("teen", 4), ("adult", 4)])
def test_three_pictures_under_eight_and_four_from_eight(band: str, pictures: int) -> None:
    assert rules.picture_count(band) == pictures


def test_pictures_are_one_secret_in_their_order() -> None:
    assert rules.pictures_secret(["boat", "leaf", "moon"]) == "boat leaf moon"
    assert rules.pictures_secret(["leaf", "boat", "moon"]) != "boat leaf moon"


@pytest.mark.parametrize(("wrong", "minutes"), [(0, None), (1, None), (4, None), (5, 1), (6, 5), (7, 30)])
def test_five_tries_are_free_then_one_five_and_thirty_minutes(wrong: int, minutes: int | None) -> None:
    failures = [NOON + number * SECOND for number in range(wrong)]
    until = None if minutes is None else failures[-1] + timedelta(minutes=minutes)
    assert rules.wait_until(failures) == until


@pytest.mark.parametrize("wrong", [8, 9, 20])
def test_after_that_only_the_worker_unlocks(wrong: int) -> None:
    until = rules.wait_until([NOON] * wrong)
    assert until == datetime.max.replace(tzinfo=UTC)


@pytest.mark.parametrize(("kind", "minutes"), [("child", 30), ("adult", 60), ("staff", 60)])
def test_a_session_left_alone_or_too_old_has_lapsed(kind: str, minutes: int) -> None:
    idle, whole = timedelta(minutes=minutes), timedelta(hours=12)
    assert not rules.has_lapsed(NOON, kind, NOON - idle, NOON - idle)
    assert rules.has_lapsed(NOON, kind, NOON - idle - SECOND, NOON - idle - SECOND)
    assert not rules.has_lapsed(NOON, kind, NOON - whole, NOON)
    assert rules.has_lapsed(NOON, kind, NOON - whole - SECOND, NOON)


@pytest.mark.parametrize(
    ("claims", "email"),
    [
        ({"email": "a@b.example", "email_verified": True}, "a@b.example"),
        ({"email": "a@b.example", "email_verified": False}, ""),
        ({"email": "a@b.example", "email_verified": "true"}, ""),
        ({"email": "a@b.example"}, ""),
        ({"email": ["a@b.example"], "email_verified": True}, ""),
        ({"email_verified": True}, ""),
    ],
)
def test_an_email_counts_when_the_provider_verified_it(claims: dict[str, Any], email: str) -> None:
    assert sso.verified_email(claims) == email


@pytest.mark.parametrize(
    ("claims", "wanted", "fine"),
    [
        ({}, "", True),
        ({"acr": "low"}, "", True),
        ({"acr": "mfa"}, "mfa", True),
        ({"acr": "low"}, "mfa", False),
        ({"amr": ["pwd", "mfa"]}, "mfa", True),
        ({"amr": ["pwd"]}, "mfa", False),
        ({"amr": "not mfa"}, "mfa", False),
        ({}, "mfa", False),
    ],
)
def test_the_provider_says_how_strong_it_asked(claims: dict[str, Any], wanted: str, fine: bool) -> None:
    assert sso.is_strong_enough(claims, wanted) is fine


def test_a_person_is_named_by_the_provider_and_never_by_the_email() -> None:
    claims = {"iss": "https://sso.example", "sub": "42", "email": "a@b.example"}
    assert sso.subject(claims) == "https://sso.example|42"


ROW: dict[str, Any] = {
    "previous": audit.START,
    "chain": "family:1",
    "number": 7,
    "at": NOON,
    "actor_id": uuid.UUID(int=1),
    "act": "plan.read",
    "subject_id": None,
    "item_kind": "plan_version",
    "item_id": uuid.UUID(int=3),
}


def test_a_rows_hash_is_over_these_bytes() -> None:
    """Fixed for good: rows that exist were hashed so."""
    fields = ["family:1", 7, "2026-11-22T12:00:00.000000+00:00", "plan.read", "plan_version"]
    fields += [str(uuid.UUID(int=1)), "", str(uuid.UUID(int=3))]
    assert bytes(32) == audit.START
    assert audit.row_hash(**ROW) == hashlib.sha256(bytes(32) + json.dumps(fields).encode()).digest()


def test_a_rows_hash_does_not_hang_on_the_servers_clock() -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=5)))
    assert audit.row_hash(**ROW | {"at": elsewhere}) == audit.row_hash(**ROW)


@pytest.mark.parametrize("field", [name for name in ROW if name != "previous"])
def test_every_field_of_a_row_changes_its_hash(field: str) -> None:
    other: dict[str, Any] = {
        "number": 8,
        "at": NOON + timedelta(microseconds=1),
        "actor_id": uuid.UUID(int=9),
        "subject_id": uuid.UUID(int=9),
        "item_id": uuid.UUID(int=9),
    }
    assert audit.row_hash(**ROW | {field: other.get(field, "else")}) != audit.row_hash(**ROW)
