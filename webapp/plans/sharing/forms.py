"""For which children a paragraph is the same, as a worker says it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from webapp.core import forms
from webapp.plans.sharing.rules import CHOICES


def choices(siblings: Iterable[uuid.UUID], child_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """The answer for each of these children, and for the one whose draft it is; an unknown answer is no."""
    found = {one: forms.chosen(f"with-{one}", list(CHOICES)) or "no" for one in siblings}
    return found | {child_id: forms.chosen("own", ["same", "not_read"]) or "same"}


def revision() -> int:
    """Of the draft, as the page was shown."""
    value = forms.line("revision")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else -1
