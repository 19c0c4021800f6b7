"""load_ssd_voice_of_child.sql: run on PostgreSQL, parsed as T-SQL; the standard's columns and lengths."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlglot
from sqlglot import ErrorLevel, exp

from webapp.localdata.extract import service, tables

# Facts of SSD 1.4.5 (data-to-insight/ssd-data-model, ssd_voice_of_child): column, reference, type, length.
STANDARD = [
    ("voch_table_id", "VOCH007A", "nvarchar", 48, "required"),
    ("voch_person_id", "VOCH001A", "nvarchar", 48, "required"),
    ("voch_explained_worries", "VOCH002A", "nchar", 1, ""),
    ("voch_story_help_understand", "VOCH003A", "nchar", 1, ""),
    ("voch_agree_worker", "VOCH004A", "nchar", 1, ""),
    ("voch_plan_safe", "VOCH005A", "nchar", 1, ""),
    ("voch_tablet_help_explain", "VOCH006A", "nchar", 1, ""),
]
SCRIPT = (service.HERE / service.SQL).read_text(encoding="utf-8")
PERSON = json.loads((tables.SSD_SCHEMA.parent / "ssd_person.schema.json").read_text(encoding="utf-8"))
ROWS = [
    ["a1", "NB-1", "Y", "N", "", "", ""],
    ["a2", "NB-2", "", "", "Y", "", "N"],
    ["a3", "NB-not-in-ssd", "Y", "Y", "Y", "Y", "Y"],
]


def part(name: str) -> str:
    """What stands between the marks of one database."""
    found = re.search(rf"-- ===== {name}: begin.*?\n(.*)-- ===== {name}: end", SCRIPT, re.DOTALL)
    assert found
    return found[1]


def write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([tables.columns(tables.ssd_schema()["fields"]), *rows])
    path.chmod(0o644)


def test_the_schema_says_what_the_standard_says() -> None:
    found = [
        (
            field["name"],
            field["ssd:item_ref"],
            field["ssd:sql_type"],
            field["constraints"]["maxLength"],
            bool(field["constraints"].get("required")),
        )
        for field in tables.ssd_schema()["fields"]
    ]
    assert found == [
        (name, ref, f"{kind}({length})", length, bool(required))
        for name, ref, kind, length, required in STANDARD
    ]
    assert next(one for one in PERSON["fields"] if one["name"] == "pers_person_id")["ssd:sql_type"] == (
        "nvarchar(48)"
    )


@pytest.fixture
def council(postgres_url: str) -> Iterator[psycopg.Connection[Any]]:
    """A council's own database, with the standard's two tables made from its table schema."""
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS council CASCADE")
        connection.execute("CREATE SCHEMA council")
        connection.execute("SET search_path TO council")
        for schema, key in ((PERSON, "pers_person_id"), (tables.ssd_schema(), "voch_table_id")):
            fields = ", ".join(f"{one['name']} {_type(one)}" for one in schema["fields"])
            name = "ssd_person" if schema is PERSON else "ssd_voice_of_child"
            connection.execute(f"CREATE TABLE {name} ({fields}, PRIMARY KEY ({key}))")
        connection.execute(
            "ALTER TABLE ssd_voice_of_child ADD FOREIGN KEY (voch_person_id) REFERENCES ssd_person"
        )
        for person in ("NB-1", "NB-2"):
            connection.execute("INSERT INTO ssd_person (pers_person_id) VALUES (%s)", [person])
        yield connection
        connection.execute("DROP SCHEMA council CASCADE")


def _type(field: dict[str, Any]) -> str:
    """The standard's type as PostgreSQL names it."""
    kind: str = field["ssd:sql_type"].lower()
    if kind in ("datetime", "bit"):
        return "text"
    return kind.replace("nvarchar", "varchar").replace("nchar", "char")


