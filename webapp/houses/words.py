"""What the parts, questions and choices of the houses are called, in the page's language."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import gettext as _

from webapp.houses import picture, stickers
from webapp.houses.asking import queries, rules


def init_app(app: Flask) -> None:
    """Templates ask by key: an entry keeps keys, and a template may have changed since."""
    app.jinja_env.globals.update(
        picture_of=picture.picture_of,
        sticker_tray=stickers.tray,
        part_name=queries.part_name,
        part_sign=queries.part_sign,
        question_words=queries.question,
        known_signs=lambda: rules.SIGNS,
    )


def audiences() -> list[tuple[str, str]]:
    """Who a template can be offered to."""
    return [("child", _("Children")), ("teen", _("Young people, 13 and over")), ("adult", _("Adults"))]


def bands() -> list[tuple[str, str]]:
    """The bands that questions are written for."""
    return [
        ("young", _("Under 8")),
        ("mid", _("8 to 12")),
        ("teen", _("13 and over")),
        ("adult", _("Adults")),
    ]


def looks() -> list[tuple[str, str]]:
    """How a child may want the page."""
    return [("young", _("Bigger pictures")), ("mid", _("Words and pictures")), ("teen", _("Lists"))]


def states() -> list[tuple[str, str]]:
    """How far a translation was checked (design §1)."""
    return [("machine", _("Computer translation. Not checked")), ("checked", _("Checked by a person"))]


def signs() -> list[tuple[str, str]]:
    """The drawings that stand for a part or a house, by name."""
    found: dict[str, Any] = {
        "sign-cloud": _("Cloud"),
        "sign-rainbow": _("Rainbow"),
        "sign-flower": _("Flower"),
        "sign-hill": _("Hill"),
        "sign-sunrise": _("Sunrise"),
        "sign-night": _("Night"),
        "sign-people": _("People"),
        "sign-blanket": _("Blanket"),
        "sign-list": _("List"),
        "sign-path": _("Path"),
        "sign-school": _("School"),
        "sign-door": _("Door"),
        "sign-screen": _("Screen"),
        "sign-bus": _("Bus"),
        "sign-park": _("Park"),
        "sign-gate": _("Gate"),
        "house-good": _("House with flowers"),
        "house-worry": _("House in the rain"),
        "house-wish": _("Tree house"),
    }
    return list(found.items())
