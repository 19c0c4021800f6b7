"""The page behind a link; and where the links are made, shown once, and their words read."""

from __future__ import annotations

import csv
import io
import uuid
from typing import Any

import segno
from flask import current_app, redirect, url_for
from flask import session as cookie
from markupsafe import Markup
from werkzeug.wrappers import Response

from webapp import accounts, duty, families
from webapp.core import access, forms, ids, language
from webapp.core.access import anyone
from webapp.core.pages import page
from webapp.feedback.outside import policies, queries, service
from webapp.feedback.outside.forms import Sent, Wanted, read_answers, read_wanted
from webapp.feedback.outside.queries import LinkView
from webapp.feedback.own_questions.queries import ever_asked
from webapp.feedback.questions import all_questions
from webapp.feedback.routes import feedback
from webapp.feedback.rules import SKIPPED, is_alarm, weakest_state

LINK, SENT = "by-link", "by-link-sent"
LONGEST_SECRET = 64


@feedback.get("/by-link/<secret>", policy=anyone)
def open_link(secret: str) -> Response:
    """Hold the link and go to the one address. Whoever was signed in here is signed out: no name beside it.

    A wrong one is not counted: nobody guesses 128 bits (as with cards).
    """
    found = queries.link_by_secret(secret) if len(secret) <= LONGEST_SECRET else None
    if found is None:
        return _closed("none", 404)
    accounts.stop()
    cookie[LINK] = str(found.id)
    return redirect(url_for("feedback.show_by_link"), 303)


@feedback.get("/by-link", policy=anyone)
def show_by_link() -> Response:
    """The questions for the link in hand; or thanks; or why there are none."""
    if cookie.get(SENT) and access.optional_reader() is None:
        return page("feedback/by_link_thanks.html", told=cookie[SENT])
    link = _held()
    if link is None:
        return _closed("none", 404)
    return _closed(link.trouble, 410) if link.trouble else _asking(link, Sent())


@feedback.post("/by-link", policy=anyone)
def answer_by_link() -> Response:
    """Keep all answers at once. A link takes one person's answers, once."""
    link = _held()
    if link is None:
        return _closed("none", 404)
    if link.trouble:
        return _closed(link.trouble, 410)
    sent = read_answers(queries.all_questions_of(link))
    if sent.errors:
        return _asking(link, sent, 422)
    if not service.take_in(link=link, codes=sent.codes, words=sent.words, language=language.current()):
        return _closed("used", 410)
    cookie.pop(LINK)
    cookie[SENT] = _told(link, sent)
    return redirect(url_for("feedback.show_by_link"), 303)


def _held() -> LinkView | None:
    """The link opened on this phone; none while somebody is signed in, so that no log ties the two."""
    link_id = ids.parse(cookie.get(LINK))
    return queries.link(link_id) if link_id and access.optional_reader() is None else None


def _told(link: LinkView, sent: Sent) -> str:
    """After "less safe": whether the team sees it today or when it opens; 'no' when nobody had to be told."""
    if link.child_id is None or not any(is_alarm(code, value) for code, value in sent.codes.items()):
        return "no"
    return "today" if duty.what_happens_now(link.child_id, named=False).in_hours else "later"


def _closed(why: str, status: int) -> Response:
    return page("feedback/by_link_closed.html", status=status, why=why)


def _asking(link: LinkView, sent: Sent, status: int = 200) -> Response:
    items = queries.questions_of(link)
    state = weakest_state(items, language.current())
    return page(
        "feedback/by_link.html",
        status=status,
        link=link,
        items=[(one, one.wording(language.current())) for one in items],
        state=state,
        skipped=SKIPPED,
        sent=sent,
    )


@feedback.get("/local-data/asking", policy=policies.may_make_links)
def show_asking_outside() -> Response:
    """Make links for staff or partners; what was made before."""
    return _making(Wanted())


@feedback.post("/local-data/asking", policy=policies.may_make_links)
def make_outside_links() -> Response:
    """New links, shown once: as a sheet to print, or as a list to save."""
    wanted = read_wanted()
    return _making(wanted, 422) if wanted.errors else _made(wanted, None)


def _making(wanted: Wanted, status: int = 200) -> Response:
    is_manager = access.reader().role == "manager"
    return page(
        "feedback/asking_outside.html",
        status=status,
        wanted=wanted,
        batches=queries.batches(),
        child_id=None,
        child_name="",
        can_read=is_manager,
    )


@feedback.get("/feedback/children/<id:child_id>/partners", policy=policies.may_make_links_about)
def show_asking_about(child_id: uuid.UUID) -> Response:
    """The same about one child."""
    return _making_about(child_id, Wanted())


@feedback.post("/feedback/children/<id:child_id>/partners", policy=policies.may_make_links_about)
def make_links_about(child_id: uuid.UUID) -> Response:
    """Links about one child: the answers are kept without the child, "less safe" alone reaches the team."""
    wanted = read_wanted()
    return _making_about(child_id, wanted, 422) if wanted.errors else _made(wanted, child_id)


def _making_about(child_id: uuid.UUID, wanted: Wanted, status: int = 200) -> Response:
    chain = f"family:{families.family_of(child_id).id}"
    access.note_read(
        "feedback.links_read", chain=chain, subject_id=child_id, item_kind="child", item_id=child_id
    )
    return page(
        "feedback/asking_outside.html",
        status=status,
        wanted=wanted,
        batches=queries.batches_about(child_id),
        child_id=child_id,
        child_name=accounts.names([child_id])[child_id],
        can_read=True,
    )


def _made(wanted: Wanted, child_id: uuid.UUID | None) -> Response:
    made = service.make_links(
        audience=wanted.audience,
        number=int(wanted.number),
        actor_id=access.reader().person_id,
        child_id=child_id,
    )
    addresses = [_address(secret) for secret in made.secrets]
    if forms.chosen("as", ("list",)):
        return _as_list(addresses)
    slips = [(one, _pattern(one)) for one in addresses]
    return page("feedback/outside_links.html", slips=slips, audience=wanted.audience, made=made)


def _address(secret: str) -> str:
    base = current_app.extensions["heard_settings"].base_url
    return f"{base}{url_for('feedback.open_link', secret=secret)}"


def _pattern(address: str) -> Markup:
    drawn = segno.make(address, error="m").svg_inline(
        scale=4, border=4, dark="#000", light="#fff", omitsize=True
    )
    return Markup(drawn)  # noqa: S704 - drawn by us from our own address


def _as_list(addresses: list[str]) -> Response:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(["number", "link"])
    writer.writerows(enumerate(addresses, start=1))
    response = Response(file.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="links.csv"'
    return response


@feedback.get("/local-data/asking/words", policy=policies.may_read_outside_words)
def show_outside_words() -> Response:
    """What staff and partners wrote, without names, once enough of them answered."""
    texts: dict[Any, str] = {
        (one.audience, one.code): one.standard.text for one in (*all_questions(), *ever_asked())
    }
    return page("feedback/outside_words.html", found=queries.words(), texts=texts)
