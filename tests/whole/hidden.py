"""Things about a family that its relatives must not even suspect: for twin tests."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime, timedelta

from tests.makers import make_staff
from tests.whole.letterbox_words import letterbox_note
from tests.whole.outsiders import Zara
from tests.whole.story import Story
from webapp import accounts, duty, families, feedback, houses, plans, review, support
from webapp.accounts.sessions import service as kept
from webapp.core import clock, ids
from webapp.core.database import unit_of_work
from webapp.families.contacts import service as contacts
from webapp.families.inviting import service as inviting

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)


def hide_things(story: Story) -> None:
    """Entries, drafts, alerts, feedback, replies, notes, flags and drafts of the plan that are not theirs."""
    with unit_of_work():
        _the_childs(story)
        _the_workers(story)
        _the_outsiders(story)
        _the_offices(story)


def _the_childs(story: Story) -> None:
    town = story.town
    entries = [
        _entry(town.zara, level, readers) for level, readers in (("worker", []), ("other", [town.farah]))
    ]
    duty.raise_alert(person_id=town.zara, child_id=town.zara, source="feedback", item_id=ids.new())
    feedback.record_submission(
        person_id=town.zara,
        child_id=town.zara,
        answers={"LISTEN": 1},
        answered_at=clock.now() - timedelta(days=1),
        words={"OPEN_GOOD": "A hidden sentence"},
    )
    review.reply(
        reply_id=ids.new(),
        author_id=town.beth,
        child_id=town.zara,
        to_id=town.zara,
        answers=[("entry", entries[0])],
        outcome=review.Outcome(code="done", words="A hidden answer"),
    )


def _entry(child_id: uuid.UUID, level: str, readers: list[uuid.UUID]) -> uuid.UUID:
    content = {
        "v": 1,
        "house": "worry",
        "words": "A hidden worry",
        "strokes": [],
        "prompt": "WORRY_1",
        "with": "alone",
        "share": {"level": level, "people": [str(one) for one in readers]},
        "read_back": True,
    }
    entry_id = ids.new()
    houses.receive(child_id=child_id, content=content, entry_id=entry_id, made_at=clock.now())
    return entry_id


def _the_workers(story: Story) -> None:
    town = story.town
    families.add_contact(person_id=town.zara, kind="school", value="A hidden school")
    families.set_safe_way(person_id=town.samina, words="A hidden way")
    draft = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
    plans.save_paragraph(version_id=draft, part="goals", adult={"en": "A hidden goal."}, actor_id=town.beth)
    for person in (town.imran, town.samina):
        # A floor about a child of whom he was told nothing anyway, and one about a stranger.
        families.set_floor(
            person_id=town.stranger if person == town.samina else person,
            child_id=town.yusuf,
            kind="no_contact",
            reason="A made-up order of the court",
            review_on=date(2027, 1, 1),
            set_by=town.farah,
        )
    contacts.ask(
        family_id=town.family,
        person_id=town.zara,
        action="add",
        kind="address",
        asked_by=town.beth,
        why="A hidden reason",
        value="A hidden address",
    )


def _the_outsiders(story: Story) -> None:
    """Zara asked for an advocate and complained; a note came from her phone, and an advocate was found."""
    town = story.town
    for kind in ("advocacy", "complaint"):
        support.ask(reader=Zara(town.zara), request_id=ids.new(), kind=kind, words="A hidden request")
    device = accounts.device_by_ticket(story.ticket)
    assert device is not None
    letterbox_note(device, json.dumps({"v": 1, "words": "A hidden note", "unsafe": True}))
    accounts.issue_card(person_id=town.zara, issued_by=town.beth)
    helper = make_staff("Hana Vale", "advocate")
    person = accounts.people([helper])[helper]
    families.add_to_team(person_id=helper, team_id=town.other_team)
    until = clock.now() + timedelta(days=9)
    inviting.add_helper(person=person, child_id=town.zara, actor_id=town.beth, until=until)


def _the_offices(story: Story) -> None:
    """Somebody's relative, a withheld emergency, and what others left half written."""
    town = story.town
    families.declare_conflict(staff_id=town.tom, declared_by=town.tom, authority_id="NB-100234")
    opener = make_staff("Hugo Lane", "worker")
    families.add_to_team(person_id=opener, team_id=town.other_team)
    families.open_family(
        glass_id=ids.new(),
        staff_id=opener,
        authority_id="NB-100234",
        code="nobody_reached",
        reason="A hidden reason that is long enough",
        withheld_until=clock.today() + timedelta(days=7),
        withheld_reason="A hidden reason to wait",
    )
    for person in (town.zara, town.beth):
        words = {"words": ["Hidden, half written"]}
        kept.keep_words(person_id=person, form="/plan/answer", draft=ids.new(), words=words)
