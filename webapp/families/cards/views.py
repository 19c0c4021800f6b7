"""A worker gives cards to the people of a family, one or a sheet of up to eight, and looks after them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import segno
from flask import Flask, abort, current_app, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from webapp import accounts, audit
from webapp.core import access, ids
from webapp.core import forms as core_forms
from webapp.core.pages import page
from webapp.families import checking, service
from webapp.families.cards import forms
from webapp.families.looks import note_family, note_person
from webapp.families.phones.queries import people_in, person_in
from webapp.families.policies import may_work_with_family
from webapp.families.queries import MemberView
from webapp.families.routes import families

SHEET = 8
# On a card instead of a name, so that a family tells its cards apart; none is a picture to sign in with.
SIGNS = ("pic-kite", "pic-ball", "pic-dog", "pic-chair", "pic-heart", "pic-bed", "pic-flats", "pic-sun")


@dataclass(frozen=True)
class Asked:
    """A person, what was answered about them, and how they stand."""

    person: MemberView
    form: forms.CardForm
    is_set_up: bool
    duty_ready: bool

    @property
    def prefix(self) -> str:
        """Before this person's fields on a page about several."""
        return f"{self.person.person_id}-"


def require_before_card(app: Flask, check: Callable[[uuid.UUID], bool]) -> None:
    """Have `check(child_id)` asked before a child's card is issued (practice §1: a duty rota must stand)."""
    app.extensions["heard_card_check"] = check


