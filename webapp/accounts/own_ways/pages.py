"""The page on which a way in is chosen."""

from __future__ import annotations

from typing import Any

from flask import redirect
from flask import session as cookie
from werkzeug.wrappers import Response

from webapp.accounts import passkeys, pictures, queries, rules
from webapp.accounts.models import Card
from webapp.accounts.queries import PersonView
from webapp.core import access, clock
from webapp.core.pages import page, see_home

WAY = "way"
# Set at sign-in, until the question whether they want more pictures was answered.
MORE = "more-pictures"
PLACE = "/ways-in"


def has_just_proved(card: Card) -> bool:
    """Whether the worker's code was given for this card a moment ago, and a way in may be set."""
    used = card.code_used_at
    return used is not None and clock.now() - used < rules.CODE_LIFE


def setting_page(person: PersonView, *, status: int = 200, error: str = "") -> Response:
    """The page of the way in that was picked, else the choice between them, all of equal standing."""
    kinds = kinds_for(person)
    kind = cookie.get(WAY)
    template = f"new_{kind}" if kind in kinds else "choose_way"
    values: dict[str, Any] = {"status": status, "error": error, "person": person, "kinds": kinds}
    return page(f"accounts/{template}.html", **values, **pictures.grid(rules.picture_count(person.band)))


def ask_for_more_pictures(person: PersonView) -> None:
    """Somebody who grew older is asked once whether they want the pictures of their age (safety §4.1)."""
    if queries.may_be_asked_for_more(person.id, person.band):
        cookie[MORE] = rules.picture_count(person.band)


def more_pictures_page() -> Response | None:
    """That question, in place of the first page; None when there is nothing to ask."""
    return page("accounts/more_pictures.html", count=cookie[MORE]) if MORE in cookie else None


def back_to_page() -> Response:
    """To the one address of whoever is not signed in, else to the person's own ways in."""
    return redirect(PLACE, 303) if access.optional_reader() else see_home()


def kinds_for(person: PersonView) -> list[str]:
    """A passkey only where this site's address can have one."""
    return [kind for kind in rules.WAYS[person.kind] if kind != "passkey" or passkeys.are_possible()]
