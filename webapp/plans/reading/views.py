"""A child or an adult reads their own copy of the plan, in their language, and answers."""

from __future__ import annotations

from typing import Any

from flask import abort, make_response, redirect, request
from werkzeug.wrappers import Response

from webapp import accounts, families
from webapp.core import access, clock, ids, language
from webapp.core import forms as fields
from webapp.core.access import Reader
from webapp.core.pages import page
from webapp.plans import content, looks, words
from webapp.plans.reading import forms, queries, service
from webapp.plans.reading.policies import (
    may_answer_own_plan,
    may_read_own_plan,
    may_say_position,
    says_position,
)
from webapp.plans.reading.queries import Copy
from webapp.plans.reading.shown import plan_text, say_part
from webapp.plans.routes import plans
from webapp.plans.rules import ENGLISH


@plans.get("/plan", policy=may_read_own_plan)
def show_plan() -> Response:
    """The current version as this reader gets it; `wording` swaps the language of the text alone."""
    return _plan_page(wanted=forms.asked_wording())


def _plan_page(*, wanted: str = "", status: int = 200, **typed: Any) -> Response:
    reader = access.reader()
    copy, children = queries.copies(reader, _languages(reader, wanted))
    if copy is None:
        return page("plans/no_plan.html", **_news(reader))
    looks.note_version(copy.family_id, copy.child_id, copy.version_id)
    said = queries.said(reader, copy)
    worker = queries.worker_name(copy.child_id) if said.names_worker else ""
    positions = says_position(reader)
    text = plan_text(copy, said, queries.moved(copy), reader=reader, worker=worker, positions=positions)
    values: dict[str, Any] = {"errors": {}, "typed": None, "talk": None} | typed
    return page(
        "plans/plan.html",
        status=status,
        copy=copy,
        text=text.html,
        said=said,
        children=tuple(children),
        answer_id=ids.new(),
        positions=tuple(words.position_options()) if positions else (),
        wordings=tuple(sorted({*text.languages, copy.language})),
        own_kinds=tuple((kind, forms.field_of(kind), label) for kind, label in words.own_kinds(reader.band)),
        **_news(reader),
        **values,
    )


def _news(reader: Reader) -> dict[str, Any]:
    """That the worker changed stands here for a child on a shared phone; for others, on their first page."""
    is_here = reader.kind == "child" and reader.shared_phone
    return {
        "worker_news": families.worker_news(reader) if is_here else [],
        "news_place": "/plan",
        "has_journey": reader.role not in families.INVITED,
    }


def _languages(reader: Reader, wanted: str) -> list[str]:
    """Languages to try, best first: one that only the plan speaks before the page's own."""
    own = [reader.language] if reader.language not in language.LANGUAGES else []
    return list(dict.fromkeys([code for code in (wanted, *own, language.current(), ENGLISH) if code]))


@plans.post("/plan/choose", policy=may_answer_own_plan)
def choose_child() -> Response:
    """A parent of several children says whose plan to open; there must be one for them to read."""
    reader = access.reader()
    child_id = fields.identifier("child")
    if child_id is None or child_id not in {one.id for one in queries.children_with_plans(reader)}:
        abort(404)
    accounts.choose(session_id=reader.session_id, chosen_id=child_id)
    return redirect("/plan", 303)


@plans.post("/plan/ask", policy=may_answer_own_plan)
def ask_about_sentence() -> Response:
    """The small form under one sentence. Nothing changes; it is a POST so that no id stands in an address."""
    return _sentence_page(forms.sentence(), {})


def _sentence_page(typed: forms.SentenceForm, errors: dict[str, str]) -> Response:
    copy = _copy(typed.version_id, typed.language)
    found = content.sentence(queries.page_of(copy), typed.place)
    if found is None:
        abort(404)
    template = (
        "plans/ask_line.html"
        if request.headers.get("HX-Target") == f"line-{typed.place}"
        else "plans/ask.html"
    )
    return page(
        template,
        status=422 if errors else 200,
        copy=copy,
        found=found,
        typed=typed,
        errors=errors,
        answer_id=typed.answer_id or ids.new(),
    )


@plans.post("/plan/sentences", policy=may_answer_own_plan)
def answer_sentence() -> Response:
    """Keep "I do not understand this" or "this is not right" with the person's words."""
    typed = forms.sentence()
    errors = typed.errors()
    if errors:
        return _sentence_page(typed, errors)
    copy = _copy(typed.version_id, typed.language)
    found = content.sentence(queries.page_of(copy), typed.place)
    if found is None:
        abort(404)
    service.add_answer(
        version_id=copy.version_id,
        person_id=access.reader().person_id,
        kind=typed.kind,
        words=typed.words,
        item_id=found.item_id,
        sentence_number=found.number,
        sentence=found.words,
        language=found.language,
        answer_id=typed.answer_id,
    )
    if request.headers.get("HX-Target") == f"line-{typed.place}":
        worker = queries.worker_name(copy.child_id)
        return page("plans/told_line.html", found=found, typed=typed, copy=copy, worker=worker)
    return _back(copy, f"line-{typed.place}")


@plans.post("/plan/answers", policy=may_answer_own_plan)
def answer_plan() -> Response:
    """Keep a position, own words, or both. Not answering is not saying yes (practice §4)."""
    typed = forms.answer()
    copy = _copy(typed.version_id, typed.language)
    errors = typed.errors()
    if errors:
        return _plan_page(wanted=copy.language, status=422, errors=errors, typed=typed)
    reader = access.reader()
    before = queries.said(reader, copy).position
    service.add_answers(
        version_id=copy.version_id,
        person_id=reader.person_id,
        # The one they gave before stands ticked in the form; sending it again is no new answer.
        position="" if typed.position == before else typed.position,
        own=typed.own,
        answer_id=typed.answer_id,
        language=copy.language,
    )
    return _back(copy, "your-answer")


@plans.post("/plan/part", policy=may_say_position)
def answer_part() -> Response:
    """Keep what a reader thinks of one part; one tap, and it can change (practice §4)."""
    typed, reader = forms.part(), access.reader()
    copy = _copy(typed.version_id, typed.language)
    if not typed.part:
        abort(404)
    if queries.said(reader, copy).parts.get(typed.part) != typed.position:
        service.add_answer(
            version_id=copy.version_id,
            person_id=reader.person_id,
            kind="position",
            position=typed.position,
            part=typed.part,
            language=copy.language,
        )
    if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        return make_response(say_part(copy, typed.part, typed.position))
    return _back(copy, f"part-{typed.part}")


@plans.post("/plan/talked-through", policy=may_answer_own_plan)
def say_talked_through() -> Response:
    """Keep whether someone talked the plan through with the reader."""
    typed = forms.talk()
    copy = _copy(typed.version_id, typed.language)
    errors = typed.errors()
    if errors:
        return _plan_page(wanted=copy.language, status=422, errors=errors, talk=typed)
    happened = typed.happened == "yes"
    service.record_talked_through(
        version_id=copy.version_id,
        person_id=access.reader().person_id,
        happened=happened,
        by_whom=typed.by_whom if happened else "",
        on=min(typed.talked_on, clock.today()) if happened and typed.talked_on else None,
        interpreter=happened and typed.interpreter,
    )
    return _back(copy, "talked-through")


def _copy(version_id: Any, code: str) -> Copy:
    copy = queries.copy_of(access.reader(), version_id, code)
    if copy is None:
        abort(404)
    return copy


def _back(copy: Copy, place: str) -> Response:
    """To the same place of the plan, in the same language; no id in the address."""
    return redirect(f"/plan?wording={copy.language}#{place}", 303)
