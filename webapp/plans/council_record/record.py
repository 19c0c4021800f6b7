"""What goes to the council's record, composed from what the child's worker may see (docs/record.md)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from webapp import accounts, families
from webapp.core import sealing
from webapp.core.database import session
from webapp.plans import queries, words
from webapp.plans.answering import queries as answering
from webapp.plans.answering.queries import Marked, PartViews, PersonView
from webapp.plans.content import ParagraphContent, StepContent, VersionContent, Words
from webapp.plans.council_record import rules
from webapp.plans.council_record.photos import PhotoFile, photo_named, photos_of
from webapp.plans.council_record.queries import case_of
from webapp.plans.models import Answer, Composed, Given, PlanVersion, PutName, TalkedThrough
from webapp.plans.rules import PARTS
from webapp.plans.writing import queries as writing_queries

NOTICE = (
    "For the council's own record. It holds words that are for one reader alone, so it is never handed to "
    "anyone. Print a reader's own copy in Heard to give it to them."
)
Json = dict[str, Any]


@dataclass(frozen=True)
class Record:
    """One version as the record gets it; `case` is its folder, '' without a council's person id.

    `photos`: its photos as JPEG, by the number that the body names.
    """

    content: VersionContent
    case: str
    body: Json
    photos: dict[str, bytes]


def record_of(version_id: uuid.UUID) -> Record:
    """A published version with everything that stands beside its words. Away of media, for its photos."""
    content = queries.content_of(version_id)
    row = session().get_one(PlanVersion, version_id)
    views = answering.all_views(content)
    names = _names(content, row)
    name = writing_queries.child_name(content.child_id)
    photos = photos_of(content)
    body: Json = {
        "format": rules.FORMAT,
        "notice": NOTICE,
        "council_person_id": families.authority_id(content.child_id),
        "child": names[content.child_id],
        "plan": _plan(row, names),
        "parts": [_part(content, part, name, names, photos) for part in PARTS if _has(content, part)],
        "steps": [_step(step, names) for step in content.steps],
        "asked_before": [_asked(one) for one in writing_queries.asked(content)],
        "copies": _copies(version_id, names),
        "given": _given(content, names),
        "talked_through": _talked(content, names),
        "names": _names_under(content),
        "answers": [_answer(one, names) for one in answering.all_answers(content)],
        "where_views_differ": [_views(one, name) for one in views],
    }
    by_number = {str(one.number): one.data for one in photos.values()}
    return Record(content, case_of(content.child_id), body, by_number)


def _names(content: VersionContent, row: PlanVersion) -> dict[uuid.UUID, str]:
    """Everyone the record speaks of, by name; who is not known any more has none."""
    wanted = {content.child_id, row.published_by or content.child_id}
    readers = [one.reader_id for one in content.paragraphs] + [one.reader_id for one in content.steps]
    wanted |= {one for one in readers if one}
    wanted |= {person for one in content.paragraphs for person in one.safe_for}
    wanted |= set(session().scalars(select(Composed.reader_id).where(Composed.version_id == content.id)))
    wanted |= set(session().scalars(select(Answer.person_id).where(Answer.version_id == content.id)))
    for given in session().scalars(select(Given).where(Given.version_id == content.id)):
        wanted |= {given.person_id, given.noted_by}
    for talked in _talked_rows(content.id):
        wanted |= {talked.person_id, talked.noted_by}
    found = accounts.names(sorted(wanted))
    return {one: found.get(one, "") for one in wanted}


def _plan(row: PlanVersion, names: dict[uuid.UUID, str]) -> Json:
    return {
        "version_id": str(row.id),
        "version": row.number,
        "kind": row.kind,
        "kind_name": words.kind_name(row.kind),
        "published_at": _moment(row.published_at),
        "published_by": names.get(row.published_by, "") if row.published_by else "",
        "look_again_on": _day(row.review_on),
        "the_child_is_moving": row.is_moving,
        "to_be_heard": row.to_be_heard,
    }


def _has(content: VersionContent, part: str) -> bool:
    return any(one.part == part for one in content.paragraphs)


def _part(
    content: VersionContent,
    part: str,
    name: str,
    names: dict[uuid.UUID, str],
    photos: dict[uuid.UUID, PhotoFile],
) -> Json:
    mine = [one for one in content.paragraphs if one.part == part]
    return {
        "part": part,
        "heading": words.part_heading(part, "adult", name),
        "paragraphs": [_paragraph(one, names) | photo_named(one, photos) for one in mine],
    }


def _paragraph(one: ParagraphContent, names: dict[uuid.UUID, str]) -> Json:
    return {
        "id": str(one.id),
        "for": names[one.reader_id] if one.reader_id else "everyone",
        "source": one.source,
        "source_may_be_seen_by": sorted(names[person] for person in one.safe_for),
        "wordings": _wordings(one),
    }


def _step(one: StepContent, names: dict[uuid.UUID, str]) -> Json:
    return {
        "id": str(one.id),
        "for": names[one.reader_id] if one.reader_id else "everyone",
        "by_whom": one.by_whom,
        "by_on": _day(one.by_on),
        "state": one.state,
        "state_on": _day(one.state_on),
        "wordings": _wordings(one),
    }


def _wordings(item: ParagraphContent | StepContent) -> list[Json]:
    """Adults' wordings first, English first of each."""
    ordered = sorted(item.words.items(), key=lambda one: (one[0][0], one[0][1] != "en", one[0][1]))
    return [_wording(audience, code, one) for (audience, code), one in ordered]


