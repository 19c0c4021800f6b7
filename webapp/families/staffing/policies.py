"""Who keeps teams and staff."""

from __future__ import annotations

import uuid

from webapp.core.access import Reader, policy
from webapp.families.staffing import queries


@policy("An administrator, or the manager of the team.")
def may_keep_team(reader: Reader, team_id: uuid.UUID, **_view: object) -> bool:
    """Its name, and who is in it."""
    return queries.keeps_team(reader, team_id)


@policy("An administrator, or the manager of a team that the member of staff is in.")
def may_keep_staff(reader: Reader, staff_id: uuid.UUID, **_view: object) -> bool:
    """Role, state, link."""
    return queries.staff_line(reader, staff_id) is not None
