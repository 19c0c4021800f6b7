"""One family with something of every kind in it, a token in each, and who may ever be sent that token."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from tests.makers import Town, make_staff, make_town
from tests.whole.attachment_words import add_attachments
from tests.whole.desk_words import add_desk
from tests.whole.journey_words import add_journey
from tests.whole.learning_words import add_learning
from tests.whole.letterbox_words import add_note
from tests.whole.more_words import add_duty_cover, add_relatives, add_words
from tests.whole.office_words import add_office_words
from tests.whole.outsiders import add_outsiders
from tests.whole.paper_words import add_outside_words, add_sheet
from tests.whole.plan_words import READERS, add_plan
from tests.whole.second_family import add_second_family
from tests.whole.seen_words import add_care, add_lists, add_seen
from tests.whole.translating_words import OF_DRAFT, add_translating
from webapp import duty, families, feedback, houses, plans, review
from webapp.core import clock, ids
from webapp.core.database import session, unit_of_work
from webapp.duty.models import Alert
from webapp.families.contacts import service as contacts
from webapp.families.models import Grant
from webapp.localdata import Period, Place
from webapp.localdata.publication import service as publishing
from webapp.localdata.publication.periods import lately
from webapp.localdata.publication.queries import newest as newest_edition
from webapp.plans.bringing_in import service as bringing_in
from webapp.plans.bringing_in.rules import Brought, Piece

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

# Pages that are rightly 404 for a right persona in this story (nothing there for them).
MAY_BE_GONE = {
    "accounts.begin_single_sign_on",
    "accounts.return_from_single_sign_on",
    "accounts.open_set_up",
    "accounts.open_card",
    "feedback.open_link",
    "feedback.show_by_link",
    "feedback.answer_by_link",
    "houses.show_thanks",
    # Which part is said by a number; asked for one by one below, in `walk`.
    "plans.hear_part",
    "plans.see_photo",
    "plans.see_worker",
    # Her worker alone put one in.
    "plans.see_own_photo",
    "houses.discard_draft",
    # Which piece is asked for behind the "?": one by one in tests/capability/test_attachments.py.
    "houses.show_piece",
    # Without a ticket, or for a person who is no child.
    "letterbox.receive_note",
    "families.show_hand_over",
    # No computer translates.
    "plans.translate_by_machine",
    # What waits has no zip: tests/capability/test_data_desk.py takes one.
    "localdata.take_files",
    # Nobody has looked yet; nothing was sent in this session; no change to look at again.
    "families.withhold_look",
    "houses.choose_who_sees",
    "houses.look_at_share_again",
    "families.hand_over",
}


@dataclass
class Story:
    """`ids` fills the routes' parameters; `tokens` are all; `allowed` says who may be sent each."""

    town: Town
    ids: dict[str, Any]
    tokens: list[str]
    allowed: dict[str, set[str]]
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
        self.term = uuid.uuid4()
        self.step = uuid.uuid4()
        self.recording = uuid.uuid4()
        self.photo = uuid.uuid4()
        # The entry with a photo and a recording, and that recording.
        self.with_files = uuid.uuid4()
        self.voice = uuid.uuid4()
        self.paragraph = uuid.uuid4()
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
        add_plan(teller)
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
        add_office_words(teller, found)
        translating, translated = add_translating(teller)
        found, bodies = found | translating, bodies | translated
        found |= add_journey(teller)
        add_seen(teller)
        add_attachments(teller)
        bodies["houses.type_what_it_says"] = {"piece": str(teller.voice), "words": "A recording"}
        found |= add_care(teller, partial(_entry, teller))
        found["lists_id"] = add_lists(teller)
        found["sheet_id"] = add_sheet(town)
        theirs = add_second_family(teller, partial(_entry, teller))
    found["edition_id"] = _edition()
    learning, learnt = add_learning(town)
    found, bodies = found | learning, bodies | learnt
    with unit_of_work():
        desk, asked_there = add_desk(town, teller.token)
        add_outside_words(teller.token)
    found, bodies = found | desk, bodies | asked_there
    parameters = _parameters(teller) | found
    return Story(
        town,
        parameters,
        list(teller.allowed),
        teller.allowed,
        MAY_BE_GONE,
        bodies,
        _of_draft(teller),
        teller.others,
        _of_others(parameters, theirs),
        teller.ticket,
    )


def _parameters(teller: _Teller) -> dict[str, Any]:
    town = teller.town
    return {
        "child_id": town.zara,
        "family_id": town.family,
        "person_id": town.samina,
        "staff_id": town.beth,
        "team_id": town.team,
        "version_id": teller.version,
        "term_id": teller.term,
        "recording_id": teller.recording,
        "photo_id": teller.photo,
        "paragraph_id": teller.paragraph,
        "secret": "no-such-card",
        "template_key": "three_houses",
        "language": "en",
        # A quarter that is over, and that nobody published.
        "year": lately(clock.today())[0].year,
        "quarter": 1,
    }


