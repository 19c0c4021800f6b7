"""Who keeps the templates."""

from __future__ import annotations

from webapp.core.access import Reader, policy


@policy("The administrator.")
def may_keep_templates(reader: Reader, **_view: object) -> bool:
    """What people may be asked: nothing in it is of a family."""
    return reader.kind == "staff" and reader.role == "administrator"
