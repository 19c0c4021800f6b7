"""How the extract cuts times, refuses ids and sorts answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from webapp import feedback
from webapp.localdata import rules


def test_yes_no_or_nothing_between() -> None:
    assert [rules.yes_no(code) for code in (3, 1, 2, 8, 9, 0, None)] == ["Y", "N", "", "", "", "", ""]


@pytest.mark.parametrize("good", ["NB-100234", "7", "a b", "1/2_3.4"])
def test_ids_that_can_be_used(good: str) -> None:
    assert rules.why_refused(good) == ""


@pytest.mark.parametrize(
    "bad", ["", "=1+1", "+44", "-1", "@x", "\t1", " 1", "1\n", "1,2", '1"', "x" * 49, "ا"]
)
def test_ids_that_are_refused(bad: str) -> None:
    assert rules.why_refused(bad)


def test_times_are_utc_and_weeks_begin_on_monday() -> None:
    late = datetime(2026, 11, 23, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert rules.utc(late) == "2026-11-22T23:30:00Z"
    assert rules.week(late) == "2026-11-16"
    assert rules.week(datetime(2026, 11, 16, tzinfo=UTC)) == "2026-11-16"


def test_whatever_judges_a_worker_is_kept_apart() -> None:
    apart = {q.code for q in feedback.all_questions() if rules.is_about_service(q.code)}
    judging = {
        "LISTEN",
        "TELL_TRUTH",
        "ALONE",
        "RELIABLE",
        "HONEST",
        "WHOLE",
        "RESPECT",
        "PRESSURE",
        "EXPLAIN_WHY",
    }
    assert judging <= apart
    assert {q.code for q in feedback.all_questions() if q.audience in ("staff", "partner")} - {
        "SAFER"
    } <= apart
    assert not apart & feedback.NAMED
