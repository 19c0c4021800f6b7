"""Something has changed: what was given to a family is looked at again, one by one (practice §3)."""

from __future__ import annotations

from webapp.families.checking.queries import FamilyToCheck, card_waits, checks_waiting, family_to_check
from webapp.families.checking.service import card_was_asked_anew

__all__ = ["FamilyToCheck", "card_waits", "card_was_asked_anew", "checks_waiting", "family_to_check"]
