"""What workers and interpreters are told, kindly, about lines, files and placeholders."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from flask_babel import gettext as _

from webapp.core import language
from webapp.plans.translating.checking import Remark
from webapp.plans.translating.files import BadFile
from webapp.plans.translating.hiding import Hidden
from webapp.plans.translating.machine import MachineFailed
from webapp.plans.translating.rules import Fault


def language_name(code: str) -> str:
    """A language's name in itself where we know it, else in the language of the page."""
    own = language.own_name(code)
    if own != code:
        return own
    try:
        return Locale.parse(code).get_display_name(language.current()) or code
    except (UnknownLocaleError, ValueError):
        return code


def who(hidden: Hidden) -> str:
    """What a placeholder stands for, without the name."""
    texts = {
        "child": _("the child whose plan this is"),
        "sibling": _("another child of the family"),
        "mother": _("the mother"),
        "father": _("the father"),
        "grandmother": _("the grandmother"),
        "grandfather": _("the grandfather"),
        "aunt": _("the aunt"),
        "uncle": _("the uncle"),
        "staff": _("someone who works for the council"),
        "outside": _("someone from outside the family"),
        "name": _("a last name"),
        "family": _("a last name"),
        "place": _("a place or an address"),
        "number": _("a number or an address on the internet"),
        "word": _("a word we do not show"),
    }
    return texts.get(hidden.who, _("someone in the family"))


def fault(found: Fault) -> str:
    """Why a line cannot be taken as it is."""
    texts = {
        "lost": _("%(word)s is missing. Put it where the name belongs.", word=found.detail),
        "strange": _("%(word)s is not in the English. Copy the words in square brackets.", word=found.detail),
        "too_long": _("This is too long."),
        "letters": _("This does not look like the right language."),
        "same": _("This is the same as the English."),
    }
    return texts[found.code]


def remark(found: Remark) -> str:
    """About a row of a file."""
    texts = {
        "unknown": _("This line is not in the draft. It may have been taken out."),
        "twice": _("This line is in the file twice. The first one counts."),
        "stale": _("The English has changed since. It will say that it is out of date."),
        "fuzzy": _("The translator was not sure. It will say that it is not checked."),
        "replaces": _("A person checked the words that this replaces."),
        "html": _("There are HTML marks in it. They will show as they are written."),
    }
    return texts.get(found.code) or fault(Fault(found.code, found.detail))


def bad_file(error: BadFile) -> str:
    """Why a file is not taken, and what to do instead."""
    texts = {
        "nothing": _("Choose a file."),
        "too_large": _("This file is larger than a plan."),
        "not_ours": _("This is not a file from here. Send the agency a new one, and bring back that one."),
        "broken": _("We cannot read this file. Ask the agency to save it again as PO or XLIFF."),
        "entities": _("This file holds things that a translation does not need. Ask for it without them."),
        "other_version": _("This file was made from another version of a plan."),
        "other_language": _("This file is for another language."),
        "letters": _("This file is not in UTF-8. Ask the agency to save it so."),
    }
    text = texts[error.code]
    return f"{_('Line %(number)s.', number=error.line)} {text}" if error.line else text


def machine(error: MachineFailed) -> str:
    """Why the computer has not translated."""
    if error.code == "refused":
        return _(
            "The translating computer does not take this. It may not know the language. Nothing was changed."
        )
    return _("The translating computer does not answer. Try again later. Nothing was changed.")
