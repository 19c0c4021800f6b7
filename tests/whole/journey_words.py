"""Zara's journey, and what two parents ask for beside the plan: a token in each."""

from __future__ import annotations

import uuid
from datetime import timedelta

from tests.whole.more_words import STAFF, Teller
from tests.whole.plan_words import READERS
from webapp import plans
from webapp.core import clock, ids

NEAR = ("child", "sibling", *READERS, "network member added today", "worker of the family")


def add_journey(teller: Teller) -> dict[str, uuid.UUID]:
    """One stop, how to reach Beth; the mother would come back, the father wants a copy."""
    town, stop, asked = teller.town, ids.new(), ids.new()
    adults, child = (
        plans.JourneyTexts(what=teller.token("journey", *READERS, *STAFF)),
        plans.JourneyTexts(what=teller.token("journey-of-child", "child", *STAFF)),
    )
    plans.save_journey_entry(
        child_id=town.zara,
        entry_id=stop,
        stage="referral",
        on=clock.today() - timedelta(days=30),
        happened=True,
        words={("adult", "en"): adults, ("child", "en"): child},
        actor_id=town.beth,
    )
    plans.say_how_to_reach(person_id=town.beth, words=teller.token("reach", *NEAR))
    for request, kind, persona, person in (
        (asked, "come_back", "mother", town.samina),
        (ids.new(), "copy", "separated father", town.imran),
    ):
        words = teller.token(f"asks-{kind.replace('_', '-')}", persona, *STAFF)
        plans.ask_beside_plan(
            request_id=request, kind=kind, child_id=town.zara, person_id=person, language="en", words=words
        )
    return {"stop_id": stop, "asked_id": asked}
