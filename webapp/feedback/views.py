"""The questions, one a screen; "I need someone today"; and the manager's page."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from webapp import accounts, duty, families
from webapp.core import access, clock, forms, ids, language
from webapp.core.access import Reader
from webapp.core.pages import page
from webapp.feedback import policies, queries, reading, rules, screens, service
from webapp.feedback.forms import Given, Start, read_answer, read_start
from webapp.feedback.models import Submission
from webapp.feedback.questions import Question
from webapp.feedback.routes import feedback
from webapp.feedback.screens import Shown


@feedback.get("/questions", policy=policies.may_answer)
def show_questions() -> ResponseReturnValue:
    """The question to answer now; before it, who is answering; after it, thanks."""
    reader = access.reader()
    submission = queries.in_hand(reader)
    if submission is not None:
        return _question_page(submission)
    if queries.sent_now(reader) is None and queries.is_open_for(reader):
        return _start_page(reader, Start())
    return _thanks_page(reader)


@feedback.post("/questions/start", policy=policies.may_answer)
def begin_answering() -> ResponseReturnValue:
    """Begin, or go on with what was begun."""
    reader = access.reader()
    children = queries.open_children(reader)
    start = read_start(children)
    if not children:
        return _again()
    if start.errors or start.child_id is None:
        return _start_page(reader, start, status=422)
    service.begin(
        reader=reader,
        child_id=start.child_id,
        answered_by=start.answered_by,
        # On a worker's own device the worker is near, whatever was ticked.
        worker_present=start.worker_present == "yes" or reader.handed is not None,
        alone=start.alone,
        shown_to_worker=start.shown_to_worker,
        helper=start.helper,
        place=start.place,
        language=language.current(),
    )
    return _again()


@feedback.post("/questions", policy=policies.may_answer)
def answer_question() -> ResponseReturnValue:
    """Keep one answer and go to the next question."""
    submission = queries.in_hand(access.reader(), lock=True)
    question = _asked(submission, forms.line("question")) if submission else None
    if submission is None or question is None:
        return _again()
    sent = read_answer(question)
    if sent.errors:
        return _question_page(submission, sent, status=422)
    service.answer(
        submission=submission, question_code=question.code, answer_code=sent.answer_code, words=sent.words
    )
    return _again()


@feedback.post("/questions/back", policy=policies.may_answer)
def go_back() -> ResponseReturnValue:
    """The question before."""
    submission = queries.in_hand(access.reader(), lock=True)
    if submission is not None:
        service.go_back(submission=submission)
    return _again()


@feedback.post("/questions/stop", policy=policies.may_answer)
def stop_answering() -> ResponseReturnValue:
    """Stop here and send what was said."""
    submission = queries.in_hand(access.reader(), lock=True)
    if submission is not None:
        service.finish(submission=submission)
    return _again()


@feedback.post("/need-someone", policy=policies.may_need_someone)
def ask_for_someone() -> ResponseReturnValue:
    """A person is told at once. Kept even when the rota has just run out: the next page says who to call."""
    reader = access.reader()
    children = families.visible_children(reader)
    wanted = forms.identifier("child")
    child_id = wanted if wanted in children else children[0]
    service.need_someone(reader=reader, child_id=child_id, key=forms.identifier("key") or ids.new())
    return redirect(url_for("feedback.show_today"), 303)


@feedback.get("/today", policy=policies.may_need_someone)
def show_today() -> ResponseReturnValue:
    """What happens now, after "I need someone today"."""
    asked = queries.asked_today(access.reader())
    if asked is None:
        return redirect("/", 303)
    return page("feedback/today.html", promise=duty.what_happens_now(asked.child_id))


@feedback.get("/feedback/children/<id:child_id>", policy=policies.may_read_feedback)
def show_child_feedback(child_id: uuid.UUID) -> ResponseReturnValue:
    """Answers with names: for the manager, and for the worker only where the maker said so."""
    reader = access.reader()
    found = reading.submissions_of(reader, child_id)
    chain = f"family:{families.family_of(child_id).id}"
    access.note_read("feedback.read", chain=chain, subject_id=child_id, item_kind="child", item_id=child_id)
    for view in found:
        access.note_read(
            "feedback.read", chain=chain, subject_id=child_id, item_kind="submission", item_id=view.id
        )
    people = accounts.names([child_id, *(view.person_id for view in found)])
    return page(
        "feedback/child.html",
        child_id=child_id,
        people=people,
        submissions=[(view, screens.lines(view)) for view in found],
        is_manager=reader.role == "manager",
    )


def _again() -> ResponseReturnValue:
    return redirect(url_for("feedback.show_questions"), 303)


def _asked(submission: Submission, code: str) -> Question | None:
    if queries.asked(submission, code) is None:
        return None
    return queries.items_asked(submission)[code]


def _question_page(
    submission: Submission, sent: Given | None = None, status: int = 200
) -> ResponseReturnValue:
    shown = screens.show(submission)
    if shown is None:
        return page("feedback/last.html", status=status)
    if sent is not None:
        shown = _as_sent(shown, sent)
    return page(
        "feedback/question.html",
        status=status,
        shown=shown,
        skipped=rules.SKIPPED,
        errors=sent.errors if sent else {},
        names=screens.names_for(submission.child_id),
        need=queries.need(submission.child_id),
    )


def _as_sent(shown: Shown, sent: Given) -> Shown:
    return replace(shown, answer_code=sent.answer_code, words=sent.words)


def _start_page(reader: Reader, start: Start, status: int = 200) -> ResponseReturnValue:
    return page("feedback/start.html", status=status, **_start(reader, start))


def _start(reader: Reader, start: Start) -> dict[str, Any]:
    """What the first form needs."""
    children = queries.open_children(reader)
    child_id = start.child_id or children[0]
    is_child = reader.kind == "child"
    return {
        "start": start,
        "children": [] if is_child else list(accounts.names(children).items()),
        "why_now": screens.why_now(queries.invited_by(reader.person_id, child_id)),
        "began": any(queries.unfinished(reader.person_id, child) for child in children),
        "is_child": is_child,
        "is_ready": duty.is_ready(child_id),
        "named": screens.ssd_asked(child_id, reader.person_id, reader.band) if is_child else [],
        "names": screens.names_for(child_id),
        "need": queries.need(child_id),
    }


def _thanks_page(reader: Reader) -> ResponseReturnValue:
    sent = queries.sent_now(reader)
    child_id = sent.child_id if sent else queries.children_of(reader)[0]
    opens_on = queries.opens_on(reader.person_id, child_id)
    return page(
        "feedback/thanks.html",
        sent_now=sent is not None,
        promise=duty.what_happens_now(child_id) if sent and queries.has_told(sent) else None,
        opens_on=opens_on if opens_on > clock.today() else None,
        names=screens.names_for(child_id),
        need=queries.need(child_id),
        again=_start(reader, Start()) if queries.is_open_for(reader) else None,
    )
