"""A folder of SSD tables: a bad row is named with file, line, column and reason, and the good rows go in."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from webapp.localdata.caseload import columns
from webapp.localdata.caseload.reading import LINE_LIMIT, NothingToRead, read_folder
from webapp.localdata.caseload.rows import Folder, PersonRow, change_code

TODAY = date(2026, 11, 22)
HEADERS = {table: ",".join(names) for table, names in columns.USED.items()}
GOOD = {
    "ssd_department": "T1,Team North",
    "ssd_professionals": "W1,Beth Marsh",
    "ssd_person": "P1,Zara,Rahman,2015-02-03,,",
    "ssd_family": "R1,F1,P1",
    "ssd_involvements": "I1,P1,W1,Allocated Case Worker,T1,2026-01-05,,",
    "ssd_cin_plans": "N1,P1,2026-01-06,",
    "ssd_cp_plans": "C1,P1,2026-01-07,",
    "ssd_cla_care_plan": "L1,P1,2026-01-08,",
}
PERSON, FAMILY, INVOLVED = "ssd_person", "ssd_family", "ssd_involvements"
LONG = "x" * 49


def write(path: Path, **changed: str | bytes) -> Path:
    """A good folder with some files changed: the whole text, or bytes."""
    for table, row in GOOD.items():
        (path / f"{table}.csv").write_text(f"{HEADERS[table]}\n{row}\n", encoding="utf-8")
    for table, words in changed.items():
        raw = words if isinstance(words, bytes) else words.encode()
        (path / f"{table}.csv").write_bytes(raw)
    return path


def read_with(path: Path, table: str, bad: bytes | str) -> Folder:
    """The good row in line 2, the bad one in line 3, another good one in line 4."""
    raw = bad if isinstance(bad, bytes) else bad.encode()
    after = GOOD[table].replace("1,", "2,", 1).encode()
    if table == FAMILY:
        after = b"R2,F2,P1"
    lines = [HEADERS[table].encode(), GOOD[table].encode(), raw, after]
    return read_folder(write(path, **{table: b"\r\n".join(lines) + b"\r\n"}), TODAY)


BAD_ROWS: list[tuple[str, str | bytes, str, str]] = [
    # Shape of a line
    (PERSON, "P3,Ali,Khan", "", "has 3 cells, not 6"),
    (PERSON, "P3,Ali,Khan,2014-01-01,,,,", "", "has 8 cells, not 6"),
    (PERSON, 'P3,"Ali,Khan,2014-01-01,,', "", "is not CSV"),
    (PERSON, 'P3,"Ali"x,Khan,2014-01-01,,', "", "is not CSV"),
    (PERSON, "P3," + "x" * LINE_LIMIT + ",Khan,,,", "", "is longer than"),
    # Letters
    (PERSON, b"P3,Zo\xeb,Khan,2014-01-01,,", "pers_forename", "is not UTF-8"),
    (PERSON, b"\xff\xfe,Ali,Khan,,,", "pers_person_id", "is not UTF-8"),
    (PERSON, "P3,Zo\ufffd,Khan,2014-01-01,,", "pers_forename", "holds a letter that was lost"),
    (PERSON, "P3,A\x00li,Khan,2014-01-01,,", "pers_forename", "holds a NUL"),
    (PERSON, "P3,A\u2028li,Khan,2014-01-01,,", "pers_forename", "holds a line break"),
    (PERSON, "P3,A\x07li,Khan,2014-01-01,,", "pers_forename", "holds a line break or another control"),
    (PERSON, "P3,\u202eilA,Khan,2014-01-01,,", "pers_forename", "turns the direction"),
    # Formulae
    (PERSON, "P3,=1+1,Khan,2014-01-01,,", "pers_forename", "begins like a formula"),
    (PERSON, "P3,+44,Khan,2014-01-01,,", "pers_forename", "begins like a formula"),
    (PERSON, "P3,Ali,-Khan,2014-01-01,,", "pers_surname", "begins like a formula"),
    (PERSON, "P3,Ali,@Khan,2014-01-01,,", "pers_surname", "begins like a formula"),
    (PERSON, "P3,\tAli,Khan,2014-01-01,,", "pers_forename", "begins like a formula"),
    (PERSON, "=P3,Ali,Khan,2014-01-01,,", "pers_person_id", "begins like a formula"),
    # Ids
    (PERSON, ",Ali,Khan,2014-01-01,,", "pers_person_id", "is empty"),
    (PERSON, "NULL,Ali,Khan,2014-01-01,,", "pers_person_id", "is empty"),
    (PERSON, "P1,Ali,Khan,2014-01-01,,", "pers_person_id", "was in line 2 already"),
    (PERSON, "p 1,Ali,Khan,2014-01-01,,", "pers_person_id", "was in line 2 already"),
    (PERSON, f"{LONG},Ali,Khan,2014-01-01,,", "pers_person_id", "is longer than 48"),
    (PERSON, "P<3>,Ali,Khan,2014-01-01,,", "pers_person_id", "the id is not plain letters"),
    # Names
    (PERSON, "P3,,,2014-01-01,,", "pers_surname", "has no name"),
    (PERSON, "P3,NULL,Khan,2014-01-01,,", "pers_forename", "says NULL"),
    (PERSON, f"P3,{'x' * 256},Khan,2014-01-01,,", "pers_forename", "is longer than 255"),
    (PERSON, f"P3,{'x' * 60},{'y' * 60},2014-01-01,,", "pers_surname", "is longer than 100"),
    # Days
    (PERSON, "P3,Ali,Khan,9999-12-31,,", "pers_dob", "is a day in 9999"),
    (PERSON, "P3,Ali,Khan,2200-01-01,,", "pers_dob", "is a day in 2200"),
    (PERSON, "P3,Ali,Khan,1900-01-01,,", "pers_dob", "is a day in 1900"),
    (PERSON, "P3,Ali,Khan,0215-02-03,,", "pers_dob", "is a day in 215"),
    (PERSON, "P3,Ali,Khan,2015-02-30,,", "pers_dob", "no calendar has"),
    (PERSON, "P3,Ali,Khan,12/31/2015,,", "pers_dob", "no calendar has"),
    (PERSON, "P3,Ali,Khan,3 Feb 2015,,", "pers_dob", "is not a day like"),
    (PERSON, "P3,Ali,Khan,42037,,", "pers_dob", "is not a day like"),
    (PERSON, "P3,Ali,Khan,15-02-03,,", "pers_dob", "is not a day like"),
    (PERSON, "P3,Ali,Khan,２０１５-02-03,,", "pers_dob", "is not a day like"),
    (PERSON, "P3,Ali,Khan,2027-01-01,,", "pers_dob", "use pers_expected_dob"),
    (PERSON, "P3,Ali,Khan,2015-01-01,,2026-11-23", "pers_death_date", "is a day to come"),
    (PERSON, "P3,Ali,Khan,2015-01-01,,2014-12-31", "pers_death_date", "is before the day of birth"),
    # Families
    (FAMILY, "R3,,P1", "fami_family_id", "is empty"),
    (FAMILY, "R3,F1,", "fami_person_id", "is empty"),
    (FAMILY, "R3,F1,P9", "fami_person_id", "is not in ssd_person.csv"),
    (FAMILY, "R3,F1,P1", "fami_person_id", "was in line 2 already"),
    (FAMILY, "R1,F3,P1", "fami_table_id", "was in line 2 already"),
    # Who works with whom
    (INVOLVED, "I3,,W1,CW,T1,2026-01-05,,", "invo_person_id", "is empty"),
    (INVOLVED, "I3,P1,,CW,T1,2026-01-05,,", "invo_professional_id", "is empty"),
    (INVOLVED, "I3,P1,W1,,T1,2026-01-05,,", "invo_professional_role_id", "is empty"),
    (INVOLVED, "I3,P1,W1,CW,T1,,,", "invo_involvement_start_date", "is empty"),
    (INVOLVED, "I3,P9,W1,CW,T1,2026-01-05,,", "invo_person_id", "is not in ssd_person.csv"),
    (INVOLVED, "I3,P1,W9,CW,T1,2026-01-05,,", "invo_professional_id", "is not in ssd_professionals.csv"),
    (INVOLVED, "I3,P1,W1,CW,T9,2026-01-05,,", "invo_professional_team", "is not in ssd_department.csv"),
    (
        INVOLVED,
        "I3,P1,W1,CW,T1,2026-01-05,2026-01-04,",
        "invo_involvement_end_date",
        "before the day it began",
    ),
    (INVOLVED, "I3,P1,W1,CW,T1,2026-01-05,9998-12-31,", "invo_involvement_end_date", "is a day in 9998"),
    (INVOLVED, f"I3,P1,W1,{'x' * 201},T1,2026-01-05,,", "invo_professional_role_id", "is longer than 200"),
    (INVOLVED, f"I3,P1,W1,CW,T1,2026-01-05,,{'x' * 201}", "invo_worker_change_reason", "is longer than 200"),
    # Teams, workers, plans
    ("ssd_department", "T3,", "dept_team_name", "is empty"),
    ("ssd_department", "T3,=Team", "dept_team_name", "begins like a formula"),
    ("ssd_professionals", f"W3,{'x' * 301}", "prof_professional_name", "is longer than 300"),
    ("ssd_cin_plans", "N3,P1,,", "cinp_cin_plan_start_date", "is empty"),
    ("ssd_cin_plans", "N3,P9,2026-01-06,", "cinp_person_id", "is not in ssd_person.csv"),
    ("ssd_cp_plans", "C3,P1,2026-01-07,2026-01-06", "cppl_cp_plan_end_date", "before the day it began"),
    ("ssd_cp_plans", "C3,,2026-01-07,", "cppl_person_id", "is empty"),
    ("ssd_cla_care_plan", "L3,P1,31/02/2026,", "lacp_cla_care_plan_start_date", "no calendar has"),
    ("ssd_cla_care_plan", "L1,P1,2026-01-08,", "lacp_table_id", "was in line 2 already"),
]


def test_there_are_forty_kinds_of_bad_rows() -> None:
    assert len({(table, column, reason) for table, _row, column, reason in BAD_ROWS}) >= 40


@pytest.mark.parametrize(("table", "row", "column", "reason"), BAD_ROWS)
def test_a_bad_row_is_named_and_the_good_go_in(
    table: str, row: str | bytes, column: str, reason: str, tmp_path: Path
) -> None:
    folder = read_with(tmp_path, table, row)
    assert len(folder.problems) == 1, folder.problems
    (problem,) = folder.problems
    assert (problem.file, problem.line, problem.column) == (f"{table}.csv", 3, column)
    assert reason in problem.reason
    kept = [*folder.teams, *folder.professionals, *folder.persons, *folder.families, *folder.involvements]
    assert len(kept) + len(folder.plans) == len(GOOD) + 1


BAD_FILES: list[tuple[str | bytes, str, str]] = [
    ("", "", "has no line of column names"),
    ("\n1,2\n", "", "has no line of column names"),
    ("pers_person_id;pers_forename;pers_surname\nP1;Zara;Rahman\n", "", "has semicolons"),
    ("pers_person_id\tpers_forename\nP1\tZara\n", "", "has tabs"),
    ("pers_person_id|pers_forename\nP1|Zara\n", "", "has upright strokes"),
    ('"pers_person_id\nP1\n', "", "is not CSV"),
    ("pers_forename,pers_surname\nZara,Rahman\n", "pers_person_id", "is missing"),
    ("pers_person_id,pers_dob,pers_dob\nP1,,\n", "pers_dob", "twice"),
    (HEADERS[PERSON].encode("utf-16"), "", "is UTF-16"),
]


@pytest.mark.parametrize(("words", "column", "reason"), BAD_FILES)
def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(
    words: str | bytes, column: str, reason: str, tmp_path: Path
) -> None:
    folder = read_folder(write(tmp_path, ssd_person=words), TODAY)
    (problem,) = folder.problems
    assert (problem.file, problem.line, problem.column) == ("ssd_person.csv", 1, column)
    assert reason in problem.reason
    assert (len(folder.families), len(folder.involvements), folder.persons) == (1, 1, [])


def test_a_file_as_excel_and_sql_server_write_it_is_read(tmp_path: Path) -> None:
    words = (
        "\ufeffPERS_PERSON_ID,pers_sex,pers_surname,pers_forename,pers_dob,our_own\r\n"
        ' NB-7 ,F,O\u2019Neill,"Zoë, Ann",2015-02-03 00:00:00.000,x\r\n'
        "\r\n,,,,,\r\n"
        "NB-8,M,Khan,Ali,03/02/2014,x\r\n"
        "NB-9,M,Khan,Unborn,NULL,x"
    )
    folder = read_folder(write(tmp_path, ssd_person=words), TODAY)
    assert folder.persons == [
        PersonRow(2, "NB-7", "Zoë, Ann", "O\u2019Neill", date(2015, 2, 3), None, None, "NB-7"),
        PersonRow(5, "NB-8", "Ali", "Khan", date(2014, 2, 3), None, None, "NB-8"),
        PersonRow(6, "NB-9", "Unborn", "Khan", None, None, None, "NB-9"),
    ]
    said = {(note.column, note.reason.split(";")[0]) for note in folder.notes}
    assert ("our_own", "is not a column of the standard") in said
    assert ("pers_expected_dob", "is missing") in said
    assert not {"pers_sex"} & {note.column for note in folder.notes}


def test_an_end_in_the_year_9999_has_not_come(tmp_path: Path) -> None:
    rows = {
        "ssd_person": "P1,Zara,Rahman,2015-02-03,,31/12/9999",
        "ssd_involvements": "I1,P1,W1,CW,T1,2026-01-05,9999-12-31T00:00:00,",
        "ssd_cin_plans": "N1,P1,2026-01-06,9999-01-01",
        "ssd_cp_plans": "C1,P1,2026-01-06,31/12/9999 00:00:00",
        "ssd_cla_care_plan": "L1,P1,2026-01-06,9999-12-31 00:00:00.000",
    }
    folder = read_folder(write(tmp_path, **{t: f"{HEADERS[t]}\n{row}\n" for t, row in rows.items()}), TODAY)
    assert folder.problems == []
    assert [row.died_on for row in folder.persons] == [None]
    assert [row.until_on for row in folder.involvements] == [None]
    assert [row.until_on for row in folder.plans] == [None] * 3


def test_what_points_to_a_table_that_is_not_there_is_left_to_the_changes(tmp_path: Path) -> None:
    write(tmp_path)
    for table in ("ssd_person", "ssd_professionals", "ssd_department"):
        (tmp_path / f"{table}.csv").unlink()
    folder = read_folder(tmp_path, TODAY)
    assert (len(folder.families), len(folder.involvements), len(folder.plans)) == (1, 1, 3)
    assert folder.problems == []


def test_a_table_that_is_not_read_is_said_and_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead):
        read_folder(tmp_path, TODAY)
    (tmp_path / "ssd_sdq_scores.csv").write_text("x\n")
    with pytest.raises(NothingToRead):
        read_folder(tmp_path, TODAY)
    assert [note.file for note in read_folder(write(tmp_path), TODAY).notes] == ["ssd_sdq_scores.csv"]


@pytest.mark.parametrize("table", columns.USED)
def test_columns_are_the_standards_own(table: str) -> None:
    schema = json.loads((columns.SCHEMAS / f"{table}.schema.json").read_text(encoding="utf-8"))
    assert columns.key(table) == schema["primaryKey"]
    lengths = {f["name"]: f.get("constraints", {}).get("maxLength") for f in schema["fields"]}
    assert {one.name: one.length for one in columns.columns(table)}.items() <= lengths.items()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("CHCHAN", "CHCHAN"),
        ("PCCHAN: parent asked", "PCCHAN"),
        ("CHCHAN - child asked", "CHCHAN"),
        ("Child asked", ""),
        ("", ""),
        ("CHCHANCHCHAN", ""),
    ],
)
def test_the_code_of_a_change(words: str, code: str) -> None:
    assert change_code(words) == code
