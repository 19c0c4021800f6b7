"""Who is told that a worker changed."""

from __future__ import annotations

from webapp.core.access import Reader, policy


@policy("A child or an adult of a family, about a change of worker that is told to them.")
def may_read_worker_news(reader: Reader, **_view: object) -> bool:
    """The view looks the news up for this reader alone."""
    return reader.kind in ("child", "adult")
