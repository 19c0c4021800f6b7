"""Who may use the pages about sessions."""

from __future__ import annotations

from webapp.core.access import Reader, policy


@policy("A family member, about themselves.")
def a_family_member(reader: Reader, **_view: object) -> bool:
    """A child's or an adult's own place."""
    return reader.kind in ("child", "adult")


@policy(
    "Anyone whose session is alive or ended a moment ago, about themselves: leaving must lose no words.",
    signed_in=False,
)
def may_keep_words(reader: Reader | None, **_view: object) -> bool:
    """The view answers 401 to anyone else; what is kept is shown to nobody but its writer."""
    return True
