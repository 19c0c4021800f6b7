"""Who may mark an alert seen, and who keeps the rota."""

from __future__ import annotations

import uuid

from webapp.core.access import Reader, policy
from webapp.duty import queries


@policy("The child's worker, the team's manager, or whoever is on duty today or covers.")
def may_mark_alert(reader: Reader, alert_id: uuid.UUID, **_view: object) -> bool:
    """The same rule as seeing it."""
    return queries.alert_for(reader, alert_id) is not None


@policy(
    "The child's worker, the team's manager, or whoever is on duty today or covers, until it is marked seen.",
    act="alert.read",
)
def may_open_alert(reader: Reader, alert_id: uuid.UUID, **_view: object) -> bool:
    """What duty needs for one alert, and nothing else of the child (practice §1)."""
    alert = queries.alert_for(reader, alert_id)
    return alert is not None and alert.seen_at is None
