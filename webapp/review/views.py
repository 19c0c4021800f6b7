"""The worker's inbox and answers, and the family's view of what was said back."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from flask import abort, redirect, request, url_for
from flask_babel import format_date
from markupsafe import Markup
from werkzeug.wrappers import Response

from webapp import accounts, duty, families, houses, letterbox, plans
from webapp.core import access, clock, ids
from webapp.core import forms as core_forms
from webapp.core.pages import page
from webapp.core.routing import Capability
from webapp.review import forms, items, policies, queries, replies, rules, service

review = Capability("review", __name__)
review.add_app_template_global(plans.part_heading, "part_heading")
review.add_app_template_global(rules.outcomes_for, "outcomes_for")
FAMILY_PAGE = 20
# What may have put something into the draft.
IN_DRAFT = (*rules.ON_SENTENCE, "taken")


@review.get("/inbox", policy=policies.may_open_inbox)
def show_inbox() -> Response:
    """What waits, oldest first; "may not be safe" before everything."""
    reader = access.reader()
    return page(
        "review/inbox.html",
        inbox=queries.inbox(reader, forms.page_key()),
        notes=letterbox.notes_waiting(reader),
        new_phones=families.new_phones(reader),
        contact_changes=families.contact_changes_waiting(reader),
        to_check=families.checks_waiting(reader),
        untold_changes=houses.to_look_at_again(reader),
        promises=replies.promises(reader),
        limit=rules.ANSWER_WITHIN,
        today=clock.today(),
        short_day=_short_day,
        opened=families.glass_to_sign_off(access.reader()),
        rota_ends=duty.ending_teams(reader),
        is_later_page="at" in request.args,
    )


@review.get("/inbox/answered", policy=policies.may_open_inbox)
def show_answered() -> Response:
    """What was answered, newest first."""
    found, before = replies.staff_replies(access.reader(), forms.page_key())
    people = accounts.names([person for reply in found for person in (reply.to_id, reply.child_id)])
    return page("review/answered.html", replies=found, before=before, names=people, today=clock.today())


@review.get("/inbox/children/<id:child_id>/houses", policy=policies.may_open_houses)
def show_child_houses(child_id: uuid.UUID) -> Response:
    """A child's three houses as the child made them, and the answer beside them."""
    return _houses_page(child_id, forms.empty_reply())


@review.get("/inbox/answers/<id:answer_id>", policy=policies.may_read_answer)
def show_answer(answer_id: uuid.UUID) -> Response:
    """An answer to the plan in place, and the reply beside it."""
    item = items.find(access.reader(), ("plan_answer", answer_id))
    if item is None:
        abort(404)
    form = forms.empty_reply([one.name for one in queries.waits_with(access.reader(), item)])
    about = plans.about_answer(access.reader(), answer_id)
    # The worker changes the sentence that is there; nothing is typed again.
    form.values["sentence"] = about.english if about else ""
    if item.answer_kind == "step_idea":
        form.values |= forms.idea_as_it_stands(item)
    return _answer_page(item, form)


@review.get("/inbox/requests/<id:asked_id>", policy=policies.may_read_request)
def show_request(asked_id: uuid.UUID) -> Response:
    """What was asked beside the plan: to come back, or a copy; and the reply beside it."""
    item = items.find(access.reader(), ("request", asked_id))
    if item is None:
        abort(404)
    return _answer_page(item, forms.empty_reply([item.name]))


@review.get("/inbox/lists/<id:lists_id>", policy=policies.may_read_lists)
def show_lists(lists_id: uuid.UUID) -> Response:
    """An adult's own lists in their exact words, and the reply beside them."""
    item = items.find(access.reader(), ("lists", lists_id))
    if item is None:
        abort(404)
    return _answer_page(item, forms.empty_reply([item.name]))


@review.get("/inbox/feedback/<id:submission_id>", policy=policies.may_answer_feedback)
def show_feedback(submission_id: uuid.UUID) -> Response:
    """What one person answered to the questions, and the reply beside it."""
    item = items.find(access.reader(), ("submission", submission_id))
    if item is None:
        abort(404)
    _note("feedback.read", item.child_id, "child", item.child_id)
    return _answer_page(item, forms.empty_reply([item.name]))


