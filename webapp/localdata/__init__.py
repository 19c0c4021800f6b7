"""Local data: what the authority's data team loads and compares (R74–R78). A command only; no page."""

from __future__ import annotations

from webapp.core.routing import Capability
from webapp.localdata.caseload.commands import load_lines, make_synthetic
from webapp.localdata.caseload.reading import NothingToRead
from webapp.localdata.caseload.service import Load, load
from webapp.localdata.publication import Period, Place, Publication, publish
from webapp.localdata.service import Report, extract

blueprints: tuple[Capability, ...] = ()

__all__ = [
    "Load",
    "NothingToRead",
    "Period",
    "Place",
    "Publication",
    "Report",
    "blueprints",
    "extract",
    "load",
    "load_lines",
    "make_synthetic",
    "publish",
]
