"""Who may make, publish and read local data."""

from __future__ import annotations

from webapp.core.access import Reader, policy


@policy("The data officer.")
def may_handle_local_data(reader: Reader, **_view: object) -> bool:
    """Codes and counts; never a name, never what a child wrote."""
    return reader.kind == "staff" and reader.role == "data_officer"


@policy("The data officer; a manager.")
def may_learn(reader: Reader, **_view: object) -> bool:
    """Counts of the whole authority with small ones hidden; no worker, no team (R73, R78)."""
    return reader.kind == "staff" and reader.role in ("data_officer", "manager")
