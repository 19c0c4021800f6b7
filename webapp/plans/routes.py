"""The capability that both sides of plans hang their routes on."""

from __future__ import annotations

from webapp.core.routing import Capability

plans = Capability("plans", __name__)
