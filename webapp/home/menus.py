"""The tabs of a family member and the rail of a member of staff."""

from __future__ import annotations

from typing import Any

from flask import Flask, request, url_for
from flask_babel import gettext as _

from webapp.core.access import Reader

FAMILY_PLACES = ("/plan", "/answers", "/questions", "/houses")


def init_app(app: Flask) -> None:
    """Give core.pages the menus."""
    app.extensions["heard_menus"].update(family=family_tabs, staff=staff_rail)


def family_tabs(reader: Reader) -> list[dict[str, Any]]:
    """At most four places; a child's and an adult's have the same shape."""
    plan = _("My plan") if reader.kind == "child" else _("Plan")
    return [
        _place("home.show_home", _("Home"), "home"),
        _place("plans.show_plan", plan, "plan"),
        _place("review.show_answers", _("Answers"), "answers"),
        _place("feedback.show_questions", _("Questions"), "say"),
    ]


def staff_rail(reader: Reader) -> list[dict[str, Any]]:
    """What each role works with."""
    if reader.role not in ("worker", "manager"):
        return [_place("home.show_home", _("Home"), "home")]
    rail = [
        _place("review.show_inbox", _("Inbox"), "inbox"),
        _place("families.show_families", _("Families"), "people"),
        _place("review.show_answered", _("Answered"), "tick"),
    ]
    if reader.role == "manager":
        rail.append(_place("duty.show_settings", _("Duty"), "clock"))
    return rail


def _place(endpoint: str, label: str, icon: str) -> dict[str, Any]:
    current = request.endpoint == endpoint
    return {"endpoint": endpoint, "url": url_for(endpoint), "label": label, "icon": icon, "current": current}
