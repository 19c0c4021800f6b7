"""The twelve pictures on a page, and the ones a person picked."""

from __future__ import annotations

import random
from typing import Any

from flask import g, request

from webapp.accounts import rules
from webapp.core import forms


def grid(count: int) -> dict[str, Any]:
    """The pictures, shuffled each time (safety §4.1), and those picked so far without JavaScript."""
    names = list(rules.PICTURES)
    random.SystemRandom().shuffle(names)
    return {"pictures": names, "count": count, "picked": picked()}


def picked() -> list[str]:
    """The pictures picked so far: those kept in the page, then the one just tapped; no picture twice."""
    if g.get("heard_forget_picked"):
        return []
    names = forms.line("pictures").split(",") + request.form.getlist("picture")
    return list(dict.fromkeys(name for name in names if name in rules.PICTURES))


def forget_picked() -> None:
    """They were wrong: the page begins anew."""
    g.heard_forget_picked = True
