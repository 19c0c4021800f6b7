"""The published files: their form, fixed periods, and that what was published stays."""

from __future__ import annotations

import csv
import io
import json
import random
from datetime import date

import pytest

from tests import attacker
from tests.every_table import counted
from webapp.localdata.publication import edition, tidy
from webapp.localdata.publication.disclosure import PLAN_TYPES, TOTAL, Counted
from webapp.localdata.publication.periods import Period
from webapp.localdata.publication.tidy import Place, Row

NORTHBRIDGE = Place("Northbridge", "E06999999", "999", "North East", "E12000001")
BIG = {"3": 40, "1": 20, "8": 10}
EVERYWHERE = counted(dict.fromkeys(PLAN_TYPES, BIG), ("3", "1"))
FEW_PLANS = counted({"cin": BIG}, ("3", "1"))
Q1, Q2, YEAR = Period(2026, 1), Period(2026, 2), Period(2026)
HEADER = (
    b"time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    b"old_la_code,new_la_code,la_name,respondent,plan_type,"
)


def made(rows: dict[str, list[Row]]) -> dict[str, bytes]:
    return edition.files(NORTHBRIDGE, rows, "LISTEN: Does your worker listen to you?")


def of(rows: list[Row], respondent: str, answer: str) -> list[tuple[str, str]]:
    """Count and per cent of each period, all plan types and ways together."""
    return [
        (row["response_count"], row["response_percent"])
        for row in rows
        if (row["respondent"], row["plan_type"], row["answered_by"]) == (respondent, TOTAL, TOTAL)
        and row["answer"] == answer
    ]


def test_periods_are_financial_years_and_their_quarters() -> None:
    assert (Period(2026).from_on, Period(2026).to_on) == (date(2026, 4, 1), date(2027, 3, 31))
    assert [(Period(2026, q).from_on, Period(2026, q).to_on) for q in (1, 2, 3, 4)] == [
        (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 3, 31)),
    ]
    assert (Period(2099).time_period, Period(2099, 4).time_identifier) == ("209900", "Financial year Q4")
    assert (Period.named("2026-27"), Period.named("2026-27-Q3")) == (Period(2026), Period(2026, 3))
    assert not YEAR.is_over(date(2027, 3, 31))
    assert YEAR.is_over(date(2027, 4, 1))


@pytest.mark.parametrize("wrong", ["2026", "2026-28", "2026-27-Q5", "26-27", "2026-27 Q1", "2026-27-Q1\n"])
def test_other_names_of_periods_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="financial year"):
        Period.named(wrong)


def test_counts_and_percentages_are_written_and_symbols_stand_for_the_rest() -> None:
    rows = edition.add(NORTHBRIDGE, Q1, {"child_8_12": EVERYWHERE}, {})["family_feedback.csv"]
    assert of(rows, "child_8_12", TOTAL) == [("350", "z")]
    assert of(rows, "child_8_12", "3") == [("200", "57")]
    assert of(rows, "child_8_12", "9") == [("c", "c")]
    assert of(rows, TOTAL, "1") == [("100", "29")]
    assert {row["time_identifier"] for row in rows} == {"Financial year Q1"}


def test_a_percentage_is_never_none_or_all() -> None:
    tiny = counted({"cin": {"3": 6, "1": 2000, "8": 7}}, ("3", "1"))
    rows = edition.add(NORTHBRIDGE, YEAR, {"staff": tiny}, {})["family_feedback_year.csv"]
    assert of(rows, "staff", "3") == [("6", "low")]
    assert of(rows, "staff", "1") == [("2000", "99")]
    most = counted({"cin": {"3": 5000, "1": 3, "8": 4}}, ("3", "1"))
    rows = edition.add(NORTHBRIDGE, YEAR, {"staff": most}, {})["family_feedback_year.csv"]
    assert of(rows, "staff", "3") == [("5000", "c")]


def test_the_rate_file_says_who_was_asked_and_who_not() -> None:
    rows = edition.add(NORTHBRIDGE, Q1, {"child_8_12": EVERYWHERE}, {})["family_feedback_rate.csv"]
    first = next(row for row in rows if row["respondent"] == "child_8_12")
    assert (first["invited"], first["responded"], first["response_rate"]) == ("700", "350", "50")
    assert (first["not_asked"], first["not_asked_court"]) == ("c", "c")
    assert rows[1]["not_asked"] == "x"


def test_the_same_numbers_give_the_same_bytes_and_every_value_is_expected() -> None:
    dice = random.Random(5)
    people = {"child_8_12": attacker.random_counted(dice), "parent_carer": attacker.random_counted(dice)}
    once, again = (made(edition.add(NORTHBRIDGE, YEAR, people, {})) for _time in range(2))
    assert once == again
    assert once["family_feedback_year.csv"].startswith(HEADER)
    for row in edition.read(once)["family_feedback_year.csv"]:
        assert row["response_count"] == "c" or int(row["response_count"]) > 5
        assert row["response_percent"] in tidy.SYMBOLS or 0 < int(row["response_percent"]) < 100


