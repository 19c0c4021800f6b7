"""Who may make, publish and read local data."""

from __future__ import annotations

import uuid

from webapp import families
from webapp.core.access import Reader, policy


@policy("The data officer.")
def may_handle_local_data(reader: Reader, **_view: object) -> bool:
    """Codes and counts; never a name, never what a child wrote."""
    return reader.kind == "staff" and reader.role == "data_officer"


@policy("The data officer.", act="local_data.download")
def may_take_local_data(reader: Reader, **_view: object) -> bool:
    """The record-level files: council's ids beside answer codes, so each download is written down."""
    return reader.kind == "staff" and reader.role == "data_officer"


@policy("The data officer; a manager.")
def may_learn(reader: Reader, **_view: object) -> bool:
    """Counts of the whole authority with small ones hidden; no worker, no team (R73, R78)."""
    return reader.kind == "staff" and reader.role in ("data_officer", "manager")


@policy("The child's worker; the manager of the child's team.", act="evidence.read")
def may_read_evidence(reader: Reader, child_id: uuid.UUID, **_view: object) -> bool:
    """The page shows each of them only what they may read elsewhere."""
    return reader.role in ("worker", "manager") and families.works_with(reader, child_id)
