"""Publication: tidy, comparable, safe (local-data §2)."""

from __future__ import annotations

from webapp.localdata.publication.periods import Period
from webapp.localdata.publication.service import Publication, publish
from webapp.localdata.publication.tidy import Place

__all__ = ["Period", "Place", "Publication", "publish"]
