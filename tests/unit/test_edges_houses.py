"""Edges of an entry: the largest that is taken, who is added by a choice, the first day that is late."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from webapp.core.parcels import Refused
from webapp.houses import rules
from webapp.houses.rules import Content, Parcel, Share, ShareStep

A, B, C = (uuid.UUID(int=number) for number in (1, 2, 3))
TODAY = date(2026, 11, 23)
STROKE: dict[str, Any] = {"c": "ink", "w": 6, "p": [0, 0, 1000, 1200]}
GOOD: dict[str, Any] = {
    "v": 1,
    "house": "wish",
    "words": "Nan’s soup",
    "strokes": [STROKE],
    "prompt": "WISH_2",
    "with": "carer",
    "share": None,
    "read_back": False,
}


def code_of(change: dict[str, Any]) -> str:
    with pytest.raises(Refused) as refused:
        rules.check_content(GOOD | change)
    assert str(refused.value) == refused.value.code
    return refused.value.code


def share_of(share: object) -> Share | None:
    return rules.check_content(GOOD | {"share": share}).share


def parcel(kind: str = "send", *, signed_in: bool = True) -> Parcel:
    return Parcel(A, 7, kind, "child-1", B, C, b"e", b"c", None, signed_in)


@pytest.mark.parametrize(
    ("words", "strokes", "empty"),
    [("", [], True), (" \n", [], True), ("Hi", [], False), ("", [STROKE], False), ("Hi", [STROKE], False)],
)
def test_an_entry_is_empty_without_words_and_without_a_line(
    words: str, strokes: list[dict[str, Any]], empty: bool
) -> None:
    assert rules.check_content(GOOD | {"words": words, "strokes": strokes}).is_empty is empty


def test_a_draft_comes_back_as_the_phone_made_it_but_without_a_choice() -> None:
    share = {"level": "worker", "people": []}
    for read_back in (True, False):
        made = GOOD | {"read_back": read_back}
        back = rules.check_content(made | {"share": share}).as_json()
        assert {name: back[name] for name in made} == made | {"v": 2}


def test_everything_our_page_offers_is_taken() -> None:
    for house in ("good", "worry", "wish"):
        assert rules.check_content(GOOD | {"house": house}).house == house
    for whom in ("alone", "worker", "parent", "carer", "other"):
        assert rules.check_content(GOOD | {"with": whom}).with_whom == whom
    for colour in ("damson", "rust", "gorse", "fern", "night", "rain", "bark", "ink"):
        for width in (6, 12, 24):
            stroke = {"c": colour, "w": width, "p": [1, 1]}
            assert rules.check_content(GOOD | {"strokes": [stroke]}).strokes == [stroke]


@pytest.mark.parametrize("width", [5, 7, 11, 13, 23, 25])
def test_a_line_of_another_width_is_refused(width: int) -> None:
    assert code_of({"strokes": [STROKE | {"w": width}]}) == "drawing"


def test_the_longest_words_are_taken_and_one_letter_more_is_refused() -> None:
    assert len(rules.check_content(GOOD | {"words": "ا" * 100_000}).words) == 100_000
    assert code_of({"words": "ا" * 100_001}) == "words"


@pytest.mark.parametrize("point", [[1001, 0], [0, 1201], [-1, 0], [0, -1], [1, 1, 2], ["1", 1]])
def test_a_point_beside_the_sheet_is_refused(point: list[object]) -> None:
    assert code_of({"strokes": [STROKE | {"p": point}]}) == "drawing"


@pytest.mark.parametrize(
    "points", [[0, 0, 1001, 0], [0, 0, 0, 1201], [0, 0, 0, 0, 1001, 0], [0, 0, 0, 0, 0, 1201]]
)
def test_one_point_beside_the_sheet_is_enough(points: list[int]) -> None:
    assert code_of({"strokes": [STROKE | {"p": points}]}) == "drawing"


@pytest.mark.parametrize("points", [7, None, "1111", {"a": 1, "b": 2}])
def test_a_line_without_a_list_of_points_is_refused(points: object) -> None:
    assert code_of({"strokes": [STROKE | {"p": points}]}) == "drawing"


@pytest.mark.parametrize(("rev", "body"), [(5, b"a"), (4, b"b")])
def test_an_old_copy_of_what_was_sent_is_no_quarrel(rev: int, body: bytes) -> None:
    assert not rules.is_new(kept_rev=5, kept_body=b"a", kept_sent=True, rev=rev, body=body)


def test_the_sheet_is_a_thousand_wide_and_twelve_hundred_high() -> None:
    corners = [0, 0, 1000, 1200, 1000, 0, 0, 1200]
    assert rules.check_content(GOOD | {"strokes": [STROKE | {"p": corners}]}).strokes[0]["p"] == corners


def test_many_lines_together_hold_sixty_thousand_points_and_no_more() -> None:
    half = STROKE | {"p": [1, 1] * 30_000}
    assert len(rules.check_content(GOOD | {"strokes": [half, half]}).strokes) == 2
    assert code_of({"strokes": [half, half, STROKE | {"p": [1, 1]}]}) == "full"


@pytest.mark.parametrize("plain", [b"", b"\xff", b"{", b"[" * 100_000, b"[]", b"null"])
def test_bytes_that_are_no_entry_are_refused_for_their_shape(plain: bytes) -> None:
    with pytest.raises(Refused) as refused:
        rules.read_content(plain)
    assert refused.value.code == "shape"


def test_bytes_that_are_an_entry_are_opened() -> None:
    assert rules.read_content(json.dumps(GOOD).encode()) == rules.check_content(GOOD)


def test_a_choice_keeps_its_level_and_the_people_who_can_be_named() -> None:
    assert share_of(None) is None
    for level in ("worker", "advocate", "people", "meeting", "other"):
        assert share_of({"level": level, "people": []}) == Share(level)
    assert share_of({"level": "people", "people": [str(A), 7, "x", str(B)]}) == Share("people", (A, B))


def test_fifty_people_may_be_picked_and_not_one_more() -> None:
    found = share_of({"level": "people", "people": [str(A)] * 50})
    assert found is not None
    assert len(found.people) == 50
    assert code_of({"share": {"level": "people", "people": [str(A)] * 51}}) == "share"
    assert code_of({"share": {"level": "people", "people": str(A)}}) == "share"
    assert code_of({"share": ["people"]}) == "share"


def test_a_parcel_is_bound_to_its_owner_entry_and_revision() -> None:
    assert parcel().binding == f"heard/entry/v1|child-1|{A}|7"


def test_two_sends_are_the_same_only_when_kind_and_both_sealed_parts_are() -> None:
    assert parcel().body == b"send|e|c"
    assert parcel("draft").body == b"draft|e|c"


@pytest.mark.parametrize(
    ("kind", "signed_in", "sent"),
    [("send", True, True), ("send", False, False), ("draft", True, False), ("draft", False, False)],
)
def test_only_what_is_sent_by_someone_signed_in_is_sent(kind: str, signed_in: bool, sent: bool) -> None:
    assert parcel(kind, signed_in=signed_in).is_sent is sent


@pytest.mark.parametrize(
    ("before", "after", "levels", "expected"),
    [
        ([A], [A], ("worker", "worker"), ShareStep((), widens=False)),
        ([A], [A, B], ("worker", "people"), ShareStep((B,), widens=True)),
        ([A, B], [A], ("people", "worker"), ShareStep((), widens=False)),
        ([A], [B], ("worker", "other"), ShareStep((B,), widens=True)),
        ([A], [A], ("worker", "meeting"), ShareStep((), widens=True)),
        ([A], [A], ("meeting", "meeting"), ShareStep((), widens=False)),
        ([A], [A], ("meeting", "worker"), ShareStep((), widens=False)),
        ([A], [A, C], ("meeting", "meeting"), ShareStep((C,), widens=True)),
    ],
)
def test_one_more_person_or_a_meeting_is_asked_about_again(
    before: list[uuid.UUID], after: list[uuid.UUID], levels: tuple[str, str], expected: ShareStep
) -> None:
    assert rules.share_step(before, after, *levels) == expected


@pytest.mark.parametrize(
    ("workers", "chosen", "level"),
    [
        ([A], [A], "worker"),
        ([A, B], [A], "worker"),
        ([A], [A, C], "people"),
        ([A], [C], "other"),
        ([A], [], "other"),
        ([], [C], "other"),
    ],
)
def test_a_choice_without_the_worker_is_hidden_from_workers(
    workers: list[uuid.UUID], chosen: list[uuid.UUID], level: str
) -> None:
    assert rules.level_of(workers, chosen) == level


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (14, True), (15, False)])
def test_what_is_kept_from_the_child_is_looked_at_within_fourteen_days(days: int, may: bool) -> None:
    assert rules.may_look_again_on(TODAY + timedelta(days=days), TODAY) is may
    assert rules.last_day(TODAY) == date(2026, 12, 7)


def test_without_a_day_nothing_is_kept_from_the_child() -> None:
    assert not rules.may_look_again_on(None, TODAY)


@pytest.mark.parametrize(
    ("today", "closed", "first_in_time"),
    [
        # Monday: what came on Monday a week ago is in its fifth working day.
        (date(2026, 11, 23), (), date(2026, 11, 16)),
        # Tuesday: that Monday is late.
        (date(2026, 11, 24), (), date(2026, 11, 17)),
        # Sunday: what came on the Sunday before had its five working days by Friday.
        (date(2026, 11, 22), (), date(2026, 11, 16)),
        # A closed day counts for nobody.
        (date(2026, 11, 24), (date(2026, 11, 23),), date(2026, 11, 16)),
    ],
)
def test_late_is_what_waited_more_than_five_working_days(
    today: date, closed: tuple[date, ...], first_in_time: date
) -> None:
    assert rules.late_before(today, closed) == first_in_time


def test_what_has_no_house_or_no_choice_of_reading_back_is_refused() -> None:
    for part in ("v", "house", "words", "strokes", "prompt", "with", "read_back"):
        rest = {name: value for name, value in GOOD.items() if name != part}
        with pytest.raises(Refused):
            rules.check_content(rest)


@pytest.mark.parametrize("prompt", ["", "lower", "A" * 41, "A B", "A\n", None])
def test_a_prompt_is_a_short_key(prompt: object) -> None:
    assert code_of({"prompt": prompt}) == "shape"
    assert rules.check_content(GOOD | {"prompt": "A" * 40}).prompt == "A" * 40


def test_content_is_what_was_sent() -> None:
    share = {"level": "people", "people": [str(A)]}
    found = rules.check_content(GOOD | {"share": share})
    assert found == Content(
        "wish", "Nan’s soup", [STROKE], "WISH_2", "carer", Share("people", (A,)), read_back=False
    )
