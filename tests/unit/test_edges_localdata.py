"""Edges of the extract: the standard's own column names, the longest id, the start of a week."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from webapp.localdata import rules


def test_the_columns_are_those_of_the_standard_in_its_order() -> None:
    """SSD 1.4.5, ssd_voice_of_child, VOCH002A to VOCH006A."""
    assert list(rules.SSD_COLUMNS.items()) == [
        ("SSD_EXPLAINED_WORRIES", "voch_explained_worries"),
        ("SSD_STORY_HELP", "voch_story_help_understand"),
        ("SSD_AGREE_WORKER", "voch_agree_worker"),
        ("SSD_PLAN_SAFE", "voch_plan_safe"),
        ("SSD_TABLET_HELP", "voch_tablet_help_explain"),
    ]


@pytest.mark.parametrize(
    "code",
    [
        *("SSD_EXPLAINED_WORRIES", "SSD_STORY_HELP", "SSD_AGREE_WORKER", "SSD_PLAN_SAFE", "SSD_TABLET_HELP"),
        *("SAFE_NOW", "SAFER", "SAFE_ME", "SAFE_OUT", "SAFE_ONLINE", "KNOW_WHO", "HELPED", "PLAN_KNOW"),
        *("WORRY", "CHANGE", "END", "NEXT", "OURS_IDEAS", "OURS_GOOD", "NETWORK", "LANG"),
    ],
)
def test_what_is_about_the_person_or_the_plan_stays_with_the_person(code: str) -> None:
    assert not rules.is_about_service(code)


@pytest.mark.parametrize("code", ["LISTEN", "RESPECT", "A_QUESTION_OF_TOMORROW", ""])
def test_what_is_new_is_kept_apart_until_someone_says_it_need_not_be(code: str) -> None:
    assert rules.is_about_service(code)


@pytest.mark.parametrize(
    ("code", "asked"), [(None, False), (0, False), (1, True), (-1, True), (8, True), (9, True)]
)
def test_a_question_was_asked_whatever_the_answer(code: int | None, asked: bool) -> None:
    assert rules.was_asked(code) is asked


def test_an_id_of_forty_eight_signs_is_the_longest() -> None:
    assert rules.why_refused("x" * 48) == ""
    assert "longer than 48" in rules.why_refused("x" * 49)


def test_a_missing_id_is_named_as_missing() -> None:
    assert rules.why_refused("") == "the authority supplied no person id"
    assert rules.why_refused("=1") == "the person id is not plain letters and figures, or is longer than 48"


@pytest.mark.parametrize(
    ("day", "monday"), [(15, "2026-11-09"), (16, "2026-11-16"), (17, "2026-11-16"), (22, "2026-11-16")]
)
def test_a_week_is_named_by_its_monday(day: int, monday: str) -> None:
    assert rules.week(datetime(2026, 11, day, 12, tzinfo=UTC)) == monday


def test_a_moment_has_no_parts_of_a_second() -> None:
    assert rules.utc(datetime(2026, 1, 2, 3, 4, 5, 999_999, tzinfo=UTC)) == "2026-01-02T03:04:05Z"


@pytest.mark.parametrize(("code", "said"), [(3, "Y"), (1, "N"), (2, ""), (4, ""), (0, ""), (None, "")])
def test_yes_and_no_alone_are_said(code: int | None, said: str) -> None:
    assert rules.yes_no(code) == said
