"""What a new password must be: long enough and not a common one; no rules of composition (ASVS 6.2)."""

from __future__ import annotations

from flask_babel import gettext as _
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from webapp.accounts import rules

COMMON_PASSWORDS = frozenset(FREQUENCY_LISTS["passwords"])


def password_problem(password: str) -> str:
    """What is wrong with a new password, in words; '' when nothing is."""
    if len(password) < rules.PASSWORD_AT_LEAST:
        return _("Use 8 letters or more. Three words you will remember work well.")
    if len(password) > rules.PASSWORD_AT_MOST:
        return _("That is too long. Use 200 letters or fewer.")
    if password.lower() in COMMON_PASSWORDS:
        return _("Too many people use that one. Please choose another.")
    return ""
