"""What families read of an edition: shown numbers of the newest period, by audience."""

from __future__ import annotations

from tests.every_table import counted
from tests.unit.test_corrections import corrected
from tests.unit.test_publication import BIG, EVERYWHERE, NORTHBRIDGE, Q1, Q2, YEAR
from webapp.localdata.publication import edition
from webapp.localdata.publication.disclosure import PLAN_TYPES
from webapp.localdata.publication.told import told

MORE = counted(dict.fromkeys(PLAN_TYPES, {"3": 50, "1": 20, "8": 10}), ("3", "1"))
STAFF = counted({"no_plan": BIG}, ("3", "1"), on_plans=False)
NOBODY = counted({}, ("3", "1"))


def test_the_newest_period_that_shows_an_audience_is_told() -> None:
    first = {"child_8_12": EVERYWHERE, "parent_carer": EVERYWHERE, "staff": STAFF}
    rows = edition.add(NORTHBRIDGE, Q1, first, {})
    rows = edition.add(NORTHBRIDGE, Q2, {"child_8_12": MORE, "parent_carer": NOBODY}, rows)
    children, parents = told(rows)
    assert (children.respondent, children.period, children.asked, children.answered) == (
        "child_8_12",
        Q2,
        800,
        400,
    )
    # Don't know is no answer; it is not told as one.
    assert children.answers == {"LISTEN": {"3": 250, "1": 100}}
    assert (parents.respondent, parents.period, parents.answered) == ("parent_carer", Q1, 350)


def test_what_was_taken_back_is_not_told() -> None:
    rows = edition.add(NORTHBRIDGE, Q1, {"child_8_12": EVERYWHERE}, {})
    later = edition.add(NORTHBRIDGE, Q2, {"child_8_12": MORE}, rows)
    assert [one.period for one in told(later)] == [Q2]
    assert told(corrected({"child_8_12": MORE}, rows)) == []


def test_a_year_is_told_when_no_quarter_was_shown() -> None:
    rows = edition.add(NORTHBRIDGE, Q1, {"child_8_12": NOBODY}, {})
    assert told(rows) == []
    (found,) = told(edition.add(NORTHBRIDGE, YEAR, {"child_8_12": counted({"cin": BIG}, ("3", "1"))}, rows))
    assert (found.period, found.answers) == (YEAR, {"LISTEN": {"3": 40, "1": 20}})


def test_nothing_is_told_of_nothing() -> None:
    assert told({}) == []
