"""A store that does not answer."""

from __future__ import annotations

from werkzeug.exceptions import ServiceUnavailable


class Away(ServiceUnavailable):
    """The disk is full or gone, or the object store does not answer: 503, and nothing was kept."""
