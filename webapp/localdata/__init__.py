"""Local data: what the authority's data team loads and compares (R74–R78)."""

from __future__ import annotations

from webapp.localdata.caseload.commands import load_lines, make_synthetic
from webapp.localdata.caseload.reading import NothingToRead
from webapp.localdata.caseload.service import Load, load
from webapp.localdata.comparison import views as comparison_views
from webapp.localdata.desk import views as desk_views
from webapp.localdata.desk.jobs import do_runs
from webapp.localdata.desk.nightly import look as look_at_night
from webapp.localdata.desk.service import sweep as sweep_runs
from webapp.localdata.evidence import views as evidence_views
from webapp.localdata.extract import Report, extract
from webapp.localdata.learning import views as learning_views
from webapp.localdata.learning.queries import LedgerLine, ledger
from webapp.localdata.learning.service import Line, add_line
from webapp.localdata.publication import (
    Period,
    Place,
    Publication,
    family_views,
    lately,
    publish,
    publish_made_up,
)
from webapp.localdata.publication import views as publication_views
from webapp.localdata.routes import localdata

blueprints = (localdata,)
# Each part puts its routes on it when it is imported.
views = (
    comparison_views,
    desk_views,
    evidence_views,
    family_views,
    learning_views,
    publication_views,
)

__all__ = [
    "LedgerLine",
    "Line",
    "Load",
    "NothingToRead",
    "Period",
    "Place",
    "Publication",
    "Report",
    "add_line",
    "blueprints",
    "do_runs",
    "extract",
    "lately",
    "ledger",
    "load",
    "load_lines",
    "look_at_night",
    "make_synthetic",
    "publish",
    "publish_made_up",
    "sweep_runs",
]
