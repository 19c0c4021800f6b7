"""What a question's page and the manager's page show, ready for the templates."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask_babel import gettext as _

from webapp import accounts, duty, families
from webapp.core import language
from webapp.feedback import queries, rules
from webapp.feedback.models import Submission
from webapp.feedback.questions import Question, Wording
from webapp.feedback.reading import SubmissionView

UNSURE = (rules.DONT_KNOW,)


@dataclass(frozen=True)
class Choice:
    """One option as a button: its code, its words, the drawing of how much."""

    code: int
    text: str
    amount: str


@dataclass(frozen=True)
class Shown:
    """A question on the screen. `number` (from 0) of `count` within part `part` (from 1)."""

    code: str
    wording: Wording
    standard: Wording
    line: str
    is_open: bool
    choices: tuple[Choice, ...]
    unsure: tuple[Choice, ...]
    part: int
    number: int
    count: int
    starts_named: bool
    answer_code: int | None
    words: str
    can_go_back: bool
    promise: duty.Promise | None


def why_now(trigger: str) -> str:
    """Why we ask now, for the first page; '' when the person came by themselves."""
    lines = {
        "visit": _("We ask because someone visited you."),
        "meeting": _("We ask because there was a meeting."),
        "plan_shared": _("We ask because your plan was shared."),
        "review": _("We ask because it was time to look at the plan again."),
        "end": _("We ask because our work with you has ended."),
        "after_end": _("We ask because our work with you ended three months ago."),
    }
    return lines.get(trigger, "")


@dataclass(frozen=True)
class Names:
    """First names for the sentences; '' where the council has nobody yet."""

    worker: str
    manager: str


def names_for(child_id: uuid.UUID) -> Names:
    """The child's worker and the manager who reads the answers."""
    return Names(_first_name(families.worker_ids(child_id)), _first_name(families.manager_ids(child_id)))


def _first_name(person_ids: list[uuid.UUID]) -> str:
    return next(iter(accounts.names(person_ids[:1]).values()), "").split(" ")[0]


def show(submission: Submission) -> Shown | None:
    """The question to show now; None when none is left."""
    rows = queries.askable(submission)
    row = queries.shown(submission, rows)
    if row is None:
        return None
    items = queries.items_asked(submission)
    question = items[row.question_code]
    wording = question.wording(language.current())
    parts = rules.parts(items[found.question_code] for found in rows)
    part, number = _place(parts, row.question_code)
    choices = _choices(question, wording)
    return Shown(
        code=question.code,
        wording=wording,
        standard=question.standard,
        line=plain_line(question.code),
        is_open=question.is_open,
        choices=tuple(choice for choice in choices if choice.code not in UNSURE),
        unsure=tuple(choice for choice in choices if choice.code in UNSURE),
        part=part + 1,
        number=number,
        count=len(parts[part]),
        starts_named=question.code in rules.SSD and number == 0,
        answer_code=row.answer_code if row.given_at else None,
        words=queries.words_of(submission, row),
        can_go_back=any(submission.floor <= found.position < row.position for found in rows),
        promise=_promise(submission),
    )


def _promise(submission: Submission) -> duty.Promise | None:
    return duty.what_happens_now(submission.child_id) if queries.has_just_told(submission) else None


def _place(parts: list[list[str]], code: str) -> tuple[int, int]:
    part = next(index for index, codes in enumerate(parts) if code in codes)
    return part, parts[part].index(code)


def _choices(question: Question, wording: Wording) -> list[Choice]:
    return [Choice(*found) for found in zip(question.codes, wording.options, question.amounts, strict=True)]


def plain_line(code: str) -> str:
    """Our own line above an item of the standard, which is asked in its exact words; '' for the others."""
    lines = {
        "SSD_EXPLAINED_WORRIES": _("Did someone tell you why people are worried?"),
        "SSD_STORY_HELP": _("Your plan tells your story. Does that help?"),
        "SSD_AGREE_WORKER": _("Do you think the same as your worker?"),
        "SSD_PLAN_SAFE": _("Does everyone know what to do?"),
        "SSD_TABLET_HELP": _("You drew or wrote here. Did that help?"),
    }
    return lines.get(code, "")


def ssd_asked(child_id: uuid.UUID, person_id: uuid.UUID, band: str) -> list[Wording]:
    """The items of the standard that would be asked now, for the page that says so first."""
    now = queries.conditions(person_id, child_id, alone=True)
    found = [question for question in rules.questions_for(band) if question.code in rules.SSD]
    asked = [question for question in found if not rules.reason_not_asked(question.code, now)]
    return [question.wording(language.current()) for question in asked]


@dataclass(frozen=True)
class Line:
    """A question and its answer in words, for the manager."""

    code: str
    text: str
    answer: str
    words: str
    is_alarm: bool


def lines(view: SubmissionView) -> list[Line]:
    """A submission in words, in the order it was asked."""
    own = {(found.code, found.own_version) for found in view.answers if found.own_version is not None}
    items = queries.items_of(view.band, view.instrument_version, own)
    return [
        Line(
            code=found.code,
            text=items[found.code].standard.text,
            answer=answer_words(items[found.code], found.answer_code, found.reason),
            words=found.words,
            is_alarm=rules.is_alarm(found.code, found.answer_code),
        )
        for found in view.answers
        if found.code in items
    ]


def answer_words(question: Question, code: int | None, reason: str) -> str:
    """What was chosen, in the question's own words."""
    if reason:
        return _("Not asked")
    if code == rules.SKIPPED:
        return _("Skipped")
    options = dict(zip(question.codes, question.standard.options, strict=True))
    return options.get(code, "") if code is not None else ""
