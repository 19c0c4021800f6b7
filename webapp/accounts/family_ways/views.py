"""A family member's way in: a card, the worker's code at its first use, and what goes with it."""

from __future__ import annotations

from typing import Any

from flask import abort, jsonify
from flask import session as cookie
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.accounts import passkeys, phones, pictures, queries, rules, service, signed_in, tries
from webapp.accounts.forms import typed_code
from webapp.accounts.models import Card
from webapp.accounts.own_ways import pages as own_pages
from webapp.accounts.own_ways.pages import WAY, back_to_page, has_just_proved, setting_page
from webapp.accounts.queries import PersonView
from webapp.accounts.routes import accounts
from webapp.core import forms as core_forms
from webapp.core import language, security
from webapp.core.access import anyone
from webapp.core.pages import page, see_home


@accounts.get("/card/<secret>", policy=anyone)
def open_card(secret: str) -> Response:
    """Hold the card and go to the one address; whoever was signed in on this phone is signed out.

    A wrong address is not counted: nobody guesses 128 bits, and a count would let a stranger lock others out.
    """
    card = queries.card_by_secret(secret) if len(secret) <= 64 else None
    if card is None:
        return page("accounts/no_card.html", status=404)
    signed_in.hold_card(card)
    response = phones.remember(see_home())
    # The language the last person chose is not this person's choice.
    security.drop_cookie(response, language.COOKIE)
    return response


def front_page(status: int = 200, error: str = "") -> Response:
    """What a signed-out person sees at `/`: the step that the card in hand asks for, or the welcome."""
    card = signed_in.held_card()
    if card is None:
        return page("accounts/welcome.html", status=status, error=error)
    person = queries.people([card.person_id])[card.person_id]
    language.prefer(person.language)
    if not queries.is_set_up(person.id) and has_just_proved(card):
        return setting_page(person, status=status, error=error)
    if card.code_used_at is None or not queries.is_set_up(person.id):
        return page("accounts/code.html", status=status, error=error, person=person)
    return _sign_in_page(person, status, error)


def _sign_in_page(person: PersonView, status: int, error: str) -> Response:
    """One of the person's ways in, and the others beside it."""
    has = queries.ways_to_sign_in(person)
    way = cookie.get(WAY) if cookie.get(WAY) in has else has[0]
    others = [kind for kind in has if kind != way]
    values: dict[str, Any] = {"status": status, "error": error, "person": person, "others": others}
    count = queries.pictures_of(person.id, person.band)
    return page(f"accounts/{way}.html", **values, **pictures.grid(count))


@accounts.post("/sign-in/way", policy=anyone)
def pick_way() -> Response:
    """Use, or choose, another way in: kept for this phone's page, so that the address stays plain."""
    cookie[WAY] = core_forms.chosen("way", ["password", "pictures", "words", "passkey"]) or ""
    return back_to_page()


@accounts.post("/sign-in/code", policy=anyone)
def enter_code() -> Response:
    """First use of a card: the worker's six digits."""
    card = signed_in.held_card()
    if card is None or (card.code_used_at is not None and queries.is_set_up(card.person_id)):
        return front_page(422, _("This did not work. Open your card again."))
    code = typed_code()
    if not rules.CODE.fullmatch(code):
        # A slip of the finger is not a guess: it costs none of the five tries.
        return front_page(422, _("That is not the code. Check it with your worker. It works for 15 minutes."))
    if (refusal := tries.take(card)) is not None:
        return refusal
    card = signed_in.held_card()
    if card is None or not service.use_code(card=card, code=code):
        return front_page(422, _("That is not the code. Check it with your worker. It works for 15 minutes."))
    tries.give_back(card)
    return see_home()


@accounts.post("/sign-in/pictures", policy=anyone)
def enter_pictures() -> Response:
    """Pictures, in order. Without JavaScript each tap posts, and the page keeps what was picked."""
    card = signed_in.held_card()
    if card is None:
        return front_page(422, _("This did not work. Open your card again."))
    person = queries.people([card.person_id])[card.person_id]
    names = pictures.picked()
    if len(names) < queries.pictures_of(person.id, person.band):
        return front_page(422)
    return _prove("pictures", rules.pictures_secret(names), _("Those are not your pictures. Try again."))


@accounts.post("/sign-in/password", policy=anyone)
def enter_password() -> Response:
    """A password, after the card."""
    return _prove("password", core_forms.words("password")[:1000], _("That is not your password. Try again."))


@accounts.post("/sign-in/words", policy=anyone)
def enter_words() -> Response:
    """The words a child chose, after the card."""
    return _prove("words", core_forms.words("words")[:1000], _("Those are not your words. Try again."))


@accounts.post("/sign-in/passkey/begin", policy=anyone)
def begin_passkey() -> Response:
    """What the phone must sign, for the person whose card is held; 422 without one."""
    card = signed_in.held_card()
    if card is None or not passkeys.are_possible():
        abort(422)
    response: Response = jsonify(passkeys.begin_proof(card.person_id))
    return response


@accounts.post("/sign-in/passkey", policy=anyone)
def enter_passkey() -> Response:
    """What the phone signed, after the card."""
    wrong = _("That did not work. Try again, or ask your worker.")
    return _prove("passkey", core_forms.words("credential")[:10_000], wrong)


def _prove(kind: str, secret: str, wrong: str) -> Response:
    card = signed_in.held_card()
    if card is None or card.code_used_at is None:
        return front_page(422, _("This did not work. Open your card again."))
    if (refusal := tries.take(card)) is not None:
        return refusal
    card = signed_in.held_card()
    if card is None or not _is_right(card, kind, secret):
        pictures.forget_picked()
        return front_page(422, wrong)
    tries.give_back(card)
    signed_in.start(card.person_id, card)
    if kind == "pictures":
        own_pages.ask_for_more_pictures(queries.people([card.person_id])[card.person_id])
    return phones.remember(see_home())


def _is_right(card: Card, kind: str, secret: str) -> bool:
    if kind == "passkey":
        return passkeys.finish_proof(card.person_id, secret)
    return service.proves(way=queries.way_in(card.person_id, kind), secret=secret)
