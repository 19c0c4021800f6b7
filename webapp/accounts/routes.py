"""The capability that every way in hangs its routes on."""

from __future__ import annotations

from webapp.core.routing import Capability

accounts = Capability("accounts", __name__)
