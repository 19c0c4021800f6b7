"""Turning a template into an answer: the whole page, or one named block of it for htmx."""

from __future__ import annotations

import json
from collections.abc import MutableMapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from babel.lists import format_list
from flask import Flask, current_app, g, make_response, redirect, render_template, request
from flask.templating import Environment
from flask_babel import format_date, format_datetime, get_locale
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.wrappers import Response

from webapp.core import access, clock, language, security

# How pages look on this phone: each word of the cookie is one choice; what is not there is as usual.
LOOKS = {"theme": ("light", "dark"), "size": ("large", "largest"), "space": ("wide",)}
LOOK_COOKIE = "heard-look"
# Pieces kept in a process; when there are more, all are made anew.
MOST_PIECES = 1_000
# Jinja offers these to every template; a piece that is kept for everyone may ask none of them.
NOBODYS = {"request": None, "session": None, "g": None}
IDLE_SECONDS = {"child": 120, "adult": 300, "staff": 900}


class Look(NamedTuple):
    """What was chosen on this phone; '' for as usual."""

    theme: str = ""
    size: str = ""
    space: str = ""


def page(template: str, *, fragment: str | None = None, status: int = 200, **context: Any) -> Response:
    """The page; or, when htmx asks for the element named `fragment`, only the block of that name."""
    if fragment and request.headers.get("HX-Target") == fragment and not request.headers.get("HX-Boosted"):
        loaded = current_app.jinja_env.get_template(template)
        values = dict(context)
        current_app.update_template_context(values)
        block = loaded.blocks[fragment](loaded.new_context(values))
        return make_response(security.with_token("".join(block)), status)
    return make_response(security.with_token(render_template(template, **context)), status)


def piece(template: str, /, **values: Any) -> Markup:
    """For templates: a part of a page that depends on the language and on these values alone.

    It is rendered once and kept for these values, all of which can be compared. It cannot ask who reads: a
    name it was not given is an error.
    """
    kept: dict[Any, Markup] = current_app.extensions["heard_pieces"]
    code = language.current()
    key = (template, code, *values.items())
    if key not in kept:
        if len(kept) >= MOST_PIECES:
            kept.clear()
        given = NOBODYS | {"lang": code, "languages": tuple(language.LANGUAGES.items())} | values
        # Our own autoescaped template made it.
        kept[key] = Markup(current_app.jinja_env.get_template(template).render(given))  # noqa: S704
    return kept[key]


def for_nobody(code: str) -> dict[str, Any]:
    """For the frame of a page that phones keep, in one language: nothing in it is of whoever fetched it."""
    g.csrf_token = ""
    return {
        "reader": None,
        "tabs": [],
        "rail": [],
        "idle_seconds": None,
        "look": Look(),
        "band": "mid",
        "lang": code,
        "dir": language.direction(code),
    }


def look() -> Look:
    """The cookie, read; whatever else stands in it is nothing to us."""
    kept = security.read_cookie(LOOK_COOKIE).split(".")
    return Look(*(next((value for value in values if value in kept), "") for values in LOOKS.values()))


def see_home() -> Response:
    """After a change: go to the one address a family member's browser ever shows."""
    return redirect("/", 303)


def asset(name: str) -> str:
    """The address of a built file; its name carries a hash of its content."""
    files: dict[str, str] = current_app.extensions["heard_assets"]
    return f"/static/{files.get(name, name)}"


def dist_folder() -> Path:
    """Where `npm run build` puts the built files."""
    return Path(current_app.root_path).parent / "static" / "dist"


def day_words(value: date | datetime | None) -> Markup:
    """A day in the reader's language, isolated so that it reads right in either direction."""
    if value is None:
        return Markup("")
    day = clock.local(value).date() if isinstance(value, datetime) else value
    return Markup('<bdi class="nb">{}</bdi>').format(format_date(day, "d MMMM y"))


def moment_words(value: datetime | None) -> Markup:
    """A moment in the reader's language on the authority's clocks."""
    if value is None:
        return Markup("")
    day, time = format_datetime(value, "d MMMM y"), format_datetime(value, "HH:mm")
    # Arabic letters have a comma of their own.
    comma = "،" if language.direction(str(get_locale())) == "rtl" else ","
    return Markup('<bdi class="nb">{}{} {}</bdi>').format(day, comma, time)


def people_words(names: list[str]) -> Markup:
    """Names in a row, as the reader's language lists them ("A, B and C"), each isolated."""
    shown = [Markup("<bdi>{}</bdi>").format(name) for name in names]
    # Each name is escaped above; what Babel puts between them comes with the language.
    return Markup(format_list(shown, locale=get_locale()) if shown else "")  # noqa: S704


def time_words(value: datetime) -> Markup:
    """The time of day on the authority's clocks."""
    return Markup('<bdi class="nb">{}</bdi>').format(format_datetime(value, "HH:mm"))


def seconds_until(value: datetime) -> int:
    """Whole seconds from now; at least one, for a page that is being shown still counts."""
    return max(1, int((value - clock.now()).total_seconds()))


class Templates(Environment):
    """Flask's own, but all templates share one map of globals: a chain of maps is slow at every import."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The shared map, unless a template is given globals of its own."""
        return super().make_globals(d) if d else self.globals


def init_app(app: Flask) -> None:
    """Template helpers every page has; a missing name is an error, not an empty space."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(asset=asset, csrf_token=security.csrf_mark, direction=language.direction)
    app.jinja_env.globals.update(own_name=language.own_name, seconds_until=seconds_until, piece=piece)
    app.jinja_env.filters.update(
        day=day_words,
        moment=moment_words,
        clock_time=time_words,
        people=people_words,
        tojson_text=json.dumps,
    )
    manifest = Path(app.root_path).parent / "static" / "dist" / "assets.json"
    app.extensions["heard_assets"] = json.loads(manifest.read_text()) if manifest.exists() else {}
    app.extensions["heard_menus"] = {}
    app.extensions["heard_pieces"] = {}
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    settings = current_app.extensions["heard_settings"]
    person = None if g.get("heard_failed") else _reader_or_none()
    code = language.current()
    return {
        # Flask-WTF offers its own, unmasked; ours is registered later and wins.
        "csrf_token": security.csrf_mark,
        "lang": code,
        "dir": language.direction(code),
        "look": look(),
        "band": person.band if person else "adult",
        "reader": person,
        # Where the forms for language and look come back to: a fixed address, or the first page.
        "place": request.path if request.url_rule and not request.view_args else "/",
        "tabs": _menu("family", person),
        "rail": _menu("staff", person),
        "idle_seconds": IDLE_SECONDS.get(person.kind) if person else None,
        "demo_mode": settings.is_demo,
    }


def _reader_or_none() -> access.Reader | None:
    try:
        return access.optional_reader()
    except Exception:  # a page that says what went wrong must not need what failed
        return None


def _menu(kind: str, person: access.Reader | None) -> list[dict[str, Any]]:
    if person is None or (person.kind == "staff") != (kind == "staff"):
        return []
    build = current_app.extensions["heard_menus"].get(kind)
    return build(person) if build else []
