"""Prove that it is you again, before a change to a way in, a contact or a session (ASVS 7.5.1).

A view asks `problem(reader)` and shows the sentence it gives back; its form holds `prove_fields(reader)`
of templates/accounts/prove.html, which is empty when the person signed in or proved it a moment ago.
"""

from __future__ import annotations

import random
import uuid
from typing import Any

from flask_babel import gettext as _

from webapp.accounts import limits, phones, queries, rules, service, signed_in, tries
from webapp.accounts.forms import typed_code
from webapp.core import clock, forms
from webapp.core.access import Reader
from webapp.core.pages import moment_words

# What can be asked for in a form, first choice first.
ASKED = ("password", "words", "pictures")


def problem(reader: Reader) -> str:
    """'' when this session proved itself lately (ten minutes) or the form's proof is right; else why not."""
    if _proved_lately(reader):
        return ""
    way = _way(reader)
    if way == "none":
        return _("Sign out and in again first.")
    if not _sent(way):
        return _("We need to know that it is you. Please fill in the part that asks.")
    if wait := _wait(reader.person_id):
        return wait
    if not _is_right(reader, way):
        tries.note_refused(str(reader.person_id))
        return _("That did not match. Try again.")
    limits.forget(str(reader.person_id))
    service.keep_proved(reader.session_id)
    return ""


def asked(reader: Reader) -> dict[str, Any] | None:
    """What the form must ask for; None when nothing. `way`: password, words, pictures, staff or none."""
    if _proved_lately(reader):
        return None
    names = list(rules.PICTURES)
    random.SystemRandom().shuffle(names)
    return {
        "way": _way(reader),
        "pictures": names,
        "count": queries.pictures_of(reader.person_id, reader.band),
    }


def _proved_lately(reader: Reader) -> bool:
    at = queries.proved_at(reader.session_id)
    return at is not None and clock.now() - at < rules.PROOF_LIFE


def _way(reader: Reader) -> str:
    if reader.kind == "staff":
        return "staff" if queries.has_password_and_code(reader.person_id) else "none"
    has = queries.ways_of(reader.person_id)
    return next((way for way in ASKED if way in has), "none")


def _secret(way: str) -> str:
    if way == "pictures":
        numbers = range(1, max(map(rules.picture_count, ("young", "mid"))) + 1)
        return rules.pictures_secret([name for n in numbers if (name := forms.line(f"prove_picture_{n}"))])
    return forms.words("prove_secret")[:1000]


def _sent(way: str) -> bool:
    return bool(_secret(way)) and (way != "staff" or bool(_code()))


def _code() -> str:
    return typed_code("prove_code")


def _is_right(reader: Reader, way: str) -> bool:
    if way == "staff":
        login = queries.login_of(reader.person_id)
        return service.proves_staff(login=login, password=_secret(way), code=_code())
    return service.proves(way=queries.way_in(reader.person_id, way), secret=_secret(way))


def _wait(person_id: uuid.UUID) -> str:
    found = limits.refused(who=str(person_id), phone=phones.name(), address=signed_in.address())
    if found is None:
        return ""
    if found.until is None:
        return _("There were too many wrong tries. Sign out and in again first.")
    when = moment_words(found.until)
    return _("There were too many wrong tries. You can try again after %(when)s.", when=when)
