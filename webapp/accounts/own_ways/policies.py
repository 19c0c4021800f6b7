"""Who may change a way in."""

from __future__ import annotations

from webapp.core.access import Reader, policy


@policy("A family member, about their own ways in.")
def may_change_own_ways(reader: Reader, **_view: object) -> bool:
    """On a worker's own device nobody sets a way in: the worker stands beside."""
    return reader.kind != "staff" and reader.handed is None
