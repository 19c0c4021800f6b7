"""More of the family's words, a token in each: every kind of thing that is kept about it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol

from tests.makers import Town, make_staff
from tests.whole.outsiders import Zara
from webapp import families, feedback, plans, review, support
from webapp.accounts.sessions import service as kept
from webapp.core import clock, ids
from webapp.core.database import session
from webapp.families import service as families_service
from webapp.families.conflicts import service as conflicts
from webapp.families.contacts import service as contacts
from webapp.families.granting import service as granting
from webapp.families.models import BrokenGlass, Conflict, Floor
from webapp.plans import queries as plan_queries
from webapp.support.models import SupportRequest

STAFF = ("worker of the family", "manager")
# Both are the brother's too.
NAMED_TO = ("child", "sibling", "administrator", "advocate")
KINDS = ("address", "phone", "school", "contact_time")
# Parts of a plan that have paragraphs of their own.
PARTS = tuple(part for part in plans.PARTS if part not in ("steps", "review", "how_long"))


class Teller(Protocol):
    """Who makes tokens: see story.py."""

    town: Town
    version: uuid.UUID
    step: uuid.UUID
    term: uuid.UUID
    draft: uuid.UUID
    recording: uuid.UUID
    photo: uuid.UUID
    paragraph: uuid.UUID
    allowed: dict[str, set[str]]
    others: dict[str, uuid.UUID]

    def token(self, item: str, *personas: str) -> str: ...


def add_relatives(teller: Teller) -> None:
    """A carer and a grandmother who may read the plan; their names are for the family and its staff."""
    for persona, relation, role in (("carer", "carer", "carer"), ("grandmother", "grandmother", "network")):
        name = teller.token(f"name-of-{persona}", persona, *NAMED_TO, *STAFF)
        person = families.add_adult(family_id=teller.town.family, name=name, relation=relation, role=role)
        families.grant_plan(person_id=person, child_id=teller.town.zara, granted_by=teller.town.beth)
        teller.others[persona] = person


def add_duty_cover(teller: Teller) -> uuid.UUID:
    """A worker of the same team who has none of the family's children, and covers today."""
    person = teller.others["duty cover"] = make_staff("Cleo Park", "worker")
    families.add_to_team(person_id=person, team_id=teller.town.team)
    return person


def add_words(teller: Teller, found: dict[str, uuid.UUID], entry: Callable[..., uuid.UUID]) -> None:
    """After the plan is published, its outsiders are there and the child has said something."""
    _contacts(teller)
    _answers(teller)
    _entries(teller, entry)
    _replies(teller, found)
    _sentences(teller)
    _support(teller)
    _of_the_office(teller)
    _kept(teller)


def _contacts(teller: Teller) -> None:
    town = teller.town
    people = {
        "child": town.zara,
        "sibling": town.yusuf,
        "mother": town.samina,
        "separated father": town.imran,
    }
    people |= {name: teller.others[name] for name in ("carer", "grandmother")}
    for persona, person in people.items():
        for kind in KINDS:
            # Duty sees how to reach the child it was told about.
            duty = ("duty cover",) if persona == "child" else ()
            value = teller.token(f"{kind}-of-{persona.replace(' ', '-')}", persona, *STAFF, *duty)
            families.add_contact(person_id=person, kind=kind, value=value)
        if persona != "child":
            # The service that a person asked is told how to reach them.
            reached = ("advocacy service", "advocate", "complaints manager") if persona == "mother" else ()
            words = teller.token(f"way-of-{persona.replace(' ', '-')}", *STAFF, *reached)
            families.set_safe_way(person_id=person, words=words)
    for person, kind in ((town.samina, "phone"), (town.zara, "school")):
        contacts.ask(
            family_id=town.family,
            person_id=person,
            action="add",
            kind=kind,
            asked_by=town.beth,
            why=teller.token(f"why-new-{kind}", *STAFF),
            value=teller.token(f"new-{kind}", *STAFF),
        )


def _answers(teller: Teller) -> None:
    people = {"mother": teller.town.samina, "separated father": teller.town.imran}
    people |= {name: teller.others[name] for name in ("carer", "grandmother")}
    for persona, person in people.items():
        words = teller.token(f"answer-of-{persona.replace(' ', '-')}", persona, *STAFF)
        plans.add_answer(version_id=teller.version, person_id=person, kind="own_words", words=words)
        said = {
            "OPEN_GOOD": teller.token(f"good-{persona.replace(' ', '-')}", persona, "manager"),
            "OPEN_CHANGE": teller.token(f"change-{persona.replace(' ', '-')}", persona, "manager"),
        }
        feedback.record_submission(
            person_id=person,
            child_id=teller.town.zara,
            answers={},
            answered_at=clock.now() - timedelta(days=40),
            words=said,
        )


def _entries(teller: Teller, entry: Callable[..., uuid.UUID]) -> None:
    """Someone may be hurt (an alert waits), so the manager may open what goes to the worker."""
    town, others = teller.town, teller.others
    for persona, person in (
        ("separated father", town.imran),
        ("grandmother", others["grandmother"]),
        ("carer", others["carer"]),
        ("advocate", others["advocate"]),
    ):
        level = "advocate" if persona == "advocate" else "people"
        entry(teller.token(f"told-{persona.replace(' ', '-')}", "child", persona, *STAFF), level, [person])
    entry(teller.token("told-worker-again", "child", *STAFF), "worker")
    entry(teller.token("not-worker-again", "child", "manager"), "other", [town.farah])


