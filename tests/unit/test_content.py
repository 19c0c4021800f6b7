"""What version 2 of an entry may hold: fills, things, files, and what is refused or left out."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.parcels import Refused
from webapp.houses import content, points

PHOTO, VOICE = str(uuid.UUID(int=7)), str(uuid.UUID(int=8))
LINE: dict[str, Any] = {"c": "ink", "w": 6, "p": [0, 0, 1000, 1200]}
DOG: dict[str, Any] = {"id": "a", "k": "sticker", "n": "dog", "x": 0, "y": 1200, "s": 5, "said": "Rex"}
LABEL: dict[str, Any] = {"id": "b", "k": "words", "t": "my bed", "c": "rust", "x": 1000, "y": 0, "s": 1}
PICTURE: dict[str, Any] = {"id": "c", "k": "photo", "a": PHOTO, "x": 500, "y": 600, "s": 3}
DRAWN: dict[str, Any] = {"id": "d", "k": "drawn", "d": [LINE], "x": 5, "y": 6, "s": 2}
NOTE: dict[str, Any] = {"a": VOICE, "seconds": 12, "said": "I said this"}
PHOTO_FILE: dict[str, Any] = {"id": PHOTO, "sha256": "0" * 64, "bytes": 9, "kind": "photo"}
VOICE_FILE: dict[str, Any] = {"id": VOICE, "sha256": "f" * 64, "bytes": 1, "kind": "voice"}
WHOLE: dict[str, Any] = {
    "v": 2,
    "house": "good",
    "template": "three_houses",
    "name": "My sunny house",
    "sign": "sign-cloud",
    "words": "Nan’s soup",
    "strokes": [LINE | {"f": "fern"}, LINE],
    "paper": "gorse",
    "things": [DOG, LABEL, PICTURE, DRAWN],
    "voice": [NOTE],
    "files": [PHOTO_FILE, VOICE_FILE],
    "said": "This is us in the garden",
    "prompt": "GOOD_1",
    "with": "sibling",
    "together": "Yusuf and Hamza",
    "band": "mid",
    "language": "en",
    "typed_by": "worker",
    "own_words": False,
    "share": None,
    "read_back": True,
}
EMPTY: dict[str, Any] = WHOLE | {
    "name": "",
    "words": " ",
    "strokes": [],
    "paper": "",
    "things": [],
    "voice": [],
    "files": [],
    "said": "",
}
FIRST: dict[str, Any] = {
    "v": 1,
    "house": "wish",
    "words": "A swing",
    "strokes": [LINE],
    "prompt": "WISH_1",
    "with": "carer",
    "share": None,
    "read_back": False,
}


def code_of(change: dict[str, Any]) -> str:
    with pytest.raises(Refused) as refused:
        content.check_content(WHOLE | change)
    return refused.value.code


def test_the_phone_gets_its_draft_back_whole() -> None:
    assert content.check_content(WHOLE).as_json() == WHOLE
    assert content.kept_content(WHOLE) == content.check_content(WHOLE)


def test_what_an_old_app_sent_comes_back_as_the_second_version() -> None:
    back = content.check_content(FIRST).as_json()
    assert {name: back[name] for name in FIRST} == FIRST | {"v": 2}
    assert (back["template"], back["paper"], back["things"], back["band"]) == ("three_houses", "", [], "")
    assert content.check_content(back).as_json() == back


def test_what_was_kept_before_is_read_with_nothing_added() -> None:
    kept = content.kept_content(FIRST)
    assert kept == content.check_content(FIRST)
    assert (kept.template, kept.things, kept.said, kept.own_words) == ("three_houses", [], "", True)


def test_the_first_version_has_no_second_part() -> None:
    assert content.check_content(FIRST | {"paper": "rust", "things": 7}).paper == ""


@pytest.mark.parametrize(
    "part",
    [{"words": "Hi"}, {"said": "Hi"}, {"strokes": [LINE]}, {"paper": "rust"}, {"things": [DOG]}],
)
def test_anything_a_child_makes_is_something(part: dict[str, Any]) -> None:
    assert content.check_content(EMPTY).is_empty
    assert not content.check_content(EMPTY | part).is_empty


def test_a_voice_alone_is_something_and_a_name_alone_is_nothing() -> None:
    spoken = content.check_content(EMPTY | {"voice": [NOTE], "files": [VOICE_FILE]})
    assert not spoken.is_empty
    assert not spoken.has_picture
    assert content.check_content(EMPTY | {"name": "My house"}).is_empty


def test_the_largest_of_everything_is_taken() -> None:
    many = [DOG | {"id": f"t{number}"} for number in range(200)]
    large = {"things": many, "name": "n" * 40, "said": "s" * 500, "files": [], "voice": []}
    assert len(content.check_content(WHOLE | large).things) == 200
    assert content.check_content(WHOLE | {"house": "a" * 24}).house == "a" * 24


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"v": True}, "shape"),
        ({"v": 3}, "shape"),
        ({"house": "Roof"}, "shape"),
        ({"house": "a" * 25}, "shape"),
        ({"template": "<b>"}, "shape"),
        ({"template": ["three_houses"]}, "shape"),
        ({"name": "n" * 41}, "words"),
        ({"name": None}, "shape"),
        ({"sign": "../cloud"}, "shape"),
        ({"sign": None}, "shape"),
        ({"said": "s" * 501}, "words"),
        ({"paper": "white"}, "drawing"),
        ({"paper": None}, "drawing"),
        ({"strokes": [LINE | {"f": ""}]}, "drawing"),
        ({"strokes": [LINE | {"p": "A"}]}, "drawing"),
        ({"strokes": [LINE | {"p": ""}]}, "drawing"),
        ({"strokes": [LINE | {"p": "!!"}]}, "drawing"),
        ({"strokes": [LINE | {"p": points.pack([0, 1201])}]}, "drawing"),
        ({"things": {}}, "drawing"),
        ({"things": [[]]}, "drawing"),
        ({"things": [DOG | {"id": f"t{number}"} for number in range(201)]}, "full"),
        ({"things": [DOG, DOG]}, "drawing"),
        ({"things": [DOG | {"k": "video"}]}, "drawing"),
        ({"things": [DOG | {"k": ["sticker"]}]}, "drawing"),
        ({"things": [DOG | {"n": "dog.svg#x"}]}, "drawing"),
        ({"things": [DOG | {"id": "A"}]}, "drawing"),
        ({"things": [DOG | {"x": 1001}]}, "drawing"),
        ({"things": [DOG | {"y": 1.5}]}, "drawing"),
        ({"things": [DOG | {"s": 0}]}, "drawing"),
        ({"things": [DOG | {"s": 6}]}, "drawing"),
        ({"things": [DOG | {"said": "c" * 81}]}, "words"),
        ({"things": [DOG | {"said": 4}]}, "shape"),
        ({"things": [LABEL | {"t": "t" * 301}]}, "words"),
        ({"things": [LABEL | {"c": "white"}]}, "drawing"),
        ({"things": [DRAWN | {"d": [{}]}]}, "drawing"),
        ({"things": [DRAWN | {"d": [LINE | {"p": [1, 1] * 60_000}]}]}, "full"),
        ({"voice": [NOTE | {"seconds": 93}]}, "shape"),
        ({"voice": [NOTE | {"said": "s" * 4001}]}, "words"),
        ({"voice": [NOTE] * 7}, "full"),
        ({"files": [PHOTO_FILE]}, "shape"),
        ({"files": [PHOTO_FILE, PHOTO_FILE, VOICE_FILE]}, "shape"),
        ({"files": [PHOTO_FILE | {"kind": "voice"}, VOICE_FILE]}, "shape"),
        ({"files": [PHOTO_FILE | {"sha256": "F" * 64}, VOICE_FILE]}, "shape"),
        ({"files": [PHOTO_FILE | {"bytes": 0}, VOICE_FILE]}, "shape"),
        ({"files": [PHOTO_FILE | {"id": PHOTO.replace("-", "")}, VOICE_FILE]}, "shape"),
        ({"band": "old"}, "shape"),
        ({"language": "English!"}, "shape"),
        ({"typed_by": "mum"}, "shape"),
        ({"own_words": 1}, "shape"),
        ({"together": 1}, "shape"),
        ({"together": "t" * 81}, "words"),
    ],
)
def test_refused(change: dict[str, Any], code: str) -> None:
    assert code_of(change) == code


def test_who_made_it_together_stands_with_brothers_and_sisters_alone() -> None:
    assert content.check_content(WHOLE).together == "Yusuf and Hamza"
    assert content.check_content(WHOLE | {"with": "parent"}).together == ""
    older = {name: value for name, value in WHOLE.items() if name != "together"}
    assert content.check_content(older).together == ""


def test_a_file_that_nothing_shows_is_not_asked_for() -> None:
    found = content.check_content(WHOLE | {"things": [DOG]})
    assert found.files == [VOICE_FILE]


def test_an_unknown_part_is_left_out() -> None:
    found = content.check_content(WHOLE | {"things": [DOG | {"href": "x"}], "files": [VOICE_FILE], "more": 1})
    assert found.things == [DOG]
    assert "more" not in found.as_json()


def test_packed_points_are_opened() -> None:
    packed = LINE | {"p": points.pack(LINE["p"])}
    assert content.check_content(WHOLE | {"strokes": [packed]}).strokes == [LINE]


# The same pairs as in tests/js/points.test.ts: phone and server pack alike.
@pytest.mark.parametrize(
    ("numbers", "packed"),
    [
        ([0, 0], "AA"),
        ([1, 2, 0, 3], "CEBC"),
        ([1000, 1200, 0, 0], "w-BgrCv-B_qC"),
        ([15, 16, 0, 0], "egBdf"),
    ],
)
def test_pairs(numbers: list[int], packed: str) -> None:
    assert points.unpack(points.pack(numbers)) == numbers
    assert points.pack(numbers) == packed


@given(st.lists(st.integers(0, 1200), max_size=60))
def test_packing_keeps_every_number(numbers: list[int]) -> None:
    assert points.unpack(points.pack(numbers)) == numbers


@pytest.mark.parametrize("packed", ["g", "ggggA", "=", "é", "A "])
def test_what_is_not_packed_is_refused(packed: str) -> None:
    with pytest.raises(Refused):
        points.unpack(packed)
