"""A PDF as blocks: its text by where it stands on the page. Pictures, links and forms are left out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pypdf import PageObject, PdfReader

from webapp.documents import pdf_layout
from webapp.documents.blocks import MOST_CHARACTERS, MOST_PAGES, Document, Unreadable
from webapp.documents.pdf_layout import Bit, Line

# Fewer letters a page than this: the pages are pictures.
FEWEST_LETTERS = 25
SAME_LINE = 0.4


def read(data: bytes) -> Document:
    """Unreadable for a password, too many pages, or pages that are pictures; pypdf's errors when damaged."""
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        raise Unreadable("password")
    if len(reader.pages) > MOST_PAGES:
        raise Unreadable("too_long")
    pages, letters = [], 0
    for one in reader.pages:
        lines = _lines(_bits(one))
        letters += sum(len(bit.text) for line in lines for bit in line.bits)
        if letters > 2 * MOST_CHARACTERS:
            raise Unreadable("too_long")
        pages.append(lines)
    if letters < FEWEST_LETTERS * len(pages):
        raise Unreadable("pictures")
    return Document(pdf_layout.blocks(pages))


@dataclass
class _Pen:
    """What pypdf calls for each stretch of text: first with its words, then, empty, where it ended."""

    bits: list[Bit]

    def __call__(self, text: str, matrix: Any, place: Any, font: Any, size: float) -> None:
        x = matrix[0] * place[4] + matrix[2] * place[5] + matrix[4]
        if not text and self.bits and not self.bits[-1].is_ended:
            self.bits[-1] = self.bits[-1].ended(x)
        elif text.strip():
            y = matrix[1] * place[4] + matrix[3] * place[5] + matrix[5]
            height = abs(size * (matrix[3] or 1) * (place[3] or 1))
            bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
            # A space that begins the text stands before the place that is told.
            self.bits.append(Bit(text.strip(), x, x + len(text.strip()) * height / 2, y, height, bold))


def _bits(page: PageObject) -> list[Bit]:
    pen = _Pen([])
    page.extract_text(visitor_text=pen)
    return pen.bits


def _lines(bits: list[Bit]) -> list[Line]:
    """What stands at one height, from left to right; from the top of the page down."""
    return [Line(sorted(group, key=lambda bit: bit.start)) for group in _by_height(bits)]


def _by_height(bits: list[Bit]) -> Iterator[list[Bit]]:
    ordered = sorted(bits, key=lambda bit: -bit.y)
    place: dict[int, int] = {}
    number = 0
    for index, bit in enumerate(ordered):
        if index and ordered[index - 1].y - bit.y > SAME_LINE * max(1.0, bit.size):
            number += 1
        place[id(bit)] = number
    for _number, group in groupby(ordered, key=lambda bit: place[id(bit)]):
        yield list(group)
