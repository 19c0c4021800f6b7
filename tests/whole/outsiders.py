"""Zara asked for an advocate and complained; a partner, an interpreter and an advocate are there."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from tests.makers import Town, make_staff
from webapp import families, support
from webapp.core import clock, ids
from webapp.core.access import Handed

STAFF_OF_THE_CHILD = ("worker of the family", "manager")


@dataclass
class Zara:
    """Zara as a reader, in a session that is over."""

    person_id: uuid.UUID
    session_id: uuid.UUID = uuid.UUID(int=0)
    kind: str = "child"
    role: str = "child"
    band: str = "mid"
    language: str = "en"
    shared_phone: bool = True
    chosen_id: uuid.UUID | None = None
    handed: Handed | None = None
    name: str = ""


def add_outsiders(
    town: Town, token: Callable[..., str], others: dict[str, uuid.UUID]
) -> tuple[dict[str, uuid.UUID], dict[str, dict[str, str]]]:
    """Parameters of routes and bodies of forms; the people go into `others` by persona."""
    others["advocacy service"] = make_staff("Asha Bell", "advocacy")
    others["complaints manager"] = make_staff("Nadia Rahman", "complaints")
    others["advocate"] = make_staff("Moira Flynn", "advocate")
    request_id = ids.new()
    words = token("asked-for-advocate", "advocacy service", "advocate")
    support.ask(reader=Zara(town.zara), request_id=request_id, kind="advocacy", words=words)
    words = token("complained", "complaints manager")
    support.ask(reader=Zara(town.zara), request_id=ids.new(), kind="complaint", words=words)
    for persona, role in (("partner", "partner"), ("interpreter", "interpreter")):
        others[persona] = families.invite(
            child_id=town.zara,
            role=role,
            name=token(f"name-of-{role}", persona, *STAFF_OF_THE_CHILD),
            organisation=token(f"organisation-{role}", *STAFF_OF_THE_CHILD),
            reference=token(f"reference-{role}", *STAFF_OF_THE_CHILD),
            purpose=token(f"purpose-{role}", persona, *STAFF_OF_THE_CHILD),
            until=clock.now() + timedelta(days=30),
            invited_by=town.beth,
        )
    families.grant(person_id=others["advocate"], child_id=town.zara, kind="advocate", granted_by=town.beth)
    until = (clock.today() + timedelta(days=9)).isoformat()
    helper = {"child": str(town.zara), "helper": str(others["advocate"]), "until": until}
    bodies = {
        "families.add_helper": helper,
        "families.end_helper": helper,
        "support.take_step": {"step": "contacted"},
    }
    return {"request_id": request_id}, bodies
