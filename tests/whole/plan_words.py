"""Zara's plan: words for everyone, for one reader alone, for the child; and a draft that no reader sees."""

from __future__ import annotations

import io
import uuid
from datetime import date, timedelta
from typing import Any

from PIL import Image
from sqlalchemy import select

from tests.whole.more_words import PARTS, Teller
from webapp import plans
from webapp.core import clock, sealing
from webapp.core.database import session
from webapp.documents import Sound
from webapp.plans.content import lines_of
from webapp.plans.glossary import service as glossary
from webapp.plans.glossary.service import Given
from webapp.plans.hearing import service as hearing
from webapp.plans.models import ReadAloud
from webapp.plans.queries import content_of

STAFF_OF_THE_CHILD = ("worker of the family", "manager")
READERS = ("mother", "separated father", "carer", "grandmother")


def add_plan(teller: Teller) -> None:
    """What Zara's plan says to whom, published; and a draft of the next one."""
    town, staff = teller.town, STAFF_OF_THE_CHILD
    given = Given("core group", "core group", "People who meet.", "Your team.")
    teller.term = glossary.add_term(given=given, actor_id=town.priya)
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
    teller.step = plans.save_step(
        version_id=teller.version,
        what={"en": f"{step}."},
        why={"en": f"{teller.token('step-why', *READERS, *staff)}."},
        how={"en": f"{teller.token('step-how', *READERS, *staff)}."},
        child_how={"en": f"{teller.token('step-child-how', 'child', *staff)}."},
        owner_id=town.samina,
        child_what={"en": f"{teller.token('step-child', 'child', *staff)}."},
        child_why={"en": f"{teller.token('step-child-why', 'child', *staff)}."},
        by_whom=teller.token("by-whom", "child", *READERS, *staff),
        by_on=clock.today() + timedelta(days=7),
        actor_id=town.beth,
    )
    _share(teller)
    _show_home(teller)
    _publish(teller)
    _read_out(teller)
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


def _paragraph(teller: Teller, part: str, adult: dict[str, str], **more: Any) -> uuid.UUID:
    return plans.save_paragraph(
        version_id=teller.version, part=part, adult=adult, actor_id=teller.town.beth, **more
    )


def _share(teller: Teller) -> None:
    """The same for her brother: of the adults, the mother alone may read both plans on that day."""
    town, staff = teller.town, STAFF_OF_THE_CHILD
    teller.paragraph = _paragraph(
        teller,
        "goals",
        {"en": f"{teller.token('shared', 'mother', *staff)}."},
        child={"en": f"{teller.token('shared-childs', 'child', *staff)}."},
        source=teller.token("shared-source", *staff),
    )
    plans.share_paragraph(
        version_id=teller.version,
        paragraph_id=teller.paragraph,
        children={town.zara: True, town.yusuf: True},
        actor_id=town.beth,
    )


def _show_home(teller: Teller) -> None:
    """A photo of a home for the mother alone, with the words that say what it shows."""
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 80, 40)).save(kept, "JPEG")
    teller.photo = plans.add_photo(
        version_id=teller.version,
        data=kept.getvalue(),
        words={("adult", "en"): f"{teller.token('photo', 'mother', *STAFF_OF_THE_CHILD)}."},
        reader_id=teller.town.samina,
        actor_id=teller.town.beth,
    )


def _read_out(teller: Teller) -> None:
    """What everyone's part says, and what hers says alone, read out and recorded."""
    town, staff = teller.town, STAFF_OF_THE_CHILD
    version = content_of(teller.version)
    for part, reader_id, personas in (("why", None, READERS), ("worried", town.samina, READERS[:1])):
        found = next(one for one in version.paragraphs if (one.part, one.reader_id) == (part, reader_id))
        teller.recording = hearing.keep(
            version=version,
            audience="adult",
            language="en",
            lines=lines_of(found.words["adult", "en"]),
            sound=Sound(teller.token("sound", *personas, *staff).encode(), 1.0),
            read_by=teller.token("read-by", *staff),
            actor_id=town.beth,
        )


def _publish(teller: Teller) -> None:
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
    _read_aloud(teller)
    plans.publish(version_id=teller.version, actor_id=town.beth, review_on=date(2030, 1, 1))


def _read_aloud(teller: Teller) -> None:
    """Every reader is told who read it aloud; the name as it was then."""
    town = teller.town
    plans.note_read_aloud(version_id=teller.version, actor_id=town.beth, role="worker")
    row = session().scalars(select(ReadAloud)).one()
    name = teller.token("read-aloud", "child", *READERS, *STAFF_OF_THE_CHILD)
    sealing.family_box(town.family).put(row, name=name)
    session().flush()
