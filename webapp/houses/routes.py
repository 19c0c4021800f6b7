"""Where the houses' pages hang."""

from __future__ import annotations

from webapp.core.routing import Capability

houses = Capability("houses", __name__)
