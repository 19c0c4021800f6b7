"""What the office writes for itself, and what is begun and not sent: a token in each."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pyotp
from sqlalchemy import select

from tests.phone import content, seal
from tests.whole.more_words import STAFF, Teller
from webapp import accounts, families, plans, review
from webapp.accounts.sessions import service as kept
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.families.looked import service as looked
from webapp.families.staffing import service as staffing
from webapp.houses.models import Entry
from webapp.houses.rules import Parcel
from webapp.houses.service import take_in
from webapp.houses.sharing.service import change_for_child
from webapp.plans.giving.service import note_given, put_name
from webapp.plans.models import StepWording
from webapp.review.models import Reply
from webapp.review.service import link_step

KEEPERS = ("manager", "administrator")
# Whoever is in a team knows its name; a manager may put anyone of the authority on a rota or in a team.
TEAMS = {
    "team": (*STAFF, "administrator"),
    "other-team": ("worker of another team", "other manager", "administrator"),
}


def add_office_words(teller: Teller, found: dict[str, uuid.UUID]) -> None:
    """After everything else of the story stands."""
    _teams(teller)
    _numbers(teller)
    _draft(teller)
    _shares(teller, found)
    _links(teller, found)
    _looks(teller)
    _half_written(teller)
    _about_the_plan(teller)


def _teams(teller: Teller) -> None:
    town = teller.town
    for team, item in ((town.team, "team"), (town.other_team, "other-team")):
        name = teller.token(f"{item}-name", *TEAMS[item])
        staffing.rename_team(team_id=team, name=name, actor_id=town.priya)
    for role, who in (("worker", KEEPERS), ("data_officer", KEEPERS[1:]), ("administrator", KEEPERS[1:])):
        person = accounts.add_staff(
            name=teller.token(f"name-of-{role}", *who, *(["other manager"] if role == "worker" else [])),
            role=role,
            email=f"{teller.token(f'email-of-{role}', *who)}@northbridge.example",
            password="three quiet herons",
            totp_secret=pyotp.random_base32(),
        )
        if role == "worker":
            families.add_to_team(person_id=person, team_id=town.team)


def _numbers(teller: Teller) -> None:
    """The council's number of somebody's relative, as it was typed."""
    town, number = teller.town, teller.token("relatives-number", "data officer", "administrator")
    families.declare_conflict(staff_id=town.owen, declared_by=town.owen, authority_id=number)


def _draft(teller: Teller) -> None:
    """Zara began an entry and did not send it."""
    town, entry_id = teller.town, ids.new()
    plain = json.dumps(content(words=teller.token("draft-of-child", "child"))).encode()
    owner = str(accounts.people([town.zara])[town.zara].pseudonym)
    key_id, enc, ciphertext = seal(plain, f"heard/entry/v1|{owner}|{entry_id}|1")
    parcel = Parcel(entry_id, 1, "draft", owner, ids.new(), key_id, enc, ciphertext, clock.now(), True)
    take_in(child_id=town.zara, session_id=ids.new(), parcel=parcel)


def _shares(teller: Teller, found: dict[str, uuid.UUID]) -> None:
    """The manager widened what two entries are: of one the child was told, of the other not yet."""
    town = teller.town
    entry = session().get_one(Entry, found["entry_id"])
    change_for_child(
        entry=entry,
        level="worker",
        readers=[town.beth, town.farah],
        by_id=town.farah,
        reason=teller.token("share-reason", "manager"),
        words=teller.token("share-told", "child", "manager"),
    )
    change_for_child(
        entry=entry,
        level="worker",
        readers=[town.beth],
        by_id=town.farah,
        reason=teller.token("share-reason-later", "manager"),
        words=teller.token("share-not-told-yet", "manager"),
        untold=teller.token("share-untold", "manager"),
        look_again_on=clock.today() + timedelta(days=7),
    )


def _links(teller: Teller, found: dict[str, uuid.UUID]) -> None:
    reply = session().get_one(Reply, found["reply_id"])
    reason = teller.token("nobody-could-guess", *STAFF)
    link_step(
        row=reply, step_id=found["step_id"], basis="cannot_guess", actor_id=teller.town.beth, reason=reason
    )


def _looks(teller: Teller) -> None:
    town = teller.town
    looked.withhold(
        child_id=town.zara,
        staff_id=town.beth,
        looked_on=clock.today(),
        review_on=clock.today() + timedelta(days=7),
        reason=teller.token("look-withheld", "manager"),
        by=town.farah,
    )


def _half_written(teller: Teller) -> None:
    """More people left a form: what they were writing is for each of them alone."""
    town, others = teller.town, teller.others
    for persona, person in (
        ("separated father", town.imran),
        ("manager", town.farah),
        ("administrator", town.priya),
        ("advocate", others["advocate"]),
        ("carer", others["carer"]),
    ):
        words = {"words": [teller.token(f"kept-{persona.replace(' ', '-')}", persona)]}
        kept.keep_words(person_id=person, form="/plan/answer", draft=ids.new(), words=words)


def _about_the_plan(teller: Teller) -> None:
    """Who talked it through, which sentence was asked about, who checked a wording of the draft."""
    town = teller.town
    by_whom = teller.token("talked-by", "mother", *STAFF)
    plans.record_talked_through(version_id=teller.version, person_id=town.samina, by_whom=by_whom)
    _about_a_sentence(teller)
    _about_the_draft(teller)
    _about_steps(teller)
    plans.record_talked_through(
        version_id=teller.version,
        person_id=town.imran,
        happened=False,
        why_not=teller.token("not-talked-why", *STAFF),
        will_on=clock.today(),
        actor_id=town.beth,
    )


def _about_a_sentence(teller: Teller) -> None:
    """The mother says that it is not right; the worker corrects it."""
    town = teller.town
    asked = plans.add_answer(
        version_id=teller.version,
        person_id=town.samina,
        kind="not_right",
        words=teller.token("not-right", "mother", *STAFF),
        sentence=teller.token("sentence-not-right", "mother", *STAFF),
    )
    review.reply(
        reply_id=ids.new(),
        author_id=town.beth,
        child_id=town.zara,
        to_id=town.samina,
        answers=[("plan_answer", asked)],
        outcome=review.Outcome(
            "corrected",
            teller.token("about-sentence", "mother", *STAFF),
            sentence=teller.token("sentence-corrected", "mother", *STAFF),
        ),
    )


def _about_the_draft(teller: Teller) -> None:
    """A wording of it that a person checked."""
    plans.save_paragraph(
        version_id=teller.draft,
        part="goals",
        adult={
            "en": f"{teller.token('draft-checked', *STAFF)}.",
            "ur": f"{teller.token('draft-urdu', *STAFF)}.",
        },
        state="checked",
        checked_by=teller.token("checked-by", *STAFF),
        actor_id=teller.town.beth,
    )


def _about_steps(teller: Teller) -> None:
    """The mother is stuck with one; the father proposes one."""
    town = teller.town
    plans.add_answer(
        version_id=teller.version,
        person_id=town.samina,
        kind="step_said",
        part="steps",
        step_state="stuck",
        item_id=teller.step,
        sentence=teller.token("step-as-read", "mother", *STAFF),
        words=teller.token("step-said", "mother", *STAFF),
    )
    plans.add_answer(
        version_id=teller.version,
        person_id=town.imran,
        kind="step_idea",
        part="steps",
        words=teller.token("step-idea", "separated father", *STAFF),
        whom=teller.token("step-idea-whom", "separated father", *STAFF),
    )
    note_given(
        version_id=teller.version,
        person_id=town.imran,
        how="by_hand",
        on=clock.today(),
        to_whom=teller.token("given-to", "separated father", *STAFF),
        actor_id=town.beth,
    )
    put_name(
        version_id=teller.version,
        person_id=teller.others["carer"],
        role="reader",
        comments=teller.token("name-comments", "carer", *STAFF),
    )
    for row in session().scalars(select(StepWording).limit(1)):
        box = sealing.family_box(town.family)
        box.put(row, checked_by=teller.token("step-checked-by", *STAFF))