def _replies(teller: Teller, found: dict[str, uuid.UUID]) -> None:
    town = teller.town
    for persona, to_id, said in (
        ("child", town.zara, [("entry", found["entry_id"])]),
        ("mother", town.samina, [("plan_answer", found["answer_id"])]),
    ):

        def token(item: str, persona: str = persona) -> str:
            return teller.token(f"{item}-{persona}", persona, *STAFF)

        for outcome in (
            review.Outcome("will_do", token("will-do"), by_on=clock.today() + timedelta(days=9)),
            review.Outcome("cannot", token("cannot"), reason=token("because")),
            review.Outcome("talk", token("talk"), meet_when=token("when"), meet_where=token("where")),
        ):
            review.reply(
                reply_id=ids.new(),
                author_id=town.beth,
                child_id=town.zara,
                to_id=to_id,
                answers=list(said),
                outcome=outcome,
            )


def _sentences(teller: Teller) -> None:
    """Each parent marked the same sentence, was answered at it, and wrote their own view beside the plan."""
    item = plan_queries.content_of(teller.version).paragraphs[0]
    for persona, person in (("mother", teller.town.samina), ("separated father", teller.town.imran)):

        def token(item: str, persona: str = persona) -> str:
            return teller.token(f"{item}-of-{persona.split()[-1]}", persona, *STAFF)

        marked = plans.add_answer(
            version_id=teller.version,
            person_id=person,
            kind="not_right",
            words=token("marked"),
            item_id=item.id,
            sentence_number=0,
            sentence=item.words["adult", "en"].text,
        )
        review.reply(
            reply_id=ids.new(),
            author_id=teller.town.beth,
            child_id=teller.town.zara,
            to_id=person,
            answers=[("plan_answer", marked)],
            outcome=review.Outcome("kept", token("kept-words"), reason=token("kept-because")),
        )
        for kind in ("worry", "ideas"):
            plans.add_answer(version_id=teller.version, person_id=person, kind=kind, words=token(kind))


def _support(teller: Teller) -> None:
    """The mother asked for someone and complained; each was answered."""
    mother: Any = Zara(teller.town.samina, kind="adult", role="parent", band="adult")
    for kind, staff, who in (
        ("advocacy", ("advocacy service", "advocate"), "advocacy service"),
        ("complaint", ("complaints manager",), "complaints manager"),
    ):
        request = ids.new()
        words, reach = (teller.token(f"{item}-{kind}", "mother", *staff) for item in ("asked", "reach"))
        support.ask(reader=mother, request_id=request, kind=kind, words=words, reach=reach)
        row = session().get_one(SupportRequest, request)
        said = teller.token(f"said-to-{kind}", "mother", *staff)
        _take_step(row, "contacted" if kind == "advocacy" else "longer", said, teller.others[who])


def _take_step(row: SupportRequest, step: str, words: str, actor: uuid.UUID) -> None:
    from webapp.support import service

    service.take_step(row=row, step=step, words=words, actor_id=actor)


def _of_the_office(teller: Teller) -> None:
    """Reasons: of orders, of relatives among staff, of what was opened in an emergency, of what was given."""
    town, carer = teller.town, teller.others["carer"]
    floor = families.set_floor(
        person_id=carer,
        child_id=town.yusuf,
        kind="no_contact",
        reason=teller.token("floor-carer", *STAFF),
        review_on=clock.today() + timedelta(days=60),
        set_by=town.beth,
    )
    row = session().get_one(Floor, floor)
    granting.ask_to_lift(row=row, reason=teller.token("ask-to-lift", *STAFF), actor_id=town.beth)
    granting.lift_floor(row=row, reason=teller.token("lifted", *STAFF), manager_id=town.farah)
    for person in (carer, teller.others["grandmother"]):
        why = teller.token("grant-why-more", *STAFF)
        families.grant(person_id=person, child_id=town.yusuf, kind="plan", granted_by=town.beth, why=why)
    ended = families.declare_conflict(staff_id=town.owen, declared_by=town.owen, authority_id="NB-998")
    why = teller.token("conflict-ended", "manager", "administrator")
    conflicts.end(row=session().get_one(Conflict, ended), reason=why, actor_id=town.priya)
    opener = make_staff("Ida Gray", "worker")
    families.add_to_team(person_id=opener, team_id=town.other_team)
    glass = ids.new()
    families.open_family(
        glass_id=glass,
        staff_id=opener,
        authority_id="NB-100234",
        code="nobody_reached",
        reason=teller.token("second-glass-reason", "manager"),
        withheld_until=clock.today() + timedelta(days=7),
        withheld_reason=teller.token("withheld-reason", "manager"),
    )
    assert session().get(BrokenGlass, glass) is not None
    families_service.issue_card(
        person_id=carer,
        issued_by=town.beth,
        shared_phone=True,
        answers={"who_could_find": teller.token("card-answer", *STAFF)},
    )


def _kept(teller: Teller) -> None:
    """What three people were writing when they left: for each its writer alone."""
    town = teller.town
    for persona, person in (
        ("mother", town.samina),
        ("child", town.zara),
        ("worker of the family", town.beth),
    ):
        words = {"words": [teller.token(f"kept-{persona.split()[0]}", persona)]}
        kept.keep_words(person_id=person, form="/plan/answer", draft=ids.new(), words=words)
