"""Things about a family that its relatives must not even suspect: for twin tests."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

from tests.whole.story import Story
from webapp import duty, families, feedback, houses, plans, review
from webapp.core import clock, ids
from webapp.core.database import unit_of_work

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)


def hide_things(story: Story) -> None:
    """Entries, drafts, alerts, feedback, replies, notes, flags and drafts of the plan that are not theirs."""
    with unit_of_work():
        _the_childs(story)
        _the_workers(story)


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
