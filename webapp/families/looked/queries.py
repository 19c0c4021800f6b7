"""Who has looked, for one reader. What the reader may not see now is never among the lines."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from sqlalchemy import select

from webapp import accounts, audit
from webapp.audit import Looked
from webapp.core import clock, sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.families import barred, grants, queries
from webapp.families.break_glass import queries as glass
from webapp.families.looked import rules
from webapp.families.models import BrokenGlass, Member, WithheldLook

# Of these items, those the reader may see now; by kind of item. The capabilities above hand them over.
Visible = Callable[[Reader, list[uuid.UUID]], set[uuid.UUID]]
LINES_AT_MOST = 200


@dataclass(frozen=True, order=True)
class Line:
    """One line of the list: who, which part of which day, what. `what`: an act, or `emergency`."""

    day: date
    part: str
    name: str
    role: str
    what: str
    about_id: uuid.UUID
    about: str
    staff_id: uuid.UUID
    is_withheld: bool = False


@dataclass(frozen=True)
class Hidden:
    """A line that a manager keeps from the family until its review day."""

    staff_name: str
    day: date
    review_on: date
    reason: str


def for_family(reader: Reader) -> list[Line]:
    """Looks of staff at what this family member may see themselves, latest day first.

    Never another family member's look, and nothing that is withheld: the list is as if it were not there.
    """
    children = _children(reader)
    subjects = list(dict.fromkeys([reader.person_id, *children]))
    since = clock.now() - rules.KEPT
    looks = audit.looks_about(subjects, list(rules.FAMILY_ACTS), since)
    looks += [
        look
        for look in audit.looks_about([reader.person_id], list(rules.OWN_ACTS), since)
        if look.subject_id == reader.person_id
    ]
    looks = _only_visible(reader, looks, rules.FAMILY_ACTS)
    families = [queries.family_of(child).id for child in children]
    untold = [one for family in families for one in glass.withheld(family)]
    looks = [look for look in looks if not any(_is_within(look, one) for one in untold)]
    roles = rules.CHILD_IS_TOLD_OF if reader.kind == "child" else rules.ADULT_IS_TOLD_OF
    lines = _lines(looks, roles) + _emergencies(children)
    kept = _kept_back(subjects)
    told = [line for line in lines if (line.about_id, line.staff_id, line.day) not in kept]
    return _sorted(told)


def for_staff(reader: Reader, child_id: uuid.UUID) -> list[Line]:
    """Everybody's looks at this child's record, less what this reader may not open. Latest day first."""
    acts = rules.MANAGER_ACTS if reader.role == "manager" else rules.STAFF_ACTS
    looks = audit.looks_about([child_id], list(acts), clock.now() - rules.KEPT)
    looks = _only_visible(reader, looks, acts)
    kept = _kept_back([child_id])
    lines = _lines(looks, None) + _emergencies([child_id], with_withheld=True)
    marked = [
        Line(**(vars(line) | {"is_withheld": (child_id, line.staff_id, line.day) in kept}))
        if not line.is_withheld
        else line
        for line in lines
    ]
    return _sorted(marked)


def hidden_of(child_id: uuid.UUID) -> list[Hidden]:
    """What is kept from the family today, for a manager; the nearest review day first."""
    query = select(WithheldLook).where(WithheldLook.child_id == child_id)
    rows = list(session().scalars(query.order_by(WithheldLook.review_on, WithheldLook.id)))
    names = accounts.names([row.staff_id for row in rows])
    box, today = sealing.child_box(child_id), clock.today()
    return [
        Hidden(names.get(row.staff_id, ""), row.looked_on, row.review_on, box.text(row, "reason"))
        for row in rows
        if rules.is_withheld(row.review_on, today)
    ]


def _children(reader: Reader) -> list[uuid.UUID]:
    if reader.kind == "child":
        return [reader.person_id]
    return grants.granted_children(reader.person_id, "plan")


def _only_visible(reader: Reader, looks: list[Looked], acts: Mapping[str, str]) -> list[Looked]:
    """Each kind of item is asked of the capability that owns it; a kind without an owner is not told."""
    owners: dict[str, Visible] = current_app.extensions["heard_visible_items"]
    seen: dict[str, set[uuid.UUID]] = {}
    for kind, visible in owners.items():
        wanted = sorted({look.item_id for look in looks if look.item_kind == kind and look.item_id})
        seen[kind] = visible(reader, wanted) if wanted else set()
    return [
        look
        for look in looks
        if acts.get(look.act, rules.OWN_ACTS.get(look.act)) == look.item_kind
        and (look.item_kind not in owners or look.item_id in seen[look.item_kind])
    ]


def _is_within(look: Looked, hidden: glass.Withheld) -> bool:
    return look.actor_id == hidden.person_id and hidden.from_at <= look.at <= hidden.until_at


def _lines(looks: list[Looked], roles: frozenset[str] | None) -> list[Line]:
    """One line a person, part of day and kind of thing; `roles` None: everybody's."""
    ids = sorted({one for look in looks for one in (look.actor_id, look.subject_id) if one})
    people = accounts.people(ids)
    lines: dict[Line, None] = {}
    for look in looks:
        actor = people.get(look.actor_id) if look.actor_id else None
        about = people.get(look.subject_id) if look.subject_id else None
        if actor is None or about is None or (roles is not None and actor.role not in roles):
            continue
        line = _line(actor, look.at, look.act, about.id, about.name, whole_name=roles is None)
        lines[line] = None
    return list(lines)


