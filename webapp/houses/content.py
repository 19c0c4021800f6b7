"""What is sealed of one entry: its parts, read from what a phone sent or refused. Pure.

Version 1 (words and lines) is taken for ever: an old app, a queue of many weeks. Version 2 adds the rest.
Paint order: paper, photos, filled shapes and lines, stickers, drawn things and words.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from webapp.core import ids, parcels, text
from webapp.core.parcels import Refused
from webapp.houses import points

HOUSES = ("good", "worry", "wish")
WITH = ("alone", "worker", "parent", "carer", "sibling", "other")
LEVELS = ("worker", "advocate", "people", "meeting", "other")
COLOURS = ("damson", "rust", "gorse", "fern", "night", "rain", "bark", "ink")
WIDTHS = (6, 12, 24)
BANDS = ("young", "mid", "teen")
TYPED_BY = ("", "worker", "helper")
KINDS = ("photo", "voice")
WIDE, HIGH = 1000, 1200
BIGGEST = 5
POINTS_AT_MOST = 60_000
THINGS_AT_MOST = 200
FILES_AT_MOST = 6
WORDS_AT_MOST = 100_000
PEOPLE_AT_MOST = 50
NAME_AT_MOST = 40
SAID_AT_MOST = 500
CALLED_AT_MOST = 80
TOGETHER_AT_MOST = 80
LABEL_AT_MOST = 300
TRANSCRIPT_AT_MOST = 4000
# The voice button stops at 90 s; a phone may round up. A photo is at most 12 MB (webapp.media).
SECONDS_AT_MOST = 92
BYTES_AT_MOST = 16 * 2**20

KEY = re.compile(r"[a-z][a-z0-9_]{0,23}")
THING_ID = re.compile(r"[a-z0-9]{1,16}")
STICKER = re.compile(r"[a-z][a-z0-9-]{0,31}")
PROMPT = re.compile(r"[A-Z0-9_]{1,40}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Share:
    """Who the child lets see it: a level and, for some levels, the people picked."""

    level: str
    people: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True)
class Content:
    """One entry, opened and checked; the sheet is 1000 wide and 1200 high.

    strokes: {"c" colour, "w" width, "p" [x, y, …], "f" colour when the shape it makes is filled}.
    things: {"id", "k", "x", "y", "s" 1–5, "said"?} and by kind sticker "n" · words "t", "c" · photo "a" ·
    drawn "d" (lines round the middle 500, 600 of a sheet of its own).
    voice: {"a", "seconds", "said"}. files: {"id", "sha256", "bytes", "kind"}, those that are used alone.
    band, language: "" when an old app did not say.
    """

    house: str
    words: str
    strokes: list[dict[str, Any]]
    prompt: str
    with_whom: str
    share: Share | None
    read_back: bool
    template: str = "three_houses"
    name: str = ""
    # The drawing the child picked for this house; "" for ours.
    sign: str = ""
    paper: str = ""
    things: list[dict[str, Any]] = field(default_factory=list)
    voice: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    said: str = ""
    band: str = ""
    language: str = ""
    typed_by: str = ""
    own_words: bool = True
    # The brothers and sisters who made it with the child, as the child calls them; never looked up.
    together: str = ""

    @property
    def has_picture(self) -> bool:
        return bool(self.strokes or self.things or self.paper)

    @property
    def is_empty(self) -> bool:
        words = self.words.strip() or self.said.strip()
        return not (words or self.has_picture or self.voice)

    def as_json(self) -> dict[str, Any]:
        """The phone's own form of a draft, without a share choice: she chooses when she sends."""
        rest = {name: getattr(self, name) for name in SAME_NAMES}
        return {"v": 2, **rest, "with": self.with_whom, "share": None}


SAME_NAMES = (
    "house",
    "template",
    "name",
    "sign",
    "words",
    "strokes",
    "paper",
    "things",
    "voice",
    "files",
    "said",
    "prompt",
    "band",
    "language",
    "typed_by",
    "own_words",
    "together",
    "read_back",
)


def kept_content(kept: dict[str, Any]) -> Content:
    """What `as_json` made, now or in an earlier version, without checking it again."""
    same = {name: kept[name] for name in SAME_NAMES if name in kept}
    return Content(**same, with_whom=kept["with"], share=None)


