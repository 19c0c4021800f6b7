"""The published files are what CSVW and Explore Education Statistics ask for."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from csvw import CSVW

from tests.unit.test_corrections import NOW, PEOPLE, corrected
from tests.unit.test_publication import NORTHBRIDGE, Q1, made
from webapp.localdata.publication import edition
from webapp.localdata.publication.disclosure import TOTAL

# Open Data Standards of the Department for Education: what every file begins with.
FIRST = ["time_period", "time_identifier", "geographic_level", "country_code", "country_name"]
IDENTIFIERS = {"Financial year", *(f"Financial year Q{quarter}" for quarter in (1, 2, 3, 4))}
META = ["col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp"]
META += ["filter_hint", "filter_grouping_column"]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return made(corrected(NOW, edition.add(NORTHBRIDGE, Q1, PEOPLE, {})))


def accepted(files: dict[str, bytes], folder: Path) -> bool:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    found: bool = CSVW(str(folder / edition.METADATA), validate=True).is_valid
    return found


def test_csvw_accepts_every_file(files: dict[str, bytes], tmp_path: Path) -> None:
    assert accepted(files, tmp_path)


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("family_feedback.csv", b",200,57\r\n", b",many,57\r\n"),
        ("family_feedback.csv", b",200,57\r\n", b",200,-57\r\n"),
        ("family_feedback.csv", b",parent_carer,Total,", b",,Total,"),
        ("family_feedback_rate.csv", b",700,350,", b",x7,350,"),
        ("corrections.csv", b",child_8_12,", b",,"),
    ],
)
def test_csvw_refuses_what_is_wrong(
    files: dict[str, bytes], tmp_path: Path, name: str, right: bytes, wrong: bytes
) -> None:
    assert right in files[name]
    assert not accepted(files | {name: files[name].replace(right, wrong)}, tmp_path)


@pytest.mark.parametrize("name", edition.FILES)
def test_each_file_has_the_form_of_explore_education_statistics(files: dict[str, bytes], name: str) -> None:
    content = files[name].decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    meta = files[name.replace(".csv", ".meta.csv")].decode("utf-8")
    header = content.splitlines()[0].split(",")
    assert header[:5] == FIRST
    assert all(re.fullmatch(r"[a-z][a-z_]*", column) for column in header)
    assert meta.splitlines()[0].split(",") == META
    described = list(csv.DictReader(io.StringIO(meta, newline="")))
    assert {row["col_type"] for row in described} == {"Filter", "Indicator"}
    assert all(row["label"] and len(row["label"]) <= 80 for row in described)
    assert {row["time_identifier"] for row in rows} <= IDENTIFIERS
    # Years and quarters are never in one file.
    assert len({" Q" in row["time_identifier"] for row in rows}) <= 1
    assert all(re.fullmatch(r"\d{6}", row["time_period"]) for row in rows)
    assert {row["geographic_level"] for row in rows} <= {"Local authority"}
    assert all(value for row in rows for value in row.values())
    filters = [row["col_name"] for row in described if row["col_type"] == "Filter"]
    assert all(TOTAL in {row[one] for row in rows} for one in filters if rows and one != "question")
