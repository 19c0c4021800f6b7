"""Writing a copy so that it is there whole or not at all: its manifest comes last (docs/record.md)."""

from __future__ import annotations

import os
from pathlib import Path

from webapp.record.rules import PART, file_stem

MANIFEST, RECEIPT = ".manifest.json", ".receipt.json"
LONGEST_RECEIPT = 4096


def manifest_of(folder: Path, stem: str) -> bytes | None:
    """The manifest of a copy that is whole; None when there is none. OSError."""
    try:
        return (folder / f"{stem}{MANIFEST}").read_bytes()
    except FileNotFoundError:
        return None


def receipt_of(folder: Path, series: str, copy: int) -> bytes:
    """What the council's side dropped beside a copy; b'' when it did not, or it is not small. OSError."""
    try:
        with (folder / f"{file_stem(series, copy)}{RECEIPT}").open("rb") as file:
            found = file.read(LONGEST_RECEIPT + 1)
    except FileNotFoundError:
        return b""
    return found if len(found) <= LONGEST_RECEIPT else b""


def write(folder: Path, stem: str, files: dict[str, bytes], manifest: bytes) -> None:
    """Write a copy's files and then its manifest, each whole on the disk before the next. OSError.

    A copy with a manifest is never written over (FileExistsError). What an attempt that was cut short left
    has no manifest, counts for nothing, and is replaced.
    """
    folder.mkdir(mode=0o750, exist_ok=True)
    _sweep(folder)
    if manifest_of(folder, stem) is not None:
        raise FileExistsError(stem)
    for name, data in files.items():
        _write_one(folder / name, data)
    _write_one(folder / f"{stem}{MANIFEST}", manifest)


def _write_one(path: Path, data: bytes) -> None:
    making = path.with_name(PART + path.name)
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with os.fdopen(os.open(making, flags, 0o640), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        making.rename(path)
    except BaseException:
        making.unlink(missing_ok=True)
        raise
    _to_disk(path.parent)


def _sweep(folder: Path) -> None:
    """A crash may have left a file in the making."""
    for left in folder.glob(f"{PART}*"):
        left.unlink(missing_ok=True)


def _to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
