"""What a note may hold: words, or the one tick that says that someone may not be safe."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from webapp.core.parcels import Refused
from webapp.letterbox import rules
from webapp.letterbox.rules import Content, Parcel


def read(**raw: Any) -> Content:
    return rules.read_content(json.dumps({"v": 1, "words": "Hello", "unsafe": False} | raw).encode())


def code_of(plain: bytes) -> str:
    with pytest.raises(Refused) as refused:
        rules.read_content(plain)
    assert str(refused.value) == refused.value.code
    return refused.value.code


def refused(**raw: Any) -> str:
    return code_of(json.dumps({"v": 1, "words": "Hello", "unsafe": False} | raw).encode())


@pytest.mark.parametrize("plain", [b"", b"\xff", b"{", b"[" * 100_000, b"[]", b"null", b"7"])
def test_what_is_no_note_is_refused(plain: bytes) -> None:
    assert code_of(plain) == "shape"


@pytest.mark.parametrize(
    "raw", [{"v": 2}, {"v": None}, {"words": 7}, {"words": None}, {"unsafe": 1}, {"unsafe": None}]
)
def test_a_note_of_another_shape_is_refused(raw: dict[str, Any]) -> None:
    assert refused(**raw) == "shape"


def test_a_note_is_kept_as_it_was_written() -> None:
    assert read(words="Nan’s  soup\n") == Content("Nan’s  soup\n", unsafe=False)
    assert read(words="a\x00b\ud800") == Content("ab\ufffd", unsafe=False)
    assert read(unsafe=True) == Content("Hello", unsafe=True)


def test_not_safe_needs_no_words_but_an_empty_note_says_nothing() -> None:
    assert read(words="", unsafe=True) == Content("", unsafe=True)
    assert refused(words="") == "empty"
    assert refused(words=" \n") == "empty"


def test_the_longest_note_is_taken_and_one_letter_more_is_refused() -> None:
    assert len(read(words="ا" * 20_000).words) == 20_000
    assert refused(words="ا" * 20_001) == "words"
    assert refused(words="ا" * 20_001, unsafe=True) == "words"


def test_the_longest_note_of_four_byte_letters_fits_when_sealed() -> None:
    longest = json.dumps({"v": 1, "words": "😀" * 20_000, "unsafe": False}, ensure_ascii=False).encode()
    assert len(longest) + 16 * 1024 < rules.SEALED_AT_MOST == 98_304


def test_a_note_is_bound_to_its_phone_and_its_own_id() -> None:
    note = uuid.UUID(int=5)
    parcel = Parcel(note, "child-1", uuid.UUID(int=6), b"e", b"c", None)
    assert parcel.binding == f"heard/note/v1|child-1|{note}|1"
    assert parcel.body == b"e|c"