@families.get("/families/<id:family_id>/people/<id:person_id>/card", policy=may_work_with_family)
def show_card_questions(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """The five questions before a card."""
    person = _member(family_id, person_id)
    note_person(family_id, person_id)
    return _questions(family_id, _asked(person, forms.empty_card_form()))


def _questions(family_id: uuid.UUID, asked: Asked, status: int = 200) -> Response:
    return page("families/card_questions.html", status=status, family_id=family_id, asked=asked)


@families.post("/families/<id:family_id>/people/<id:person_id>/card", policy=may_work_with_family)
def issue_card(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """A new card and the code for its first use, shown once."""
    person = _member(family_id, person_id)
    form = forms.read_card_form(is_set_up=accounts.is_set_up(person_id))
    asked = _asked(person, form)
    if form.errors or not asked.duty_ready:
        return _questions(family_id, asked, 422)
    if form.safe == forms.NOT_SAFE:
        return page("families/card_not_safe.html", family_id=family_id, person=person)
    issued = _issue(asked)
    return page(
        "families/card.html",
        family_id=family_id,
        person=person,
        code=issued.code,
        **_printed(issued.secret, SIGNS[issued.card_id.int % len(SIGNS)]),
    )


@families.get("/families/<id:family_id>/cards", policy=may_work_with_family)
def show_sheet_questions(family_id: uuid.UUID) -> Response:
    """Cards for this family: who gets one, then the questions about each of them."""
    note_family(family_id)
    wanted = [found for value in request.args.getlist("person") if (found := ids.parse(value))]
    people = _people(family_id)
    asked = [_asked(person, forms.empty_card_form()) for person in people if person.person_id in wanted]
    if not asked:
        return page("families/card_people.html", family_id=family_id, people=people)
    return _sheet_questions(family_id, asked[:SHEET])


def _sheet_questions(family_id: uuid.UUID, asked: list[Asked], status: int = 200) -> Response:
    return page("families/card_sheet_questions.html", status=status, family_id=family_id, asked=asked)


@families.post("/families/<id:family_id>/cards", policy=may_work_with_family)
def issue_sheet(family_id: uuid.UUID) -> Response:
    """One sheet with up to eight cards. The codes are on a page of their own, never beside the cards."""
    wanted = core_forms.identifiers("person")[:SHEET]
    asked = [_read(person) for person in _people(family_id) if person.person_id in wanted]
    if not asked:
        return redirect(url_for("families.show_sheet_questions", family_id=family_id), 303)
    if any(one.form.errors or not one.duty_ready for one in asked):
        return _sheet_questions(family_id, asked, 422)
    given = [one for one in asked if one.form.safe != forms.NOT_SAFE]
    cards = [
        {"person": one.person, **_printed(_issue(one).secret, sign)}
        for one, sign in zip(given, SIGNS, strict=False)
    ]
    without = [one.person for one in asked if one.form.safe == forms.NOT_SAFE]
    return page("families/card_sheet.html", family_id=family_id, cards=cards, without=without)


@families.post("/families/<id:family_id>/codes", policy=may_work_with_family)
def show_codes(family_id: uuid.UUID) -> Response:
    """Fresh codes for cards that were not used yet: for the screen, while the people are with the worker."""
    by = access.reader().person_id
    codes = []
    for person in _people(family_id):
        if person.person_id in core_forms.identifiers("person") and (card := _unused_card(person.person_id)):
            codes.append((person, accounts.new_code(card_id=card, issued_by=by)))
    return page("families/codes.html", family_id=family_id, codes=codes)


@families.post("/families/<id:family_id>/people/<id:person_id>/code", policy=may_work_with_family)
def renew_code(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """A fresh code for a card that was not used yet."""
    person = _member(family_id, person_id)
    card = _unused_card(person_id)
    if card is None:
        return redirect(url_for("families.show_family", family_id=family_id), 303)
    code = accounts.new_code(card_id=card, issued_by=access.reader().person_id)
    return page("families/codes.html", family_id=family_id, codes=[(person, code)])


@families.post("/families/<id:family_id>/people/<id:person_id>/unlock", policy=may_work_with_family)
def unlock_card(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """After too many wrong tries. Not while it waits to be checked whether the card is still safe."""
    _member(family_id, person_id)
    if checking.card_waits(person_id):
        return redirect(url_for("families.show_checks", family_id=family_id), 303)
    for card in accounts.cards_of(person_id):
        accounts.unlock_card(card)
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


def _asked(person: MemberView, form: forms.CardForm) -> Asked:
    check: Callable[[uuid.UUID], bool] = current_app.extensions["heard_card_check"]
    ready = person.kind != "child" or check(person.person_id)
    return Asked(person, form, accounts.is_set_up(person.person_id), ready)


def _read(person: MemberView) -> Asked:
    is_set_up = accounts.is_set_up(person.person_id)
    return _asked(person, forms.read_card_form(is_set_up=is_set_up, prefix=f"{person.person_id}-"))


def _issue(asked: Asked) -> accounts.IssuedCard:
    return service.issue_card(
        person_id=asked.person.person_id,
        issued_by=access.reader().person_id,
        shared_phone=asked.form.phone == "shared",
        answers=asked.form.answers,
        start_again=asked.form.again == "start_again",
    )


def _printed(secret: str, sign: str) -> dict[str, Any]:
    base = current_app.extensions["heard_settings"].base_url
    address = f"{base}{url_for('accounts.open_card', secret=secret)}"
    drawn = segno.make(address, error="m").svg_inline(
        scale=6, border=4, dark="#000", light="#fff", omitsize=True
    )
    pattern = Markup(drawn)  # noqa: S704 - drawn by us from our own address
    return {"address": address, "pattern": pattern, "sign": sign}


def _unused_card(person_id: uuid.UUID) -> uuid.UUID | None:
    """The person's card while its first use is still to come, and it is not in doubt."""
    cards = accounts.cards_of(person_id)
    if not cards or cards[0].code_used_at is not None or checking.card_waits(person_id):
        return None
    return cards[0].id


def _people(family_id: uuid.UUID) -> list[MemberView]:
    return people_in(access.reader(), family_id)


def _member(family_id: uuid.UUID, person_id: uuid.UUID) -> MemberView:
    """The person in this family; a child only to those who work with that child."""
    return person_in(access.reader(), family_id, person_id) or abort(404)
