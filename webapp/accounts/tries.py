"""Tries to sign in: who must wait, and what is counted. The limits themselves are in limits.py."""

from __future__ import annotations

from werkzeug.wrappers import Response

from webapp.accounts import limits, phones, queries, signed_in
from webapp.accounts.models import Card
from webapp.core.pages import moment_words, page


def take(card: Card) -> Response | None:
    """Count a try at this card; the page that says how long to wait, when it must. Load rows anew."""
    kind = queries.people([card.person_id])[card.person_id].kind
    found = limits.take_try(
        card=str(card.id), phone_hash=_known_phone(card), phone=phones.name(), address=signed_in.address()
    )
    return wait_page(found, is_child=kind == "child") if found else None


def give_back(card: Card) -> None:
    """The try was right: it does not count. Ask before signing in, while the phone is as it was."""
    limits.give_back(card=str(card.id), phone_hash=_known_phone(card))


def refusal(who: str) -> Response | None:
    """The page that says how long to wait, when this e-mail must; else None."""
    found = limits.refused(who=who, phone=phones.name(), address=signed_in.address())
    return wait_page(found, is_child=False) if found else None


def wait_page(found: limits.Refusal, *, is_child: bool) -> Response:
    """What is locked is the card, never the person's voice: drawing and help stay (safety T3)."""
    until = moment_words(found.until) if found.until else None
    return page("accounts/wait.html", status=429, until=until, is_child=is_child)


def note_refused(who: str) -> None:
    """Count a refused try."""
    limits.note_refused(who=who, phone=phones.name(), address=signed_in.address())


def _known_phone(card: Card) -> bytes | None:
    """This phone, if the card's person signed in on it before."""
    phone = phones.hashed()
    return phone if phone and phone in queries.phones_of(card.person_id) else None
