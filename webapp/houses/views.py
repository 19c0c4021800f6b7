"""The child's page, and the five addresses its script talks to."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from flask import abort, jsonify, make_response, redirect, request
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import accounts, duty, families
from webapp.core import access, clock, sealing, security
from webapp.core import forms as fields
from webapp.core.access import Reader, a_child, anyone
from webapp.core.language import LANGUAGES
from webapp.core.pages import for_nobody, page
from webapp.core.parcels import Refused
from webapp.houses import forms, people, policies, queries, rules, service, words
from webapp.houses.asking import queries as asking
from webapp.houses.asking.rules import audience_of
from webapp.houses.asking.rules import code as code_of
from webapp.houses.in_record import queries as in_record
from webapp.houses.looks import note_entries
from webapp.houses.routes import houses

A_MOMENT = timedelta(minutes=10)
NOBODY = people.Choices([], [], [], [], [])
# The drawings a child may pick for a house: the first of them, things of the day and the sky.
PICKED_SIGNS = 8


@houses.get("/houses", policy=a_child)
def show_houses() -> Response:
    """The three houses; on a shared phone they are empty whatever was sent (practice §3)."""
    return security.let_record(page("houses/houses.html", **page_context(access.reader())))


@houses.post("/houses/start", policy=a_child)
def answer_start() -> Response:
    """Start, not today, rather talk, don't want: all count as asked; no reason is asked (practice §5)."""
    reader = access.reader()
    choice = fields.chosen("answer", rules.CHOICES)
    if choice is None:
        return page("houses/houses.html", status=422, **(page_context(reader) | {"wrong_choice": True}))
    service.answer_first_screen(
        child_id=reader.person_id, choice=choice, with_whom=fields.chosen("with", rules.WITH)
    )
    return redirect("/houses" if choice == "start" else "/houses/thanks", 303)


@houses.get("/houses/thanks", policy=a_child)
def show_thanks() -> Response:
    """Says what happens now, and asks nothing."""
    reader = access.reader()
    choice = queries.last_choice(reader.person_id, A_MOMENT)
    return page("houses/thanks.html", choice=choice, worker=people.choices(reader.person_id).worker)


@houses.post("/houses/bring-back", policy=a_child)
def bring_back() -> Response:
    """What was begun and put away comes back to the child who asks."""
    service.bring_drafts_back(child_id=access.reader().person_id)
    return redirect("/houses", 303)


@houses.get("/houses/sent", policy=policies.may_look_back)
def show_sent() -> Response:
    """On the child's own phone: what they sent, and who has read it."""
    number = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    shown, more = queries.sent_page(access.reader(), number)
    recorded = in_record.recorded([entry.id for entry, _state in shown])
    return page("houses/sent.html", shown=shown, more=more, number=number, recorded=recorded)


@houses.get("/shown", policy=policies.may_read_shown)
def show_shown() -> Response:
    """What children chose to show this person, in their exact words."""
    entries = queries.entries_shown_to(access.reader())
    children = sorted({entry.child_id for entry in entries})
    for child in children:
        note_entries(child, [entry.id for entry in entries if entry.child_id == child])
    return page("houses/shown.html", entries=entries, names=accounts.names(children))


@houses.get("/houses/token", policy=a_child)
def show_token() -> Response:
    """Fetched just before sending: whose session this is, and the token that goes with it."""
    return _json({"csrf": security.csrf_token(), "owner": _owner(access.reader())})


@houses.post("/houses/entries", policy=a_child)
def receive_entry() -> Response:
    """One sealed revision. 409: another child is signed in; 422: we cannot take it, the phone keeps it."""
    reader = access.reader()
    try:
        parcel = forms.parcel()
        if parcel.owner != _owner(reader):
            return _json({"error": "owner", "message": refusal("owner")}, 409)
        kept = service.take_in(
            child_id=reader.person_id,
            session_id=reader.session_id,
            parcel=parcel,
            handed_over=reader.handed is not None,
        )
    except Refused as refused:
        return _json({"error": refused.code, "message": refusal(refused.code)}, 422)
    return _json(
        {
            "id": str(kept.id),
            "rev": kept.rev,
            "state": kept.state,
            "received_at": kept.received_at.isoformat(),
            "missing": [str(one) for one in kept.missing],
        }
    )


@houses.get("/houses/drafts", policy=a_child)
def show_drafts() -> Response:
    """What this child began, opened for them alone."""
    drafts = [
        {
            "id": str(d.id),
            "rev": d.rev,
            "set_id": str(d.set_id),
            "content": d.content,
            "signed_in": d.signed_in,
        }
        for d in queries.drafts_of(access.reader().person_id)
    ]
    return _json({"drafts": drafts})