def read_content(plain: bytes) -> Content:
    """The opened bytes as an entry. Refused when it is not what our page makes."""
    return check_content(parcels.as_json(plain))


def check_content(raw: object) -> Content:
    """Refused unless every part is of the kind and size that our page makes."""
    if not isinstance(raw, dict) or type(raw.get("v")) is not int or raw["v"] not in (1, 2):
        raise Refused("shape")
    content = Content(**_first_version(raw), **(_second_version(raw) if raw["v"] == 2 else {}))
    lines = [*content.strokes, *(line for thing in content.things for line in thing.get("d", []))]
    if sum(len(line["p"]) for line in lines) > 2 * POINTS_AT_MOST:
        raise Refused("full")
    return content


def _first_version(raw: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(raw.get("read_back"), bool) or raw.get("with") not in WITH:
        raise Refused("shape")
    if raw["v"] == 1 and raw.get("house") not in HOUSES:
        raise Refused("shape")
    return {
        "house": _match(raw.get("house"), KEY),
        "words": _text(raw.get("words"), WORDS_AT_MOST, "words"),
        "strokes": _strokes(raw.get("strokes")),
        "prompt": _match(raw.get("prompt"), PROMPT),
        "with_whom": raw["with"],
        "share": _share(raw.get("share")),
        "read_back": raw["read_back"],
    }


def _second_version(raw: dict[str, Any]) -> dict[str, Any]:
    if raw.get("band") not in ("", *BANDS) or raw.get("typed_by") not in TYPED_BY:
        raise Refused("shape")
    if not isinstance(raw.get("own_words"), bool):
        raise Refused("shape")
    if raw.get("paper") not in ("", *COLOURS):
        raise Refused("drawing")
    files = _each(raw.get("files"), _file, FILES_AT_MOST)
    things = _things(raw.get("things"))
    voice = _each(raw.get("voice"), _voice, FILES_AT_MOST)
    return {
        "template": _match(raw.get("template"), KEY),
        "name": _text(raw.get("name"), NAME_AT_MOST, "words"),
        "sign": _match(raw["sign"], STICKER) if raw.get("sign", "") != "" else "",
        "paper": raw["paper"],
        "things": things,
        "voice": voice,
        "files": _used(files, things, voice),
        "said": _text(raw.get("said"), SAID_AT_MOST, "words"),
        "band": raw["band"],
        "language": _match(raw.get("language"), LANGUAGE) if raw.get("language") != "" else "",
        "typed_by": raw["typed_by"],
        "own_words": raw["own_words"],
        "together": _together(raw),
    }


def _together(raw: dict[str, Any]) -> str:
    """Names, where a brother or sister is there; an older app does not send any."""
    names = _text(raw.get("together", ""), TOGETHER_AT_MOST, "words")
    return names if raw["with"] == "sibling" else ""


def _match(raw: object, pattern: re.Pattern[str], code: str = "shape") -> str:
    if not isinstance(raw, str) or not pattern.fullmatch(raw):
        raise Refused(code)
    return raw


def _text(raw: object, at_most: int, code: str = "shape") -> str:
    if not isinstance(raw, str):
        raise Refused("shape")
    words = text.repair(raw)
    if len(words) > at_most:
        raise Refused(code)
    return words


def _number(raw: object, top: int, *, least: int = 0, code: str = "drawing") -> int:
    if type(raw) is not int or not least <= raw <= top:
        raise Refused(code)
    return raw


def _each(
    raw: object, read: Callable[[dict[str, Any]], dict[str, Any]], at_most: int, code: str = "shape"
) -> list[dict[str, Any]]:
    if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
        raise Refused(code)
    if len(raw) > at_most:
        raise Refused("full")
    return [read(one) for one in raw]


def _id(raw: object) -> str:
    found = ids.parse(raw)
    if found is None or str(found) != raw:
        raise Refused("shape")
    return raw


def _strokes(raw: object) -> list[dict[str, Any]]:
    if not isinstance(raw, list):
        raise Refused("drawing")
    return [_stroke(one) for one in raw]


def _stroke(raw: object) -> dict[str, Any]:
    if not isinstance(raw, dict) or raw.get("c") not in COLOURS or raw.get("w") not in WIDTHS:
        raise Refused("drawing")
    stroke = {"c": raw["c"], "w": int(raw["w"]), "p": _points(raw.get("p"))}
    if "f" not in raw:
        return stroke
    if raw["f"] not in COLOURS:
        raise Refused("drawing")
    return stroke | {"f": raw["f"]}


def _points(raw: object) -> list[int]:
    found = points.unpack(raw) if isinstance(raw, str) else raw
    if not isinstance(found, list) or not found or len(found) % 2:
        raise Refused("drawing")
    if not _on_sheet(found[::2], WIDE) or not _on_sheet(found[1::2], HIGH):
        raise Refused("drawing")
    return found


def _on_sheet(values: list[object], top: int) -> bool:
    return all(type(value) is int and 0 <= value <= top for value in values)


def _things(raw: object) -> list[dict[str, Any]]:
    things = _each(raw, _thing, THINGS_AT_MOST, "drawing")
    if len({thing["id"] for thing in things}) != len(things):
        raise Refused("drawing")
    return things


def _thing(raw: dict[str, Any]) -> dict[str, Any]:
    kind = raw.get("k")
    if not isinstance(kind, str) or kind not in THING_PARTS:
        raise Refused("drawing")
    said = _text(raw["said"], CALLED_AT_MOST, "words") if "said" in raw else ""
    return {
        "id": _match(raw.get("id"), THING_ID, "drawing"),
        "k": kind,
        **THING_PARTS[kind](raw),
        "x": _number(raw.get("x"), WIDE),
        "y": _number(raw.get("y"), HIGH),
        "s": _number(raw.get("s"), BIGGEST, least=1),
        **({"said": said} if said else {}),
    }


def _sticker(raw: dict[str, Any]) -> dict[str, Any]:
    return {"n": _match(raw.get("n"), STICKER, "drawing")}


def _label(raw: dict[str, Any]) -> dict[str, Any]:
    if raw.get("c") not in COLOURS:
        raise Refused("drawing")
    return {"t": _text(raw.get("t"), LABEL_AT_MOST, "words"), "c": raw["c"]}


def _photo(raw: dict[str, Any]) -> dict[str, Any]:
    return {"a": _id(raw.get("a"))}


def _drawn(raw: dict[str, Any]) -> dict[str, Any]:
    return {"d": _strokes(raw.get("d"))}


THING_PARTS = {"sticker": _sticker, "words": _label, "photo": _photo, "drawn": _drawn}


def _voice(raw: dict[str, Any]) -> dict[str, Any]:
    return {
        "a": _id(raw.get("a")),
        "seconds": _number(raw.get("seconds"), SECONDS_AT_MOST, code="shape"),
        "said": _text(raw.get("said"), TRANSCRIPT_AT_MOST, "words"),
    }


def _file(raw: dict[str, Any]) -> dict[str, Any]:
    if raw.get("kind") not in KINDS:
        raise Refused("shape")
    return {
        "id": _id(raw.get("id")),
        "sha256": _match(raw.get("sha256"), SHA256),
        "bytes": _number(raw.get("bytes"), BYTES_AT_MOST, least=1, code="shape"),
        "kind": raw["kind"],
    }


def _used(
    files: list[dict[str, Any]], things: list[dict[str, Any]], voice: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The files the entry shows or plays. Refused when one is not named, or named twice."""
    wanted = {thing["a"]: "photo" for thing in things if thing["k"] == "photo"}
    wanted |= {note["a"]: "voice" for note in voice}
    used = [one for one in files if wanted.get(one["id"]) == one["kind"]]
    if len(used) != len(wanted) or len({one["id"] for one in used}) != len(used):
        raise Refused("shape")
    return used


def _share(raw: object) -> Share | None:
    if raw is None:
        return None
    if not isinstance(raw, dict) or raw.get("level") not in LEVELS:
        raise Refused("share")
    people = raw.get("people")
    if not isinstance(people, list) or len(people) > PEOPLE_AT_MOST:
        raise Refused("share")
    found = [ids.parse(person) for person in people]
    return Share(raw["level"], tuple(person for person in found if person is not None))
