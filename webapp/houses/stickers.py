"""The stickers a child can put on a page, by group, and their names (practice §5: feelings are words, last).

A name in an entry may end in a skin tone, "-1" (lightest) to "-5" (darkest). The pictures are
static/src/art/stickers and some of static/src/art/pic-…; a feeling is a word in a plain bubble.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

TONES = 5
FEELING = "feel-"
TONED = re.compile(r"(.+)-([1-5])")

# Feelings stand last: in the worries nothing is offered that a child did not say (practice §5).
GROUPS: dict[str, dict[str, object]] = {
    "people": {
        "mum": _l("mum"),
        "dad": _l("dad"),
        "two-mums": _l("two mums"),
        "two-dads": _l("two dads"),
        "mum-dad": _l("mum and dad"),
        "nan": _l("nan"),
        "grandad": _l("grandad"),
        "nan-hijab": _l("grandmother with a headscarf"),
        "grandparents": _l("grandparents"),
        "brothers-sisters": _l("brothers and sisters"),
        "baby": _l("baby"),
        "bump": _l("baby on the way"),
        "toddler": _l("little child"),
        "girl": _l("girl"),
        "boy": _l("boy"),
        "child": _l("child"),
        "child-curly": _l("child with curly hair"),
        "child-glasses": _l("child with glasses"),
        "child-hijab": _l("child with a headscarf"),
        "child-wheelchair": _l("child in a wheelchair"),
        "teen-girl": _l("older girl"),
        "teen-boy": _l("older boy"),
        "woman": _l("woman"),
        "woman-hijab": _l("woman with a headscarf"),
        "man": _l("man"),
        "man-beard": _l("man with a beard"),
        "man-turban": _l("man with a turban"),
        "man-glasses": _l("man with glasses"),
        "adult-wheelchair": _l("grown-up in a wheelchair"),
        "worker": _l("worker"),
        "teacher": _l("teacher"),
        "doctor": _l("doctor"),
        "police": _l("police officer"),
        "someone": _l("someone"),
    },
    "homes": {
        "house": _l("house"),
        "other-house": _l("other house"),
        "two-homes": _l("two homes"),
        "grandparents-home": _l("grandparents' house"),
        "flats": _l("flats"),
        "tower-flats": _l("tall flats"),
        "caravan": _l("caravan"),
        "bedroom": _l("bedroom"),
        "kitchen": _l("kitchen"),
        "garden": _l("garden"),
        "bed": _l("bed"),
        "sofa": _l("sofa"),
        "table": _l("table"),
        "chair": _l("chair"),
        "door": _l("door"),
        "lamp": _l("lamp"),
    },
    "places": {
        "school": _l("school"),
        "park": _l("park"),
        "court": _l("court"),
        "hospital": _l("hospital"),
        "car": _l("car"),
        "shop": _l("shop"),
        "bus": _l("bus"),
        "train": _l("train"),
        "road": _l("road"),
        "family-centre": _l("family centre"),
        "office": _l("office"),
        "library": _l("library"),
        "swimming": _l("swimming pool"),
        "mosque": _l("mosque"),
        "church": _l("church"),
        "temple": _l("temple"),
    },
    "animals": {
        "dog": _l("dog"),
        "cat": _l("cat"),
        "rabbit": _l("rabbit"),
        "hamster": _l("hamster"),
        "fish": _l("fish"),
        "bird": _l("bird"),
        "horse": _l("horse"),
        "fox": _l("fox"),
        "frog": _l("frog"),
        "owl": _l("owl"),
        "snail": _l("snail"),
        "bee": _l("bee"),
        "butterfly": _l("butterfly"),
    },
    "things": {
        "bear": _l("teddy"),
        "ball": _l("ball"),
        "football": _l("football"),
        "bike": _l("bike"),
        "phone": _l("phone"),
        "tablet": _l("tablet"),
        "game": _l("game"),
        "tv": _l("television"),
        "book": _l("book"),
        "music": _l("music"),
        "paint": _l("paints"),
        "drum": _l("drum"),
        "kite": _l("kite"),
        "food": _l("dinner"),
        "cup": _l("cup"),
        "apple": _l("apple"),
        "cake": _l("cake"),
        "present": _l("present"),
        "bag": _l("school bag"),
        "suitcase": _l("suitcase"),
        "key": _l("key"),
        "clock": _l("clock"),
        "boat": _l("boat"),
        "umbrella": _l("umbrella"),
        "heart": _l("heart"),
        "star": _l("star"),
        "sun": _l("sun"),
        "moon": _l("moon"),
        "cloud": _l("cloud"),
        "rain": _l("rain"),
        "rainbow": _l("rainbow"),
        "tree": _l("tree"),
        "flower": _l("flower"),
        "leaf": _l("leaf"),
    },
    "feelings": {
        "feel-ok": _l("OK"),
        "feel-happy": _l("happy"),
        "feel-sad": _l("sad"),
        "feel-calm": _l("calm"),
        "feel-cross": _l("cross"),
        "feel-loved": _l("loved"),
        "feel-lonely": _l("lonely"),
        "feel-safe": _l("safe"),
        "feel-scared": _l("scared"),
        "feel-proud": _l("proud"),
        "feel-worried": _l("worried"),
        "feel-excited": _l("excited"),
        "feel-tired": _l("tired"),
        "feel-bored": _l("bored"),
        "feel-shy": _l("shy"),
        "feel-mixed": _l("mixed up"),
        "feel-unsure": _l("not sure"),
    },
}
NAMES = {name: words for group in GROUPS.values() for name, words in group.items()}

# People whose skin is drawn: all but the grey "someone".
TONED_PEOPLE = frozenset(GROUPS["people"]) - {"someone"}


@dataclass(frozen=True)
class Sticker:
    """What to paint: the symbol of the sticker sheet, its skin tone (0: none), a feeling's word; its name."""

    symbol: str
    tone: int
    word: str
    name: str


def sticker(code: str) -> Sticker:
    """What an entry's sticker is. One we do not know (a newer app's) is painted by its code, with no name."""
    toned = TONED.fullmatch(code)
    plain = toned[1] if toned else code
    name = str(NAMES.get(plain, ""))
    if plain.startswith(FEELING):
        return Sticker("feel", 0, name, name)
    return Sticker(plain, int(toned[2]) if toned else 0, "", name)


def group_names() -> dict[str, str]:
    """What the tray calls each group."""
    return {
        "people": _("People"),
        "homes": _("Homes"),
        "places": _("Places"),
        "animals": _("Animals"),
        "things": _("Things"),
        "feelings": _("Feelings"),
    }


def tray() -> list[list[object]]:
    """The tray as the page hands it to the phone: [[group, its name, [[code, name], …]], …]."""
    said: Callable[[str], str] = group_names().__getitem__
    return [
        [group, said(group), [[code, str(words)] for code, words in stickers.items()]]
        for group, stickers in GROUPS.items()
    ]
