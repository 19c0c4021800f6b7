"""Duty: who answers today for "not safe", when the team is open, what is still to be seen (practice §1)."""

from __future__ import annotations

from webapp.duty.queries import (
    AlertView,
    Promise,
    alert_for,
    alerts,
    closed_days,
    closed_days_for,
    closed_days_of,
    duty_teams,
    ending_teams,
    has_alert,
    is_ready,
    missing_teams,
    on_duty,
    what_happens_now,
)
from webapp.duty.rules import LETTERBOX, OUTSIDE, Hours
from webapp.duty.service import mark_seen, raise_alert, set_out_of_hours, set_rota
from webapp.duty.views import duty

blueprints = (duty,)

__all__ = [
    "LETTERBOX",
    "OUTSIDE",
    "AlertView",
    "Hours",
    "Promise",
    "alert_for",
    "alerts",
    "blueprints",
    "closed_days",
    "closed_days_for",
    "closed_days_of",
    "duty_teams",
    "ending_teams",
    "has_alert",
    "is_ready",
    "mark_seen",
    "missing_teams",
    "on_duty",
    "raise_alert",
    "set_out_of_hours",
    "set_rota",
    "what_happens_now",
]
