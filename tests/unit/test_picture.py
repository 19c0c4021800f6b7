"""What readers see of a child's page: the order of painting, the names, the cutting of words."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.unit.test_content import DOG, DRAWN, EMPTY, LABEL, LINE, PHOTO, PICTURE, WHOLE
from webapp.houses import content, picture, stickers

SMALL: dict[str, Any] = {"c": "ink", "w": 6, "p": [150, 150, 200, 150, 200, 200], "f": "rust"}
LARGE: dict[str, Any] = {"c": "ink", "w": 6, "p": [0, 0, 900, 0, 900, 900], "f": "fern"}


@pytest.fixture(autouse=True)
def english() -> Any:
    """Names of stickers need a language."""
    from flask_babel import Babel

    app = Flask(__name__)
    Babel(app, locale_selector=lambda: None)
    with app.test_request_context():
        yield


def found(**changes: Any) -> picture.Picture:
    seen = picture.picture_of(content.check_content(WHOLE | changes))
    assert seen is not None
    return seen


def test_a_page_with_nothing_on_it_is_no_picture() -> None:
    assert picture.picture_of(content.check_content(EMPTY | {"words": "Hi"})) is None


def test_the_largest_shape_is_painted_first_and_lines_keep_their_order() -> None:
    seen = found(strokes=[SMALL, LARGE, LINE])
    assert [line["f"] for line in seen.ink.fills] == ["fern", "rust"]
    assert seen.ink.lines == [SMALL, LARGE, LINE]


def test_photos_lie_below_and_everything_is_named_by_the_child_first() -> None:
    seen = found()
    assert [mark.photo for mark in seen.photos] == [PHOTO]
    assert [mark.kind for mark in seen.marks] == ["sticker", "words", "drawn"]
    assert seen.names == ["Rex", "my bed"]


def test_a_thing_is_painted_round_its_middle() -> None:
    seen = found(things=[DOG | {"x": 500, "y": 600, "s": 3}])
    (dog,) = seen.marks
    assert (dog.left, dog.top, dog.side, dog.symbol) == (400, 500, 200, "dog")


def test_a_skin_tone_is_apart_from_the_name() -> None:
    assert stickers.sticker("mum-5") == stickers.Sticker("mum", 5, "", "mum")
    assert stickers.sticker("dog") == stickers.Sticker("dog", 0, "", "dog")
    assert stickers.sticker("from-a-newer-app").name == ""


def test_a_feeling_is_a_word_in_a_plain_bubble() -> None:
    (mark,) = found(things=[DOG | {"n": "feel-mixed", "said": ""}]).marks
    assert (mark.symbol, mark.rows[0][0], mark.name) == ("feel", "mixed up", "mixed up")


def test_what_was_drawn_is_seen_from_its_edges() -> None:
    (mark,) = found(things=[DRAWN]).marks
    assert list(mark.view) == [-3, -3, 1006, 1206]
    assert found(things=[DRAWN | {"d": []}]).marks[0].view == (0.0, 0.0, 1000.0, 1200.0)


# The same words are cut alike on the phone: tests/js/picture.test.ts.
@pytest.mark.parametrize(
    ("words", "size", "lines"),
    [
        ("my bed", 3, ["my bed"]),
        ("one two three four five six", 5, ["one two", "three four", "five six"]),
        ("abcdefghijklmnop", 5, ["abcdefghijkl", "mnop"]),
        ("a\nb", 1, ["a", "b"]),
        ("", 1, [""]),
    ],
)
def test_words_are_cut_into_lines_that_fit(words: str, size: int, lines: list[str]) -> None:
    assert picture.lines_of(words, size) == lines


def test_words_go_their_own_way_and_stay_on_their_middle() -> None:
    (urdu,) = found(things=[LABEL | {"t": "میرا گھر"}]).marks
    (english,) = found(things=[LABEL | {"t": "12 گھر"}]).marks
    (latin,) = found(things=[LABEL]).marks
    assert (urdu.rtl, english.rtl, latin.rtl) == (True, True, False)
    assert (latin.x, latin.colour, latin.size) == (1000, "rust", 36)


def test_every_sticker_has_its_picture_and_no_feeling_comes_before_the_last_group() -> None:
    assert list(stickers.GROUPS)[-1] == "feelings"
    early = [code for group in list(stickers.GROUPS)[:-1] for code in stickers.GROUPS[group]]
    assert not [code for code in early if code.startswith(stickers.FEELING)]
    assert len(early) >= 40
    assert all(content.STICKER.fullmatch(f"{code}-5") for code in stickers.NAMES)


def test_a_photo_without_a_name_is_not_given_one() -> None:
    assert found(things=[PICTURE]).photos[0].name == ""
