"""A small plan for the made-up town. Call inside `unit_of_work()`."""

from __future__ import annotations

import uuid
from datetime import date
from functools import partial

from tests.makers import Town
from webapp import plans

FOR_ALL = "Zara was often late and tired at school."
FOR_MOTHER = "You asked for help. That took courage."
FOR_FATHER = "You offered the Saturdays."


def draft(town: Town) -> uuid.UUID:
    """Three paragraphs (everyone, mother, father), child's wording and Urdu on some, and one step."""
    made = plans.start_plan(child_id=town.zara, kind="child_in_need", actor_id=town.beth)
    add = partial(plans.save_paragraph, version_id=made, actor_id=town.beth)
    add(
        part="why",
        adult={"en": FOR_ALL, "ur": "زارا اکثر اسکول دیر سے آتی تھی۔"},
        child={"en": "You were late a lot. You were tired. We came to help."},
        source="the school nurse",
        safe_for=[town.samina],
    )
    add(part="going_well", adult={"en": FOR_MOTHER}, reader_id=town.samina)
    add(part="going_well", adult={"en": FOR_FATHER}, reader_id=town.imran)
    plans.save_step(
        version_id=made,
        actor_id=town.beth,
        what={"en": "Breakfast club", "ur": "بریک فاسٹ کلب"},
        why={"en": "Mornings get easier."},
        child_what={"en": "Yusuf goes to breakfast club."},
        by_whom="Beth",
        by_on=date(2026, 12, 4),
    )
    return made


def make_ready(town: Town, version_id: uuid.UUID) -> None:
    """Read as everyone, and each parent was asked."""
    for one in plans.readers(town.zara):
        plans.tick_read_as(version_id=version_id, reader_id=one.person_id, actor_id=town.beth)
    for person in (town.samina, town.imran):
        plans.record_asked(
            version_id=version_id,
            person_id=person,
            outcome="asked",
            asked_on=date(2026, 11, 10),
            actor_id=town.beth,
        )


def published(town: Town) -> uuid.UUID:
    """The small plan, published."""
    made = draft(town)
    make_ready(town, made)
    plans.publish(version_id=made, actor_id=town.beth, review_on=date(2026, 12, 10))
    return made
