"""Where sealed bytes are: a folder, or an object store, as HEARD_MEDIA_URL says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from flask import current_app

from webapp.media.stores.away import Away
from webapp.media.stores.files import FileStore

__all__ = ["Away", "Store", "store"]


class Store(Protocol):
    """Bytes by a random name. `put` returns when they would outlast a power cut; Away when it cannot."""

    is_in_backups: bool

    def put(self, place: str, sealed: bytes) -> None: ...

    def get(self, place: str) -> bytes | None: ...

    def delete(self, place: str) -> None: ...

    def places(self) -> Iterator[tuple[str, datetime]]: ...


def store() -> Store:
    """This deployment's store; opened at first use."""
    url = current_app.extensions["heard_settings"].media
    kept: dict[str, Store] = current_app.extensions.setdefault("heard_stores", {})
    if url not in kept:
        kept[url] = _open(url)
    return kept[url]


def _open(url: str) -> Store:
    parts = urlsplit(url)
    if parts.scheme == "file":
        return FileStore(Path(unquote(parts.path)))
    # Loaded here alone: most deployments have no object store.
    from webapp.media.stores.objects import ObjectStore

    return ObjectStore(parts.netloc, parts.path.strip("/"))
