"""The way in: a card and what goes with it; for staff e-mail, password and one-time code."""

from __future__ import annotations

import random
import secrets
from datetime import datetime
from typing import Any

from flask import g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from webapp.accounts import limits, queries, rules, service, signed_in
from webapp.accounts.models import Card
from webapp.accounts.queries import PersonView
from webapp.core import clock, forms, language, security
from webapp.core.access import anyone, anyone_signed_in
from webapp.core.pages import moment_words, page, see_home
from webapp.core.routing import Capability

accounts = Capability("accounts", __name__)
PHONE_COOKIE = "heard-phone"
COMMON_PASSWORDS = frozenset(FREQUENCY_LISTS["passwords"])
YEAR = 365 * 24 * 3600


@accounts.get("/card/<secret>", policy=anyone)
def open_card(secret: str) -> Response:
    """Hold the card and go to the one address; whoever was signed in on this phone is signed out."""
    card = queries.card_by_secret(secret) if len(secret) <= 64 else None
    if card is None:
        limits.note_refused(who="unknown card", phone=_phone(), address=signed_in.address())
        return page("accounts/no_card.html", status=404)
    signed_in.hold_card(card)
    response = _remember_phone(see_home())
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
    if (refusal := _refusal(str(card.id))) is not None:
        return refusal
    code = "".join(forms.line("code").split())
    if not rules.CODE.fullmatch(code):
        # A slip of the finger is not a guess: it costs none of the five tries.
        return front_page(422, _("That is not the code. Check it with your worker. It works for 15 minutes."))
    if not service.use_code(card=card, code=code):
        _note_refused(str(card.id))
        return front_page(422, _("That is not the code. Check it with your worker. It works for 15 minutes."))
    return see_home()


@accounts.post("/sign-in/new-password", policy=anyone)
def set_password() -> Response:
    """Choose a password after the code."""
    card = signed_in.held_card()
    if card is None or not _has_proved(card) or queries.is_set_up(card.person_id):
        return front_page(422, _("This did not work. Open your card again."))
    password = forms.words("password")
    problem = _password_problem(password)
    if problem:
        return front_page(422, problem)
    service.set_way_in(person_id=card.person_id, kind="password", secret=password)
    signed_in.start(card.person_id, card)
    return see_home()


def _password_problem(password: str) -> str:
    if len(password) < rules.PASSWORD_AT_LEAST:
        return _("Use 8 letters or more. Three words you will remember work well.")
    if len(password) > rules.PASSWORD_AT_MOST:
        return _("That is too long. Use 200 letters or fewer.")
    if password.lower() in COMMON_PASSWORDS:
        return _("Too many people use that one. Please choose another.")
    return ""


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
        card, "password", forms.words("password")[:1000], _("That is not your password. Try again.")
    )


def _prove(card: Card, kind: str, secret: str, wrong: str) -> Response:
    if (refusal := _refusal(str(card.id))) is not None:
        return refusal
    way = queries.way_in(card.person_id, kind)
    if not service.proves(way=way, secret=secret):
        _note_refused(str(card.id))
        g.heard_forget_picked = True
        return front_page(422, wrong)
    limits.forget(str(card.id))
    signed_in.start(card.person_id, card)
    return _remember_phone(see_home())


@accounts.get("/staff", policy=anyone)
def show_staff_sign_in() -> Response:
    """Where staff sign in."""
    return page("accounts/staff.html", error="", email="")


@accounts.post("/staff", policy=anyone)
def sign_in_staff() -> Response:
    """E-mail, password and one-time code together; the answer never says which was wrong."""
    email, code = forms.line("email")[:254], "".join(forms.line("code").split())[:12]
    if (refusal := _refusal(email.lower())) is not None:
        return refusal
    person_id = service.check_staff(email=email, password=forms.words("password")[:1000], code=code)
    if person_id is None:
        _note_refused(email.lower())
        error = _("That did not work. Check all three. A code works once, for 30 seconds.")
        return page("accounts/staff.html", status=422, error=error, email=email)
    limits.forget(email.lower())
    signed_in.start(person_id, None)
    return see_home()


@accounts.post("/sign-out", policy=anyone_signed_in)
def sign_out() -> Response:
    """End this session."""
    signed_in.stop()
    return see_home()


def _picked() -> list[str]:
    """The pictures picked so far: those kept in the page, then the one just tapped; no picture twice."""
    if g.get("heard_forget_picked"):
        return []
    names = forms.line("pictures").split(",") + request.form.getlist("picture")
    return list(dict.fromkeys(name for name in names if name in rules.PICTURES))


def _refusal(who: str) -> Response | None:
    found = limits.refused(who=who, phone=_phone(), address=signed_in.address())
    if found is None:
        return None
    return page("accounts/wait.html", status=429, until=_when(found.until))


def _when(until: datetime | None) -> str | None:
    return moment_words(until) if until else None


def _note_refused(who: str) -> None:
    limits.note_refused(who=who, phone=_phone(), address=signed_in.address())


def _phone() -> str:
    """A random name for this phone, so that guessing on one phone does not lock another."""
    return request.cookies.get(PHONE_COOKIE, "")[:64]


def _remember_phone(response: Response) -> Response:
    if not _phone():
        security.set_cookie(response, PHONE_COOKIE, secrets.token_urlsafe(16), max_age=YEAR)
    return response
