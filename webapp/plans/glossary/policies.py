"""Who keeps the glossary."""

from __future__ import annotations

from webapp.core.access import Reader, policy


@policy("The administrator.")
def may_keep_glossary(reader: Reader, **_view: object) -> bool:
    """Words of the trade and their plain words: nothing in it is of a family."""
    return reader.kind == "staff" and reader.role == "administrator"
