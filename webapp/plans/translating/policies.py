"""Who may translate as an invited interpreter; the workers' pages are for who may write the version."""

from __future__ import annotations

from webapp.core.access import Reader, policy


@policy("An invited interpreter, about the text they were asked to translate.", act="translate.read")
def may_translate(reader: Reader, **_view: object) -> bool:
    """The text itself is looked up for this reader alone."""
    return reader.role == "interpreter"
