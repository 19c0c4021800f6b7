"""Local data: what the authority's data team loads and compares (R74–R78). A command only; no page."""

from __future__ import annotations

from webapp.core.routing import Capability
from webapp.localdata.service import Report, extract

blueprints: tuple[Capability, ...] = ()

__all__ = ["Report", "blueprints", "extract"]
