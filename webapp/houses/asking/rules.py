"""What a template is, and what a question may never say. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

THREE_HOUSES = "three_houses"
# Who can be offered a template: a child, a young person (13+), an adult of the family.
AUDIENCES = ("child", "teen", "adult")
BANDS = ("young", "mid", "teen", "adult")
# Bands a child may choose between on the page (experience §5: a setting the child can change).
CHILD_BANDS = ("young", "mid", "teen")
# Drawings of static/src/art that stand for a part, and that a child may pick for a house.
SIGNS = (
    "sign-cloud",
    "sign-rainbow",
    "sign-flower",
    "sign-hill",
    "sign-sunrise",
    "sign-night",
    "sign-people",
    "sign-blanket",
    "sign-list",
    "sign-path",
    "sign-school",
    "sign-door",
    "sign-screen",
    "sign-bus",
    "sign-park",
    "sign-gate",
)
PARTS_AT_MOST = 8
NAME_AT_MOST = 40
QUESTION_AT_MOST = 160

# The middle band's code is 1: entries of the first version of this app carry it.
_CODES = {"young": "YOUNG", "mid": "1", "teen": "TEEN", "adult": "ADULT"}
_CODE = re.compile(r"([A-Z0-9_]{1,24})_(YOUNG|1|TEEN|ADULT)(?:_V(\d{1,4}))?")
# Asked of a child, these put an answer in her mouth or ask who did what (practice §5, experience §2).
_NEVER = (
    re.compile(
        r"(?<!\w)(?:hit|hits|hitting|hurt\w*|harm\w*|touch\w*|smack\w*|beat\w*|abus\w*|neglect\w*|violen\w*"
        r"|scared|scary|afraid|secret\w*|sex\w*|drunk|drugs?|police|why did|who did|when did|what did"
        r"|did \w+ ever|promise\w*)(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<!\w)(?:مارا|مارتا|مارتے|مارتی|مارنا|مارے|پیٹا|پیٹتے|تکلیف|چوٹ|چھوا|چھونا|چھوئے|راز|خفیہ|تشدد|ڈر"
        r"|ڈرتے|ڈرتی|پولیس|شراب|نشہ|کس نے|کب کیا|کیوں کیا|وعدہ)(?!\w)"
    ),
)


@dataclass(frozen=True)
class Part:
    """One house, list or time of day. `names` and `questions` by band; `aside`: a small one by itself."""

    key: str
    sign: str
    names: dict[str, str]
    questions: dict[str, str]
    aside: bool = False

    def name(self, band: str) -> str:
        """Its name for this band."""
        return nearest(self.names, band)

    def question(self, band: str) -> str:
        """What this band is asked."""
        return nearest(self.questions, band)


@dataclass(frozen=True)
class Template:
    """Something a person may fill in. `version` 1 of ours is in the code; later ones are the authority's.

    `on_for`: the audiences it is offered to now. `credit`: whose idea it was.
    """

    key: str
    version: int
    name: str
    parts: tuple[Part, ...]
    on_for: tuple[str, ...] = ()
    credit: str = ""
    # Of the words as they are shown: english_only, machine, checked.
    state: str = "english_only"

    @property
    def houses(self) -> tuple[Part, ...]:
        """The parts in their places."""
        return tuple(part for part in self.parts if not part.aside)

    @property
    def asides(self) -> tuple[Part, ...]:
        """The small questions under them."""
        return tuple(part for part in self.parts if part.aside)


def nearest(words: dict[str, str], band: str) -> str:
    """The words of this band, else of the nearest one that has any; '' when none has."""
    place = BANDS.index(band) if band in BANDS else 1
    near = sorted(BANDS, key=lambda one: abs(BANDS.index(one) - place))
    return next((words[one] for one in near if words.get(one)), "")


def code(part: str, band: str, version: int) -> str:
    """What an entry keeps of its question: part, band and version, e.g. GOOD_TEEN, OUT_1_V3."""
    return f"{part.upper()}_{_CODES[band]}" + (f"_V{version}" if version > 1 else "")


def read_code(prompt: str) -> tuple[str, str, int] | None:
    """Part, band and version of a code; None when it is none of ours."""
    found = _CODE.fullmatch(prompt)
    if found is None:
        return None
    band = next(band for band, end in _CODES.items() if end == found[2])
    return found[1].lower(), band, int(found[3] or 1)


def audience_of(kind: str, band: str) -> str:
    """Which audience a reader of this kind and band is."""
    if kind != "child":
        return "adult"
    return "teen" if band == "teen" else "child"


def leads(question: str) -> str:
    """The word in this question that would lead a child, in any of our languages; '' when there is none."""
    found = [match[0] for never in _NEVER if (match := never.search(question))]
    return found[0] if found else ""
