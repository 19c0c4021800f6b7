"""One family with something of every kind in it, a token in each, and who may ever be sent that token."""

from __future__ import annotations

import json
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select

from tests.makers import Town, make_staff, make_town
from tests.whole.more_words import PARTS, add_duty_cover, add_relatives, add_words
from tests.whole.outsiders import add_outsiders
from tests.whole.second_family import add_second_family
from webapp import accounts, duty, families, feedback, houses, letterbox, plans, review
from webapp.accounts import service as accounts_service
from webapp.accounts.devices import service as devices
from webapp.accounts.queries import sign_in_by_token
from webapp.core import clock, ids, sealing
from webapp.core.database import session, unit_of_work
from webapp.duty.models import Alert
from webapp.families.contacts import service as contacts
from webapp.families.models import Grant
from webapp.letterbox.rules import Parcel
from webapp.letterbox.service import take_in

STAFF_OF_THE_CHILD = {"worker of the family", "manager"}
# Who may read when the team answers, and what it says in the other hours.
EVERYBODY_NEAR = {
    *STAFF_OF_THE_CHILD,
    "child",
    "sibling",
    "mother",
    "separated father",
    "carer",
    "grandmother",
    "floored father",
    "network member added today",
    "partner",
    "interpreter",
    "duty cover",
}
READERS = ("mother", "separated father", "carer", "grandmother")


@dataclass
class Story:
    """`ids` fills the routes' parameters; `tokens` are all; `allowed` says who may be sent each."""

    town: Town
    ids: dict[str, Any]
    tokens: list[str]
    allowed: dict[str, set[str]]
    # Pages that are rightly 404 for a right persona in this story (nothing there for them).
    may_be_gone: set[str]
    # What a form of this endpoint would send about this story's own things.
    bodies: dict[str, dict[str, str]]
    # Endpoints that are about another than the usual: the draft, not the published version.
    of_draft: dict[str, dict[str, Any]]
    # Who plays each of personas.OTHERS.
    others: dict[str, uuid.UUID] = field(default_factory=dict)
    # `ids` with those of the second family where it has them, else with ids of nothing.
    other_ids: dict[str, Any] = field(default_factory=dict)
    # Of Zara's phone, on which the letterbox is on.
    ticket: str = ""


class _Teller:
    def __init__(self, town: Town) -> None:
        self.town = town
        self.allowed: dict[str, set[str]] = {}
        self.version = uuid.uuid4()
        self.draft = uuid.uuid4()
        self.others: dict[str, uuid.UUID] = {}
        self.ticket = ""

    def token(self, item: str, *personas: str) -> str:
        """A word that nothing else contains, for one thing and those who may see it."""
        made = f"{item}{secrets.token_hex(5)}"
        self.allowed[made] = set(personas)
        return made


def tell_story() -> Story:
    """Make the family; everything commits before this returns."""
    teller = _Teller(make_town())
    with unit_of_work():
        add_relatives(teller)
        _duty(teller)
        _contacts(teller)
        _worker(teller)
        _plan(teller)
    with unit_of_work():
        found = _said(teller)
    with unit_of_work():
        bodies = _bodies(teller) | _barred(teller)
    with unit_of_work():
        asked, asking = add_outsiders(teller.town, teller.token, teller.others)
    found, bodies = found | asked, bodies | asking
    town = teller.town
    with unit_of_work():
        add_words(teller, found, partial(_entry, teller))
        theirs = add_second_family(teller, partial(_entry, teller))
    parameters = {
        "child_id": town.zara,
        "family_id": town.family,
        "person_id": town.samina,
        "staff_id": town.beth,
        "team_id": town.team,
        "version_id": teller.version,
        "secret": "no-such-card",
        "language": "en",
    }
    single = {"accounts.begin_single_sign_on", "accounts.return_from_single_sign_on"}
    gone = single | {
        "accounts.open_set_up",
        "accounts.open_card",
        "houses.show_thanks",
        "houses.discard_draft",
        # Without a ticket, or for a person who is no child.
        "letterbox.receive_note",
        "families.show_hand_over",
        # Nobody has looked yet; nothing was sent in this session; no change to look at again.
        "families.withhold_look",
        "houses.choose_who_sees",
        "houses.look_at_share_again",
        "families.hand_over",
    }
    draft = {"version_id": teller.draft}
    of_draft = {"plans.tick_reader": draft, "plans.note_asked": draft}
    floored = {"person_id": teller.others["floored father"]}
    of_draft["families.end_invitation"] = {"person_id": teller.others["partner"]}
    of_draft |= {"families.ask_to_lift_floor": floored, "families.lift_floor": floored}
    return Story(
        town,
        parameters | found,
        list(teller.allowed),
        teller.allowed,
        gone,
        bodies,
        of_draft,
        teller.others,
        _of_others(parameters | found, theirs),
        teller.ticket,
    )


