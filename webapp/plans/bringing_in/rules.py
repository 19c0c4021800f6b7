"""From a file's blocks to the pieces of a plan. Pure: no Flask, no SQLAlchemy."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from webapp.documents import Block
from webapp.plans.bringing_in.headings import Headings, Place
from webapp.plans.rules import LONGEST_FIELD, MOVING_PARTS, PARTS, parts_for

# Beside the parts: a step, what has no place yet, and what is left out of the draft.
STEP, NOT_PLACED, LEFT_OUT = "step", "", "leave_out"
PLACES = (NOT_PLACED, *PARTS, STEP, LEFT_OUT)
EVERYONE = "everyone"
MOST_PIECES = 300
TITLES = 12
LONGEST_HEADING = 90
NUMBER = re.compile(r"^\W*\d{1,2}[.)]\s+")
MOST_TITLE_WORDS = 6
LABEL = re.compile(r"^([^:]{3,80}):\s+(\S.*)$", re.DOTALL)
ENDS = (".", "!", "?", ":", ";", "…", "؟", "۔")
DOES = re.compile(r"^([A-Z][\w'’-]+(?:(?:,| and| &)? [A-Z][\w'’-]+)*) (?:will|to|is to|agrees to)\b")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
IN_WORDS = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9})\.?,? (\d{4}|\d{2})\b", re.IGNORECASE)
IN_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)")
ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
KINDS = (
    ("child protection", "child_protection"),
    ("child in need", "child_in_need"),
    ("early help", "early_help"),
    ("pathway plan", "pathway_plan"),
    ("care plan", "care_plan"),
)


@dataclass(frozen=True)
class Piece:
    """A paragraph or a step, and where it goes. `reader`: everyone, or a person's id; `day`: ISO or ''.

    `day_words`: what the file says about when, where that is not a day.
    """

    place: str
    heading: str
    text: str
    reader: str = EVERYONE
    whom: str = ""
    day: str = ""
    day_words: str = ""
    why: str = ""


@dataclass(frozen=True)
class Brought:
    """Everything that was read of one plan."""

    pieces: list[Piece]
    kind: str
    review_on: date | None
    was_changed: bool


def bring(blocks: list[Block], headings: Headings, *, name: str, child_id: str, was_changed: bool) -> Brought:
    """Sort blocks into pieces. `name`: the child's first name; `child_id`: who reads their own version."""
    sorter = _Sorter(headings, name, child_id)
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        sorter.take(block, following)
    pieces = sorter.finish()
    return Brought(pieces, kind_of(blocks), _review_day(pieces), was_changed)


def kind_of(blocks: list[Block]) -> str:
    """The kind of plan that its first lines speak of; '' when they do not."""
    titles = " ".join(f"{one.text} {' '.join(one.cells)}" for one in blocks[:TITLES]).casefold()
    found = [(titles.find(words), kind) for words, kind in KINDS if words in titles]
    return min(found)[1] if found else ""


def day_in(words: str) -> date | None:
    """The first day named with its year, in the order day, month, year; None for anything else."""
    for pattern, order in ((IN_WORDS, "dmy"), (IN_NUMBERS, "dmy"), (ISO, "ymd")):
        for match in pattern.finditer(words):
            found = _day(dict(zip(order, match.groups(), strict=True)))
            if found:
                return found
    return None


def _day(said: dict[str, str]) -> date | None:
    month = said["m"] if said["m"].isdigit() else str(_month(said["m"]))
    year = int(said["y"]) + (2000 if len(said["y"]) == 2 else 0)
    try:
        found = date(year, int(month), int(said["d"]))
    except ValueError:
        return None
    return found if 1900 <= year <= 2200 else None


def _month(words: str) -> int:
    short = words[:3].casefold()
    return MONTHS.index(short) + 1 if short in MONTHS else 0


def _review_day(pieces: list[Piece]) -> date | None:
    days = (day_in(one.text) for one in pieces if one.place == "review")
    return next((day for day in days if day), None)


def gaps(pieces: list[Piece], kind: str) -> list[str]:
    """Parts of a plan of this kind with nothing in them; all about moving, when one of them is filled."""
    filled = {"steps" if one.place == STEP else one.place for one in pieces if one.text.strip()}
    is_moving = not filled.isdisjoint(MOVING_PARTS)
    return [part for part in parts_for(kind, is_moving=is_moving) if part not in filled]


