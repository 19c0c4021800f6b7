"""What was typed: a code; a new password, long enough, not common, no rules of composition (ASVS 6.2)."""

from __future__ import annotations

from flask_babel import gettext as _
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from webapp.accounts import rules
from webapp.core import forms

COMMON_PASSWORDS = frozenset(FREQUENCY_LISTS["passwords"])
# What somebody would try first here (ASVS 6.1.2); docs/security.md lists them too.
OUR_WORDS = (
    "heard",
    "northbridge",
    "council",
    "password",
    "childline",
    "social",
    "family",
    "children",
    "letmein",
)


def typed_code(name: str = "code") -> str:
    """Six digits, however they were spaced."""
    return "".join(forms.line(name).split())[:12]


def password_problem(password: str) -> str:
    """What is wrong with a new password, in words; '' when nothing is."""
    if len(password) < rules.PASSWORD_AT_LEAST:
        return _("Use 8 letters or more. Three words you will remember work well.")
    if len(password) > rules.PASSWORD_AT_MOST:
        return _("That is too long. Use 200 letters or fewer.")
    if password.lower() in COMMON_PASSWORDS or _is_ours(password):
        return _("Too many people use that one. Please choose another.")
    return ""


def _is_ours(password: str) -> bool:
    """Whether nothing is left of it without our own words, numbers and signs."""
    rest = password.casefold()
    for word in OUR_WORDS:
        rest = rest.replace(word, "")
    return not any(letter.isalpha() for letter in rest)


def words_problem(words: str) -> str:
    """What is wrong with the words a child chose, in words; '' when nothing is."""
    if not rules.are_enough_words(words):
        return _("Use three words or more. Or 12 letters or more.")
    if len(words) > rules.PASSWORD_AT_MOST:
        return _("That is too long. Use 200 letters or fewer.")
    found = rules.as_compared("words", words).split()
    if "".join(found) in COMMON_PASSWORDS or (len(found) > 1 and len(set(found)) == 1):
        return _("Too many people use that one. Please choose another.")
    return ""
