"""Choosing a way in: after the worker's code, or later on the page "How I sign in" (ASVS 7.5.1)."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from flask import abort, jsonify
from flask import session as cookie
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.accounts import forms, passkeys, phones, pictures, queries, rules, service, signed_in
from webapp.accounts.family_ways.views import front_page
from webapp.accounts.own_ways.pages import (
    MORE,
    PLACE,
    WAY,
    back_to_page,
    has_just_proved,
    kinds_for,
    setting_page,
)
from webapp.accounts.own_ways.policies import may_change_own_ways
from webapp.accounts.queries import PersonView
from webapp.accounts.routes import accounts
from webapp.accounts.sessions import prove
from webapp.core import access
from webapp.core import forms as core_forms
from webapp.core.access import anyone
from webapp.core.pages import page, see_home


@accounts.get(PLACE, policy=may_change_own_ways)
def show_ways_in() -> Response:
    """How I sign in."""
    return _own_page()


def _own_page(status: int = 200, error: str = "") -> Response:
    reader = access.reader()
    person = queries.people([reader.person_id])[reader.person_id]
    if prove.asked(reader) is not None:
        return page("accounts/prove_first.html", status=status, error=error)
    if cookie.get(WAY):
        return setting_page(person, status=status, error=error)
    has = queries.ways_to_sign_in(person)
    return page("accounts/ways_in.html", status=status, error=error, has=has, kinds=kinds_for(person))


@accounts.post("/ways-in/prove", policy=may_change_own_ways)
def prove_before_change() -> Response:
    """Show that it is still you, before a way in is changed."""
    problem = prove.problem(access.reader())
    return _own_page(422, problem) if problem else back_to_page()


@accounts.post("/ways-in/more-pictures", policy=may_change_own_ways)
def answer_more_pictures() -> Response:
    """More pictures now, or not; it is not asked again."""
    cookie.pop(MORE, None)
    service.note_more_asked(person_id=access.reader().person_id)
    if core_forms.line("answer") != "yes":
        return see_home()
    cookie[WAY] = "pictures"
    return back_to_page()


@accounts.post("/ways-in/end", policy=may_change_own_ways)
def end_way_in() -> Response:
    """Stop using one way in; the last one stays."""
    reader = access.reader()
    if problem := prove.problem(reader):
        return _own_page(422, problem)
    person = queries.people([reader.person_id])[reader.person_id]
    has = queries.ways_to_sign_in(person)
    kind = core_forms.chosen("way", has)
    if kind is None or len(has) < 2:
        return _own_page(422, _("Keep at least one way to sign in."))
    if kind == "passkey":
        passkeys.remove_all(person_id=person.id, actor_id=person.id)
    else:
        service.forget_way_in(person_id=person.id, kind=kind, actor_id=person.id)
    return back_to_page()


@accounts.post("/sign-in/new-password", policy=anyone)
def set_password() -> Response:
    """Choose a password."""
    return _set_typed("password", forms.password_problem)


@accounts.post("/sign-in/new-words", policy=anyone)
def set_words() -> Response:
    """Choose words: for a child who would rather type than pick pictures (WCAG 3.3.8)."""
    return _set_typed("words", forms.words_problem)


def _set_typed(kind: str, problem_with: Callable[[str], str]) -> Response:
    person = _setter(kind)
    if isinstance(person, Response):
        return person
    typed = core_forms.words(kind)
    problem = problem_with(typed)
    return _again(kind, problem) if problem else _set(person, kind, typed)


@accounts.post("/sign-in/new-pictures", policy=anyone)
def set_pictures() -> Response:
    """Choose pictures. Without JavaScript each tap posts."""
    person = _setter("pictures")
    if isinstance(person, Response):
        return person
    names = pictures.picked()
    if len(names) < rules.picture_count(person.band):
        return _again("pictures", "")
    return _set(person, "pictures", rules.pictures_secret(names))


@accounts.post("/sign-in/new-passkey/begin", policy=anyone)
def begin_new_passkey() -> Response:
    """What the phone needs to make a passkey; 422 when this is not the moment."""
    person = _setter("passkey")
    if isinstance(person, Response):
        abort(422)
    answer: Response = jsonify(passkeys.begin_registration(person))
    return answer


@accounts.post("/sign-in/new-passkey", policy=anyone)
def set_passkey() -> Response:
    """Keep the passkey that the phone made."""
    person = _setter("passkey")
    if isinstance(person, Response):
        return person
    try:
        passkeys.finish_registration(person, core_forms.words("credential")[:100_000])
    except passkeys.Refused:
        return _again("passkey", _("That did not work. Try again, or choose another way."))
    return _done(person.id)


def _setter(kind: str) -> PersonView | Response:
    """Who may set this way in now: after the code, or signed in and proved; else the page that says why."""
    reader = access.optional_reader()
    card = None if reader else signed_in.held_card()
    if reader is not None:
        if not may_change_own_ways.check(reader):
            return see_home()
        problem = prove.problem(reader)
        person_id = reader.person_id
    else:
        allowed = card is not None and has_just_proved(card) and not queries.is_set_up(card.person_id)
        problem = "" if allowed else _("This did not work. Open your card again.")
        person_id = card.person_id if card else uuid.UUID(int=0)
    if problem:
        return _page_with(422, problem)
    person = queries.people([person_id])[person_id]
    return person if kind in kinds_for(person) else _page_with(422, _("Please choose another way."))


def _again(kind: str, problem: str) -> Response:
    """The same page, with what is wrong."""
    cookie[WAY] = kind
    return _page_with(422, problem)


def _page_with(status: int, problem: str) -> Response:
    return _own_page(status, problem) if access.optional_reader() else front_page(status, problem)


def _set(person: PersonView, kind: str, secret: str) -> Response:
    service.set_way_in(person_id=person.id, kind=kind, secret=secret)
    return _done(person.id)


def _done(person_id: uuid.UUID) -> Response:
    """Signed in, at the end of the set-up; or back on the list."""
    if access.optional_reader() is not None:
        cookie.pop(WAY, None)
        return back_to_page()
    signed_in.start(person_id, signed_in.held_card())
    return phones.remember(see_home())