class _Sorter:
    """Goes through a file once, from heading to heading."""

    def __init__(self, headings: Headings, name: str, child_id: str) -> None:
        self.headings, self.name, self.child_id = headings, name, child_id
        self.pieces: list[Piece] = []
        self.heading = ""
        self.at = Place("ask")
        self.for_child = False
        self.columns: tuple[int, tuple[str, ...]] = (0, ())
        # Whether the next words may join the last piece: they stand under the same heading.
        self.is_open = False
        # A heading that nobody knows and that nothing stands under yet: it may be a sentence of its own.
        self.bare = ""

    def take(self, block: Block, following: Block | None) -> None:
        """One block, and the one after it."""
        if block.kind == "heading" or (block.kind == "numbered" and self._heads(block, following)):
            self._begin(block.text, self.headings.place(block.text, self.name))
        elif block.kind == "row":
            self._row(block)
        elif block.kind in ("item", "numbered"):
            self._words(NUMBER.sub("", block.text), is_item=True)
        elif not self._is_heading(block.text) and not self._is_labelled(block.text):
            if self._looks_like_title(block.text, following):
                self._begin(block.text, None)
            else:
                self._words(block.text, is_item=False)

    def finish(self) -> list[Piece]:
        """All pieces, when the last block was taken."""
        self._keep_bare()
        return self.pieces

    def _keep_bare(self) -> None:
        if self.bare:
            self.pieces.append(Piece(NOT_PLACED, "", self.bare))
        self.bare = ""

    def _looks_like_title(self, text: str, following: Block | None) -> bool:
        """An unknown heading in plain text: a few words without a stop, over a sentence."""
        is_short = len(text.split()) <= MOST_TITLE_WORDS and text[0].isupper() and text[-1].isalpha()
        after = following.text if following and following.kind == "line" else ""
        ended = not self.pieces or self.pieces[-1].text.endswith(ENDS)
        return is_short and after.endswith(ENDS) and ended and len(after.split()) > 2

    def _heads(self, block: Block, following: Block | None) -> bool:
        """Whether a numbered line is a heading: it is known as one, or text follows and no further item."""
        is_known = self.headings.exact(block.text, self.name) is not None
        return is_known or (following is not None and following.kind in ("line", "row"))

    def _is_heading(self, text: str) -> bool:
        """A line that is a known heading, though it is not set as one."""
        if len(text) > LONGEST_HEADING or text[-1] in ".;,!" or "\n" in text:
            return False
        found = self.headings.place_of_line(text, self.name)
        if found:
            self._begin(text, found)
        return found is not None

    def _is_labelled(self, text: str) -> bool:
        """A line that begins with a known heading as its label."""
        label = LABEL.match(text)
        found = self.headings.exact(label[1], self.name) if label else None
        if label and found:
            self._under(label[1], found, [label[2]])
        return found is not None

    def _under(self, label: str, place: Place, texts: list[str]) -> None:
        """Words beside their label. What is left out ends with its own line: the heading before goes on."""
        before = (self.heading, self.at)
        self._begin(label, place)
        for text in texts:
            self._words(text, is_item=False)
        if place.goes_to == LEFT_OUT:
            self._begin(*before)

    def _begin(self, heading: str, place: Place | None) -> None:
        self._keep_bare()
        self.is_open = False
        self.heading = heading
        self.at = place or Place("ask")
        if place is None and not any(words in heading.casefold() for words, _kind in KINDS):
            self.bare = heading
        if self.at.goes_to in ("for_child", "for_adults"):
            self.for_child = self.at.goes_to == "for_child"
            self.at = Place("ask")

    def _words(self, text: str, *, is_item: bool) -> None:
        if is_item and text[-1:] not in ENDS:
            text += "."
        if is_item and self.at.goes_to == "steps":
            self._add(_step_of(self._piece(STEP, text)))
        elif self.is_open and (is_item or self.place in (NOT_PLACED, LEFT_OUT)):
            self._go_on(text)
        else:
            self._add(self._piece(self.place, text))
            self.is_open = True

    @property
    def place(self) -> str:
        return self.at.goes_to if self.at.goes_to in PLACES else NOT_PLACED

    def _piece(self, place: str, text: str) -> Piece:
        child = self.for_child or self.at.for_child
        return Piece(place, self.heading, text, self.child_id if child else EVERYONE)

    def _go_on(self, text: str) -> None:
        last = self.pieces[-1]
        if len(last.text) + len(text) < LONGEST_FIELD:
            self.pieces[-1] = replace(last, text=f"{last.text}\n{text}")
        else:
            self._add(self._piece(self.place, text))

    def _add(self, piece: Piece) -> None:
        self.bare = ""
        for start in range(0, len(piece.text), LONGEST_FIELD):
            self.pieces.append(replace(piece, text=piece.text[start : start + LONGEST_FIELD]))

    def _row(self, block: Block) -> None:
        columns = tuple(map(self.headings.column, block.cells))
        if len(set(columns) - {"", "step_why"}) > 1:
            self.columns, self.is_open = (block.table, columns), False
        elif block.table == self.columns[0]:
            self._step(block)
        else:
            self._labelled(list(filter(None, block.cells)))

    def _step(self, block: Block) -> None:
        said: dict[str, str] = {}
        columns = self.columns[1] if "step_what" in self.columns[1] else _first_is_what(self.columns[1])
        for column, words in zip(columns, block.cells, strict=False):
            said[column] = f"{said.get(column, '')}\n{words}".strip()
        when, whom = said.get("step_when", ""), " ".join(said.get("step_whom", "").split())
        day, what = day_in(when), said.get("step_what", "")
        if what or whom:
            piece = replace(self._piece(STEP, what), whom=whom, why=said.get("step_why", ""))
            self.bare = ""
            self.pieces.append(_on(piece, day) if day else replace(piece, day_words=when))
        self.is_open = False

    def _labelled(self, cells: list[str]) -> None:
        """A form's row: its label, and what stands beside it. Any other row is read as one line."""
        label = self.headings.exact(cells[0].rstrip(":"), self.name) if len(cells) == 2 else None
        if label:
            self._under(cells[0], label, cells[1].split("\n"))
        elif len(cells) == 1 and not self._is_heading(cells[0]):
            self._words(cells[0], is_item=False)
        elif len(cells) > 1:
            self._words(" – ".join(" ".join(one.split()) for one in cells), is_item=True)


def _first_is_what(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Annex B's table of steps: the head of its first column is blank."""
    at = columns.index("") if "" in columns else 0
    return (*columns[:at], "step_what", *columns[at + 1 :])


def _step_of(piece: Piece) -> Piece:
    """A step written as a sentence: who will do it, and by when, where it says so."""
    whom, day = DOES.match(piece.text), day_in(piece.text)
    piece = replace(piece, whom=whom[1] if whom else "")
    return _on(piece, day) if day else piece


def _on(piece: Piece, day: date) -> Piece:
    return replace(piece, day=day.isoformat())
