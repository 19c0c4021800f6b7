"""Making empty first drafts, a batch at a time. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from webapp import audit, families
from webapp.core import clock, ids
from webapp.core.access import ReadNote
from webapp.core.database import add_rows
from webapp.core.reads import Look
from webapp.plans.models import Plan, PlanVersion
from webapp.plans.rules import KINDS
from webapp.plans.sharing import links
from webapp.plans.shells import queries


@dataclass(frozen=True)
class Shell:
    """A first draft to make: the child, the kind of plan, and the worker who will write it."""

    child_id: uuid.UUID
    kind: str
    worker_id: uuid.UUID


def add_shells(*, shells: Sequence[Shell]) -> None:
    """An empty first draft for each; a child who has a version already is left as they are."""
    if unknown := {one.kind for one in shells} - set(KINDS):
        raise ValueError(", ".join(sorted(unknown)))
    children = {one.child_id for one in shells}
    begun = queries.newest_kinds(children)
    wanted = [one for one in shells if one.child_id not in begun]
    plans = _plans({one.child_id for one in wanted})
    versions = [_version(plans[one.child_id], one) for one in wanted]
    add_rows(versions)
    waited = queries.waited_for(plans)
    for version, one in zip(versions, wanted, strict=True):
        if one.child_id in waited:
            links.take_in(version.id, one.child_id)
    audit.record_all(
        _look(version, plans[one.child_id]) for version, one in zip(versions, wanted, strict=True)
    )


def _plans(child_ids: set[uuid.UUID]) -> dict[uuid.UUID, Plan]:
    """Their plans, made where there is none."""
    found = queries.plans_of(child_ids)
    homes = families.families_of(child_ids)
    new = [
        Plan(id=ids.new(), child_id=one, family_id=homes[one].id) for one in sorted(child_ids - found.keys())
    ]
    add_rows(new)
    return found | {row.child_id: row for row in new}


def _version(plan: Plan, shell: Shell) -> PlanVersion:
    return PlanVersion(
        id=ids.new(),
        plan_id=plan.id,
        number=1,
        kind=shell.kind,
        state="draft",
        revision=0,
        changed_at=clock.now(),
        changed_by=shell.worker_id,
    )


def _look(version: PlanVersion, plan: Plan) -> Look:
    note = ReadNote("plan.draft", f"family:{plan.family_id}", plan.child_id, "plan_version", version.id)
    return Look(None, clock.now(), note)
