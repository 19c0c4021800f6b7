"""10,000 random tables published and attacked (issue 6), and every table of a few more people."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests import attacker, every_table
from tests.every_table import CODES

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1800)]


def test_ten_thousand_tables_are_attacked() -> None:
    shown, hidden, recovered = attacker.attack(tables=10_000, seed=2026)
    print(f"10,000 tables: {shown:,} numbers shown, {hidden:,} hidden, {recovered} recovered")
    assert recovered == 0


@pytest.mark.parametrize(("codes", "people"), [(("3", "1"), 12), (CODES, 10), (("4", "3", "2", "1"), 8)])
def test_every_table_of_answers_keeps_its_hidden_numbers(codes: Sequence[str], people: int) -> None:
    assert every_table.of_answers(codes, people) == set()


def test_every_split_by_plan_type_keeps_its_hidden_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert every_table.of_two_plan_types(monkeypatch, 9) == set()


def test_every_set_of_plan_types_and_rates_keeps_its_hidden_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert every_table.of_rates(monkeypatch, people=12, missing=8) == set()


def test_no_quarter_follows_from_its_year(monkeypatch: pytest.MonkeyPatch) -> None:
    assert every_table.of_years(monkeypatch, people=5) == set()
