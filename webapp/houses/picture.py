"""A child's page as it is painted for readers: shapes, lines, things and their names. Nothing is interpreted.

static/src/js/houses/picture.ts paints the same on the phone: sizes, order and the cutting of words are alike.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from webapp.houses import stickers
from webapp.houses.content import HIGH, WIDE, Content

SIDE = {1: 90, 2: 140, 3: 200, 4: 290, 5: 420}
PHOTO_SIDE = {1: 200, 2: 320, 3: 460, 4: 640, 5: 900}
LETTER = {1: 36, 2: 48, 3: 66, 4: 92, 5: 130}
LETTER_WIDE = 0.56
TEXT_WIDE = 900
BUBBLE_LETTER, BUBBLE_WIDE, BUBBLE_MIDDLE = 0.17, 0.66, 0.06


@dataclass(frozen=True)
class Ink:
    """Lines in the order they were drawn, below them the shapes that are filled, largest first."""

    fills: list[dict[str, Any]]
    lines: list[dict[str, Any]]


@dataclass(frozen=True)
class Mark:
    """One thing. `left`, `top`, `side`: the square it is painted in. The other parts by `kind`.

    words: `rows` of (text, y), `size` of the letters, `colour`, `rtl`. sticker: `symbol`, `tone`; a feeling
    also has `rows`. drawn: `ink` and its `view` (left, top, wide, high). photo: `photo`, the attachment's id.
    """

    kind: str
    name: str
    x: int
    left: float
    top: float
    side: float
    colour: str = ""
    symbol: str = ""
    tone: int = 0
    rows: tuple[tuple[str, float], ...] = ()
    size: float = 0
    rtl: bool = False
    ink: Ink | None = None
    view: tuple[float, float, float, float] = (0, 0, WIDE, HIGH)
    photo: str = ""


@dataclass(frozen=True)
class Picture:
    """A page ready to be painted: paper, photos, ink, the other marks. `said`: the child's words for it."""

    paper: str
    photos: list[Mark]
    ink: Ink
    marks: list[Mark]
    said: str

    @property
    def names(self) -> list[str]:
        """The things in it, by the child's names or the names on the buttons they tapped."""
        return [mark.name for mark in (*self.photos, *self.marks) if mark.name]


def picture_of(content: Content) -> Picture | None:
    """What a child put on the page; None when nothing was drawn or put there."""
    if not content.has_picture:
        return None
    marks = [_mark(thing) for thing in content.things]
    return Picture(
        paper=content.paper,
        photos=[mark for mark in marks if mark.kind == "photo"],
        ink=_ink(content.strokes),
        marks=[mark for mark in marks if mark.kind != "photo"],
        said=content.said,
    )


def _ink(strokes: list[dict[str, Any]]) -> Ink:
    filled = [stroke for stroke in strokes if "f" in stroke]
    return Ink(fills=sorted(filled, key=lambda stroke: -_area(stroke["p"])), lines=strokes)


def _area(points: list[int]) -> float:
    pairs = list(zip(points[::2], points[1::2], strict=True))
    twice = sum(bx * ay - ax * by for (ax, ay), (bx, by) in zip(pairs, [pairs[-1], *pairs], strict=False))
    return abs(twice) / 2


def _mark(thing: dict[str, Any]) -> Mark:
    kind = thing["k"]
    side = (PHOTO_SIDE if kind == "photo" else SIDE)[thing["s"]]
    left, top = thing["x"] - side / 2, thing["y"] - side / 2
    return Mark(
        **{"kind": kind, "x": thing["x"], "left": left, "top": top, "side": side} | PARTS[kind](thing)
    )


def _sticker(thing: dict[str, Any]) -> dict[str, Any]:
    found = stickers.sticker(thing["n"])
    name = thing.get("said") or found.name
    parts: dict[str, Any] = {"name": name, "symbol": found.symbol, "tone": found.tone}
    if not found.word:
        return parts
    side = SIDE[thing["s"]]
    size = min(side * BUBBLE_LETTER, side * BUBBLE_WIDE / (len(found.word) * LETTER_WIDE))
    return parts | {"size": size, "rows": ((found.word, thing["y"] - side * BUBBLE_MIDDLE + size / 3),)}


def _label(thing: dict[str, Any]) -> dict[str, Any]:
    rtl = is_right_to_left(thing["t"])
    size = LETTER[thing["s"]]
    step = size * (1.9 if rtl else 1.25)
    lines = lines_of(thing["t"], thing["s"])
    first = thing["y"] - (len(lines) - 1) / 2 * step + size / 3
    rows = tuple((line, first + at * step) for at, line in enumerate(lines))
    name = thing.get("said") or thing["t"]
    return {"name": name, "colour": thing["c"], "rows": rows, "size": size, "rtl": rtl}


def _photo(thing: dict[str, Any]) -> dict[str, Any]:
    return {"name": thing.get("said", ""), "photo": thing["a"]}


def _drawn(thing: dict[str, Any]) -> dict[str, Any]:
    lines = thing["d"]
    return {"name": thing.get("said", ""), "ink": _ink(lines), "view": _around(lines)}


PARTS = {"sticker": _sticker, "words": _label, "photo": _photo, "drawn": _drawn}


def _around(lines: list[dict[str, Any]]) -> tuple[float, float, float, float]:
    """The smallest box round some lines, their thickness included: left, top, wide, high."""
    if not lines:
        return (0, 0, WIDE, HIGH)
    left = min(min(line["p"][::2]) - line["w"] / 2 for line in lines)
    right = max(max(line["p"][::2]) + line["w"] / 2 for line in lines)
    top = min(min(line["p"][1::2]) - line["w"] / 2 for line in lines)
    low = max(max(line["p"][1::2]) + line["w"] / 2 for line in lines)
    return (left, top, right - left, low - top)


def is_right_to_left(words: str) -> bool:
    """By the first letter that has a direction (UAX 9, P2)."""
    kinds = (unicodedata.bidirectional(letter) for letter in words)
    return next((kind != "L" for kind in kinds if kind in ("L", "R", "AL")), False)


def lines_of(words: str, size: int) -> list[str]:
    """Words cut into lines that fit the sheet."""
    most = int(TEXT_WIDE / (LETTER[size] * LETTER_WIDE))
    return [line for paragraph in words.split("\n") for line in _wrapped(paragraph, most)]


def _wrapped(paragraph: str, most: int) -> list[str]:
    lines = [""]
    for word in paragraph.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if len(longer) <= most or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line[at : at + most] for line in lines for at in range(0, max(len(line), 1), most)]
