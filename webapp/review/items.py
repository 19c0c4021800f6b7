"""One shape for what people say: entries of the houses, "I'd rather talk", answers to the plan."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from webapp import feedback, houses, plans
from webapp.core.access import Reader

KINDS = ("entry", "talk", "plan_answer", "request", "lists", "submission")
Name = tuple[str, uuid.UUID]


@dataclass(frozen=True)
class Item:
    """Something said. `house`: an entry's; `answer_kind` to `part`: a plan answer's. Words are exact."""

    kind: str
    id: uuid.UUID
    child_id: uuid.UUID
    person_id: uuid.UUID
    received_at: datetime
    words: str
    has_drawing: bool = False
    house: str = ""
    answer_kind: str = ""
    position: str = ""
    sentence: str = ""
    language: str = ""
    version_id: uuid.UUID | None = None
    part: str = ""
    step_id: uuid.UUID | None = None
    step_state: str = ""
    whom: str = ""
    by_on: date | None = None
    # An adult's own lists: the key of each, the code of what was asked, and the exact words.
    lists: tuple[houses.Said, ...] = ()
    # Answers to the questions, for staff who may read them: the question, what was chosen, own words.
    answers: tuple[feedback.AnswerLine, ...] = ()
    # The day we promised, where it is another than the usual.
    due_on: date | None = None

    @property
    def is_sentence(self) -> bool:
        """Whether a sentence of the plan was marked: its answer goes back to that sentence."""
        return self.answer_kind in ("not_clear", "not_right")

    @property
    def is_part(self) -> bool:
        """Whether it is a position on one part of the plan."""
        return self.answer_kind == "position" and bool(self.part)

    @property
    def group(self) -> tuple[object, ...] | None:
        """What waits and is answered as one: positions by part; what one person says of one step, again."""
        if self.is_part:
            return (self.person_id, self.version_id)
        return (self.person_id, self.step_id) if self.step_id else None

    @property
    def name(self) -> str:
        """How a form names it: `entry:0192…`."""
        return f"{self.kind}:{self.id}"


def waiting(reader: Reader) -> list[Item]:
    """Everything unanswered that this reader may see, in no order."""
    entries = [_of_entry(entry) for entry in houses.entries_waiting(reader)]
    talks = [_of_talk(talk) for talk in houses.talks_waiting(reader)]
    requests = [_of_request(one) for one in plans.requests_waiting(reader)]
    lists = [_of_lists(one) for one in houses.lists_of(reader)]
    return entries + talks + plan_answers(reader) + requests + lists


def plan_answers(reader: Reader) -> list[Item]:
    """Every answer to a plan that this reader may see, oldest first, answered or not."""
    return [_of_answer(answer) for answer in plans.answers_waiting(reader)]


def find(reader: Reader, name: Name) -> Item | None:
    """The thing, if this reader may see it; answered or not (a wish to talk: only while it waits)."""
    kind, item_id = name
    if kind == "entry":
        entry = houses.entry_for(reader, item_id)
        return _of_entry(entry) if entry else None
    if kind == "talk":
        return next((_of_talk(talk) for talk in houses.talks_waiting(reader) if talk.id == item_id), None)
    if kind == "request":
        request = plans.request_for(reader, item_id)
        return _of_request(request) if request else None
    if kind == "lists":
        lists = houses.lists_for(reader, item_id)
        return _of_lists(lists) if lists else None
    if kind == "submission":
        sent = feedback.submission_for(reader, item_id)
        return _of_submission(reader, sent) if sent else None
    answer = plans.answer_for(reader, item_id) if kind == "plan_answer" else None
    return _of_answer(answer) if answer else None


def is_open_to(reader: Reader, name: Name) -> bool:
    """Whether this reader, who works with the child, may see it. A wish to talk is for all of them."""
    return name[0] == "talk" or find(reader, name) is not None


def mark_answered(items: Iterable[Name], at: datetime | None) -> None:
    """Tell houses that these are answered, or (None) wait again: its rule for managers needs to know."""
    named = list(items)
    houses.mark_answered(at=at, entry_ids=_ids(named, "entry"), start_ids=_ids(named, "talk"))


def _ids(named: list[Name], kind: str) -> list[uuid.UUID]:
    return [item_id for its_kind, item_id in named if its_kind == kind]


def _of_entry(entry: houses.EntryView) -> Item:
    return Item(
        kind="entry",
        id=entry.id,
        child_id=entry.child_id,
        person_id=entry.child_id,
        received_at=entry.received_at,
        words=entry.words,
        has_drawing=entry.content.has_picture,
        house=entry.house,
    )


def _of_talk(talk: houses.TalkView) -> Item:
    return Item("talk", talk.id, talk.child_id, talk.child_id, talk.received_at, "")


def _of_answer(answer: plans.AnswerView) -> Item:
    return Item(
        kind="plan_answer",
        id=answer.id,
        child_id=answer.child_id,
        person_id=answer.person_id,
        received_at=answer.received_at,
        words=answer.words,
        answer_kind=answer.kind,
        position=answer.position,
        sentence=answer.sentence,
        language=answer.language,
        version_id=answer.version_id,
        part=answer.part,
        step_id=answer.step_id,
        step_state=answer.step_state,
        whom=answer.whom,
        by_on=answer.by_on,
    )


def _of_lists(lists: houses.ListsView) -> Item:
    return Item(
        kind="lists",
        id=lists.id,
        child_id=lists.child_id,
        person_id=lists.person_id,
        received_at=lists.received_at,
        words="\n".join(one.words for one in lists.said),
        language=lists.language,
        lists=lists.said,
    )


def _of_submission(reader: Reader, sent: feedback.SubmissionView) -> Item:
    """What was answered is laid out for staff; the person is told of the day alone."""
    return Item(
        kind="submission",
        id=sent.id,
        child_id=sent.child_id,
        person_id=sent.person_id,
        received_at=sent.received_at,
        words="",
        answers=tuple(feedback.answer_lines(sent)) if reader.kind == "staff" else (),
    )


def _of_request(request: plans.RequestView) -> Item:
    return Item(
        kind="request",
        id=request.id,
        child_id=request.child_id,
        person_id=request.person_id,
        received_at=request.received_at,
        words=request.words,
        answer_kind=request.kind,
        language=request.language,
        part=request.part,
        due_on=request.due_on,
    )