def _of_others(own: dict[str, Any], theirs: dict[str, uuid.UUID]) -> dict[str, Any]:
    nowhere = {name: uuid.uuid4() for name, value in own.items() if isinstance(value, uuid.UUID)}
    return own | nowhere | theirs


def _bodies(teller: _Teller) -> dict[str, dict[str, str]]:
    town = teller.town
    copy = {"version": str(teller.version), "wording": "en"}
    return {
        "plans.choose_child": {"child": str(town.zara)},
        "plans.answer_plan": copy | {"position": "partly"},
        "plans.ask_about_sentence": copy | {"place": "0"},
        "plans.answer_sentence": copy | {"place": "0", "kind": "not_clear"},
        "plans.say_talked_through": copy | {"happened": "no"},
        "plans.note_asked": {"person": str(town.samina), "outcome": "said_no"},
        "plans.move_step": {"state": "doing"},
        "letterbox.switch_letterbox": {"state": "off"},
        "letterbox.mark_note_asked": {"asked_on": clock.today().isoformat()},
        "families.set_phone_kind": {"phone": "own"},
        "accounts.pick_sign": {"sign": "owl"},
    }


def _barred(teller: _Teller) -> dict[str, dict[str, str]]:
    """Whom nothing reaches, who opened the family in an emergency, who knows a child, who came today."""
    town, others = teller.town, teller.others
    others["floored father"] = families.add_adult(
        family_id=town.family, name="Karim", relation="father", role="network"
    )
    floor = families.set_floor(
        person_id=others["floored father"],
        child_id=town.zara,
        kind="court_order",
        reason=teller.token("floor-reason", *STAFF_OF_THE_CHILD),
        review_on=clock.today() + timedelta(days=90),
        set_by=town.beth,
    )
    families.grant_plan(person_id=others["floored father"], child_id=town.zara, granted_by=town.beth)
    others["network member added today"] = families.add_adult(
        family_id=town.family, name="Nan", relation="grandmother", role="network"
    )
    families.grant(
        person_id=others["network member added today"],
        child_id=town.zara,
        kind="plan",
        granted_by=town.beth,
        why=teller.token("grant-why", *STAFF_OF_THE_CHILD),
    )
    others["worker in an emergency"] = make_staff("Gail Moss", "worker")
    families.add_to_team(person_id=others["worker in an emergency"], team_id=town.other_team)
    glass = ids.new()
    families.open_family(
        glass_id=glass,
        staff_id=others["worker in an emergency"],
        authority_id="NB-100234",
        code="nobody_reached",
        reason=teller.token("glass-reason-long-enough", "manager"),
    )
    conflict = families.declare_conflict(staff_id=town.tom, declared_by=town.tom, authority_id="NB-999")
    grants = {row.child_id: str(row.id) for row in session().query(Grant).filter_by(person_id=town.samina)}
    return {
        "families.ask_to_lift_floor": {"floor": str(floor), f"lift-{floor}": "It ended."},
        "families.end_conflict": {"conflict": str(conflict), f"why-{conflict}": "A mistake."},
        "families.end_grant": {"grant": grants[town.yusuf]},
        "families.lift_floor": {"floor": str(floor), f"lift-{floor}": "It ended."},
        "families.see_from": {"grant": grants[town.zara]},
        "families.sign_off_glass": {"glass": str(glass)},
        "plans.show_from_before": {"safe": "yes"},
    }


def _duty(teller: _Teller) -> None:
    town, today = teller.town, clock.today()
    duty.set_rota(
        team_id=town.team,
        owner_id=town.farah,
        cover_id=add_duty_cover(teller),
        from_on=today,
        until_on=today,
        actor_id=town.farah,
    )
    duty.set_out_of_hours(
        team_id=town.team,
        words=teller.token("closed", *EVERYBODY_NEAR),
        hours=duty.Hours(),
        actor_id=town.farah,
    )


