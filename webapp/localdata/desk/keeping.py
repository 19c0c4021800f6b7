"""Files of a run on the disk, sealed: what is read or written is never whole in memory.

A file is a row of boxes, each of at most a megabyte with its length before it. Each is bound to its run,
its file, its place in it, and whether it is the last: a file that was cut short, or put together anew, does
not open.
"""

from __future__ import annotations

import io
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from flask import current_app

from webapp.core import clock, sealing
from webapp.core.sealing import Box, SealError
from webapp.localdata.models import Run

PIECE = 1024 * 1024
LENGTH = 4
# The nonce and the tag of a box.
AROUND = 28
ZIP = "extract.zip"


def folder() -> Path:
    """Where all runs have their files."""
    found: Path = current_app.extensions["heard_settings"].data / "local-data"
    return found


def folder_of(run_id: uuid.UUID) -> Path:
    """The run's own folder; it may not be there."""
    return folder() / str(run_id)


def make_folder(run_id: uuid.UUID) -> Path:
    """The run's own folder, for nobody but this program."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    made = folder_of(run_id)
    made.mkdir(mode=0o700, exist_ok=True)
    return made


def remove(run_id: uuid.UUID) -> None:
    """Every file of a run, also what a killed process left."""
    shutil.rmtree(folder_of(run_id), ignore_errors=True)


def box() -> Box:
    """What seals them; it needs the request's session once, and then no database."""
    return sealing.staff_box()


class SealedFile(io.RawIOBase):
    """A new file that is written from its beginning to its end. Not closed: it never opens."""

    def __init__(self, path: Path, kept_in: Box, run_id: uuid.UUID) -> None:
        self._file: BinaryIO = path.open("xb")
        self._box, self._run, self._name = kept_in, Run(id=run_id), path.name
        self._buffer, self._number = bytearray(), 0
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        """Take bytes, and seal a piece whenever one is full."""
        given = bytes(data)  # type: ignore[call-overload]
        self._buffer += given
        self.size += len(given)
        while len(self._buffer) > PIECE:
            self._seal(bytes(self._buffer[:PIECE]), is_last=False)
            del self._buffer[:PIECE]
        return len(given)

    def finish(self) -> None:
        """Seal the last piece: from now on the file is whole."""
        self._seal(bytes(self._buffer), is_last=True)
        self.close()

    def close(self) -> None:
        """Without `finish`: what was written stays cut short."""
        self._file.close()
        super().close()

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        sealed = self._box.sealed(self._run, _place(self._name, self._number, is_last), piece)
        self._file.write(len(sealed).to_bytes(LENGTH, "big") + sealed)
        self._number += 1


def pieces(path: Path, kept_in: Box, run_id: uuid.UUID) -> Iterator[bytes]:
    """What was written into it. SealError when anything of it is missing or changed."""
    with path.open("rb") as file:
        number, is_last = 0, False
        head = file.read(LENGTH)
        while head:
            length = int.from_bytes(head, "big")
            if is_last or not AROUND <= length <= PIECE + AROUND:
                raise SealError(path.name)
            sealed = file.read(length)
            head = file.read(LENGTH)
            is_last = not head
            yield kept_in.column(Run, run_id, _place(path.name, number, is_last), sealed)
            number += 1
    if not is_last:
        raise SealError(path.name)


def _place(name: str, number: int, is_last: bool) -> str:
    return f"{name}.{number}{'.end' if is_last else ''}"


def zip_of(run_id: uuid.UUID) -> Path:
    """Where the zip of an extract is, when it is done."""
    return folder_of(run_id) / ZIP


def age(path: Path) -> float:
    """Seconds since something in this folder was last changed."""
    return clock.now().timestamp() - path.stat().st_mtime
