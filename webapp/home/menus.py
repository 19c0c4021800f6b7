"""The tabs of a family member and the rail of a member of staff."""

from __future__ import annotations

from typing import Any

from flask import Flask, request, url_for
from flask_babel import gettext as _

from webapp import families, support
from webapp.core.access import Reader

FAMILY_PLACES = (
    "/plan",
    "/journey",
    "/plan/kept",
    "/answers",
    "/questions",
    "/houses",
    "/someone",
    "/complain",
    "/ways-in",
    "/translating",
)


def init_app(app: Flask) -> None:
    """Give core.pages the menus."""
    app.extensions["heard_menus"].update(family=family_tabs, staff=staff_rail)


def family_tabs(reader: Reader) -> list[dict[str, Any]]:
    """At most four places; a child's and an adult's have the same shape."""
    if reader.role in families.INVITED:
        return _outside_tabs(reader.role)
    plan = _("My plan") if reader.kind == "child" else _("Plan")
    return [
        _place("home.show_home", _("Home"), "home"),
        _place("plans.show_plan", plan, "plan"),
        _place("review.show_answers", _("Answers"), "answers"),
        _place("feedback.show_questions", _("Questions"), "say"),
    ]


def _outside_tabs(role: str) -> list[dict[str, Any]]:
    """Someone invited from outside: what they were invited to, and nothing of the family's own."""
    plan = [_place("plans.show_plan", _("Plan"), "plan")] if role == "partner" else []
    return [_place("home.show_home", _("Home"), "home"), *plan]


def staff_rail(reader: Reader) -> list[dict[str, Any]]:
    """What each role works with."""
    if reader.role not in ("worker", "manager"):
        return _other_rail(reader.role)
    rail = [
        _place("review.show_inbox", _("Inbox"), "inbox"),
        _place("plans.show_due", _("What is due"), "calendar"),
        _place("families.show_families", _("Families"), "people"),
        _place("review.show_answered", _("Answered"), "tick"),
    ]
    if reader.role == "manager":
        rail.append(_place("duty.show_settings", _("Duty"), "clock"))
        rail.append(_place("families.show_people", _("People"), "person"))
        rail.append(_place("localdata.show_learning", _("Learning"), "eye"))
    return rail


def _other_rail(role: str) -> list[dict[str, Any]]:
    """The administrator, the data officer, and the services that families reach past their worker."""
    received = support.kind_for(role)
    if received == "advocacy":
        return [_place("support.show_requests", _("Requests"), "inbox")]
    if received == "complaint":
        return [_place("support.show_complaints", _("Complaints"), "inbox")]
    rail = [_place("home.show_home", _("Home"), "home")]
    if role == "data_officer":
        return rail + _local_data()
    if role == "administrator":
        rail.append(_place("families.show_people", _("People"), "person"))
        rail.append(_place("support.show_help_lines", _("Help numbers"), "phone"))
        rail.append(_place("plans.show_glossary", _("Plain words"), "words"))
        rail.append(_place("houses.show_templates", _("What we ask"), "houses"))
        rail.append(_place("families.show_conflicts", _("Children that staff know"), "people"))
        rail.append(_place("families.show_opened", _("Opened in an emergency"), "eye"))
    return rail


def _local_data() -> list[dict[str, Any]]:
    """The data officer's places, in the order of the work."""
    return [
        _place("localdata.show_local_data", _("Local data"), "log"),
        _place("feedback.show_asking_outside", _("Asking staff and partners"), "send"),
        _place("localdata.show_extracts", _("Extract"), "download"),
        _place("localdata.show_caseloads", _("Caseload"), "arrived"),
        _place("localdata.show_publishing", _("Publish"), "globe"),
        _place("localdata.show_learning", _("Learning"), "eye"),
        _place("localdata.show_ledger", _("You said, we did"), "say"),
        _place("localdata.show_comparison", _("Other authorities"), "people"),
        _place("localdata.show_authority_evidence", _("For inspection"), "print"),
    ]


def _place(endpoint: str, label: str, icon: str) -> dict[str, Any]:
    current = request.endpoint == endpoint
    return {"endpoint": endpoint, "url": url_for(endpoint), "label": label, "icon": icon, "current": current}
