"""Reads everything a browser leaves in its profile folder, compressed or not, and looks for words in it."""

from __future__ import annotations

import base64
import contextlib
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

import brotli

BLOCK, RECORD_HEADER = 32 * 1024, 7
TABLE_FOOTER, TABLE_MAGIC = 48, bytes.fromhex("57fb808b247547db")
CACHE_MAGIC, CACHE_HEADER = bytes.fromhex("305c72a71b6dfbfc"), 24
MOST_DECODED = 8 * 1024 * 1024
KEY_WINDOW = 16


class BrokenError(Exception):
    """These bytes are not what the decoder expects."""


def varint(data: bytes, at: int) -> tuple[int, int]:
    """A little-endian base-128 number and where it ends."""
    value = shift = 0
    while at < len(data) and shift < 64:
        value |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if not data[at - 1] & 0x80:
            return value, at
    raise BrokenError


def snappy(data: bytes) -> bytes:
    """Snappy's raw format (github.com/google/snappy, format_description.txt): literals and copies."""
    size, at = varint(data, 0)
    out = bytearray()
    while at < len(data):
        tag = data[at]
        length, at, back = _element(data, at + 1, tag)
        if back == 0:
            out += data[at : at + length]
            at += length
        elif back > len(out):
            raise BrokenError
        else:
            for _byte in range(length):
                out.append(out[-back])
    if len(out) != size:
        raise BrokenError
    return bytes(out)


def _element(data: bytes, at: int, tag: int) -> tuple[int, int, int]:
    """Length, where the next byte is, and how far back to copy from (0: a literal)."""
    kind, high = tag & 3, tag >> 2
    if kind == 0:
        extra = max(0, high - 59)
        length = int.from_bytes(data[at : at + extra], "little") + 1 if extra else high + 1
        return length, at + extra, 0
    if kind == 1:
        return (high & 7) + 4, at + 1, (tag >> 5) << 8 | data[at]
    wide = 2 if kind == 2 else 4
    return high + 1, at + wide, int.from_bytes(data[at : at + wide], "little")


def table_blocks(data: bytes) -> Iterator[bytes]:
    """The blocks of a LevelDB table (.ldb), decompressed (leveldb, table_format.md)."""
    if len(data) < TABLE_FOOTER or data[-8:] != TABLE_MAGIC:
        return
    footer = data[-TABLE_FOOTER:]
    _offset, at = varint(footer, 0)
    _size, at = varint(footer, at)
    offset, at = varint(footer, at)
    size, at = varint(footer, at)
    index = _block(data, offset, size)
    yield index
    for handle in _values(index):
        offset, at = varint(handle, 0)
        size, at = varint(handle, at)
        yield _block(data, offset, size)


def _block(data: bytes, offset: int, size: int) -> bytes:
    body, kind = data[offset : offset + size], data[offset + size]
    return snappy(body) if kind == 1 else body


def _values(block: bytes) -> Iterator[bytes]:
    restarts = int.from_bytes(block[-4:], "little")
    at, end = 0, len(block) - 4 * (restarts + 1)
    while at < end:
        _shared, at = varint(block, at)
        own, at = varint(block, at)
        size, at = varint(block, at)
        yield block[at + own : at + own + size]
        at += own + size


def log_records(data: bytes) -> bytes:
    """A LevelDB log without the headers that cut long values in pieces."""
    out = bytearray()
    for start in range(0, len(data), BLOCK):
        block, at = data[start : start + BLOCK], 0
        while at + RECORD_HEADER <= len(block):
            size = int.from_bytes(block[at + 4 : at + 6], "little")
            out += block[at + RECORD_HEADER : at + RECORD_HEADER + size]
            at += RECORD_HEADER + size
    return bytes(out)


def gzips(data: bytes) -> Iterator[bytes]:
    """Every gzip stream in the bytes."""
    at = data.find(b"\x1f\x8b\x08")
    while at >= 0:
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj(31).decompress(data[at:], MOST_DECODED)
        at = data.find(b"\x1f\x8b\x08", at + 3)


def cached_brotli(data: bytes) -> bytes:
    """The body of a simple-cache file when it is brotli; else nothing."""
    if not data.startswith(CACHE_MAGIC):
        return b""
    key = int.from_bytes(data[12:16], "little")
    decoder, out = brotli.Decompressor(), bytearray()
    try:
        for at in range(CACHE_HEADER + key, len(data), 64):
            out += decoder.process(data[at : at + 64])
            if decoder.is_finished():
                break
    except brotli.error:
        pass
    return bytes(out)


def readings(path: Path) -> Iterator[bytes]:
    """The file as it is and in every form we can decode."""
    data = path.read_bytes()
    yield data
    yield from gzips(data)
    if path.suffix == ".log":
        yield log_records(data)
    if path.suffix == ".ldb":
        yield from table_blocks(data)
    body = cached_brotli(data)
    if body:
        yield body


def places(folder: Path, token: str) -> list[str]:
    """The files that hold these words in UTF-8 or UTF-16LE."""
    return _holding(folder, [token.encode(), token.encode("utf-16-le")])


def keys(folder: Path, key: bytes) -> list[str]:
    """The files that hold any 16 bytes in a row of this key, or the key in hex or base64url."""
    windows = [key[at : at + KEY_WINDOW] for at in range(len(key) - KEY_WINDOW + 1)]
    text = base64.urlsafe_b64encode(key).rstrip(b"=")
    return _holding(folder, [*windows, key.hex().encode(), text])


def _holding(folder: Path, forms: list[bytes]) -> list[str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    return [
        str(path.relative_to(folder))
        for path in files
        if any(form in reading for reading in readings(path) for form in forms)
    ]


def history(folder: Path) -> list[tuple[str, str]]:
    """Address and title of every page the browser remembers."""
    with sqlite3.connect(f"file:{folder / 'Default/History'}?mode=ro&immutable=1", uri=True) as db:
        return [(str(url), str(title)) for url, title in db.execute("SELECT url, title FROM urls")]