@review.post("/inbox/children/<id:child_id>/reply", policy=policies.may_answer_child)
def send_reply(child_id: uuid.UUID) -> Response:
    """Answer one or several things. "Check the words" only counts the longest sentence."""
    reader = access.reader()
    form = forms.read_reply(reader, child_id)
    if core_forms.line("check"):
        form.longest, form.errors = rules.longest_sentence(form.family_words), {}
        return _again(child_id, form)
    if form.errors:
        return _again(child_id, form)
    try:
        reply_id = service.reply(
            reply_id=form.reply_id,
            author_id=reader.person_id,
            child_id=child_id,
            to_id=form.answers[0].person_id,
            answers=[(item.kind, item.id) for item in form.answers],
            outcome=form.outcome,
        )
    except LookupError:
        form.reply_id = ids.new()
        return _again(child_id, form)
    if not families.works_with(reader, child_id):
        # Duty answered for a team: the rest of the child's record is not theirs.
        return redirect(url_for("review.show_inbox"), 303)
    return redirect(url_for("review.show_reply", reply_id=reply_id), 303)


@review.post("/inbox/children/<id:child_id>/acknowledge", policy=policies.may_answer_child)
def acknowledge(child_id: uuid.UUID) -> Response:
    """ "I have seen it": one tap. The answer clock goes on (practice §1)."""
    reader = access.reader()
    for name in forms.names_of(request.form.getlist("item")[:100]):
        item = items.find(reader, name)
        if item is not None and item.child_id == child_id:
            service.acknowledge(item=item, actor_id=reader.person_id)
    return redirect(url_for("review.show_inbox"), 303)


@review.get("/inbox/replies/<id:reply_id>", policy=policies.may_read_reply)
def show_reply(reply_id: uuid.UUID) -> Response:
    """After sending: what was sent, the case-note text, and the question before a link."""
    return _reply_page(reply_id, forms.empty_link())


@review.post("/inbox/replies/<id:reply_id>/link", policy=policies.may_link_reply)
def link_reply(reply_id: uuid.UUID) -> Response:
    """Link the reply to a step, or decide not to (practice §4)."""
    reader = access.reader()
    row = replies.staff_reply(reader, reply_id)
    if row is None:
        abort(404)
    form = forms.read_link({step.id for step in plans.open_steps(row.child_id)})
    if form.errors:
        return _reply_page(reply_id, form, 422)
    if form.basis != "no" and form.step_id is not None:
        service.link_step(
            row=row,
            step_id=form.step_id,
            basis=form.basis,
            actor_id=reader.person_id,
            agreed_on=form.agreed_on if form.basis == "agreed" else None,
            reason=form.values["reason"] if form.basis == "cannot_guess" else "",
        )
    return redirect(url_for("review.show_reply", reply_id=reply_id), 303)


@review.get("/answers", policy=policies.may_read_own_replies)
def show_answers() -> Response:
    """What happened with what this person said."""
    reader = access.reader()
    number = forms.page_number()
    found = replies.family_replies(reader, FAMILY_PAGE + 1, (number - 1) * FAMILY_PAGE)
    shown = found[:FAMILY_PAGE]
    for reply in shown:
        _note("reply.read", reply.child_id, "reply", reply.id)
    return page(
        "review/answers.html",
        replies=shown,
        drawings=_drawings([item for reply in shown for item in reply.said]),
        names=_child_names(shown),
        number=number,
        has_more=len(found) > FAMILY_PAGE,
        today=clock.today(),
    )


@review.post("/answers/<id:reply_id>/happened", policy=policies.may_say_whether_it_happened)
def say_whether_it_happened(reply_id: uuid.UUID) -> Response:
    """The person's own "Did this happen?"; "no" makes it wait again."""
    reader = access.reader()
    row = replies.family_reply(reader, reply_id)
    said = core_forms.chosen("happened", ("yes", "no"))
    if row is None or said is None:
        abort(422)
    service.say_whether_it_happened(row=row, happened=said == "yes", actor_id=reader.person_id)
    return redirect(url_for("review.show_answers"), 303)


def _short_day(value: date | datetime) -> Markup:
    """A day for a narrow column: Fri 20 Nov."""
    on = clock.local(value).date() if isinstance(value, datetime) else value
    return Markup('<bdi class="nb">{}</bdi>').format(format_date(on, "EEE d MMM"))