def test_each_row_is_one_observation() -> None:
    rows = edition.add(NORTHBRIDGE, Q1, {"child_8_12": EVERYWHERE, "parent_carer": FEW_PLANS}, {})
    for name, columns in edition.FILES.items():
        key = [column.name for column in columns if column.kind in tidy.ROW_KEY]
        found = [tuple(row[part] for part in key) for row in rows[name]]
        assert len(found) == len(set(found))


def test_what_was_published_stays_and_a_new_period_comes_after_it() -> None:
    first = made(edition.add(NORTHBRIDGE, Q1, {"child_8_12": EVERYWHERE}, {}))
    other = counted(dict.fromkeys(PLAN_TYPES, {"3": 30, "1": 30}), ("3", "1"))
    second = made(edition.add(NORTHBRIDGE, Q2, {"child_8_12": other}, edition.read(first)))
    assert second["family_feedback.csv"].startswith(first["family_feedback.csv"])
    assert len(second["family_feedback.csv"]) > len(first["family_feedback.csv"])


def test_a_period_is_published_once_and_in_order() -> None:
    rows = edition.add(NORTHBRIDGE, Q2, {"child_8_12": EVERYWHERE}, {})
    for period in (Q1, Q2):
        with pytest.raises(ValueError, match="published"):
            edition.add(NORTHBRIDGE, period, {"child_8_12": EVERYWHERE}, rows)
    rows = edition.add(NORTHBRIDGE, YEAR, {"child_8_12": FEW_PLANS}, {})
    assert edition.why_not(Period(2026, 4), rows) == "The year of this quarter is published."
    assert edition.why_not(Period(2027, 1), rows) == ""


def test_a_year_is_shown_only_for_those_of_whom_no_quarter_was() -> None:
    people = {"child_8_12": EVERYWHERE, "parent_carer": FEW_PLANS}
    rows = edition.add(NORTHBRIDGE, Q1, people, {})
    assert of(rows["family_feedback.csv"], "child_8_12", "3") == [("200", "57")]
    assert of(rows["family_feedback.csv"], "parent_carer", "3") == [("c", "c")]
    rows = edition.add(NORTHBRIDGE, YEAR, people, rows)
    assert of(rows["family_feedback_year.csv"], "child_8_12", "3") == [("c", "c")]
    assert of(rows["family_feedback_year.csv"], "parent_carer", "3") == [("40", "57")]
    assert of(rows["family_feedback_year.csv"], TOTAL, "3") == [("c", "c")]


def test_a_name_that_a_spreadsheet_would_run_is_refused() -> None:
    for name in ("=1+1", "@x", "+44", "-x", "\tx"):
        with pytest.raises(ValueError, match="spreadsheet"):
            edition.files(Place(name), edition.add(Place(name), Q1, {"staff": EVERYWHERE}, {}), "")


def test_a_comma_or_a_quote_in_a_name_is_kept() -> None:
    place = Place('North, "Bridge"')
    content = edition.files(place, edition.add(place, Q1, {"staff": EVERYWHERE}, {}), "")
    assert edition.read(content)["family_feedback.csv"][0]["la_name"] == 'North, "Bridge"'


def test_the_metadata_names_every_column_in_order() -> None:
    content = made(edition.add(NORTHBRIDGE, Q1, {"child_8_12": EVERYWHERE}, {}))
    found = json.loads(content[edition.METADATA])
    assert [table["url"] for table in found["tables"]] == list(edition.READ)
    for table in found["tables"]:
        header = content[table["url"]].splitlines()[0].decode().split(",")
        columns = table["tableSchema"]["columns"]
        assert [column["name"] for column in columns] == header
        if table["url"] not in edition.FILES:
            continue
        meta = csv.DictReader(io.StringIO(content[table["url"].replace(".csv", ".meta.csv")].decode()))
        assert [row["col_name"] for row in meta] == header[10:]
        numbers = [column["name"] for column in columns if column["datatype"] == "nonNegativeInteger"]
        assert numbers == header[header.index("answer") + 1 if "answer" in header else 12 :]


def test_the_methodology_says_the_limits_and_the_licence() -> None:
    text = made(edition.add(NORTHBRIDGE, Q1, {}, {}))["methodology.md"].decode()
    for words in (
        "Northbridge",
        "fewer than 10 people",
        "by 5 people or fewer",
        "Open Government Licence",
        "LISTEN:",
    ):
        assert words in text
    assert "{" not in text


def test_a_file_with_other_columns_is_not_read() -> None:
    content = made(edition.add(NORTHBRIDGE, Q1, {}, {}))
    with pytest.raises(ValueError, match="columns"):
        edition.read({**content, "family_feedback.csv": b"a,b\r\n1,2\r\n"})


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (4, "low"), (5, "10"), (14, "10"), (15, "20")])
def test_national_figures_are_to_the_nearest_ten(number: int, text: str) -> None:
    assert tidy.nearest_ten(number) == text


def test_nobody_at_all_is_published_as_hidden() -> None:
    nobody = Counted({}, {}, {"LISTEN": ("3", "1")}, {}, {})
    rows = edition.add(NORTHBRIDGE, YEAR, {"partner": nobody}, {})["family_feedback_year.csv"]
    assert {row["response_count"] for row in rows} == {"c"}