def _contacts(teller: _Teller) -> None:
    town, staff = teller.town, STAFF_OF_THE_CHILD
    samina = teller.token("address", "mother", "child", *staff)
    families.add_contact(person_id=town.samina, kind="address", value=samina, safe_for=[town.zara])
    families.add_contact(
        person_id=town.zara, kind="school", value=teller.token("school", "child", "duty cover", *staff)
    )
    families.add_contact(
        person_id=town.imran, kind="address", value=teller.token("his", "separated father", *staff)
    )
    way = teller.token("way", "advocacy service", "advocate", "complaints manager", "duty cover", *staff)
    families.set_safe_way(person_id=town.zara, words=way)


def _asked_contact(teller: _Teller) -> uuid.UUID:
    """A new address of Samina's waits for a second member of staff."""
    town, staff = teller.town, STAFF_OF_THE_CHILD
    return contacts.ask(
        family_id=town.family,
        person_id=town.samina,
        action="add",
        kind="address",
        asked_by=town.beth,
        why=teller.token("why-new", *staff),
        value=teller.token("new-address", *staff),
    )


def _worker(teller: _Teller) -> None:
    """Zara's worker began anew: the family is told why, the office has a note of its own."""
    town = teller.town
    families.end_allocation(child_id=town.zara, worker_id=town.beth)
    told = teller.token("why-changed", "child", *READERS, "manager", "administrator")
    families.allocate(
        child_id=town.zara,
        worker_id=town.beth,
        reason=told,
        note=teller.token("office-note", "manager", "administrator"),
    )


def _plan(teller: _Teller) -> None:
    town, staff = teller.town, STAFF_OF_THE_CHILD
    teller.version = plans.start_plan(child_id=town.zara, kind="child_in_need", actor_id=town.beth)
    both = teller.token("everyone", *READERS, *staff)
    childs = teller.token("childs", "child", *staff)
    source = teller.token("source", *staff)
    _paragraph(teller, "why", {"en": f"{both}."}, child={"en": f"{childs}. One. Two. Three."}, source=source)
    _paragraph(teller, "worried", {"en": f"{teller.token('hers', 'mother', *staff)}."}, reader_id=town.samina)
    _paragraph(
        teller,
        "worried",
        {"en": f"{teller.token('for-him', 'separated father', *staff)}."},
        reader_id=town.imran,
    )
    for part in PARTS[1:]:
        words = {"en": f"{teller.token('everyone', *READERS, *staff)}."}
        childs = f"{teller.token('childs', 'child', *staff)}. One. Two. Three."
        source = teller.token("source", *staff)
        _paragraph(teller, part, words, child={"en": childs}, source=source)
        for person, persona in ((town.samina, "mother"), (town.imran, "separated father")):
            words = {"en": f"{teller.token(f'for-{persona.split()[-1]}', persona, *staff)}."}
            _paragraph(teller, part, words, reader_id=person)
    step = teller.token("step", *READERS, *staff)
    plans.save_step(
        version_id=teller.version,
        what={"en": f"{step}."},
        why={"en": f"{teller.token('step-why', *READERS, *staff)}."},
        child_what={"en": f"{teller.token('step-child', 'child', *staff)}."},
        child_why={"en": f"{teller.token('step-child-why', 'child', *staff)}."},
        by_whom=teller.token("by-whom", "child", *READERS, *staff),
        by_on=clock.today() + timedelta(days=7),
        actor_id=town.beth,
    )
    _publish(teller)
    teller.draft = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
    words = {"en": f"{teller.token('draft', *staff)}."}
    plans.save_paragraph(version_id=teller.draft, part="goals", adult=words, actor_id=town.beth)
    plans.record_asked(
        version_id=teller.draft,
        person_id=town.imran,
        outcome="could_not_find",
        reason=teller.token("asked-why", *staff),
        actor_id=town.beth,
    )


def _paragraph(teller: _Teller, part: str, adult: dict[str, str], **more: Any) -> None:
    plans.save_paragraph(version_id=teller.version, part=part, adult=adult, actor_id=teller.town.beth, **more)


