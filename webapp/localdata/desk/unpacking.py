"""Taking in what a data officer sends: the tables as CSV files, or one zip of them. Strangers' bytes.

Nothing is believed: not a name, not a size that a zip claims, not its list of parts. What is taken is copied
into sealed files under our own names.
"""

from __future__ import annotations

import struct
import uuid
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from webapp.core.sealing import Box
from webapp.localdata.desk import keeping, rules

PIECE = 64 * 1024
# The record at a zip's end: its mark, where it says how long the list of parts is, and its longest comment.
END, END_LENGTH, LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
END_64 = b"PK\x06\x07"
LONGEST_LIST = 64 * 1024
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    KeyError,
    IndexError,
    struct.error,
)


class NotTaken(Exception):
    """Why nothing of it was taken: a code (see messages.py), and the file it is about, '' for none."""

    def __init__(self, code: str, name: str = "") -> None:
        super().__init__(code)
        self.code, self.name = code, name[:100]


@dataclass
class Given:
    """A file as the browser names it, and its bytes."""

    name: str
    file: BinaryIO


@dataclass
class _Left:
    """How many bytes may still come."""

    bytes: int = rules.LARGEST_UNPACKED


def take(given: Iterable[Given], kept_in: Box, run_id: uuid.UUID) -> int:
    """Keep every table, sealed, in the run's folder; how many bytes they have. NotTaken keeps nothing."""
    try:
        keeping.make_folder(run_id)
        return _take(given, kept_in, run_id)
    except OSError as error:
        keeping.remove(run_id)
        raise NotTaken("disk") from error
    except BaseException:
        keeping.remove(run_id)
        raise


def _take(given: Iterable[Given], kept_in: Box, run_id: uuid.UUID) -> int:
    left, taken = _Left(), set[str]()
    for name, file in _parts(given):
        if name in taken:
            raise NotTaken("twice", name)
        taken.add(name)
        _keep(name, file, left, kept_in, run_id)
    if not taken - {rules.STAFF_FILE}:
        raise NotTaken("nothing")
    return rules.LARGEST_UNPACKED - left.bytes


def _parts(given: Iterable[Given]) -> Iterator[tuple[str, BinaryIO]]:
    """Our own name of each table, and what it is read from."""
    for one in given:
        name = rules.plain_name(one.name)
        if name.endswith(".zip"):
            yield from _in_zip(one)
        elif name in rules.NAMES:
            yield name, one.file
        else:
            raise NotTaken("sheet" if name.endswith((".xlsx", ".xls", ".ods")) else "name", one.name)


def _in_zip(given: Given) -> Iterator[tuple[str, BinaryIO]]:
    _refuse_long_list(given)
    try:
        with zipfile.ZipFile(given.file) as packed:
            parts = [one for one in packed.infolist() if not one.is_dir()]
            for one in parts:
                _refuse_part(one, len(parts))
            for one in parts:
                with packed.open(one) as file:
                    yield rules.plain_name(one.filename), file  # type: ignore[misc]
    except BROKEN as error:
        raise NotTaken("zip", given.name) from error


def _refuse_long_list(given: Given) -> None:
    """The list of parts is read whole into memory, so its length is looked at before."""
    file = given.file
    size = file.seek(0, 2)
    file.seek(max(0, size - END_LENGTH - LONGEST_COMMENT))
    tail = file.read()
    file.seek(0)
    place = tail.rfind(END)
    if place < 0 or len(tail) - place < END_LENGTH:
        raise NotTaken("zip", given.name)
    (length,) = struct.unpack_from("<I", tail, place + 12)
    if length > LONGEST_LIST or END_64 in tail:
        raise NotTaken("zip_parts", given.name)


def _refuse_part(one: zipfile.ZipInfo, how_many: int) -> None:
    if how_many > rules.MOST_PARTS:
        raise NotTaken("zip_parts")
    if rules.leads_out(one.filename):
        raise NotTaken("leads_out", one.filename)
    if one.flag_bits & 1:
        raise NotTaken("locked", one.filename)
    if one.compress_type not in PACKED:
        raise NotTaken("zip", one.filename)
    if rules.plain_name(one.filename) not in rules.NAMES:
        raise NotTaken("name", one.filename)


def _keep(name: str, file: BinaryIO, left: _Left, kept_in: Box, run_id: uuid.UUID) -> None:
    kept = keeping.SealedFile(keeping.folder_of(run_id) / name, kept_in, run_id)
    lines = 0
    try:
        while piece := _read(name, file):
            left.bytes -= len(piece)
            lines += piece.count(b"\n")
            if left.bytes < 0 or lines > rules.MOST_LINES:
                raise NotTaken("too_big", name)
            kept.write(piece)
        kept.finish()
    finally:
        kept.close()


def _read(name: str, file: BinaryIO) -> bytes:
    try:
        return file.read(PIECE)
    except BROKEN as error:
        raise NotTaken("zip", name) from error
