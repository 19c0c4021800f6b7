"""What somebody saw of the child, and how the child tells people things; a token in each."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from tests.whole.more_words import STAFF, Teller
from webapp import houses
from webapp.core import clock, ids
from webapp.houses.care import queries as care
from webapp.houses.care import service as locking

TELLING = ("ways", "device", "yes", "no", "stop", "pain", "who")


def add_seen(teller: Teller) -> None:
    """Both are for those who work with the child; the story's child has no phone of her own to read hers."""
    town = teller.town
    houses.note_seen(
        note_id=ids.new(),
        child_id=town.zara,
        by_id=town.beth,
        by_role="worker",
        seen_on=clock.today(),
        how="told",
        words={name: teller.token(f"seen-{name}", *STAFF) for name in ("saw", "how_words", "like")},
    )
    houses.say_how(
        child_id=town.zara,
        by_id=town.beth,
        by_role="worker",
        words={name: teller.token(f"telling-{name}", *STAFF) for name in TELLING},
        before=None,
    )
    houses.write_down(
        entry_id=ids.new(),
        child_id=town.zara,
        by_id=town.beth,
        template="three_houses",
        house="wish",
        words=teller.token("told-words", *STAFF),
        told_on=clock.today(),
        there="later",
        own_words=False,
        read_back=False,
        language="en",
    )


def add_care(teller: Teller, entry: Callable[..., uuid.UUID]) -> dict[str, uuid.UUID]:
    """A picture that she showed her mother, and that is locked away since: the mother has it no more."""
    # Duty is told (practice §5), may look until somebody has seen to it, and is told why it was locked.
    told = (*STAFF, "duty cover")
    said = entry(teller.token("locked-words", "child", *told), "people", [teller.town.samina])
    locking.lock_away(entry_id=said, by_id=teller.town.beth, why=teller.token("care-why", *told))
    mark = care.locked_among([said])[said]
    again = entry(teller.token("shown-again", "child", *STAFF), "worker")
    locking.lock_away(entry_id=again, by_id=teller.town.beth, why="")
    lifted = care.locked_among([again])[again]
    # Kept for who asks later; no page shows it.
    locking.open_again(mark_id=lifted, by_id=teller.town.farah, why=teller.token("why-shown-again"))
    return {"mark_id": mark}


def add_lists(teller: Teller) -> uuid.UUID:
    """The mother's own lists: for her worker and the manager, for nobody else of the family."""
    said = houses.Said("worried", "WORRIED_ADULT", teller.token("her-lists", "mother", *STAFF))
    made, town = ids.new(), teller.town
    houses.send_lists(
        lists_id=made,
        person_id=town.samina,
        child_id=town.zara,
        template="three_lists",
        said=[said],
        level="worker",
        language="en",
    )
    return made