def _publish(teller: _Teller) -> None:
    town = teller.town
    for person in (town.samina, town.imran, teller.others["carer"]):
        plans.record_asked(
            version_id=teller.version,
            person_id=person,
            outcome="asked",
            asked_on=clock.today(),
            actor_id=town.beth,
        )
    for reader in plans.readers(town.zara):
        plans.tick_read_as(version_id=teller.version, reader_id=reader.person_id, actor_id=town.beth)
    plans.publish(version_id=teller.version, actor_id=town.beth, review_on=date(2030, 1, 1))


def _entry(
    teller: _Teller,
    words: str,
    level: str,
    people: list[uuid.UUID] | None = None,
    *,
    child_id: uuid.UUID | None = None,
) -> uuid.UUID:
    content = {
        "v": 1,
        "house": "worry",
        "words": words,
        "strokes": [{"c": "damson", "w": 12, "p": [10, 10, 20, 20]}],
        "prompt": "WORRY_1",
        "with": "alone",
        "share": {"level": level, "people": [str(one) for one in people or []]},
        "read_back": True,
    }
    entry_id = ids.new()
    child_id = child_id or teller.town.zara
    houses.receive(child_id=child_id, content=content, entry_id=entry_id, made_at=datetime.now(UTC))
    return entry_id


def _said(teller: _Teller) -> dict[str, uuid.UUID]:
    town, staff = teller.town, STAFF_OF_THE_CHILD
    entry = _entry(teller, teller.token("told-worker", "child", *staff), "worker")
    _entry(teller, teller.token("not-worker", "child", "manager"), "other", [town.farah])
    _entry(teller, teller.token("told-mum", "child", "mother", *staff), "people", [town.samina])
    answer = plans.add_answer(
        version_id=teller.version,
        person_id=town.samina,
        kind="own_words",
        words=teller.token("mothers-answer", "mother", *staff),
    )
    reply = review.reply(
        reply_id=ids.new(),
        author_id=town.beth,
        child_id=town.zara,
        to_id=town.zara,
        answers=[("entry", entry)],
        outcome=review.Outcome(code="done", words=teller.token("reply", "child", *staff)),
    )
    duty.raise_alert(person_id=town.zara, child_id=town.zara, source="feedback", item_id=ids.new())
    _feedback(teller)
    note = _note(teller)
    return {
        "note_id": note,
        "answer_id": answer,
        "reply_id": reply,
        "entry_id": entry,
        "change_id": _asked_contact(teller),
        "alert_id": session().scalars(select(Alert.id).where(Alert.source == "feedback")).one(),
        "draft_id": ids.new(),
        "step_id": plans.open_steps(town.zara)[0].id,
        "reader_id": town.samina,
    }


def _feedback(teller: _Teller) -> None:
    town = teller.town
    feedback.record_submission(
        person_id=town.zara,
        child_id=town.zara,
        answers={"LISTEN": 3},
        answered_at=clock.now() - timedelta(days=40),
        words={"OPEN_GOOD": teller.token("feedback", "child", "manager")},
    )


def _note(teller: _Teller) -> uuid.UUID:
    """Somebody wrote on Zara's phone without signing in."""
    town = teller.town
    letterbox.switch(child_id=town.zara, on=True, by=town.beth)
    card = accounts.cards_of(town.zara)[0]
    token = accounts_service.begin_session(person_id=town.zara, card=card)
    found = sign_in_by_token(token)
    assert found is not None
    devices.note_phone(session_id=found[0].id, card=card, phone_hash=None)
    teller.ticket, _sign = devices.enrol(session_id=found[0].id, ticket="", sign="fox")
    device = accounts.device_by_ticket(teller.ticket)
    assert device is not None
    words = json.dumps(
        {"v": 1, "words": teller.token("note", "duty cover", *STAFF_OF_THE_CHILD), "unsafe": False}
    )
    return letterbox_note(device, words)


def letterbox_note(device: accounts.DeviceView, plain: str) -> uuid.UUID:
    """Seal a note as a phone does, and take it in."""
    key, note_id = sealing.current_phone_key(), ids.new()
    assert key is not None
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key.public)
    bound = f"heard/note/v1|{device.pseudonym}|{note_id}|1"
    sealed = sealing.SUITE.encrypt(plain.encode(), public, info=bound.encode())
    parcel = Parcel(note_id, str(device.pseudonym), key.id, sealed[:65], sealed[65:], None)
    take_in(device=device, parcel=parcel)
    return note_id
