"""A family member's way in: a card and what goes with it."""

from __future__ import annotations

import random
from typing import Any

from flask import g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.accounts import forms, limits, queries, rules, service, signed_in, tries
from webapp.accounts.models import Card
from webapp.accounts.queries import PersonView
from webapp.accounts.routes import accounts
from webapp.core import clock, language
from webapp.core import forms as core_forms
from webapp.core.access import anyone
from webapp.core.pages import page, see_home


@accounts.get("/card/<secret>", policy=anyone)
def open_card(secret: str) -> Response:
    """Hold the card and go to the one address; whoever was signed in on this phone is signed out."""
    card = queries.card_by_secret(secret) if len(secret) <= 64 else None
    if card is None:
        tries.note_refused("unknown card")
        return page("accounts/no_card.html", status=404)
    signed_in.hold_card(card)
    response = tries.remember_phone(see_home())
    # The language the last person chose is not this person's choice.
    response.delete_cookie(language.COOKIE)
    return response


def front_page(status: int = 200, error: str = "") -> Response:
    """What a signed-out person sees at `/`: the step that the card in hand asks for, or the welcome."""
    card = signed_in.held_card()
    if card is None:
        return page("accounts/welcome.html", status=status, error=error)
    person = queries.people([card.person_id])[card.person_id]
    language.prefer(person.language)
    if not queries.is_set_up(person.id):
        return _set_up_page(person, status, error, proved=_has_proved(card))
    kind = "pictures" if queries.way_in(person.id, "pictures") else "password"
    return page(f"accounts/{kind}.html", status=status, error=error, person=person, **_grid(person))


def _grid(person: PersonView) -> dict[str, Any]:
    """The twelve pictures, shuffled each time (safety §4.1), and those picked so far without JavaScript."""
    names = list(rules.PICTURES)
    random.SystemRandom().shuffle(names)
    return {"pictures": names, "count": rules.picture_count(person.band), "picked": _picked()}


def _set_up_page(person: PersonView, status: int, error: str, *, proved: bool) -> Response:
    template = "code" if not proved else "new_pictures" if person.kind == "child" else "new_password"
    return page(f"accounts/{template}.html", status=status, error=error, person=person, **_grid(person))


def _has_proved(card: Card) -> bool:
    """Whether the worker's code was given for this card, and a way in is still to be set."""
    used = card.code_used_at
    return used is not None and clock.now() - used < rules.CODE_LIFE


@accounts.post("/sign-in/code", policy=anyone)
def enter_code() -> Response:
    """First use of a card: the worker's six digits."""
    card = signed_in.held_card()
    if card is None or queries.is_set_up(card.person_id):
        return front_page(422, _("This did not work. Open your card again."))
    if (refusal := tries.refusal(str(card.id))) is not None:
        return refusal
    code = "".join(core_forms.line("code").split())
    if not rules.CODE.fullmatch(code):
        # A slip of the finger is not a guess: it costs none of the five tries.
        return front_page(422, _("That is not the code. Check it with your worker. It works for 15 minutes."))
    if not service.use_code(card=card, code=code):
        tries.note_refused(str(card.id))
        return front_page(422, _("That is not the code. Check it with your worker. It works for 15 minutes."))
    return see_home()


@accounts.post("/sign-in/new-password", policy=anyone)
def set_password() -> Response:
    """Choose a password after the code."""
    card = signed_in.held_card()
    if card is None or not _has_proved(card) or queries.is_set_up(card.person_id):
        return front_page(422, _("This did not work. Open your card again."))
    password = core_forms.words("password")
    problem = forms.password_problem(password)
    if problem:
        return front_page(422, problem)
    service.set_way_in(person_id=card.person_id, kind="password", secret=password)
    signed_in.start(card.person_id, card)
    return see_home()


@accounts.post("/sign-in/new-pictures", policy=anyone)
def set_pictures() -> Response:
    """Choose pictures after the code."""
    card = signed_in.held_card()
    if card is None or not _has_proved(card) or queries.is_set_up(card.person_id):
        return front_page(422, _("This did not work. Open your card again."))
    person = queries.people([card.person_id])[card.person_id]
    names = _picked()
    if len(names) < rules.picture_count(person.band):
        return front_page(422)
    service.set_way_in(person_id=person.id, kind="pictures", secret=rules.pictures_secret(names))
    signed_in.start(person.id, card)
    return see_home()


@accounts.post("/sign-in/pictures", policy=anyone)
def enter_pictures() -> Response:
    """A child's pictures, in order. Without JavaScript each tap posts, and the page keeps what was picked."""
    card = signed_in.held_card()
    if card is None:
        return front_page(422, _("This did not work. Open your card again."))
    person = queries.people([card.person_id])[card.person_id]
    names = _picked()
    if len(names) < rules.picture_count(person.band):
        return front_page(422)
    return _prove(
        card, "pictures", rules.pictures_secret(names), _("Those are not your pictures. Try again.")
    )


@accounts.post("/sign-in/password", policy=anyone)
def enter_password() -> Response:
    """An adult's password, after the card."""
    card = signed_in.held_card()
    if card is None:
        return front_page(422, _("This did not work. Open your card again."))
    return _prove(
        card, "password", core_forms.words("password")[:1000], _("That is not your password. Try again.")
    )


def _prove(card: Card, kind: str, secret: str, wrong: str) -> Response:
    if (refusal := tries.refusal(str(card.id))) is not None:
        return refusal
    way = queries.way_in(card.person_id, kind)
    if not service.proves(way=way, secret=secret):
        tries.note_refused(str(card.id))
        g.heard_forget_picked = True
        return front_page(422, wrong)
    limits.forget(str(card.id))
    signed_in.start(card.person_id, card)
    return tries.remember_phone(see_home())


def _picked() -> list[str]:
    """The pictures picked so far: those kept in the page, then the one just tapped; no picture twice."""
    if g.get("heard_forget_picked"):
        return []
    names = core_forms.line("pictures").split(",") + request.form.getlist("picture")
    return list(dict.fromkeys(name for name in names if name in rules.PICTURES))
