"""What files of a plan in the council's record are called. Pure."""

from __future__ import annotations

import uuid
from typing import Any

FORMAT = "heard/plan-record/1"


def series(version: int) -> str:
    """What the files of a version are called before the copy's number: `plan-003`."""
    return f"plan-{version:03}"


def about(version_id: uuid.UUID, version: int) -> dict[str, Any]:
    """What a manifest says that it is a copy of."""
    return {"version_id": str(version_id), "version": version}
