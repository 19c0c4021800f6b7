"""What a phone asks for itself after a child signed in on it: a ticket, and the animal picked there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, g, jsonify, make_response, redirect, request
from werkzeug.wrappers import Response

from webapp.accounts import queries, rules
from webapp.accounts.devices import service
from webapp.accounts.routes import accounts
from webapp.core import access, forms, security
from webapp.core.access import Reader, a_child
from webapp.core.pages import page

TICKET = "X-Ticket"
# Read by the page's script alone, without a network too: whose own phone this is, and the part of its key.
OWN_PART = "heard-part"


def tell_phones(app: Flask, say: Callable[[Reader], dict[str, Any]]) -> None:
    """Have `say(reader)` add what a phone must know: whether its letterbox is on."""
    app.extensions["heard_phone_facts"] = say


@accounts.post("/this-phone/ticket", policy=a_child)
def enrol_phone() -> Response:
    """A ticket to keep in IndexedDB. It adds sealed things and opens nothing."""
    reader = access.reader()
    sign = forms.chosen("sign", rules.SIGNS) or rules.SIGNS[0]
    brought = request.headers.get(TICKET, "")
    ticket, kept = service.enrol(session_id=reader.session_id, ticket=brought, sign=sign)
    response = make_response(jsonify({"ticket": ticket, "sign": kept} | _facts(reader)), 200)
    part, seconds = service.own_part(session_id=reader.session_id)
    if part:
        owner = queries.people([reader.person_id])[reader.person_id].pseudonym
        security.set_cookie(response, OWN_PART, f"{owner}.{part}", max_age=seconds, for_script=True)
    return response


@accounts.after_app_request
def take_back_own_part(response: Response) -> Response:
    """Signed out, stopped from afar, or shared from now on: with the first answer the part is gone."""
    if security.read_cookie(OWN_PART) and not g.get("heard_failed") and not _is_own_phone():
        security.drop_cookie(response, OWN_PART)
    return response


def _is_own_phone() -> bool:
    reader = access.optional_reader()
    return reader is not None and reader.kind == "child" and not reader.shared_phone and reader.handed is None


def _facts(reader: Reader) -> dict[str, Any]:
    say: Callable[[Reader], dict[str, Any]] | None = current_app.extensions.get("heard_phone_facts")
    return say(reader) if say else {}


@accounts.get("/this-phone", policy=a_child)
def show_this_phone() -> Response:
    """Pick your picture: what stands for the child on this phone, beside no name."""
    return _this_phone(200)


def _this_phone(status: int) -> Response:
    reader = access.reader()
    owner = queries.people([reader.person_id])[reader.person_id].pseudonym
    return page("accounts/this_phone.html", status=status, signs=rules.SIGNS, owner=owner)


@accounts.post("/this-phone", policy=a_child)
def pick_sign() -> Response:
    """Another animal. A phone that keeps no ticket keeps no animal either."""
    sign = forms.chosen("sign", rules.SIGNS)
    if sign is None:
        return _this_phone(422)
    service.pick_sign(session_id=access.reader().session_id, sign=sign)
    return redirect("/", 303)


@accounts.post("/this-phone/shared", policy=a_child)
def share_phone() -> Response:
    """The child says that others use this phone: from now on nothing looks back here."""
    reader = access.reader()
    service.set_phone_kind(person_id=reader.person_id, shared=True, by=reader.person_id)
    return redirect("/", 303)
