"""The capability that every page of feedback hangs its routes on."""

from __future__ import annotations

from webapp.core.routing import Capability

feedback = Capability("feedback", __name__)