def _edition() -> uuid.UUID:
    """The year before, published: nothing in it is shown, as nobody had answered."""
    period = Period(lately(clock.today())[0].year - 1)
    with unit_of_work() as db:
        publishing.keep(publishing.make(place=Place("Northbridge"), period=period), db=db, by_id=None)
    with unit_of_work():
        found = newest_edition()
        assert found is not None
        return found.id


def _of_draft(teller: _Teller) -> dict[str, dict[str, Any]]:
    """Where a route is about another version or person than the usual ones."""
    draft = {"version_id": teller.draft}
    floored = {"person_id": teller.others["floored father"]}
    return {
        **dict.fromkeys(OF_DRAFT, draft),
        **dict.fromkeys(("plans.show_sharing", "plans.share_paragraph", "plans.unshare_paragraph"), draft),
        **dict.fromkeys(("plans.show_photos", "plans.keep_photo"), draft),
        **dict.fromkeys(("houses.show_said", "houses.type_what_it_says"), {"entry_id": teller.with_files}),
        "plans.tick_reader": draft,
        "plans.check_words": draft,
        "plans.tick_read_aloud": draft,
        "plans.note_asked": draft,
        "families.end_invitation": {"person_id": teller.others["partner"]},
        "families.ask_to_lift_floor": floored,
        "families.lift_floor": floored,
    }


def _of_others(own: dict[str, Any], theirs: dict[str, uuid.UUID]) -> dict[str, Any]:
    nowhere = {name: uuid.uuid4() for name, value in own.items() if isinstance(value, uuid.UUID)}
    return own | nowhere | theirs


def _bodies(teller: _Teller) -> dict[str, dict[str, str]]:
    town = teller.town
    copy = {"version": str(teller.version), "wording": "en"}
    return {
        "plans.choose_child": {"child": str(town.zara)},
        "plans.ask_for_copy": {"child": str(town.zara)},
        "plans.ask_to_come_back": {"child": str(town.zara)},
        "plans.choose_journey": {"child": str(town.zara)},
        "plans.answer_part": copy | {"say": "why:partly"},
        "plans.answer_plan": copy | {"position": "partly"},
        "plans.ask_about_sentence": copy | {"place": "0"},
        "plans.answer_sentence": copy | {"place": "0", "kind": "not_clear"},
        "plans.say_talked_through": copy | {"happened": "no"},
        "plans.ask_about_step": copy | {"step": str(teller.step)},
        "plans.say_step": copy | {"step": str(teller.step), "state": "doing"},
        "plans.ask_for_idea": copy,
        "plans.propose_step": copy | {"words": "A lift."},
        "plans.say_read": copy,
        "plans.note_paper": {"how": "post", "given_on": clock.today().isoformat(), "to_whom": "Home"},
        "plans.note_talked": {
            "happened": "no",
            "why_not": "Away.",
            "will_on": clock.today().isoformat(),
        },
        "plans.agree_plan": {"agree": "yes"},
        "plans.note_asked": {"person": str(town.samina), "outcome": "said_no"},
        "plans.remove_recording": {"recording": str(teller.recording)},
        "plans.move_step": {"state": "doing"},
        "plans.copy_earlier": {"version": str(teller.version)},
        "feedback.note_happened": {"happened": "visit"},
        "feedback.hold_asking": {
            "person": str(town.samina),
            "reason": "said_no",
            "until": (clock.today() + timedelta(days=20)).isoformat(),
        },
        "feedback.end_asking_hold": {"person": str(town.samina), "what": "all"},
        "letterbox.switch_letterbox": {"state": "off"},
        "localdata.publish_period": {"la_name": "Northbridge", "read": "yes"},
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
    submission = _feedback(teller)
    note, teller.ticket = add_note(teller)
    return {
        "note_id": note,
        "answer_id": answer,
        "reply_id": reply,
        "entry_id": entry,
        "change_id": _asked_contact(teller),
        "submission_id": submission,
        "alert_id": session().scalars(select(Alert.id).where(Alert.source == "feedback")).one(),
        "draft_id": ids.new(),
        "step_id": plans.open_steps(town.zara)[0].id,
        "reader_id": town.samina,
        "brought_id": _brought(teller),
    }


def _brought(teller: _Teller) -> uuid.UUID:
    """Beth read a plan that was already written and has not made the draft."""
    town = teller.town
    words = teller.token("brought", "worker of the family")
    brought = Brought([Piece("worried", "Worries", f"{words}.")], "child_in_need", None, False)
    return bringing_in.keep(child_id=town.zara, writer_id=town.beth, brought=brought)


def _feedback(teller: _Teller) -> uuid.UUID:
    town = teller.town
    return feedback.record_submission(
        person_id=town.zara,
        child_id=town.zara,
        answers={"LISTEN": 3},
        answered_at=clock.now() - timedelta(days=40),
        words={"OPEN_GOOD": teller.token("feedback", "child", "manager")},
    )
