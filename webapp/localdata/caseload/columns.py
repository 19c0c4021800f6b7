"""What the standard says of each table that is read (SSD 1.4.5): columns, lengths, keys. Pure.

The schemas are the standard's own, unchanged; only the columns named in USED are read at all (UK GDPR
article 5(1)(c): no sex, ethnicity, NHS number or nationality comes in).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SCHEMAS = Path(__file__).parent.parent / "schema"
PLAN_KINDS = {
    "ssd_cin_plans": "child_in_need",
    "ssd_cp_plans": "child_protection",
    "ssd_cla_care_plan": "care_plan",
}
# In the order in which they are read: what others point to comes first.
USED = {
    "ssd_department": ("dept_team_id", "dept_team_name"),
    "ssd_professionals": ("prof_professional_id", "prof_professional_name"),
    "ssd_person": (
        "pers_person_id",
        "pers_forename",
        "pers_surname",
        "pers_dob",
        "pers_expected_dob",
        "pers_death_date",
    ),
    "ssd_family": ("fami_table_id", "fami_family_id", "fami_person_id"),
    "ssd_involvements": (
        "invo_involvements_id",
        "invo_person_id",
        "invo_professional_id",
        "invo_professional_role_id",
        "invo_professional_team",
        "invo_involvement_start_date",
        "invo_involvement_end_date",
        "invo_worker_change_reason",
    ),
    "ssd_cin_plans": (
        "cinp_cin_plan_id",
        "cinp_person_id",
        "cinp_cin_plan_start_date",
        "cinp_cin_plan_end_date",
    ),
    "ssd_cp_plans": ("cppl_cp_plan_id", "cppl_person_id", "cppl_cp_plan_start_date", "cppl_cp_plan_end_date"),
    "ssd_cla_care_plan": (
        "lacp_table_id",
        "lacp_person_id",
        "lacp_cla_care_plan_start_date",
        "lacp_cla_care_plan_end_date",
    ),
}
# Beyond the standard's own "required": without these a row says nothing to Heard.
NEEDED = frozenset(
    {
        "dept_team_name",
        "invo_person_id",
        "invo_professional_id",
        "invo_professional_role_id",
        "invo_involvement_start_date",
        "cinp_cin_plan_start_date",
        "cppl_cp_plan_start_date",
        "lacp_cla_care_plan_start_date",
    }
)
# Column → the column it points to.
POINTS_TO = {
    "fami_person_id": "ssd_person",
    "invo_person_id": "ssd_person",
    "invo_professional_id": "ssd_professionals",
    "invo_professional_team": "ssd_department",
    "cinp_person_id": "ssd_person",
    "cppl_person_id": "ssd_person",
    "lacp_person_id": "ssd_person",
}
# The words of people's and teams' names; every other text is an id or a code.
NAMES = frozenset({"pers_forename", "pers_surname", "dept_team_name", "prof_professional_name"})
CODES = frozenset({"invo_professional_role_id", "invo_worker_change_reason"})
# Days that may be still to come: many systems write 9999-12-31 there for "not ended".
ENDS = frozenset(
    {
        "pers_death_date",
        "invo_involvement_end_date",
        "cinp_cin_plan_end_date",
        "cppl_cp_plan_end_date",
        "lacp_cla_care_plan_end_date",
    }
)


@dataclass(frozen=True)
class Column:
    """One column: kind is id, name, code or day; `length` in characters, None for a day.

    `is_end`: a day on which something ended, so that the year 9999 says that it has not.
    """

    name: str
    kind: str
    length: int | None
    is_needed: bool
    is_end: bool = False


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table that are read, as the standard types them."""
    schema = json.loads((SCHEMAS / f"{table}.schema.json").read_text(encoding="utf-8"))
    found = {field["name"]: field for field in schema["fields"]}
    return tuple(_column(found[name]) for name in USED[table])


def _column(field: dict[str, object]) -> Column:
    name = str(field["name"])
    limits = field.get("constraints")
    rules = limits if isinstance(limits, dict) else {}
    if field["type"] == "datetime":
        return Column(name, "day", None, name in NEEDED, name in ENDS)
    kind = "name" if name in NAMES else "code" if name in CODES else "id"
    return Column(name, kind, rules.get("maxLength"), bool(rules.get("required")) or name in NEEDED)


@cache
def known_names(table: str) -> frozenset[str]:
    """Every column that the standard has in a table, read or not."""
    schema = json.loads((SCHEMAS / f"{table}.schema.json").read_text(encoding="utf-8"))
    return frozenset(field["name"] for field in schema["fields"])


def key(table: str) -> str:
    """The table's primary key: always the first column that is read."""
    return USED[table][0]
