"""Someone on my side, complaints, the numbers of those who help: never through the worker (practice §5)."""

from __future__ import annotations

from webapp.support.queries import Count, RequestView, connect, counts, help_lines
from webapp.support.rules import kind_for
from webapp.support.service import ask, set_help_line
from webapp.support.views import support

blueprints = (support,)

__all__ = [
    "Count",
    "RequestView",
    "ask",
    "blueprints",
    "connect",
    "counts",
    "help_lines",
    "kind_for",
    "set_help_line",
]
