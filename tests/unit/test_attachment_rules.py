"""What a part of a photo or recording holds (webapp/houses/attachments/rules.py)."""

from __future__ import annotations

import pytest

from webapp.core.parcels import Refused
from webapp.houses.attachments import rules
from webapp.houses.attachments.rules import HEAD, PART


def head(kind: int, size: int) -> bytes:
    return bytes([kind]) + size.to_bytes(4) + b"\7" * 32


@pytest.mark.parametrize("size", [1, PART - 1, PART, PART + 1, 3 * PART])
def test_the_parts_join_to_what_was_cut(size: int) -> None:
    data = bytes(at % 251 for at in range(size))
    count = -(-size // PART)
    found = [
        rules.read_part(head(1, size) + data[at * PART : (at + 1) * PART] + b"\0" * 9, at, count)
        for at in range(count)
    ]
    assert b"".join(part for _head, part in found) == data
    assert {one for one, _part in found} == {rules.Head("voice", size, b"\7" * 32)}


@pytest.mark.parametrize(
    ("plain", "number", "count", "code"),
    [
        (b"", 0, 1, "shape"),
        (head(0, 5), 0, 1, "shape"),
        (head(0, 5) + b"abcd", 0, 1, "shape"),
        (head(2, 5) + b"abcde", 0, 1, "shape"),
        (head(0, 0) + b"abcde", 0, 1, "shape"),
        (head(0, 5) + b"abcde", 0, 2, "shape"),
        (head(0, PART + 5) + b"a" * PART, 0, 1, "shape"),
        (head(0, 13 * 2**20) + b"a" * PART, 0, -(-13 * 2**20 // PART), "large"),
        (head(1, 7 * 2**20) + b"a" * PART, 0, -(-7 * 2**20 // PART), "large"),
    ],
)
def test_what_does_not_fit_together_is_refused(plain: bytes, number: int, count: int, code: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.read_part(plain, number, count)
    assert refused.value.code == code


def test_the_largest_photo_has_no_more_parts_than_are_taken() -> None:
    assert -(-max(rules.LARGEST.values()) // PART) <= rules.PARTS_AT_MOST
    assert HEAD + PART < 256 * 1024


def test_what_nobody_names_outlives_the_oldest_queue() -> None:
    """A phone's queue may be 60 days old (R14)."""
    assert rules.KEPT_UNNAMED.days >= 2 * 60
