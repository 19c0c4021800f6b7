"""Whom a child may let see an entry (practice §5): read at every send, never trusted from the phone."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from webapp import accounts, families
from webapp.core.parcels import Refused
from webapp.houses.rules import Share

# Roles from outside the council's team: they see what a child chose to show them, nothing else.
# Each with the kind of grant that an invited one needs.
OUTSIDE = {"advocate": "advocate", "plan_checker": "checker"}


@dataclass(frozen=True)
class Named:
    """A person to choose: the name a child calls them by, and what they are (a relation or a role)."""

    id: uuid.UUID
    name: str
    what: str


@dataclass(frozen=True)
class Choices:
    """Everyone this child may choose today."""

    workers: list[Named]
    managers: list[Named]
    checkers: list[Named]
    advocates: list[Named]
    people: list[Named]

    @property
    def worker(self) -> str:
        """The worker's name; '' when the child has none now."""
        return self.workers[0].name if self.workers else ""


def short(name: str) -> str:
    """The first name, as practice.md says it: "Beth will call you on Monday"."""
    return name.split(" ")[0]


def choices(child_id: uuid.UUID) -> Choices:
    """Today's people of each share choice; no worker of the child is among "someone other than my worker"."""
    workers = families.worker_ids(child_id)
    members = families.members(families.family_of(child_id).id)
    granted = set(families.granted_people(child_id, "plan"))
    managers = [person for person in families.manager_ids(child_id) if person not in workers]
    barred = {*workers, *families.barred_people(child_id)}
    return Choices(
        workers=_staff(workers, "worker"),
        managers=_staff(managers, "manager"),
        checkers=_outside(child_id, "plan_checker", barred),
        advocates=_outside(child_id, "advocate", barred),
        people=[
            Named(member.person_id, member.name, member.relation)
            for member in members
            if member.person_id in granted and member.role not in OUTSIDE
        ],
    )


def _staff(person_ids: list[uuid.UUID], what: str) -> list[Named]:
    names = accounts.names(person_ids)
    return [Named(person, short(names[person]), what) for person in person_ids if person in names]


def _outside(child_id: uuid.UUID, role: str, barred: set[uuid.UUID]) -> list[Named]:
    """Those from outside who are this child's own, never another's."""
    granted = families.granted_people(child_id, OUTSIDE[role])
    found = accounts.people([person for person in granted if person not in barred])
    return [Named(one, found[one].name, role) for one in granted if one in found and found[one].role == role]


def readers(child_id: uuid.UUID, share: Share) -> list[uuid.UUID]:
    """Who may see it under this choice. Who can no longer be chosen is left out; nobody left is refused."""
    found = choices(child_id)
    workers = [person.id for person in found.workers]
    if share.level in ("worker", "meeting"):
        return workers
    allowed = {
        "advocate": found.advocates,
        "people": found.people,
        "other": [*found.managers, *found.checkers, *found.advocates],
    }[share.level]
    picked = [person.id for person in allowed if person.id in share.people]
    if not picked:
        raise Refused("share")
    return picked if share.level == "other" else [*workers, *picked]


def everyone(child_id: uuid.UUID) -> list[Named]:
    """Everyone this child may choose today, each once, the worker first."""
    return all_of(choices(child_id))


def all_of(found: Choices) -> list[Named]:
    """Everyone of these choices, each once, the worker first."""
    together = [*found.workers, *found.managers, *found.checkers, *found.advocates, *found.people]
    return list({person.id: person for person in together}.values())


def named(child_id: uuid.UUID) -> Named:
    """The child, by the first name."""
    return Named(child_id, short(accounts.names([child_id])[child_id]), "child")
