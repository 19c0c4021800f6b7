"""The capability that every page about families hangs its routes on."""

from __future__ import annotations

from webapp.core.routing import Capability

families = Capability("families", __name__)
