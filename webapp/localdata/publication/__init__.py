"""Publication: tidy, comparable, safe (local-data §2)."""

from __future__ import annotations

from webapp.localdata.publication.periods import Period, lately
from webapp.localdata.publication.practice import publish_made_up
from webapp.localdata.publication.queries import newest_files, newest_sha256
from webapp.localdata.publication.service import Publication, look, publish
from webapp.localdata.publication.tidy import Place

__all__ = [
    "Period",
    "Place",
    "Publication",
    "lately",
    "look",
    "newest_files",
    "newest_sha256",
    "publish",
    "publish_made_up",
]
