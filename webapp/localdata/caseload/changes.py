"""What a folder would change here: created, updated, ended, and what a person has to decide. Pure.

Nothing is deleted, and absence from a folder ends nothing: an extract may have been cut by date. A child's
record is never moved: another family than before is told, not done. Who may open a child's record follows
from allocations, so a worker is known by a link that an administrator made, never by name.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import date

from webapp import families
from webapp.families import (
    ChildDetails,
    ChildHere,
    EndedAllocation,
    Here,
    NewAllocation,
    NewFamily,
    NewMember,
    NewTeam,
)
from webapp.localdata.caseload.found import Changes, NewPlan
from webapp.localdata.caseload.rows import Folder, InvolvementRow, PersonRow, PlanRow, Problem

# Care leavers are worked with until 25; who is older is no child, and what they are to one is not said.
OLDEST = 25
# Where a child has several plans, the one that stands.
WEIGHT = {"care_plan": 3, "child_protection": 2, "child_in_need": 1}


def between(
    folder: Folder,
    here: Here,
    plans: dict[str, str],
    today: date,
    seen: Callable[[ChildDetails], bytes],
    *,
    roles: Collection[str],
) -> Changes:
    """What the folder would change. `plans`: the kind of each child's newest plan here, by the council's id.

    `seen`: the fingerprint of what the council says of a child (families.what_was_seen). `roles`: those of
    ssd_involvements that mean "the child's worker", in small letters.
    """
    return _Comparing(folder, here, plans, today, seen, frozenset(roles)).all()


class _Comparing:
    """One comparison in the making."""

    def __init__(
        self,
        folder: Folder,
        here: Here,
        plans: dict[str, str],
        today: date,
        seen: Callable[[ChildDetails], bytes],
        roles: frozenset[str],
    ) -> None:
        self.folder, self.here, self.plans, self.today, self.seen = folder, here, plans, today, seen
        self.roles = roles
        self.found = Changes()
        self.new: set[str] = set()
        self.working: dict[str, uuid.UUID] = {}
        self.homes: dict[str, list[str]] = defaultdict(list)
        self.together: dict[str, list[str]] = defaultdict(list)
        for row in folder.families:
            self.homes[row.person_id].append(row.family_id)
            self.together[row.family_id].append(row.person_id)

    def all(self) -> Changes:
        self._teams()
        self._children()
        self._allocations()
        self._plans()
        return self.found

    def _conflict(self, table: str, line: int, column: str, reason: str) -> None:
        self.found.conflicts.append(Problem(f"{table}.csv", line, column, reason))

    def _teams(self) -> None:
        self.found.teams = [
            NewTeam(row.id, row.name) for row in self.folder.teams if row.id not in self.here.teams
        ]

    def _children(self) -> None:
        homes: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for row in self.folder.families:
            homes[row.person_id].append((row.family_id, row.line))
        new = [row for row in self.folder.persons if self._is_new(row, homes[row.id])]
        teams = self._teams_of()
        self._add_families(new, homes, teams)
        for row in self.folder.families:
            if row.person_id not in self.here.children and "ssd_person" not in self.folder.files:
                self._conflict(
                    "ssd_family", row.line, "fami_person_id", "is no one here, and ssd_person is missing"
                )

    def _is_new(self, row: PersonRow, homes: list[tuple[str, int]]) -> bool:
        """Whether the child is to be added; one who is here already is compared."""
        found = self.here.children.get(row.id)
        if row.died_on:
            where = "still here" if found else "not added"
            self._conflict(
                "ssd_person", row.line, "pers_death_date", f"a death is recorded; the person is {where}"
            )
            return False
        if found is None:
            if row.born_on and families.age_on(row.born_on, self.today) > OLDEST:
                self.found.left_out["over 25: a worker adds adults, with what they are to the child"] += 1
                return False
            return True
        self._compare_child(row, found)
        for family_id, line in homes:
            if family_id not in found.families:
                reason = "is another family than here: the record was not moved"
                self._conflict("ssd_family", line, "fami_family_id", reason)
        return False

    def _compare_child(self, row: PersonRow, found: ChildHere) -> None:
        if found.seen == self.seen(self._details(row)):
            return
        if found.seen:
            self.found.updated.append(self._details(row))
        elif found.born_on and row.born_on and found.born_on != row.born_on:
            reason = "is another day than here: is it the same child?"
            self._conflict("ssd_person", row.line, "pers_dob", reason)
        else:
            self.found.linked.append(self._details(row))

    def _details(self, row: PersonRow) -> ChildDetails:
        band = families.band_of(row.born_on, self.today) if row.born_on else "young"
        return ChildDetails(row.id, row.written, row.name, row.born_on, band)

    def _teams_of(self) -> dict[str, str]:
        """The team of each child's latest open allocation."""
        known = {*self.here.teams, *(team.id for team in self.found.teams)}
        found: dict[str, tuple[date, str]] = {}
        for row in self.folder.involvements:
            if row.team_id in known and row.role.casefold() in self.roles and not self._is_over(row.until_on):
                found[row.person_id] = max(
                    found.get(row.person_id, (date.min, "")), (row.from_on, row.team_id)
                )
        return {person_id: team_id for person_id, (_from_on, team_id) in found.items()}

    def _is_over(self, until_on: date | None) -> bool:
        return until_on is not None and until_on < self.today

    def _add_families(
        self, new: list[PersonRow], homes: dict[str, list[tuple[str, int]]], teams: dict[str, str]
    ) -> None:
        """Children by family, the eldest first: the family gets the eldest's surname, and a child's team."""
        together: dict[str, list[PersonRow]] = defaultdict(list)
        for row in sorted(new, key=lambda one: (one.born_on or date.max, one.id)):
            for family_id in [one for one, _line in homes[row.id]] or [f"PERSON:{row.id}"]:
                together[family_id].append(row)
        added: set[str] = set()
        for family_id, rows in sorted(together.items()):
            if family_id not in self.here.families:
                team_id = next((teams[row.id] for row in rows if row.id in teams), "")
                if not team_id:
                    for row in rows:
                        reason = "no team: no one in this family has a worker with a team"
                        self._conflict("ssd_person", row.line, "", reason)
                    continue
                self.found.families.append(NewFamily(family_id, rows[0].surname or rows[0].name, team_id))
            self.found.members += [NewMember(family_id, row.id) for row in rows]
            self.found.children += [self._details(row) for row in rows if row.id not in added]
            added.update(row.id for row in rows)
        self.new = added

    def _allocations(self) -> None:
        by_child: dict[str, list[InvolvementRow]] = defaultdict(list)
        for row in self.folder.involvements:
            if row.role.casefold() not in self.roles:
                self.found.left_out["another role than the child's worker"] += 1
            elif row.person_id in self.here.children or row.person_id in self.new:
                by_child[row.person_id].append(row)
            else:
                self.found.left_out["works with someone who was not added"] += 1
        for rows in by_child.values():
            self._of_child(sorted(rows, key=lambda one: (one.from_on, one.id)))

    def _of_child(self, rows: list[InvolvementRow]) -> None:
        before: InvolvementRow | None = None
        for row in rows:
            worker_id = self.here.workers.get(row.professional_id)
            loaded = self.here.allocations.get(row.id)
            if loaded is not None:
                self._compare(row, loaded.until_on)
            elif worker_id is None and not self._is_over(row.until_on):
                reason = "has no account here that is linked, or it is stopped: see heard_staff.csv"
                self._conflict("ssd_involvements", row.line, "invo_professional_id", reason)
            elif worker_id is None:
                self.found.left_out["ended, with a worker who has no account here"] += 1
            elif self._knows(worker_id, row.person_id):
                reason = "says here that they know this family: the child was not given to them"
                self._conflict("ssd_involvements", row.line, "invo_professional_id", reason)
                worker_id = None
            elif (row.person_id, worker_id) in self.here.working:
                self.found.left_out["this worker was given by hand already"] += 1
            else:
                self.found.allocations.append(self._allocation(row, worker_id, before))
            if worker_id is not None and not self._is_over(row.until_on) and row.from_on <= self.today:
                self.working[row.person_id] = worker_id
            before = row

    def _knows(self, worker_id: uuid.UUID, child_id: str) -> bool:
        """Whether a worker said that they know someone of a family that the child is or will be in."""
        if not self.here.declared:
            return False
        homes = self.homes[child_id]
        known = {("child", child_id), *(("family", one) for one in homes)}
        known |= {("child", other) for one in homes for other in self.together[one]}
        return any((*one, worker_id) in self.here.declared for one in known)

    def _allocation(
        self, row: InvolvementRow, worker_id: uuid.UUID, before: InvolvementRow | None
    ) -> NewAllocation:
        earlier = self.here.workers.get(before.professional_id) if before else None
        changed = before is not None and before.professional_id != row.professional_id
        return NewAllocation(
            row.id,
            row.person_id,
            worker_id,
            row.from_on,
            row.until_on,
            earlier if changed else None,
            families.WORKER_CHANGED if changed else "",
            row.change if changed else "",
        )

    def _compare(self, row: InvolvementRow, until_on: date | None) -> None:
        if row.until_on and (until_on is None or row.until_on < until_on):
            self.found.ended.append(EndedAllocation(row.id, row.until_on))
        elif until_on and (row.until_on is None or row.until_on > until_on):
            reason = "goes on for longer than here: a manager gives the worker again, the load does not"
            self._conflict("ssd_involvements", row.line, "invo_involvement_end_date", reason)

    def _plans(self) -> None:
        best: dict[str, PlanRow] = {}
        for row in self.folder.plans:
            if self._is_over(row.until_on) or row.from_on > self.today:
                self.found.left_out["a plan that ended or has not begun"] += 1
            elif row.person_id not in best or WEIGHT[best[row.person_id].kind] < WEIGHT[row.kind]:
                best[row.person_id] = row
        for row in best.values():
            self._plan(row)

    def _plan(self, row: PlanRow) -> None:
        kind = self.plans.get(row.person_id)
        worker_id = self.working.get(row.person_id)
        if kind == row.kind:
            return
        if kind is not None:
            self._conflict(
                row.file, row.line, "", f"is a {row.kind} and the plan here a {kind}: the worker changes it"
            )
        elif row.person_id not in self.here.children and row.person_id not in self.new:
            self._conflict(row.file, row.line, "", "is the plan of someone who was not added")
        elif worker_id is None:
            self._conflict(row.file, row.line, "", "waits: the child has no worker here yet")
        else:
            self.found.plans.append(NewPlan(row.person_id, row.kind, worker_id))
