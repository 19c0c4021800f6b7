"""Where we are: the family's page, the way back after the end, and why we keep this."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import accounts, families, support
from webapp.core import access, clock, language
from webapp.core import forms as fields
from webapp.core.access import Reader
from webapp.core.pages import page
from webapp.plans import words as plan_words
from webapp.plans.journey import forms, queries, rules, service, shown, words
from webapp.plans.journey.policies import may_ask_beside_plan, may_read_journey
from webapp.plans.reading import queries as reading_queries
from webapp.plans.reading.policies import may_read_own_plan
from webapp.plans.routes import plans
from webapp.plans.rules import ENGLISH, MOVING_PARTS, PARTS


@plans.get("/journey", policy=may_read_journey)
def show_journey() -> Response:
    """What happened, where we are, what is next and who decides; who the worker is; the way back."""
    return _journey_page(forms.AskForm())


def chosen_child(reader: Reader) -> uuid.UUID | None:
    """The child whose journey this reader's page shows; None without one."""
    return _child(reader)[0]


def _child(reader: Reader) -> tuple[uuid.UUID | None, list[tuple[uuid.UUID, str]]]:
    """The child chosen in this session, else the one whose plan opens first; and every child to choose."""
    mine = queries.named(list(queries.children(reader)))
    ids = [child_id for child_id, _name in mine]
    if reader.chosen_id in ids or not ids:
        return reader.chosen_id if ids else None, mine
    copy, _all = reading_queries.copies(reader, [ENGLISH])
    if copy is not None:
        return copy.child_id, mine
    begun = queries.with_entries(ids)
    return next((one for one in ids if one in begun), ids[0]), mine


def _journey_page(form: forms.AskForm, status: int = 200) -> Response:
    reader = access.reader()
    child_id, children = _child(reader)
    if child_id is None:
        return page("plans/journey.html", child_id=None, children=[])
    family_id = families.family_of(child_id).id
    access.note_read(
        "plan.read", chain=f"family:{family_id}", subject_id=child_id, item_kind="journey", item_id=child_id
    )
    stops = queries.journey(reader, child_id)
    return page(
        "plans/journey.html",
        status=status,
        child_id=child_id,
        child_name=dict(children)[child_id],
        children=children,
        stages=_stages(reader, stops),
        workers=queries.workers(child_id),
        changes=families.worker_changes(reader, child_id),
        cover=queries.cover(child_id),
        lines=support.help_lines(),
        form=form,
        **_way_back(reader, child_id, stops),
    )


def _stages(reader: Reader, stops: list[rules.Stop]) -> list[shown.StageView]:
    return shown.line(
        stops,
        audience="child" if reader.kind == "child" else "adult",
        languages=list(dict.fromkeys((language.current(), reader.language))),
        today=clock.today(),
        pictures=reader.kind == "child" and reader.band != "teen",
    )


def _way_back(reader: Reader, child_id: uuid.UUID, stops: list[rules.Stop]) -> dict[str, Any]:
    """After the end: until when, who reads it, and what was asked. On a shared phone no words are quoted."""
    end = rules.ending(stops)
    asked = [one for one in queries.own_requests(reader, child_id) if one.kind == rules.COME_BACK]
    until = queries.open_until(end) if end else None
    return {
        "end": end,
        "open_until": until,
        "is_open": until is not None and clock.today() <= until,
        "reads": queries.named_reader(child_id) if end else "",
        "asked": asked[:1],
        "is_quiet": reader.kind == "child" and reader.shared_phone,
    }


@plans.post("/journey/choose", policy=may_ask_beside_plan)
def choose_journey() -> Response:
    """A parent of several children says whose journey to see."""
    reader, child_id = access.reader(), fields.identifier("child")
    if child_id is None or child_id not in queries.children(reader):
        abort(404)
    accounts.choose(session_id=reader.session_id, chosen_id=child_id)
    return redirect("/journey", 303)


@plans.post("/journey/come-back", policy=may_ask_beside_plan)
def ask_to_come_back() -> Response:
    """The help ended, and the family would like it again: to a named person, with a promise (R26)."""
    form = _asked()
    assert form.child_id is not None
    way = _way_back(access.reader(), form.child_id, queries.journey(access.reader(), form.child_id))
    if not way["is_open"] or not way["reads"]:
        form.errors[""] = _("Nobody can take this here now. This has NOT been sent.")
    if form.errors:
        return _journey_page(form, 422)
    _ask(form, rules.COME_BACK)
    return redirect("/journey#way-back", 303)


def _asked() -> forms.AskForm:
    """What was typed, about a child granted to this reader; 404 for any other."""
    form = forms.read_ask()
    if form.child_id is None or form.child_id not in queries.children(access.reader()):
        abort(404)
    return form


def _ask(form: forms.AskForm, kind: str) -> None:
    assert form.child_id is not None
    service.ask(
        request_id=form.id,
        kind=kind,
        child_id=form.child_id,
        person_id=access.reader().person_id,
        language=language.current(),
        words=form.words,
        part=form.part,
    )


@plans.get("/plan/kept", policy=may_read_own_plan)
def show_why_kept() -> Response:
    """Why we keep each kind of part, who uses it, how long, and asking for a copy (R92)."""
    return _kept_page(forms.AskForm())


def _kept_page(form: forms.AskForm, status: int = 200) -> Response:
    reader = access.reader()
    child_id, children = _child(reader)
    copy, _all = reading_queries.copies(reader, [ENGLISH])
    if copy is not None and child_id not in (None, copy.child_id):
        copy = None
    named = copy.child_name if copy else next((one for key, one in children if key == child_id), "")
    name = named or _("the child")
    audience = "child" if reader.kind == "child" else "adult"
    asked = queries.own_requests(reader, child_id) if child_id else []
    parts = _parts(copy)
    headings = {part: plan_words.part_heading(part, audience, name) for part in PARTS}
    return page(
        "plans/kept.html",
        status=status,
        child_id=child_id,
        kinds=words.kept(parts),
        headings=headings,
        how_long=words.how_long(copy.kind if copy else ""),
        copies=[one for one in asked if one.kind == rules.COPY],
        options=[(part, headings[part]) for part in parts],
        due=rules.due_on(rules.COPY, clock.today(), ()),
        form=form,
    )


def _parts(copy: reading_queries.Copy | None) -> list[str]:
    """Every part of a plan, but those about moving that are not in this reader's copy."""
    written = {part["key"] for part in reading_queries.page_of(copy)["parts"]} if copy else set()
    return [part for part in PARTS if part not in MOVING_PARTS or part in written]


@plans.post("/plan/kept", policy=may_ask_beside_plan)
def ask_for_copy() -> Response:
    """Ask for a copy: to the worker, with the day we promise."""
    form = _asked()
    if form.errors:
        return _kept_page(form, 422)
    _ask(form, rules.COPY)
    return redirect("/plan/kept#copy", 303)
