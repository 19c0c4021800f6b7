"""A small folder of SSD tables for tests, and what a load of it did."""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from webapp import families
from webapp.core.database import session, unit_of_work
from webapp.localdata.caseload.columns import USED
from webapp.localdata.caseload.service import Load
from webapp.migrations.models import metadata

NOON = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)
ROWS = {
    "ssd_department": ["T1,Team Loaded"],
    "ssd_professionals": ["W1,Beth Marsh", "W2,Tom Reed", "W9,Gone Away"],
    "ssd_person": [
        "NB-1,Amal,Farouk,2015-02-03,,",
        "NB-2,Idris,Farouk,2018-05-06,,",
        "NB-3,Kit,Lowe,2010-01-01,,",
        "NB-4,Unborn,Lowe,,2026-06-01,",
        "NB-5,Old,Lowe,1980-01-01,,",
        "NB-6,Sam,Hart,2012-01-01,,2026-01-01",
    ],
    "ssd_family": ["R1,F1,NB-1", "R2,F1,NB-2", "R3,F2,NB-3", "R4,F2,NB-4", "R5,F2,NB-5"],
    "ssd_involvements": [
        "I1,NB-1,W2,Allocated Case Worker,T1,2025-01-05,2026-01-31,FCONTA",
        "I2,NB-1,W1,Allocated Case Worker,T1,2026-02-01,,CHCHAN",
        "I3,NB-2,W1,CW,T1,2026-02-01,,",
        "I4,NB-3,W1,CW,T1,2026-02-01,,",
        "I5,NB-3,W9,Independent Reviewing Officer,T1,2026-02-01,,",
        "I6,NB-3,W9,CW,T1,2024-02-01,2025-02-01,",
    ],
    "ssd_cin_plans": ["N1,NB-1,2025-03-01,", "N2,NB-3,2024-01-01,2024-06-01"],
    "ssd_cp_plans": ["C1,NB-1,2026-01-07,"],
    "ssd_cla_care_plan": ["L1,NB-3,2026-01-08,", "L2,NB-4,2026-01-08,"],
}
COLUMNS = {
    "ssd_involvements": "invo_involvements_id,invo_person_id,invo_professional_id,invo_professional_role_id,"
    "invo_professional_team,invo_involvement_start_date,invo_involvement_end_date,invo_worker_change_reason"
}


def folder(path: Path, **changed: list[str] | None) -> Path:
    """The folder above, with some tables changed, or left out (None)."""
    made = path / f"ssd{uuid.uuid4().hex}"
    made.mkdir()
    for table, rows in (ROWS | changed).items():
        if rows is not None:
            header = COLUMNS.get(table, ",".join(USED[table]))
            (made / f"{table}.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    staff = "prof_professional_id,email\nW1,beth@northbridge.example\nw2,TOM@northbridge.example\n"
    (made / "heard_staff.csv").write_text(staff, encoding="utf-8")
    return made


def counts(found: Load) -> dict[str, int]:
    return {name: number for name, number in found.changes.counts().items() if number}


def everything() -> str:
    """A fingerprint of every row of every table."""
    digest = hashlib.sha256()
    with unit_of_work():
        for table in metadata.sorted_tables:
            rows = session().execute(select(table).order_by(*table.primary_key.columns)).all()
            digest.update(repr((table.name, [tuple(row) for row in rows])).encode())
    return digest.hexdigest()


def report(found: Load) -> dict[str, Any]:
    """All that a load says."""
    return {
        "counts": found.changes.counts(),
        "left out": dict(found.changes.left_out),
        "conflicts": [str(one) for one in found.changes.conflicts],
        "problems": [str(one) for one in found.problems],
        "notes": [str(one) for one in found.notes],
    }


def child(council_id: str) -> uuid.UUID:
    with unit_of_work():
        return families.children_by_id([council_id])[council_id]
