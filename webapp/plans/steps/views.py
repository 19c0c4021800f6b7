"""A family member says how their step is going, or has an idea for one; staff see what is due."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect
from werkzeug.wrappers import Response

from webapp.core import access, clock, ids
from webapp.core.pages import page
from webapp.plans.reading import queries as reading
from webapp.plans.reading import service as answers
from webapp.plans.reading.queries import Copy
from webapp.plans.routes import plans
from webapp.plans.steps import forms, policies, queries
from webapp.plans.steps.forms import IdeaForm, StepForm


@plans.post("/plan/step", policy=policies.may_say_step)
def ask_about_step() -> Response:
    """The small form of one step. Nothing changes; it is a POST so that no id stands in an address."""
    return _step_page(forms.step(), {})


def _step_page(typed: StepForm, errors: dict[str, str]) -> Response:
    copy, step = _own_step(typed)
    return page(
        "plans/step.html",
        status=422 if errors else 200,
        copy=copy,
        step=step,
        typed=typed,
        errors=errors,
        answer_id=typed.answer_id or ids.new(),
    )


@plans.post("/plan/step/said", policy=policies.may_say_step)
def say_step() -> Response:
    """Keep "it is done", "it is going on" or "we need help". The worker confirms or answers."""
    typed = forms.step()
    errors = typed.errors()
    if errors:
        return _step_page(typed, errors)
    copy, step = _own_step(typed)
    answers.add_answer(
        version_id=copy.version_id,
        person_id=access.reader().person_id,
        kind="step_said",
        part="steps",
        step_state=typed.state,
        words=typed.words.strip() and typed.words,
        item_id=step.line_id,
        sentence=step.what,
        language=copy.language,
        answer_id=typed.answer_id,
    )
    return redirect(f"/plan?wording={copy.language}#line-{step.place}", 303)


@plans.post("/plan/idea", policy=policies.may_propose_step)
def ask_for_idea() -> Response:
    """The form for an idea. Nothing changes; it is a POST so that no id stands in an address."""
    return _idea_page(forms.idea(), {})


def _idea_page(typed: IdeaForm, errors: dict[str, str]) -> Response:
    copy = _copy(typed.version_id, typed.language)
    return page(
        "plans/idea.html",
        status=422 if errors else 200,
        copy=copy,
        typed=typed,
        errors=errors,
        answer_id=typed.answer_id or ids.new(),
    )


@plans.post("/plan/ideas", policy=policies.may_propose_step)
def propose_step() -> Response:
    """Keep an idea for a step: to the worker alone, unless it comes into the plan."""
    typed = forms.idea()
    errors = typed.errors()
    if errors:
        return _idea_page(typed, errors)
    copy = _copy(typed.version_id, typed.language)
    answers.add_answer(
        version_id=copy.version_id,
        person_id=access.reader().person_id,
        kind="step_idea",
        part="steps",
        words=typed.words,
        whom=typed.whom,
        by_on=typed.by_on,
        language=copy.language,
        answer_id=typed.answer_id,
    )
    return redirect(f"/plan?wording={copy.language}#step-ideas", 303)


@plans.get("/due", policy=policies.may_see_what_is_due)
def show_due() -> Response:
    """Steps past their day, plans to look at again, plans not talked through: by date, nobody counted."""
    return page("plans/due.html", due=queries.due(access.reader()), today=clock.today())


def _copy(version_id: Any, code: str) -> Copy:
    copy = reading.copy_of(access.reader(), version_id, code)
    if copy is None:
        abort(404)
    return copy


def _own_step(typed: StepForm) -> tuple[Copy, queries.OwnStep]:
    copy = _copy(typed.version_id, typed.language)
    step = queries.own_step(access.reader(), copy, typed.step)
    if step is None:
        abort(404)
    return copy, step