def _note(act: str, child_id: uuid.UUID, item_kind: str, item_id: uuid.UUID) -> None:
    chain = f"family:{families.family_of(child_id).id}"
    access.note_read(act, chain=chain, subject_id=child_id, item_kind=item_kind, item_id=item_id)


def _child_names(shown: list[replies.ReplyView]) -> dict[uuid.UUID, str]:
    """First names for the headings of parts, asked for where a reply is about one."""
    wanted = [reply.child_id for reply in shown if any(item.is_part for item in reply.said)]
    return {key: name.split()[0] for key, name in accounts.names(wanted).items()} if wanted else {}


def _drawings(found: list[items.Item]) -> dict[uuid.UUID, Any]:
    """What was drawn in these entries, by entry."""
    entries = [
        houses.entry_for(access.reader(), item.id)
        for item in found
        if item.kind == "entry" and item.has_drawing
    ]
    return {entry.id: entry.content for entry in entries if entry is not None}


def _again(child_id: uuid.UUID, form: forms.ReplyForm) -> Response:
    """The page the reply was written on, with everything typed."""
    alone = ("plan_answer", "request", "lists", "submission")
    answer = next((item for item in form.answers if item.kind in alone), None)
    return _answer_page(answer, form, 422) if answer else _houses_page(child_id, form, 422)


def _houses_page(child_id: uuid.UUID, form: forms.ReplyForm, status: int = 200) -> Response:
    reader = access.reader()
    shown = queries.child_houses(reader, child_id, ids.parse(request.values.get("set")))
    for entry in shown.entries:
        _note("entry.read", child_id, "entry", entry.id)
    if status == 200:
        form.ticked = shown.waiting
    return page(
        "review/child_houses.html",
        status=status,
        child=accounts.people([child_id])[child_id],
        shown=shown,
        form=form,
        age=queries.age_of(child_id),
        record=houses.record_line(reader, child_id, shown.set_id) if shown.set_id else None,
        is_to_child=True,
    )


def _answer_page(item: items.Item, form: forms.ReplyForm, status: int = 200) -> Response:
    _note(policies.LOOKS[item.kind], item.child_id, item.kind, item.id)
    people = accounts.people([item.child_id, item.person_id])
    latest = replies.latest_to([item.id]).get(item.id)
    together = queries.waits_with(access.reader(), item)
    for one in together:
        if one.id != item.id:
            _note("answer.read", one.child_id, "plan_answer", one.id)
    return page(
        "review/plan_answer.html",
        status=status,
        item=item,
        together=together,
        about=plans.about_answer(access.reader(), item.id),
        form=form,
        child=people[item.child_id],
        person=people[item.person_id],
        relation=families.relation(item.person_id, item.child_id),
        replies=replies.views(access.reader(), [latest]) if latest else [],
        acknowledged_at=queries.acknowledged([item.id]).get(item.id),
        wait=rules.wait(
            clock.local(item.received_at).date(),
            clock.today(),
            duty.closed_days_for(item.child_id),
            item.due_on,
        ),
        is_to_child=item.person_id == item.child_id,
        kept_from=families.kept_from(access.reader(), [item.person_id]),
        safe_way=families.safe_way(item.person_id) if item.kind == "request" else "",
    )


def _reply_page(reply_id: uuid.UUID, link_form: forms.LinkForm, status: int = 200) -> Response:
    reader = access.reader()
    row = replies.staff_reply(reader, reply_id)
    if row is None:
        abort(404)
    reply = replies.views(reader, [row])[0]
    _note("reply.read", row.child_id, "reply", row.id)
    for item in reply.said:
        _note(policies.LOOKS[item.kind], row.child_id, item.kind, item.id)
    people = accounts.people([row.child_id, row.to_id])
    to = people[row.to_id]
    return page(
        "review/reply.html",
        status=status,
        reply=reply,
        child=people[row.child_id],
        to=to,
        is_to_child=row.to_id == row.child_id,
        longest=rules.longest_sentence(reply.words),
        long_sentence=rules.LONG_SENTENCE,
        relation=families.relation(row.to_id, row.child_id),
        steps=plans.open_steps(row.child_id),
        link=replies.link_of(row),
        to_sentence=plans.sentence_reply(reader, reply_id) if row.outcome in IN_DRAFT else None,
        form=link_form,
    )
