"""Stages and clocks. Pure. Draft: the limits are to be checked by a practitioner before real use.

Complaints: the Children Act 1989 Representations Procedure (England) Regulations 2006 and "Getting the best
from complaints" (2006): stage 1 in 10 working days (20 when it is hard), stage 2 in 25 (65), a panel in 30.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from webapp.core import clock

ADVOCACY, COMPLAINT = "advocacy", "complaint"
KINDS = (ADVOCACY, COMPLAINT)
# Staff sign-ins that receive each kind; nobody else of the council reads one.
RECEIVERS = {ADVOCACY: ("advocacy", "advocate"), COMPLAINT: ("complaints",)}
LINES = ("advocacy", "complaints", "out_of_hours")
# An advocate gets in touch by the end of the next working day and one more (practice §5: the same clock).
CONTACT_WITHIN = 2
STAGES = {
    ADVOCACY: ("waiting", "contacted", "ended"),
    COMPLAINT: ("stage_1", "stage_2", "stage_3", "ended"),
}
# Working days of each stage, and with more time.
LIMITS = {"stage_1": (10, 20), "stage_2": (25, 65), "stage_3": (30, 30)}
# How long an advocate who takes on a child keeps being the child's advocate, unless it ends before.
WITH_CHILD_DAYS = 365


def kind_for(role: str) -> str | None:
    """What a member of staff with this role receives; None for all others."""
    return next((kind for kind, roles in RECEIVERS.items() if role in roles), None)


def first_stage(kind: str) -> str:
    """Where a new request stands."""
    return STAGES[kind][0]


def due_on(
    stage: str, start: date, closed: Collection[date], *, days: int, longer: bool = False
) -> date | None:
    """Until when the service has to act in this stage; None when nothing is due."""
    if stage == "waiting":
        return clock.add_working_days(start, days, closed)
    if stage in LIMITS:
        return clock.add_working_days(start, LIMITS[stage][longer], closed)
    return None


def steps_open(kind: str, stage: str, *, is_waiting: bool, is_longer: bool) -> list[str]:
    """What the service may do next. `is_waiting`: the clock of this stage runs."""
    if stage == "ended":
        return []
    if kind == ADVOCACY:
        return [*(["contacted"] if stage == "waiting" else []), "ended"]
    found = ["answered"] if is_waiting else []
    if is_waiting and not is_longer and LIMITS[stage][1] > LIMITS[stage][0]:
        found.append("longer")
    later = {"stage_1": ["stage_2"], "stage_2": ["stage_3"]}.get(stage, [])
    return [*found, *later, "ended"]


def next_stage(reached: str, *, is_answered: bool, is_late: bool) -> str | None:
    """The stage to which who complained may move it on: after an answer, or when none came in time.

    `reached`: the highest stage it stood at. None: it is too early, or there is no further stage here.
    """
    later = {"stage_1": "stage_2", "stage_2": "stage_3"}.get(reached)
    return later if is_answered or is_late else None


def stage_after(stage: str, step: str) -> str:
    """The stage that a step leads to."""
    return step if step in ("contacted", "stage_2", "stage_3", "ended") else stage
