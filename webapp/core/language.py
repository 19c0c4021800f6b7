"""Which language a page is in, and which way it runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations
from typing import Any

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, force_locale, get_locale, get_translations, refresh
from markupsafe import Markup

from webapp.core import access, security

LANGUAGES = {"en": "English", "ur": "اردو"}
OTHER_NAMES = {"pl": "Polski"}
RIGHT_TO_LEFT = frozenset({"ur", "ar", "fa", "ckb", "ps"})
COOKIE = "heard-language"


def direction(language: str) -> str:
    """'rtl' or 'ltr'."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def own_name(language: str) -> str:
    """A language's name in itself."""
    return LANGUAGES.get(language) or OTHER_NAMES.get(language, language)


def choose() -> str:
    """The reader's own language, else the phone's choice, else what the browser asks for."""
    if not has_request_context():
        return "en"
    chosen = request.view_args.get("language") if request.view_args else None
    if chosen in LANGUAGES:
        return str(chosen)
    cookie = security.read_cookie(COOKIE)
    if cookie in LANGUAGES:
        return cookie
    own = g.get("heard_language") or _own()
    if own in LANGUAGES:
        return str(own)
    return request.accept_languages.best_match(list(LANGUAGES), "en") or "en"


def _own() -> str:
    person = None if g.get("heard_failed") else access.optional_reader()
    return person.language if person else ""


def prefer(language: str) -> None:
    """Show this page in a person's language before they are signed in (their card says whose it is)."""
    g.heard_language = language
    g.pop("heard_code", None)
    refresh()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Inside, the page's words are in this language: a part of it is for a reader of another."""
    before = current()
    g.heard_code = language
    try:
        with force_locale(language):
            yield
    finally:
        g.heard_code = before


def current() -> str:
    """The language of this page."""
    if not g:
        return "en"
    code: str | None = g.get("heard_code")
    if code is None:
        locale = get_locale()
        code = g.heard_code = str(locale.language) if locale else "en"
    return code


def init_app(app: Flask) -> None:
    """Catalogues lie in translations/ at the top of the project."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "../translations"
    app.config["BABEL_DEFAULT_TIMEZONE"] = str(app.extensions["heard_settings"].timezone)
    Babel(app, locale_selector=choose)
    # Flask-Babel looks for the catalogue at each call, Jinja's own is three layers deep; a page has fifty.
    app.jinja_env.globals.update(_=_gettext, gettext=_gettext, ngettext=_ngettext)


def _catalogue() -> NullTranslations:
    # By language: a worker's page shows the plan as a reader of another language gets it.
    kept: dict[str, NullTranslations] = g.setdefault("heard_catalogues", {})
    code = current()
    if code not in kept:
        kept[code] = get_translations()
    return kept[code]


def _gettext(words: str, /, **values: Any) -> Markup:
    """For templates: the words in the page's language; values are escaped."""
    # The words are ours, from the catalogue.
    found = Markup(_catalogue().gettext(words))  # noqa: S704
    return found % values if values or "%" in found else found


def _ngettext(one: str, many: str, number: int, /, **values: Any) -> Markup:
    """The same by number, which is `num` in the words."""
    found = Markup(_catalogue().ngettext(one, many, number))  # noqa: S704
    return found % ({"num": number} | values)
