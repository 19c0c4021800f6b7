"""A change of a contact lapses and is decided by another; what a look is told as; what a note may hold."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from webapp.core.parcels import Refused
from webapp.families.contacts import rules
from webapp.families.looked import rules as looked
from webapp.letterbox import rules as letterbox

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
WEEK, SECOND = timedelta(days=7), timedelta(seconds=1)
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("state", "waited", "now"),
    [
        ("asked", WEEK, "asked"),
        ("asked", WEEK + SECOND, "lapsed"),
        ("confirmed", WEEK + SECOND, "confirmed"),
        ("refused", SECOND, "refused"),
    ],
)
def test_what_nobody_confirmed_in_a_week_has_lapsed(state: str, waited: timedelta, now: str) -> None:
    assert rules.state_now(state, NOON - waited, NOON) == now


@pytest.mark.parametrize(
    ("event", "same", "after"),
    [("confirm", False, "confirmed"), ("refuse", False, "refused"), ("withdraw", True, "withdrawn")],
)
def test_another_person_decides_and_the_asker_withdraws(event: str, same: bool, after: str) -> None:
    def decide(state: str, same_person: bool, waited: timedelta) -> str:
        at = NOON - waited
        return rules.next_state(state=state, event=event, same_person=same_person, asked_at=at, now=NOON)

    assert decide("asked", same, WEEK) == after
    for state, same_person, waited, code in (
        ("asked", not same, WEEK, "same"),
        ("asked", same, WEEK + SECOND, "over"),
        ("confirmed", same, SECOND, "over"),
    ):
        with pytest.raises(rules.NotNowError) as refused:
            decide(state, same_person, waited)
        assert (refused.value.code, str(refused.value)) == (code, code)


@pytest.mark.parametrize(
    ("hour", "part"), [(0, "morning"), (11, "morning"), (12, "afternoon"), (17, "afternoon"), (18, "evening")]
)
def test_a_look_is_told_by_the_part_of_the_day(hour: int, part: str) -> None:
    assert looked.part_of_day(NOON.replace(hour=hour)) == part


@pytest.mark.parametrize(("days", "fine"), [(0, False), (1, True), (14, True), (15, False)])
def test_a_look_is_withheld_to_a_day_within_two_weeks(days: int, fine: bool) -> None:
    assert looked.may_withhold_until(TODAY + timedelta(days=days), TODAY) is fine
    assert looked.may_withhold_until(None, TODAY) is False


def test_from_its_review_day_on_a_look_is_told() -> None:
    assert looked.is_withheld(TODAY + timedelta(days=1), TODAY)
    assert not looked.is_withheld(TODAY, TODAY)


def note(**changes: Any) -> bytes:
    return json.dumps({"v": 1, "words": "Please ask me.", "unsafe": False} | changes).encode()


def test_a_note_is_read_as_it_was_written() -> None:
    assert letterbox.read_content(note()) == letterbox.Content("Please ask me.", False)
    assert letterbox.read_content(note(words=" ", unsafe=True)) == letterbox.Content(" ", True)
    assert len(letterbox.read_content(note(words="x" * 20_000)).words) == 20_000


@pytest.mark.parametrize(
    ("plain", "code"),
    [
        (b"no json", "shape"),
        (b"[1]", "shape"),
        (note(v=2), "shape"),
        (note(unsafe="yes"), "shape"),
        (note(words=None), "shape"),
        (note(words="x" * 20_001), "words"),
        (note(words=" \n"), "empty"),
    ],
)
def test_what_is_no_note_is_refused_with_its_reason(plain: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        letterbox.read_content(plain)
    assert (refused.value.code, str(refused.value)) == (code, code)


def test_a_note_is_bound_to_its_phone_and_its_own_bytes() -> None:
    one = letterbox.Parcel(uuid.UUID(int=1), "owner", uuid.UUID(int=2), b"enc", b"ct", None)
    assert one.binding == f"heard/note/v1|owner|{uuid.UUID(int=1)}|1"
    assert one.body == b"enc|ct"
