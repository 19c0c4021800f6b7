"""What people answered to the standard questions, and the one safety row that a manager saw."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from functools import partial
from typing import Any

from webapp import duty, feedback
from webapp.core import clock
from webapp.demo.stage import Actor, Cast, Event, content

ANSWERED_HOUR, SEEN_HOUR = 16.75, 16.9


def events(cast: Cast) -> Iterator[Event]:
    """Every submission on its day."""
    for one in content("feedback")["submissions"]:
        yield Event(one["day"], ANSWERED_HOUR, partial(_answer, cast, one))
        if "safety" in one:
            safety = one["safety"]
            yield Event(safety["seen_day"], SEEN_HOUR, partial(_see, cast, safety["seen_by"]))


def _answer(cast: Cast, one: dict[str, Any]) -> None:
    submission_id = feedback.record_submission(
        person_id=cast.ids[one["person"]],
        child_id=cast.ids[one["about_child"]],
        answers=one["answers"],
        words=one["words"],
        not_asked=one.get("not_asked"),
        answered_at=clock.now(),
        answered_by=one["answered_by"],
        worker_present=one["worker_present"],
        shown_to_worker=one["show_my_name"],
        mode=one["mode"],
        trigger=one["trigger"],
        language=one["language"],
    )
    if "safety" in one:
        _raise(cast, one, submission_id)


def _raise(cast: Cast, one: dict[str, Any], submission_id: uuid.UUID) -> None:
    duty.raise_alert(
        person_id=cast.ids[one["person"]],
        child_id=cast.ids[one["about_child"]],
        source="feedback",
        item_id=submission_id,
    )


def _see(cast: Cast, seen_by: str) -> None:
    """The manager marks what waits as seen."""
    manager = Actor(cast.ids[seen_by], "manager")
    for waiting in duty.alerts(manager):
        alert = duty.alert_for(manager, waiting.id)
        if alert is not None:
            duty.mark_seen(alert=alert, actor_id=manager.person_id)
