"""From lines that stand on pages to headings, paragraphs, list items and table rows. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from webapp.documents.blocks import BULLET, Block, block_of, line

# In heights of a letter: a wider gap begins a cell, a deeper one a paragraph.
CELL_GAP = 0.8
PARAGRAPH_GAP = 1.3
LARGER = 1.15
# A line that ends before this much of the page's width was not broken by the edge.
SHORT = 0.7
LINES_OF_ONE_ROW = 4
EDGE = 2
ENDS = (".", "!", "?", ":", "؟", "۔")
PAGE_NUMBER = re.compile(r"^(?:page\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?$", re.IGNORECASE)


@dataclass(frozen=True)
class Bit:
    """A stretch of text: from `start` to `end`, at height `y` (upwards), in points."""

    text: str
    start: float
    end: float
    y: float
    size: float
    bold: bool
    is_ended: bool = False

    def ended(self, x: float) -> Bit:
        """With its true end."""
        return replace(self, end=max(x, self.start), is_ended=True)


@dataclass(frozen=True)
class Line:
    """What stands at one height, from left to right."""

    bits: list[Bit]

    @property
    def text(self) -> str:
        return line(" ".join(bit.text for bit in self.bits))

    @property
    def y(self) -> float:
        return self.bits[0].y

    @property
    def size(self) -> float:
        return max(bit.size for bit in self.bits)

    @property
    def end(self) -> float:
        return self.bits[-1].end

    @property
    def is_bold(self) -> bool:
        return all(bit.bold for bit in self.bits)

    @property
    def is_parted(self) -> bool:
        """Whether a gap as between two cells stands in it."""
        gaps = ((one.end, other) for one, other in pairwise(self.bits))
        signs = [bit for bit in self.bits[:1] if BULLET.match(f"{bit.text} x")]
        return not signs and any(other.start - end > CELL_GAP * other.size for end, other in gaps)


def blocks(pages: list[list[Line]]) -> list[Block]:
    """All pages in reading order, without what every page repeats at its head and foot."""
    repeated = _repeated(pages)
    kept = [
        [one for place, one in enumerate(page) if not _is_margin(one, place, page, repeated)]
        for page in pages
    ]
    sizes = Counter(round(one.size, 1) for page in kept for one in page for _letter in one.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    writer = _Writer(usual)
    for page in kept:
        writer.write(page)
    return writer.found


def _key(one: Line) -> str:
    return re.sub(r"\d+", "#", one.text)


def _is_margin(one: Line, place: int, page: list[Line], repeated: set[str]) -> bool:
    """At the head or foot of its page, and a page number or what the other pages have there too."""
    at_edge = place < EDGE or place >= len(page) - EDGE
    return at_edge and (_key(one) in repeated or PAGE_NUMBER.match(one.text) is not None)


def _repeated(pages: list[list[Line]]) -> set[str]:
    edges = Counter(key for page in pages for key in {_key(one) for one in page[:EDGE] + page[-EDGE:]})
    return {key for key, times in edges.items() if len(pages) > 1 and times > len(pages) / 2}


class _Writer:
    """Puts lines together to paragraphs, and the lines of a table to rows."""

    def __init__(self, usual: float) -> None:
        self.usual = usual
        self.found: list[Block] = []
        self.tables = 0

    def write(self, page: list[Line]) -> None:
        pitch = _pitch(page)
        right = max((one.end for one in page), default=0.0)
        before: Line | None = None
        place = 0
        while place < len(page):
            length = _table_length(page, place)
            if length:
                self._table(page[place : place + length], pitch)
                before = None
            else:
                self._line(page[place], before, pitch, right)
                before = page[place]
            place += length or 1

    def _line(self, one: Line, before: Line | None, pitch: float, right: float) -> None:
        strong = one.is_bold or one.size > LARGER * self.usual
        found = block_of(one.text, strong=strong)
        if found.kind == "line" and self._goes_on(one, before, pitch, right):
            last = self.found.pop()
            found = replace(last, text=_joined(last.text, one.text))
        self.found.append(found)

    def _goes_on(self, one: Line, before: Line | None, pitch: float, right: float) -> bool:
        if not self.found or self.found[-1].kind not in ("line", "item", "numbered"):
            return False
        ends = self.found[-1].text.endswith(ENDS)
        if before is None:
            return not ends
        is_short = before.end < SHORT * right and (ends or one.text[0].isupper())
        return before.y - one.y <= PARAGRAPH_GAP * pitch and not is_short

    def _table(self, lines: list[Line], pitch: float) -> None:
        self.tables += 1
        columns = _columns(lines)
        for row in _rows(lines, pitch, len(columns)):
            cells = tuple(_cell(row, start, end) for start, end in columns)
            self.found.append(Block("row", cells=cells, table=self.tables))


def _joined(one: str, other: str) -> str:
    return one + other if one.endswith("-") else f"{one} {other}"


def _pitch(page: list[Line]) -> float:
    """From one line to the next inside a paragraph: the lower quarter of what is met."""
    gaps = sorted(one.y - other.y for one, other in pairwise(page) if one.y - other.y > 0.9 * other.size)
    return gaps[len(gaps) // 4] if gaps else 0.0


def _table_length(page: list[Line], place: int) -> int:
    """How many lines from here are a table: two parted ones at least, and wrapped lines of their cells."""
    if not page[place].is_parted:
        return 0
    end = place + 1
    for index in range(place + 1, len(page)):
        if page[index].is_parted:
            end = index + 1
        elif index - end >= LINES_OF_ONE_ROW or not _fits(page[index], page[place:end]):
            break
    while end < len(page) and not page[end].is_parted and _fits(page[end], page[place:end]):
        end += 1
    parted = sum(one.is_parted for one in page[place:end])
    return end - place if parted > 1 else 0


def _fits(one: Line, table: list[Line]) -> bool:
    """Whether a line stands inside one cell of the table, close under it."""
    columns, size = _columns(table), table[-1].size
    is_near = table[-1].y - one.y < LINES_OF_ONE_ROW * size
    begins = one.bits[0].start
    crosses = any(begins < edge - 1 < one.end for edge, _end in columns[1:])
    return is_near and not crosses and begins >= columns[0][0] - 2 and one.size <= LARGER * size


def _columns(lines: list[Line]) -> list[tuple[float, float]]:
    """Where the cells stand: the stretches that are not white in every parted line."""
    merged: list[tuple[float, float]] = []
    for start, end in sorted((bit.start, bit.end) for one in lines if one.is_parted for bit in one.bits):
        if merged and start - merged[-1][1] <= 3:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _rows(lines: list[Line], pitch: float, columns: int) -> list[list[Line]]:
    """Lines of one row stand as close as the lines of a paragraph; where all do, a full line begins a row."""
    gaps = [one.y - other.y for one, other in pairwise(lines)]
    deep = [gap > PARAGRAPH_GAP * max(pitch, min(gaps)) for gap in gaps]
    if not any(deep):
        deep = [len(other.bits) >= max(2, columns - 1) for other in lines[1:]]
    rows = [[lines[0]]]
    for is_new, one in zip(deep, lines[1:], strict=True):
        if is_new:
            rows.append([one])
        else:
            rows[-1].append(one)
    return rows


def _cell(row: list[Line], start: float, end: float) -> str:
    return line(" ".join(bit.text for one in row for bit in one.bits if start - 2 <= bit.start <= end + 2))
