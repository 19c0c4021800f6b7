"""Tries of staff: counted under the e-mail, and apart on a computer the person signed in on before.

So a stranger who guesses can neither get in nor lock a member of staff out of their own computer
(ASVS 6.1.1, 6.3.1). What stays locked is opened by a new set-up link.
"""

from __future__ import annotations

from werkzeug.wrappers import Response

from webapp.accounts import limits, phones, queries, signed_in
from webapp.core import ids
from webapp.core.database import end_session
from webapp.core.pages import moment_words, page


def take(email: str) -> Response | None:
    """Count a try before it is made; the page that says to wait, when it must. Rows are loaded anew after."""
    found = limits.take_try(
        card=who(email), phone_hash=_known(email), phone=phones.name(), address=signed_in.address()
    )
    return _wait_page(found) if found else None


def give_back(email: str) -> None:
    """The try was right: it does not count."""
    limits.give_back(card=who(email), phone_hash=_known(email))


def wait_here() -> Response | None:
    """Where no e-mail is typed: the page that says to wait, when this computer or its network must."""
    found = limits.refused(who=str(ids.new()), phone=phones.name(), address=signed_in.address())
    # No transaction stays open while the provider is asked.
    end_session()
    return _wait_page(found) if found else None


def note_refused_here() -> None:
    """Count a refused try where no e-mail is typed; nobody in particular is locked by it."""
    limits.note_refused(who=str(ids.new()), phone=phones.name(), address=signed_in.address())


def who(email: str) -> str:
    """What tries at one e-mail are counted under."""
    return email.strip().lower()


def _known(email: str) -> bytes | None:
    """This computer, if the person with this e-mail signed in on it before."""
    phone, person_id = phones.hashed(), queries.staff_by_email(email)
    return phone if phone and person_id and phone in queries.phones_of(person_id) else None


def _wait_page(found: limits.Refusal) -> Response:
    until = moment_words(found.until) if found.until else None
    return page("accounts/staff_wait.html", status=429, until=until)
