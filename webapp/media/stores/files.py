"""A folder of files, two levels deep, for one server or a shared disk."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from webapp.media.stores.away import Away


class FileStore:
    """Each name's bytes in `aa/bb/name`, readable by this user alone."""

    is_in_backups = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, place: str, sealed: bytes) -> None:
        """Whole or not at all: another name, to the disk, then the name, then the folder to the disk."""
        path = self._path(place)
        # It does not end like a name, so an unfinished file is swept as one (see places).
        partial = path.with_name(f"{place}.{secrets.token_hex(4)}")
        with _or_away():
            self._make_folder(path.parent)
            try:
                _write(partial, sealed)
                partial.replace(path)
            except OSError:
                partial.unlink(missing_ok=True)
                raise
            _to_disk(path.parent)

    def get(self, place: str) -> bytes | None:
        """The bytes, or None when there are none by this name."""
        with _or_away():
            try:
                return self._path(place).read_bytes()
            except FileNotFoundError:
                return None

    def delete(self, place: str) -> None:
        """Gone, also when it was gone."""
        with _or_away():
            self._path(place).unlink(missing_ok=True)

    def places(self) -> Iterator[tuple[str, datetime]]:
        """Every file's name, also of one that a kill left unfinished, and when it was written."""
        for path in sorted(self.folder.glob("??/??/*")):
            try:
                yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)
            except FileNotFoundError:  # another process took it away
                continue

    def _path(self, place: str) -> Path:
        return self.folder / place[:2] / place[2:4] / place

    def _make_folder(self, folder: Path) -> None:
        for one in (self.folder, folder.parent, folder):
            if not one.is_dir():
                one.mkdir(mode=0o700, parents=True, exist_ok=True)
                _to_disk(one.parent)


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _or_away() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Away from error