def test_postgresql_fills_the_standards_table(council: psycopg.Connection[Any], tmp_path: Path) -> None:
    """Twice with the same rows, and after the refresh has emptied the table."""
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)
    write(tmp_path / "ssd_voice_of_child.csv", ROWS)
    script = part("PostgreSQL").replace("/folder/", f"{tmp_path}/")
    for _time in range(2):
        council.execute(script)
        council.execute("TRUNCATE ssd_voice_of_child")
        council.execute("CALL proc_ssd_voice_of_child_custom()")
        found = council.execute("SELECT * FROM ssd_voice_of_child ORDER BY voch_table_id").fetchall()
        assert [[one or "" for one in row] for row in found] == ROWS[:2]
    # The child came into ssd_person later; the next extract lies on top.
    council.execute("INSERT INTO ssd_person (pers_person_id) VALUES ('NB-not-in-ssd')")
    write(tmp_path / "ssd_voice_of_child.csv", [["a4", "NB-1", "N", "", "", "", ""]])
    council.execute(script)
    council.execute("CALL proc_ssd_voice_of_child_custom()")
    ids = council.execute("SELECT voch_table_id FROM ssd_voice_of_child ORDER BY 1").fetchall()
    assert [row[0] for row in ids] == ["a1", "a2", "a3", "a4"]


def test_postgresql_makes_the_table_when_the_refresh_dropped_it(
    council: psycopg.Connection[Any], tmp_path: Path
) -> None:
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)
    write(tmp_path / "ssd_voice_of_child.csv", ROWS)
    council.execute("DROP TABLE ssd_voice_of_child")
    council.execute(part("PostgreSQL").replace("/folder/", f"{tmp_path}/"))
    council.execute("CALL proc_ssd_voice_of_child_custom()")
    found = council.execute(
        "SELECT column_name, data_type, character_maximum_length FROM information_schema.columns"
        " WHERE table_schema = 'council' AND table_name = 'ssd_voice_of_child' ORDER BY ordinal_position"
    ).fetchall()
    kinds = {"nvarchar": "character varying", "nchar": "character"}
    assert found == [(name, kinds[kind], length) for name, _ref, kind, length, _required in STANDARD]


def parsed() -> list[Any]:
    """Every statement of the T-SQL part; sqlglot does not know GO, which is no SQL."""
    batches = re.split(r"(?m)^GO$", part("SQL Server"))
    found = [
        one for batch in batches for one in sqlglot.parse(batch, read="tsql", error_level=ErrorLevel.RAISE)
    ]
    return [one for one in found if one is not None]


def test_the_t_sql_is_parsed() -> None:
    statements = parsed()
    assert len(statements) >= 7
    names = {table.name for one in statements for table in one.find_all(exp.Table)}
    assert {"heard_voice_of_child", "ssd_voice_of_child", "ssd_person"} <= names
    procedure = next(one for one in statements if one.args.get("kind") == "PROCEDURE")
    assert "proc_ssd_voice_of_child_custom" in [table.name for table in procedure.find_all(exp.Table)]
    changed = [(type(one), one.find(exp.Table)) for one in procedure.find_all(exp.Delete, exp.Insert)]
    assert [(kind, table.name) for kind, table in changed if table] == [
        (exp.Delete, "ssd_voice_of_child"),
        (exp.Insert, "ssd_voice_of_child"),
    ]
    for name in ("PostgreSQL", "SQL Server"):
        with pytest.raises(sqlglot.errors.ParseError):
            sqlglot.parse(part(name).replace("SELECT", "SELECT FROM WHERE"), error_level=ErrorLevel.RAISE)


def test_the_t_sql_makes_the_standards_columns() -> None:
    found = [one for statement in parsed() for one in statement.find_all(exp.Create)]
    columns = [
        [(column.name, column.args["kind"].sql("tsql").lower()) for column in made.find_all(exp.ColumnDef)]
        for made in found
        if made.args["kind"] == "TABLE"
    ]
    wanted = [(name, f"{kind}({length})") for name, _ref, kind, length, _required in STANDARD]
    assert columns == [wanted] * 3


def test_the_runner_finds_the_procedure_and_the_refresh_leaves_our_table() -> None:
    """The SSD runner gives these ten values by name; its refresh drops tables that begin with ssd_."""
    given = re.findall(r"@(\w+) (?:sysname|int|date|datetime) = NULL", part("SQL Server"))
    assert given == [
        *("src_db", "src_schema", "ssd_timeframe_years", "ssd_sub1_range_years", "today_date", "today_dt"),
        *("ssd_window_start", "ssd_window_end", "CaseloadLastSept30th", "CaseloadTimeframeStartDate"),
    ]
    made = re.findall(r"CREATE (?:TEMPORARY )?TABLE (?:IF NOT EXISTS )?(\S+)", SCRIPT)
    assert {name for name in made if name.startswith("ssd_")} == {"ssd_voice_of_child"}
    assert "heard_voice_of_child" in made
    assert "not run on SQL Server" in SCRIPT
