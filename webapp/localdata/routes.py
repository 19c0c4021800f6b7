"""The capability that every page of the data officer hangs its routes on."""

from __future__ import annotations

from webapp.core.routing import Capability

localdata = Capability("localdata", __name__)
