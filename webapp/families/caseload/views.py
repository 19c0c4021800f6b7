"""A family's pages for its workers: who is in it, cards, codes, unlocking."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import segno
from flask import Flask, abort, current_app, redirect, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from webapp import accounts, audit
from webapp.core import access, clock
from webapp.core.access import a_practitioner
from webapp.core.pages import page
from webapp.families import queries, rules, service
from webapp.families.caseload import forms
from webapp.families.policies import may_work_with_family
from webapp.families.queries import MemberView
from webapp.families.routes import families


def require_before_card(app: Flask, check: Callable[[uuid.UUID], bool]) -> None:
    """Have `check(child_id)` asked before a child's card is issued (practice §1: a duty rota must stand)."""
    app.extensions["heard_card_check"] = check


@families.get("/families", policy=a_practitioner)
def show_families() -> Response:
    """The reader's own families, by name; opened and sorted here, for names are sealed."""
    found = queries.visible_families(access.reader())
    rows = sorted(
        ((queries.family_name(family), family.id) for family in found), key=lambda row: row[0].casefold()
    )
    return page("families/families.html", families=rows)


@families.get("/families/<id:family_id>", policy=may_work_with_family)
def show_family(family_id: uuid.UUID) -> Response:
    """Who is in the family, how to reach each safely, their plans and cards."""
    access.note_read("family.read", chain=f"family:{family_id}", item_kind="family", item_id=family_id)
    return page("families/family.html", **_family_context(family_id))


def _family_context(family_id: uuid.UUID) -> dict[str, Any]:
    reader = access.reader()
    family = next(one for one in queries.visible_families(reader) if one.id == family_id)
    people = queries.members(family_id)
    mine = set(queries.visible_children(reader))
    children = [person for person in people if person.kind == "child" and person.person_id in mine]
    return {
        "family": family,
        "family_name": queries.family_name(family),
        "children": [_child_row(child) for child in children],
        "adults": [_person_row(person) for person in people if person.kind == "adult"],
    }


def _child_row(child: MemberView) -> dict[str, Any]:
    born = queries.born_on(child.person_id)
    return _person_row(child) | {
        "age": rules.age_on(born, clock.today()) if born else None,
        "workers": list(accounts.names(queries.worker_ids(child.person_id)).values()),
        "contacts": queries.visible_contacts(access.reader(), child.person_id, child.person_id),
    }


def _person_row(person: MemberView) -> dict[str, Any]:
    cards = accounts.cards_of(person.person_id)
    return {
        "person": person,
        "safe_way": queries.safe_way(person.person_id),
        "card": cards[0] if cards else None,
        "is_set_up": accounts.is_set_up(person.person_id),
    }


@families.get("/families/<id:family_id>/people/<id:person_id>/card", policy=may_work_with_family)
def show_card_questions(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """The five questions before a card."""
    person = _member(family_id, person_id)
    access.note_read(
        "family.read",
        chain=f"family:{family_id}",
        subject_id=person_id,
        item_kind="person",
        item_id=person_id,
    )
    return _card_questions(family_id, person, forms.CardForm({}, "shared", "", {}))


def _card_questions(
    family_id: uuid.UUID, person: MemberView, form: forms.CardForm, status: int = 200
) -> Response:
    return page(
        "families/card_questions.html",
        status=status,
        family_id=family_id,
        person=person,
        form=form,
        duty_ready=_duty_ready(person),
    )


@families.post("/families/<id:family_id>/people/<id:person_id>/card", policy=may_work_with_family)
def issue_card(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """A new card and the code for its first use, shown once."""
    person = _member(family_id, person_id)
    form = forms.read_card_form()
    if form.errors or not _duty_ready(person):
        return _card_questions(family_id, person, form, 422)
    if form.safe == forms.NOT_SAFE:
        return page("families/card_not_safe.html", family_id=family_id, person=person)
    issued = service.issue_card(
        person_id=person_id,
        issued_by=access.reader().person_id,
        shared_phone=form.phone == "shared",
        answers=form.answers,
    )
    return page(
        "families/card.html", family_id=family_id, person=person, code=issued.code, **_printed(issued.secret)
    )


def _printed(secret: str) -> dict[str, Any]:
    base = current_app.extensions["heard_settings"].base_url
    address = f"{base}{url_for('accounts.open_card', secret=secret)}"
    drawn = segno.make(address, error="m").svg_inline(
        scale=6, border=4, dark="#000", light="#fff", omitsize=True
    )
    return {"address": address, "pattern": Markup(drawn)}  # noqa: S704 - drawn by us from our own address


def _duty_ready(person: MemberView) -> bool:
    check: Callable[[uuid.UUID], bool] = current_app.extensions["heard_card_check"]
    return person.kind != "child" or check(person.person_id)


@families.post("/families/<id:family_id>/people/<id:person_id>/code", policy=may_work_with_family)
def renew_code(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """A fresh code for a card that was not set up yet."""
    person = _member(family_id, person_id)
    cards = accounts.cards_of(person_id)
    if not cards or accounts.is_set_up(person_id):
        return redirect(url_for("families.show_family", family_id=family_id), 303)
    code = accounts.new_code(card_id=cards[0].id, issued_by=access.reader().person_id)
    return page("families/code.html", family_id=family_id, person=person, code=code)


@families.post("/families/<id:family_id>/people/<id:person_id>/unlock", policy=may_work_with_family)
def unlock_card(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """After too many wrong tries."""
    _member(family_id, person_id)
    for card in accounts.cards_of(person_id):
        accounts.forget_refused(str(card.id))
    audit.record(
        actor_id=access.reader().person_id, act="card.unlock", family_id=family_id, subject_id=person_id
    )
    return redirect(url_for("families.show_family", family_id=family_id), 303)


@families.post("/families/<id:family_id>/people/<id:person_id>/revoke", policy=may_work_with_family)
def revoke_card(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """A lost card opens nothing from now on, and whoever used it is signed out."""
    _member(family_id, person_id)
    accounts.revoke_cards(person_id=person_id, revoked_by=access.reader().person_id)
    return redirect(url_for("families.show_family", family_id=family_id), 303)


def _member(family_id: uuid.UUID, person_id: uuid.UUID) -> MemberView:
    """The person in this family; a child only to those who work with that child."""
    mine = queries.visible_children(access.reader())
    for person in queries.members(family_id):
        if person.person_id == person_id and (person.kind == "adult" or person_id in mine):
            return person
    return abort(404)
