"""Groups of ten, and an order that tells nothing."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.localdata.extract import shuffling
from webapp.localdata.extract.answers import one_way
from webapp.localdata.extract.outside import in_tens

MONDAY = date(2026, 3, 2)


def weeks(*people: int) -> list[tuple[date, int]]:
    return [(MONDAY + timedelta(weeks=number), found) for number, found in enumerate(people)]


@given(st.lists(st.integers(1, 30), max_size=30))
def test_no_group_is_under_ten_and_nothing_is_left_out_that_could_be_shown(people: list[int]) -> None:
    given_weeks = weeks(*people)
    groups = in_tens(given_weeks)
    assert list(groups) == [week for week, _number in given_weeks]
    sizes: dict[date | None, int] = {}
    for week, number in given_weeks:
        sizes[groups[week]] = sizes.get(groups[week], 0) + number
    if sum(people) < 10:
        assert set(sizes) <= {None}
    else:
        assert None not in sizes
        assert min(sizes.values()) >= 10


def test_weeks_are_put_together_only_as_far_as_needed() -> None:
    shown = in_tens(weeks(12, 4, 6, 3))
    second, third, fourth = (MONDAY + timedelta(weeks=number) for number in (1, 2, 3))
    assert shown == {MONDAY: MONDAY, second: fourth, third: fourth, fourth: fourth}


@given(st.lists(st.binary(min_size=16, max_size=16), unique=True, max_size=200), st.integers(50, 5_000))
def test_lines_are_sorted_however_many_parts_there_are(
    tmp_path_factory: pytest.TempPathFactory, keys: list[bytes], part: int
) -> None:
    lines = [f"{key.hex()},x\r\n" for key in keys]
    spool = tmp_path_factory.mktemp("spool") / "about.spool"
    spool.write_text("".join(lines), newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shuffling, "PART", part)
        found = [line for some in shuffling.in_order_of_keys(spool) for line in some]
    assert found == sorted(lines)
    assert [path.name for path in Path(spool.parent).iterdir()] == ["about.spool"]


def test_a_key_is_of_one_kind_one_value_and_one_period() -> None:
    found = {
        one_way(key, kind, value)
        for key in (bytes(32), bytes(31) + b"1")
        for kind in ("response", "respondent")
        for value in ("a", "b")
    }
    assert len(found) == 8
    assert {len(one) for one in found} == {32}