def _line(
    actor: accounts.PersonView, at: datetime, what: str, about_id: uuid.UUID, about: str, *, whole_name: bool
) -> Line:
    moment = clock.local(at)
    name = actor.name if whole_name else actor.name.split(" ")[0]
    day, part = moment.date(), rules.part_of_day(moment)
    return Line(day, part, name, actor.role, what, about_id, about, actor.id)


def _emergencies(children: list[uuid.UUID], *, with_withheld: bool = False) -> list[Line]:
    """Someone opened the family in an emergency: told unless withheld; staff see both."""
    rows = session().execute(
        select(BrokenGlass, Member.person_id)
        .join(Member, Member.family_id == BrokenGlass.family_id)
        .where(Member.person_id.in_(children), barred.is_member_now())
        .order_by(BrokenGlass.opened_at, BrokenGlass.id)
    )
    found = [(row.BrokenGlass, row.person_id) for row in rows]
    people = accounts.people([one for row, child in found for one in (row.staff_id, child)])
    lines = []
    for row, child in found:
        is_withheld = row.withheld_until is not None and rules.is_withheld(row.withheld_until, clock.today())
        if with_withheld or not is_withheld:
            staff, about = people[row.staff_id], people[child]
            line = _line(staff, row.opened_at, rules.EMERGENCY, child, about.name, whole_name=with_withheld)
            lines.append(Line(**(vars(line) | {"is_withheld": is_withheld})))
    return lines


def _kept_back(children: list[uuid.UUID]) -> set[tuple[uuid.UUID, uuid.UUID, date]]:
    """(child, member of staff, day) that a manager keeps from the family today."""
    query = select(WithheldLook).where(
        WithheldLook.child_id.in_(children), WithheldLook.review_on > clock.today()
    )
    rows = session().scalars(query.order_by(WithheldLook.id))
    return {(row.child_id, row.staff_id, row.looked_on) for row in rows}


def _sorted(lines: Iterable[Line]) -> list[Line]:
    order = {"morning": 0, "afternoon": 1, "evening": 2}
    latest = sorted(lines, key=lambda line: (line.name, line.what, line.about, line.staff_id))
    latest.sort(key=lambda line: (line.day, order[line.part]), reverse=True)
    return latest[:LINES_AT_MOST]
