"""One family with something of every kind in it, a token in each, and who may ever be sent that token."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from tests.makers import Town, make_town
from webapp import duty, families, feedback, houses, plans, review
from webapp.core import clock, ids
from webapp.core.database import session, unit_of_work
from webapp.duty.models import Alert

STAFF_OF_THE_CHILD = {"worker of the family", "manager"}


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
    # Endpoints that are about the draft, not the published version.
    of_draft: dict[str, dict[str, Any]]


class _Teller:
    def __init__(self, town: Town) -> None:
        self.town = town
        self.allowed: dict[str, set[str]] = {}
        self.version = uuid.uuid4()
        self.draft = uuid.uuid4()

    def token(self, item: str, *personas: str) -> str:
        """A word that nothing else contains, for one thing and those who may see it."""
        made = f"{item}{secrets.token_hex(5)}"
        self.allowed[made] = set(personas)
        return made


def tell_story() -> Story:
    """Make the family; everything commits before this returns."""
    teller = _Teller(make_town())
    with unit_of_work():
        _duty(teller)
        _contacts(teller)
        _plan(teller)
    with unit_of_work():
        found = _said(teller)
    town = teller.town
    parameters = {
        "child_id": town.zara,
        "family_id": town.family,
        "person_id": town.samina,
        "version_id": teller.version,
        "secret": "no-such-card",
        "language": "en",
    }
    gone = {"accounts.open_card", "houses.show_thanks", "houses.discard_draft"}
    draft = {"version_id": teller.draft}
    of_draft = {"plans.tick_reader": draft, "plans.note_asked": draft}
    return Story(
        town, parameters | found, list(teller.allowed), teller.allowed, gone, _bodies(teller), of_draft
    )


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
    }


def _duty(teller: _Teller) -> None:
    town, today = teller.town, clock.today()
    duty.set_rota(
        team_id=town.team,
        owner_id=town.farah,
        cover_id=town.beth,
        from_on=today,
        until_on=today,
        actor_id=town.farah,
    )
    duty.set_out_of_hours(
        team_id=town.team, words="We are closed now.", hours=duty.Hours(), actor_id=town.farah
    )


def _contacts(teller: _Teller) -> None:
    town, staff = teller.town, STAFF_OF_THE_CHILD
    samina = teller.token("address", "mother", "child", *staff)
    families.add_contact(person_id=town.samina, kind="address", value=samina, safe_for=[town.zara])
    families.add_contact(person_id=town.zara, kind="school", value=teller.token("school", "child", *staff))
    families.add_contact(
        person_id=town.imran, kind="address", value=teller.token("his", "separated father", *staff)
    )
    families.set_safe_way(person_id=town.zara, words=teller.token("way", *staff))


def _plan(teller: _Teller) -> None:
    town, staff = teller.town, STAFF_OF_THE_CHILD
    teller.version = plans.start_plan(child_id=town.zara, kind="child_in_need", actor_id=town.beth)
    both = teller.token("everyone", "mother", "separated father", *staff)
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
    for part in ("going_well", "change", "safe_enough"):
        _paragraph(teller, part, {"en": "A sentence."}, child={"en": "One. Two. Three."})
    step = teller.token("step", "mother", "separated father", *staff)
    plans.save_step(
        version_id=teller.version,
        what={"en": f"{step}."},
        child_what={"en": "A step."},
        by_whom="Beth",
        by_on=clock.today() + timedelta(days=7),
        actor_id=town.beth,
    )
    _publish(teller)
    teller.draft = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
    words = {"en": f"{teller.token('draft', *staff)}."}
    plans.save_paragraph(version_id=teller.draft, part="goals", adult=words, actor_id=town.beth)


def _paragraph(teller: _Teller, part: str, adult: dict[str, str], **more: Any) -> None:
    plans.save_paragraph(version_id=teller.version, part=part, adult=adult, actor_id=teller.town.beth, **more)


def _publish(teller: _Teller) -> None:
    town = teller.town
    for person in (town.samina, town.imran):
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


def _entry(teller: _Teller, words: str, level: str, people: list[uuid.UUID] | None = None) -> uuid.UUID:
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
    houses.receive(child_id=teller.town.zara, content=content, entry_id=entry_id, made_at=datetime.now(UTC))
    return entry_id


def _said(teller: _Teller) -> dict[str, uuid.UUID]:
    town, staff = teller.town, STAFF_OF_THE_CHILD
    entry = _entry(teller, teller.token("told-worker", "child", "worker of the family"), "worker")
    _entry(teller, teller.token("not-worker", "child", "manager"), "other", [town.farah])
    _entry(
        teller, teller.token("told-mum", "child", "mother", "worker of the family"), "people", [town.samina]
    )
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
    return {
        "answer_id": answer,
        "reply_id": reply,
        "alert_id": session().scalars(select(Alert.id)).one(),
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
