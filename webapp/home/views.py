"""`/` for each person, and the pages everyone needs."""

from __future__ import annotations

from typing import Any

from flask import Response as FlaskResponse
from flask import current_app, jsonify, make_response, redirect, request, send_from_directory
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import accounts, duty, families, feedback, houses, plans, review, support
from webapp.core import access, forms, language, pages, security
from webapp.core.access import Reader, anyone, anyone_signed_in, policy
from webapp.core.pages import page, see_home
from webapp.core.routing import Capability
from webapp.home import cover, health, menus

home = Capability("home", __name__)
YEAR = 365 * 24 * 3600
# A look that a phone need not keep.
AS_USUAL = "usual"
PLACES = ("/", "/staff", "/help")


@policy(
    "Anyone: leaving must work with an old page, and tells nobody anything.", signed_in=False, token=False
)
def anyone_leaving(reader: Reader | None, **_view: object) -> bool:
    """Leave works even when the page's form is too old to send anything else."""
    return True


@home.get("/", policy=anyone)
def show_home() -> Response:
    """The one address a family member's browser shows.

    A child comes to the houses from here without a new page, so this one too says that she may record.
    """
    shown = _home(access.optional_reader())
    return security.let_record(shown) if accounts.is_childs_phone() else shown


def _home(person: Reader | None) -> Response:
    if person is None:
        return accounts.front_page()
    if person.kind == "staff":
        return _staff_home(person)
    if accounts.is_first_here():
        return page("home/leaving.html", is_first=True)
    if (question := accounts.more_pictures_page()) is not None:
        return question
    if person.kind == "child":
        return _child_home(person)
    return _adult_home(person)


def _staff_home(person: Reader) -> Response:
    if person.role in ("worker", "manager"):
        return redirect("/inbox", 303)
    received = support.kind_for(person.role)
    if received:
        return redirect("/requests" if received == "advocacy" else "/complaints", 303)
    return page(
        "home/staff.html",
        missing_teams=duty.missing_teams(person),
        support_counts=support.counts(person),
        hand_over_trouble=plans.hand_over_trouble() if person.role == "administrator" else [],
    )


def _child_home(person: Reader) -> Response:
    """On a shared phone: the three empty houses, and a reply only when that was agreed (practice §3)."""
    return page("home/child.html", **_for_family(person), **houses.page_context(person))


def _adult_home(person: Reader) -> Response:
    if person.role in families.INVITED:
        invitation = families.own_invitation(person)
        return page("home/outside.html", invitation=invitation, has_text=plans.has_own_text(person))
    return page(
        "home/adult.html",
        plan_children=plans.children_with_plans(person),
        writes_lists=bool(houses.may_write_lists_about(person)),
        **_for_family(person),
    )


def _for_family(person: Reader) -> dict[str, Any]:
    """What came back to this person, whether there are questions, and the way to someone today."""
    replies = review.replies_for_child(person)[:1]
    for reply in replies:
        access.note_read("reply.read", chain="staff", item_kind="reply", item_id=reply.id)
    return {
        "replies": replies,
        "questions": feedback.is_open_for(person),
        # A child's first page on a shared phone says nothing of it (practice §3).
        "invited": not (person.kind == "child" and person.shared_phone) and feedback.is_invited(person),
        "need": feedback.need_for(person),
        # A child on a shared phone reads this beside the plan: the first page is the houses alone.
        "worker_news": [] if person.kind == "child" and person.shared_phone else families.worker_news(person),
        "news_place": "/",
    }


@home.get("/help", policy=anyone)
def show_help() -> Response:
    """Who can help: 999, Childline, someone on my side, complaints (R27)."""
    return page("home/help.html", lines=support.help_lines())


@home.get("/leaving", policy=anyone)
def show_leaving() -> Response:
    """What Leave does and does not do."""
    return page("home/leaving.html", is_first=False)


@home.post("/leaving", policy=anyone_signed_in)
def go_on_from_leaving() -> Response:
    """The page about Leave was read or skipped; it is not shown first again."""
    accounts.read_about_leaving()
    return see_home()


@home.get("/attribution", policy=anyone)
def show_attribution() -> Response:
    """Whose ideas, fonts and drawings we use."""
    return page("home/attribution.html")


@home.post("/language", policy=anyone)
def set_language() -> Response:
    """The phone's choice of language; a new card forgets it."""
    chosen = forms.chosen("language", list(language.LANGUAGES))
    response = redirect(_place(), 303)
    if chosen:
        security.set_cookie(response, language.COOKIE, chosen, max_age=YEAR)
    return response


@home.post("/look", policy=anyone)
def set_look() -> Response:
    """Light or dark, the size of words, the space around them: one choice leaves the others as they are."""
    chosen = {name: forms.chosen(name, [*values, AS_USUAL]) for name, values in pages.LOOKS.items()}
    changed = {name: value.replace(AS_USUAL, "") for name, value in chosen.items() if value}
    kept = ".".join(filter(None, pages.look()._replace(**changed)))
    response = redirect(_place(), 303)
    security.set_cookie(response, pages.LOOK_COOKIE, kept, max_age=YEAR)
    return response


def _place() -> str:
    """Back to one of the fixed family addresses; never to an address a stranger made up."""
    place = forms.line("next")
    return place if place in PLACES or place in menus.FAMILY_PLACES else "/"


@home.post("/bye", policy=anyone_leaving)
def leave() -> Response:
    """Leave without JavaScript."""
    return redirect("/bye", 303)


@home.get("/bye", policy=anyone)
def show_cover() -> Response:
    """End the session and show a page that tells nothing."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none"):
        accounts.stop()
    return cover.cover()


@home.get("/offline/weather", policy=anyone)
def show_offline_cover() -> Response:
    """The same neutral page, kept on the phone for leaving without a network."""
    return page("parts/cover.html", heading=_("Weather"))


@home.get("/healthz", policy=anyone)
def show_health() -> Response:
    """For a load balancer: 200 when the database answers and its schema is ours, else 503."""
    found = health.check()
    return make_response(jsonify(found), 200 if found["status"] == "ok" else 503)


@home.get("/manifest.webmanifest", policy=anyone)
def show_manifest() -> Response:
    """Installable, and telling a passer-by nothing."""
    response: FlaskResponse = jsonify(
        name=_("Home"),
        short_name=_("Home"),
        start_url="/",
        scope="/",
        display="standalone",
        background_color="#F6F1EA",
        theme_color="#F6F1EA",
        icons=[_icon("192", "any"), _icon("512", "any"), _icon("512", "maskable")],
    )
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _icon(size: str, purpose: str) -> dict[str, str]:
    name = f"icon-{size}.png" if purpose == "any" else f"icon-maskable-{size}.png"
    return {"src": pages.asset(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


@home.get("/sw.js", policy=anyone)
def show_service_worker() -> Response:
    """The service worker, which keeps the app shell and never a person's page."""
    with current_app.app_context():
        response = send_from_directory(pages.dist_folder(), "sw.js", mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@home.get("/favicon.ico", policy=anyone)
def show_favicon() -> Response:
    """The sunny hill, for browsers that ask without being told."""
    return redirect(pages.asset("icon-192.png"), 303)
