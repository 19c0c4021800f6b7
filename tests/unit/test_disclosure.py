"""Nothing hidden can be worked out: by exact flows on random tables, and by going through all small ones."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests import attacker, every_table
from tests.every_table import CODES, counted
from webapp.localdata.publication import cells, disclosure
from webapp.localdata.publication.cells import FEW, GUARDS, SMALL, Cell
from webapp.localdata.publication.disclosure import TOTAL, Counted


def show(table: Counted, *, year: bool = True) -> dict[tuple[str, str, str], int | None]:
    """Plan type, help and answer → what is published."""
    found = cells.cells("child_8_12", table, disclosure.decide(table, year=year))
    return {(cell.plan_type, cell.answered_by, cell.answer): cell.count for cell in found}


def test_small_counts_none_and_all_are_hidden_with_one_more_to_guard_them() -> None:
    found = show(counted({"cin": {"3": 40, "2": 12, "1": 3, "8": 1}}))
    assert found[TOTAL, TOTAL, TOTAL] == 56
    assert found[TOTAL, TOTAL, "3"] == 40
    assert [found[TOTAL, TOTAL, code] for code in ("2", "1", "8", "9", "0")] == [None] * 5
    everyone = show(counted({"cin": {"3": 56}}))
    assert everyone[TOTAL, TOTAL, TOTAL] == 56
    assert [everyone[TOTAL, TOTAL, code] for code in (*CODES, "8", "9", "0")] == [None] * 6


def test_bad_news_is_shown_as_well_as_good() -> None:
    found = show(counted({"cin": {"3": 2, "2": 5, "1": 40}}))
    assert found[TOTAL, TOTAL, "1"] == 40
    assert found[TOTAL, TOTAL, "3"] is None


def test_nine_people_are_not_shown_and_ten_are() -> None:
    assert set(show(counted({"cp": {"3": 9}})).values()) == {None}
    assert show(counted({"cp": {"3": 10}}))[TOTAL, TOTAL, TOTAL] == 10


def test_a_quarter_without_its_plan_types_waits_for_the_year() -> None:
    table = counted({"cin": {"3": 40, "1": 20}, "cp": {"3": 4}})
    assert set(show(table, year=False).values()) == {None}
    assert show(table)[TOTAL, TOTAL, TOTAL] == 64
    assert show(table)["cin", TOTAL, TOTAL] is None


def test_plan_types_are_shown_all_or_with_the_small_ones_together() -> None:
    big = {"3": 20, "1": 20, "8": 10}
    found = show(counted({"cp": big, "cla": big, "cin": big}), year=False)
    assert found["cp", TOTAL, "3"] == 20
    assert found["cin", TOTAL, TOTAL] is None
    all_five = show(counted(dict.fromkeys(disclosure.PLAN_TYPES, big)), year=False)
    assert all(all_five[plan, TOTAL, "3"] == 20 for plan in disclosure.PLAN_TYPES)


def test_a_split_is_shown_for_a_question_in_every_part_or_in_none() -> None:
    big = {"3": 20, "1": 20, "8": 10}
    few = {"3": 20, "1": 3, "8": 10}
    found = show(counted({"cp": big, "cla": big, "cin": few}, ("3", "1")))
    assert found["cp", TOTAL, TOTAL] == 50
    assert found["cp", TOTAL, "3"] is None
    assert found[TOTAL, TOTAL, "3"] == 60


def test_why_is_told_to_the_data_officer() -> None:
    table = counted({"cin": {"3": 40, "2": 12, "1": 3}})
    found = cells.cells("child_8_12", table, disclosure.decide(table, year=True))
    why = {cell.answer: cell.why for cell in found if cell.plan_type == cell.answered_by == TOTAL}
    assert why == {TOTAL: "", "3": "", "2": GUARDS, "1": SMALL, "8": SMALL, "9": SMALL, "0": SMALL}
    none = cells.cells("child_8_12", counted({}), None)
    assert {cell.why for cell in none} == {FEW}


def test_rates_hide_how_many_were_asked_when_few_did_not_answer() -> None:
    table = counted({"cin": {"3": 40}})
    for missing, known in ((0, None), (5, None), (6, 46)):
        asked = replace(table, invited={"cin": 40 + missing})
        rate = cells.rates("child_8_12", asked, disclosure.decide(asked, year=True))[0]
        assert (rate.invited, rate.responded) == (known, 40)


def test_who_was_not_asked_is_counted() -> None:
    many = {"not_safe": 6, "said_no": 7, "cannot_yet": 8, "court": 9}
    for not_asked, total, first in (
        (many, 30, 6),
        ({**many, "court": 5}, 26, None),
        ({"court": 9}, None, None),
    ):
        table = replace(counted({"cin": {"3": 40}}), not_asked=not_asked)
        rate = cells.rates("child_8_12", table, disclosure.decide(table, year=True))[0]
        assert (rate.not_asked, rate.reasons["not_safe"]) == (total, first)


def test_staff_and_partners_have_no_plan_type_and_need_none() -> None:
    table = replace(counted({"no_plan": {"3": 40, "1": 20}}), on_plans=False)
    found = show(table, year=False)
    assert set(found) == {("z", "z", code) for code in (TOTAL, *CODES, "8", "9", "0")}
    assert (found["z", "z", TOTAL], found["z", "z", "3"], found["z", "z", "1"]) == (60, 40, None)
    rates = cells.rates("staff", table, disclosure.decide(table, year=False))
    assert [(rate.plan_type, rate.invited, rate.responded) for rate in rates] == [("z", 120, 60)]


def test_all_audiences_together_only_where_each_shows_its_number() -> None:
    children, parents = counted({"cin": {"3": 40, "1": 20}}), counted({"cin": {"3": 50, "1": 7}})
    both = [
        cells.cells(name, table, disclosure.decide(table, year=True))
        for name, table in (("child_8_12", children), ("parent_carer", parents))
    ]
    found = {
        cell.answer: cell.count for cell in cells.total_cells(both) if cell.plan_type == cell.answered_by
    }
    assert (found[TOTAL], found["3"], found["1"]) == (117, 90, None)


def test_impossible_counts_are_refused() -> None:
    wrong = counted({"cin": {"3": 40}})
    with pytest.raises(ValueError, match="more answers than people"):
        disclosure.answered(replace(wrong, people={("cin", "alone"): 39}), "LISTEN")
    with pytest.raises(ValueError, match="more people answered than were asked"):
        disclosure.decide(replace(wrong, invited={"cin": 39}), year=True)


def test_the_attacker_breaks_what_hides_small_counts_only() -> None:
    table = counted({"cin": {"3": 40, "2": 12, "1": 3}, "cp": {"3": 9, "2": 8, "1": 7}})
    naive = [
        Cell("x", *group, "LISTEN", code, None if 0 < number < 6 else number)
        for group in cells.groups(table)
        for plans, helps in [[cells.members(name) for name in group]]
        for code, number in {
            TOTAL: disclosure.size(table, plans, helps),
            **disclosure.answered(table, "LISTEN", plans, helps),
        }.items()
    ]
    assert ("LISTEN", "cin", TOTAL, "1") in attacker.recovered(naive, table)


def test_no_hidden_number_of_random_tables_is_recovered() -> None:
    shown, hidden, recovered = attacker.attack(tables=60, seed=6)
    assert shown > 500
    assert hidden > 500
    assert recovered == 0


@pytest.mark.parametrize(("codes", "people"), [(("3", "1"), 8), (CODES, 6), (("4", "3", "2", "1"), 5)])
def test_every_small_table_of_answers_keeps_its_hidden_numbers(codes: Sequence[str], people: int) -> None:
    assert every_table.of_answers(codes, people) == set()


def test_every_small_split_by_plan_type_keeps_its_hidden_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert every_table.of_two_plan_types(monkeypatch, 5) == set()


def test_every_small_set_of_plan_types_and_rates_keeps_its_hidden_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert every_table.of_rates(monkeypatch, people=7, missing=4) == set()


def test_every_small_number_of_those_not_asked_keeps_its_reasons_hidden() -> None:
    assert every_table.of_reasons(12) == set()


def test_every_small_table_of_staff_keeps_its_hidden_numbers() -> None:
    assert every_table.of_answers(("3", "2", "1"), 6, on_plans=False) == set()


def test_no_quarter_follows_from_its_year(monkeypatch: pytest.MonkeyPatch) -> None:
    assert every_table.of_years(monkeypatch, people=3) == set()


def test_the_same_count_in_another_order_is_published_the_same() -> None:
    table = attacker.random_counted(random.Random(3))
    other = replace(table, people=dict(sorted(table.people.items(), reverse=True)))
    assert show(table) == show(other)
