"""A family's page for its workers: who is in it, how to reach each safely, what was given to them."""

from __future__ import annotations

import uuid
from typing import Any

from werkzeug.wrappers import Response

from webapp import accounts
from webapp.core import access, clock
from webapp.core.access import a_practitioner
from webapp.core.pages import page
from webapp.families import checking, queries, rules
from webapp.families.granting.queries import kept_from
from webapp.families.inviting.queries import invited_to
from webapp.families.looks import note_family
from webapp.families.policies import may_work_with_family
from webapp.families.queries import MemberView
from webapp.families.routes import families


@families.get("/families", policy=a_practitioner)
def show_families() -> Response:
    """The reader's own families, by name; opened and sorted here, for names are sealed."""
    found = queries.visible_families(access.reader())
    rows = sorted(
        ((queries.family_name(family), family.id) for family in found), key=lambda row: row[0].casefold()
    )
    return page("families/families.html", families=rows)


@families.get("/families/<id:family_id>", policy=may_work_with_family)
def show_family(family_id: uuid.UUID) -> Response:
    """Who is in the family, how to reach each safely, their plans and cards."""
    note_family(family_id)
    return page("families/family.html", **_family_context(family_id))


def _family_context(family_id: uuid.UUID) -> dict[str, Any]:
    reader = access.reader()
    family = next(one for one in queries.visible_families(reader) if one.id == family_id)
    people = queries.members(family_id)
    mine = set(queries.visible_children(reader))
    children = [person for person in people if person.kind == "child" and person.person_id in mine]
    own = set(queries.own_children(reader))
    return {
        # A family opened in an emergency is read, not changed: it shows no button that would refuse.
        "may_change": any(child.person_id in own for child in children),
        "family": family,
        "family_name": queries.family_name(family),
        "to_check": checking.family_to_check(reader, family_id),
        "kept_from": kept_from(reader, [person.person_id for person in people]),
        "children": [_child_row(child) for child in children],
        "adults": [_person_row(person) for person in people if person.kind == "adult"],
        "invited": [_person_row(one.person) | {"view": one} for one in invited_to(reader, family_id)],
    }


def _child_row(child: MemberView) -> dict[str, Any]:
    born = queries.born_on(child.person_id)
    return _person_row(child) | {
        "age": rules.age_on(born, clock.today()) if born else None,
        "workers": list(accounts.names(queries.worker_ids(child.person_id)).values()),
        "contacts": queries.visible_contacts(access.reader(), child.person_id, child.person_id),
    }


def _person_row(person: MemberView) -> dict[str, Any]:
    cards = accounts.cards_of(person.person_id)
    return {
        "person": person,
        "safe_way": queries.safe_way(person.person_id),
        "card": cards[0] if cards else None,
        "card_waits": checking.card_waits(person.person_id),
        "phones": accounts.devices_of(person.person_id),
    }