def _wording(audience: str, code: str, one: Words) -> Json:
    translated = code != "en"
    return {
        "audience": audience,
        "language": code,
        "text": one.text,
        "why": one.why,
        "how_we_will_know": one.how,
        "state": one.check.state if translated else "english_only",
        "checked_by": one.check.by if translated else "",
        "checked_on": _day(one.check.on) if translated else None,
        "out_of_date": one.out_of_date,
    }


def _asked(one: writing_queries.AskedView) -> Json:
    return {
        "person": one.name,
        "relation": one.relation,
        "outcome": one.outcome,
        "asked_on": _day(one.asked_on),
        "reason": one.reason,
        "shown_to_parents": False,
    }


def _copies(version_id: uuid.UUID, names: dict[uuid.UUID, str]) -> list[Json]:
    """For whom a copy of their own was made, in which languages; not whether they opened it."""
    query = (
        select(Composed, PlanVersion.published_at)
        .join(PlanVersion, PlanVersion.id == Composed.version_id)
        .where(Composed.version_id == version_id)
    )
    found: dict[uuid.UUID, Json] = {}
    for row, published_at in session().execute(query.order_by(Composed.reader_id, Composed.language)):
        made: Json = {"person": names[row.reader_id], "wording": row.audience, "languages": []}
        one = found.setdefault(row.reader_id, made | {"shown_from": _moment(row.shown_at or published_at)})
        one["languages"].append(row.language)
    return sorted(found.values(), key=lambda one: str(one["person"]).casefold())


def _given(content: VersionContent, names: dict[uuid.UUID, str]) -> list[Json]:
    """To whom, how and when (Annex B)."""
    box = sealing.family_box(content.family_id)
    query = select(Given).where(Given.version_id == content.id).order_by(Given.given_on, Given.id)
    return [
        {
            "person": names[row.person_id],
            "how": row.how,
            "on": _day(row.given_on),
            "to_whom": box.text(row, "to_whom"),
            "noted_by": names[row.noted_by],
        }
        for row in session().scalars(query)
    ]


def _names_under(content: VersionContent) -> list[Json]:
    """Names in place of signatures; a reader's says "I have read it", never "I agree"."""
    box = sealing.family_box(content.family_id)
    query = select(PutName).where(PutName.version_id == content.id).order_by(PutName.put_at, PutName.id)
    return [
        {
            "name": box.text(row, "name"),
            "role": row.role,
            "comments": box.text(row, "comments"),
            "at": _moment(row.put_at),
        }
        for row in session().scalars(query)
    ]


def _talked_rows(version_id: uuid.UUID) -> list[TalkedThrough]:
    query = select(TalkedThrough).where(TalkedThrough.version_id == version_id)
    return list(session().scalars(query.order_by(TalkedThrough.noted_at, TalkedThrough.id)))


def _talked(content: VersionContent, names: dict[uuid.UUID, str]) -> list[Json]:
    box = sealing.family_box(content.family_id)
    return [
        {
            "person": names[row.person_id],
            "happened": row.happened,
            "by_whom": box.text(row, "by_whom"),
            "on": _day(row.talked_on),
            "interpreter": row.interpreter,
            "why_not": box.text(row, "why_not"),
            "will_be_on": _day(row.will_on),
            "noted_by": names[row.noted_by],
            "noted_at": _moment(row.noted_at),
        }
        for row in _talked_rows(content.id)
    ]


def _answer(one: Marked, names: dict[uuid.UUID, str]) -> Json:
    said = one.answer
    found: Json = {
        "id": str(said.id),
        "person": names[said.person_id],
        "kind": said.kind,
        "part": said.part,
        "position": said.position,
        "sentence": said.sentence,
        "words": said.words,
        "language": said.language,
        "step_state": said.step_state,
        "by_whom": said.whom,
        "by_on": _day(said.by_on),
        "received_at": _moment(said.received_at),
    }
    back = one.reply
    found["came_back"] = (
        {"outcome": back.outcome, "words": back.words, "at": _moment(back.created_at)} if back else None
    )
    return found


def _views(one: PartViews, name: str) -> Json:
    return {
        "part": one.part or "whole_plan",
        "heading": words.part_heading(one.part, "adult", name) if one.part else "",
        "council": one.council,
        "people": [_person(person) for person in one.people],
    }


def _person(one: PersonView) -> Json:
    return {
        "person": one.name,
        "position": one.position.position if one.position else "",
        "own_words": [
            {"words": said.words, "language": said.language, "step_state": said.step_state}
            for said in one.own
        ],
        "marked": [
            {
                "kind": mark.answer.kind,
                "sentence": mark.answer.sentence,
                "words": mark.answer.words,
                "language": mark.answer.language,
                "outcome": mark.reply.outcome if mark.reply else "waits",
                "came_back": mark.reply.words if mark.reply else "",
            }
            for mark in one.marked
        ],
    }


def _moment(value: datetime | None) -> str | None:
    return value.isoformat(timespec="seconds") if value else None


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