@houses.post("/houses/drafts/<id:draft_id>/discard", policy=a_child)
def discard_draft(draft_id: uuid.UUID) -> Response:
    """ "Start fresh": gone from sight. The answer is the same whether or not there was one."""
    service.put_draft_away(child_id=access.reader().person_id, draft_id=draft_id)
    return _json({"id": str(draft_id), "state": "gone"})


@houses.get("/houses/states", policy=a_child)
def show_states() -> Response:
    """How far what was sent has come, never its content."""
    entries = [
        {"id": str(view.id), "house": view.house, "state": view.state, "text": _state_words(view)}
        for view in queries.states_for(access.reader())
    ]
    return _json({"entries": entries})


@houses.get("/offline/houses/<language>", policy=anyone)
def show_offline(language: str) -> Response:
    """The same page for a phone without signal: one a language, no name, no token, no reader."""
    if language not in LANGUAGES:
        abort(404)
    return security.let_record(page("houses/houses.html", **offline_context(language)))


def page_context(reader: Reader) -> dict[str, Any]:
    """What templates/houses/houses.html needs for this child; home puts the same page at `/`."""
    choices = people.choices(reader.person_id)
    band = asking.band_of(reader)
    return sealing.phone_key_context() | {
        "band": band,
        "templates": asking.offered(audience_of(reader.kind, band)),
        "code_of": code_of,
        "looks": words.looks(),
        "signs_to_pick": words.signs()[:PICKED_SIGNS],
        "owner": _owner(reader),
        "sign": _sign(reader.person_id),
        "handed": reader.handed is not None,
        "signed_in": True,
        "shared": reader.shared_phone,
        "worker": choices.worker,
        "choices": choices,
        "open_by": format_date(
            clock.add_working_days(clock.today(), 1, duty.closed_days_for(reader.person_id)), "EEEE"
        ),
        "signs": accounts.SIGNS,
        "wrong_choice": False,
    }


def offline_context(code: str) -> dict[str, Any]:
    """The same for nobody: it also hides who happens to be signed in when the shell is fetched."""
    # Whoever picks the phone up offline: everything that is offered to a child or a young person.
    templates = {one.key: one for who in ("child", "teen") for one in asking.offered(who)}
    page_of_nobody = {
        "templates": list(templates.values()),
        "code_of": code_of,
        "looks": [],
        "signs_to_pick": words.signs()[:PICKED_SIGNS],
        "owner": "",
        "sign": "",
        "handed": False,
        "signed_in": False,
        "shared": True,
        "worker": "",
        "choices": NOBODY,
        "open_by": "",
        "signs": accounts.SIGNS,
        "wrong_choice": False,
    }
    return sealing.phone_key_context() | for_nobody(code) | page_of_nobody


def _owner(reader: Reader) -> str:
    """What phones know the child by: random, no name, no database id."""
    return str(accounts.people([reader.person_id])[reader.person_id].pseudonym)


def _sign(child_id: uuid.UUID) -> str:
    """The animal offered first, another for each sibling. On the phone the child may pick another."""
    family = families.family_of(child_id)
    children = [member.person_id for member in families.members(family.id) if member.kind == "child"]
    return accounts.SIGNS[(family.id.int + children.index(child_id)) % len(accounts.SIGNS)]


def _state_words(view: queries.StateView) -> str:
    return _("Read by %(name)s", name=view.read_by) if view.read_by else _("It has reached us")


def _json(body: dict[str, Any], status: int = 200) -> Response:
    return make_response(jsonify(body), status)


def refusal(code: str) -> str:
    """Why an entry could not be taken, in words for the child. It is still on the phone."""
    texts = {
        "owner": _("This was made by someone else. It waits for them to sign in."),
        "words": _("That is a lot of words. Please put some of them on a new page."),
        "full": _("There is too much on this page. Please start a new page."),
        "empty": _("There is nothing on this page yet. Draw or write something first."),
        "share": _("Please choose again who can see this."),
        "sent": _("This was sent before. What was sent stays as it is. Please start a new page."),
        "changed": _("We already have another copy of this page. Please open it again."),
        "hash": _("A photo or recording was damaged on its way. Please take it out and put it in again."),
    }
    return texts.get(code) or _(
        "We could not open this page. It is still on this phone. Please tell your worker."
    )
