"""What a worker sees of a marked sentence, and where the views of family and council differ."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from webapp import accounts
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.plans import queries
from webapp.plans.answering import rules
from webapp.plans.content import VersionContent, lines_of
from webapp.plans.models import Answer, SentenceReply
from webapp.plans.queries import AnswerView
from webapp.plans.rules import ENGLISH, OWN_WORDS, PARTS, SENTENCE_ANSWERS

EVERY_ANSWER = select(Answer).order_by(Answer.received_at, Answer.id)


@dataclass(frozen=True)
class AboutAnswer:
    """What the plan says where an answer is about a part of it, for the worker who answers.

    `paragraph`: English sentences; `english`: the marked one, '' when it cannot be told which it is.
    """

    part: str
    english: str
    paragraph: list[str]


@dataclass(frozen=True)
class SentenceReplyView:
    """What came back to a sentence. `draft_id`: the draft that says it now; `wanted`: it was to."""

    reply_id: uuid.UUID
    outcome: str
    words: str
    wanted: bool
    draft_id: uuid.UUID | None
    created_at: datetime


@dataclass(frozen=True)
class Marked:
    """A sentence someone marked, and the latest that came back to it."""

    answer: AnswerView
    reply: SentenceReplyView | None


@dataclass(frozen=True)
class PersonView:
    """One person's view of one part: their position, their own words, the sentences they marked."""

    person_id: uuid.UUID
    name: str
    position: AnswerView | None
    own: list[AnswerView]
    marked: list[Marked]

    @property
    def answers(self) -> list[AnswerView]:
        """Everything shown of this person."""
        first = [self.position] if self.position else []
        return first + self.own + [one.answer for one in self.marked]


@dataclass(frozen=True)
class PartViews:
    """A part as people see it; `part` '' is the whole plan, `council` what all of them read."""

    part: str
    council: list[str]
    people: list[PersonView]


def about_answer(reader: Reader, answer_id: uuid.UUID) -> AboutAnswer | None:
    """The council's words that a marked sentence, or a person's own view, stands beside; None for neither."""
    row = session().scalar(queries.answers_visible_to(reader).where(Answer.id == answer_id))
    if row is None or not (row.kind in SENTENCE_ANSWERS or OWN_WORDS.get(row.kind)):
        return None
    content = queries.content_of(row.version_id)
    audience = rules.audience_of(row.person_id, row.child_id)
    if row.kind not in SENTENCE_ANSWERS:
        part = OWN_WORDS[row.kind]
        return AboutAnswer(part, "", rules.lines_of_part(content, part, audience, row.person_id))
    items: list[rules.Item] = [*content.paragraphs, *content.steps]
    item = next((one for one in items if one.id == row.item_id), None)
    if item is None:
        return None
    sentence = queries.answer_view(row).sentence
    english = rules.english_of(item, (audience, row.language), sentence)
    words = item.words.get((audience, ENGLISH))
    return AboutAnswer(rules.part_of(item), english or "", lines_of(words) if words else [])


def sentence_reply(reader: Reader, reply_id: uuid.UUID) -> SentenceReplyView | None:
    """What came back to a sentence with this reply, for staff who may see the answer."""
    query = queries.answers_visible_to(reader).join(SentenceReply, SentenceReply.answer_id == Answer.id)
    found = query.add_columns(SentenceReply).where(SentenceReply.reply_id == reply_id)
    row = session().execute(found).first()
    return _reply_view(row[0], row[1]) if row else None


def _reply_view(answer: Answer, row: SentenceReply) -> SentenceReplyView:
    box = queries.answer_box(answer.child_id, answer.person_id)
    words = box.text(row, "words")
    return SentenceReplyView(
        row.reply_id, row.outcome, words, row.wanted_in_draft, row.draft_id, row.created_at
    )


def views_of(reader: Reader, version: VersionContent) -> list[PartViews]:
    """What each person said about each part of a version, in the order of the plan; the whole plan first."""
    return _views(queries.answers_visible_to(reader), version)


def all_views(version: VersionContent) -> list[PartViews]:
    """The same with nobody reading: for the council's record, which holds what the child's worker sees."""
    return _views(EVERY_ANSWER, version)


def all_answers(version: VersionContent) -> list[Marked]:
    """Everything said about a version with the latest that came back to it, oldest first; for the record."""
    found = _by_part_and_person(EVERY_ANSWER, version).values()
    return sorted((one for said in found for one in said), key=_when)


def _views(answers: Select[Answer], version: VersionContent) -> list[PartViews]:
    found = _by_part_and_person(answers, version)
    names = accounts.names(sorted({person for _part, person in found}))
    parts = []
    for part in ("", *PARTS):
        mine = [(person, said) for (its_part, person), said in found.items() if its_part == part]
        people = [_person_view(person, names[person], said) for person, said in mine]
        if people:
            council = rules.lines_of_part(version, part, "adult", None)
            parts.append(PartViews(part, council, sorted(people, key=lambda one: one.name.casefold())))
    return parts


def _by_part_and_person(
    answers: Select[Answer], version: VersionContent
) -> dict[tuple[str, uuid.UUID], list[Marked]]:
    """Each answer with the latest that came back to it, oldest answer first."""
    query = answers.outerjoin(SentenceReply, SentenceReply.answer_id == Answer.id)
    rows = session().execute(
        query.add_columns(SentenceReply)
        .where(Answer.version_id == version.id)
        .order_by(SentenceReply.created_at)
    )
    parts = {one.id: one.part for one in version.paragraphs} | {one.id: "steps" for one in version.steps}
    found: dict[tuple[str, uuid.UUID], list[Marked]] = {}
    for answer, reply in {row[0].id: row for row in rows}.values():
        part = answer.part or OWN_WORDS.get(answer.kind) or parts.get(answer.item_id, "")
        said = Marked(queries.answer_view(answer), _reply_view(answer, reply) if reply else None)
        found.setdefault((part, answer.person_id), []).append(said)
    return found


def _is_own(answer: AnswerView) -> bool:
    """Own words, and how a person's own step is going."""
    return answer.kind not in SENTENCE_ANSWERS and bool(answer.words or answer.step_state)


def _person_view(person_id: uuid.UUID, name: str, said: list[Marked]) -> PersonView:
    positions = [one.answer for one in said if one.answer.position]
    return PersonView(
        person_id,
        name,
        positions[-1] if positions else None,
        [one.answer for one in said if _is_own(one.answer)],
        [one for one in said if one.answer.kind in SENTENCE_ANSWERS],
    )


def _when(one: Marked) -> tuple[datetime, uuid.UUID]:
    return one.answer.received_at, one.answer.id
