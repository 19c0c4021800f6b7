"""A folder of files that appears whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole(out: Path) -> Iterator[Path]:
    """A temporary folder beside `out` that takes its name at the end; nothing is left when something fails.

    FileExistsError when `out` is there and is not an empty folder.
    """
    must_be_free(out)
    making = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        yield making
        for path in sorted(making.iterdir()):
            to_disk(path)
        making.rename(out)
        to_disk(out.parent)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def must_be_free(out: Path) -> None:
    """Make the folder above; FileExistsError when `out` is there and is not an empty folder."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FileExistsError(f"{out} is not empty. Choose a new folder: nothing is written over.")
    out.parent.mkdir(parents=True, exist_ok=True)


def fingerprint(path: Path) -> tuple[int, str]:
    """A file's size in bytes and its SHA-256."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return path.stat().st_size, digest


def to_disk(path: Path) -> None:
    """What was written is there after a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
