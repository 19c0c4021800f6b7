"""The line of a child's journey."""

from __future__ import annotations

from datetime import date

import pytest

from webapp.plans.journey import rules, words
from webapp.plans.journey.rules import Stop, Texts
from webapp.plans.rules import PARTS, Check

TODAY = date(2026, 11, 23)


def states(*stops: Stop) -> dict[str, str]:
    return {stage.key: stage.state for stage in rules.line(stops)}


def done(stage: str, day: int, month: int = 10) -> Stop:
    return Stop(stage, date(2026, month, day), happened=True)


def planned(stage: str, on: date | None) -> Stop:
    return Stop(stage, on, happened=False)


def test_nothing_written_begins_at_the_referral() -> None:
    assert list(states().values()) == ["next", *["later"] * 5]


def test_where_we_are_is_what_happened_last() -> None:
    found = states(done("referral", 1), done("plan", 20), planned("review", date(2026, 12, 10)))
    assert found == {
        "referral": "done",
        "finding_out": "unwritten",
        "plan": "here",
        "review": "next",
        "ending": "later",
        "after": "later",
    }


def test_without_a_plan_for_it_the_next_stage_is_next() -> None:
    assert states(done("finding_out", 1))["plan"] == "next"


def test_the_next_is_the_earliest_that_is_planned() -> None:
    found = states(done("plan", 1), planned("ending", date(2027, 1, 9)), planned("review", date(2027, 2, 1)))
    assert (found["review"], found["ending"]) == ("later", "next")


def test_after_an_ending_we_are_after_the_end() -> None:
    found = states(done("plan", 1), done("ending", 20))
    assert (found["review"], found["ending"], found["after"]) == ("unwritten", "done", "here")


def test_the_end_is_over_when_help_began_again() -> None:
    end = done("ending", 1, 6)
    assert rules.ending([done("plan", 1, 5), end]) == end
    assert rules.ending([end, done("after", 1, 7)]) == end
    assert rules.ending([end, done("referral", 1, 9)]) is None
    assert rules.ending([planned("ending", date(2026, 6, 1))]) is None


def test_a_plan_on_the_day_of_the_ending_does_not_begin_help_again() -> None:
    assert rules.ending([done("ending", 1), done("plan", 1)]) == done("ending", 1)


@pytest.mark.parametrize(
    ("ended", "least"),
    [
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2026, 12, 1), date(2027, 3, 1)),
        (date(2027, 11, 29), date(2028, 2, 29)),
    ],
)
def test_the_way_back_is_open_three_calendar_months(ended: date, least: date) -> None:
    assert rules.least_open_until(ended) == least


def test_a_copy_comes_within_a_month_and_closed_days_do_not_lengthen_it() -> None:
    assert rules.due_on(rules.COPY, date(2027, 1, 31), {date(2027, 2, 1)}) == date(2027, 2, 28)
    assert rules.due_on(rules.COME_BACK, date(2026, 12, 24), {date(2026, 12, 25)}) == date(2026, 12, 29)


def test_late_is_what_was_planned_and_did_not_happen() -> None:
    assert rules.is_late(planned("review", date(2026, 11, 22)), TODAY)
    assert not rules.is_late(planned("review", TODAY), TODAY)
    assert not rules.is_late(planned("review", None), TODAY)
    assert not rules.is_late(done("review", 1), TODAY)


def test_the_next_look_shows_by_itself_until_somebody_wrote_about_it() -> None:
    on = date(2026, 12, 10)
    plan = done("plan", 1)
    assert rules.with_look_again([plan], on)[-1] == Stop("review", on, happened=False, fact="look_again")
    assert rules.with_look_again([plan], None) == [plan]
    for told in (planned("review", date(2026, 12, 1)), Stop("review", on, happened=True)):
        assert rules.with_look_again([plan, told], on) == [plan, told]
    earlier = done("review", 5)
    assert len(rules.with_look_again([plan, earlier], on)) == 3
    ended = [plan, done("ending", 20)]
    assert rules.with_look_again(ended, on) == ended


def test_the_best_wording_is_the_readers_else_english_else_none() -> None:
    both = {("adult", "en"): Texts("Hello"), ("adult", "ur"): Texts("سلام"), ("child", "ur"): Texts()}
    stop = Stop("plan", None, happened=False, words=both)
    assert rules.texts_for(stop, "adult", ["ur"]) == ("ur", Texts("سلام"))
    assert rules.texts_for(stop, "adult", ["pl"]) == ("en", Texts("Hello"))
    assert rules.texts_for(stop, "child", ["ur"]) is None


def test_a_translation_is_out_of_date_when_its_english_alone_changed() -> None:
    checked = Texts("پہلے", check=Check("checked", "NB-1", TODAY))
    before = {("adult", "en"): Texts("Before"), ("adult", "ur"): checked}
    english = {("adult", "en"): Texts("After"), ("adult", "ur"): checked}
    kept = rules.saved(before, english)
    assert kept["adult", "ur"].out_of_date
    both = {("adult", "en"): Texts("After"), ("adult", "ur"): Texts("بعد")}
    assert not rules.saved(kept, both)["adult", "ur"].out_of_date
    assert rules.saved(kept, kept)["adult", "ur"].out_of_date
    assert rules.saved({}, {("child", "en"): Texts()}) == {}


def test_every_part_says_why_it_is_kept_exactly_once() -> None:
    told = [part for one in words.kept(list(PARTS)) for part in one.parts]
    assert sorted(told) == sorted(PARTS)
    assert [one.parts for one in words.kept(["why", "home"])] == [("why",), ("home",)]


def test_every_stage_has_words_for_both_an_icon_and_a_picture() -> None:
    every = (words.ADULT_STAGES, words.CHILD_STAGES, words.ICONS, words.PICTURES)
    assert all(tuple(one) == rules.STAGES for one in every)
