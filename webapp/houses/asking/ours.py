"""The templates that come with the app, in the page's language. Version 1 of each; our own words.

Three Houses: Nicki Weld and Maggie Greening. Safety House: Sonja Parker, 2009. Three lists: Signs of Safety
(Andrew Turnell and Steve Edwards). Words that were asked once stay as they are here: a change is a new part.
"""

from __future__ import annotations

from flask_babel import gettext as _

from webapp.houses.asking.rules import Part, Template

# Offered from the start, until an administrator says otherwise.
ON_FOR = {"three_houses": ("child", "teen"), "three_lists": ("adult",)}


def templates() -> list[Template]:
    """Ours, three houses first."""
    return [_three_houses(), _three_lists(), _my_day(), _places(), _safety_house()]


def _part(key: str, sign: str, name: str, question: str, *, aside: bool = False, **bands: str) -> Part:
    return Part(key, sign, {"mid": name}, {"mid": question, **bands}, aside)


def _template(key: str, name: str, *parts: Part, credit: str = "") -> Template:
    return Template(key, 1, name, parts, ON_FOR.get(key, ()), credit)


def _three_houses() -> Template:
    return _template(
        "three_houses",
        _("Three houses"),
        Part(
            "good",
            "house-good",
            {"mid": _("Good things"), "teen": _("What is good")},
            {
                "young": _("What is good?"),
                "mid": _("What makes you feel happy or safe?"),
                "teen": _("What is going well?"),
            },
        ),
        Part(
            "worry",
            "house-worry",
            {"mid": _("Worries"), "teen": _("What is not")},
            {"mid": _("What worries you?")},
        ),
        Part(
            "wish",
            "house-wish",
            {"mid": _("Wishes"), "teen": _("What you want")},
            {
                "young": _("What do you wish for?"),
                "mid": _("What would you like to happen?"),
                "teen": _("What do you want to happen?"),
            },
        ),
        # Munro's two stock questions (R14), and one small one that is asked each time.
        _part("needs", "sign-path", _("What needs to change"), _("What needs to change?"), aside=True),
        _part(
            "help",
            "sign-people",
            _("How your worker can help"),
            _("How should your worker help make it happen?"),
            young=_("How can your worker help?"),
            aside=True,
        ),
        _part("home", "sign-door", _("At home"), _("Has anything changed at home?"), aside=True),
        credit="Nicki Weld, Maggie Greening",
    )


def _three_lists() -> Template:
    return _template(
        "three_lists",
        _("Three lists"),
        _part("worried", "sign-cloud", _("Worried about"), _("What are you worried about?")),
        _part("well", "sign-flower", _("Going well"), _("What is going well?")),
        _part("happen", "sign-path", _("Needs to happen"), _("What needs to happen?")),
        credit="Andrew Turnell, Steve Edwards: Signs of Safety",
    )


def _my_day() -> Template:
    return _template(
        "my_day",
        _("My day"),
        _part("morning", "sign-sunrise", _("Morning"), _("What is your morning like?")),
        _part(
            "school",
            "sign-school",
            _("The middle of the day"),
            _("What is it like at school, or where you are?"),
            young=_("What is your day like?"),
        ),
        _part(
            "after",
            "sign-park",
            _("After school"),
            _("What do you do after school?"),
        ),
        _part("night", "sign-night", _("Night"), _("What is your night like?")),
    )


def _places() -> Template:
    return _template(
        "places_people",
        _("My places and people"),
        _part("friends", "sign-people", _("Friends"), _("Who do you like to be with?")),
        _part("out", "sign-park", _("Out"), _("Where do you like to go?")),
        _part("away", "sign-gate", _("Places I don't like"), _("Where do you not like to go?")),
        _part(
            "online",
            "sign-screen",
            _("Online"),
            _("What do you do online? Who do you talk to there?"),
            young=_("What do you do online?"),
        ),
        _part("travel", "sign-bus", _("Getting there"), _("How do you get from place to place?")),
    )


def _safety_house() -> Template:
    return _template(
        "safety_house",
        _("My safe house"),
        _part("who", "sign-people", _("Who"), _("Who helps you feel safe?")),
        _part("what", "sign-blanket", _("What"), _("What helps you feel safe?")),
        _part("rules", "sign-list", _("Rules"), _("What rules would make it safe for everyone?")),
        _part(
            "path",
            "sign-path",
            _("The path"),
            _("This path goes to the safe house. Where on it are you today?"),
            young=_("Where on the path are you today?"),
        ),
        credit="Sonja Parker, 2009",
    )
