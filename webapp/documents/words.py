"""Pasted words as blocks: plain lines, a table's cells parted by tabs, or HTML turned into these."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from webapp.documents.blocks import (
    BULLET,
    MOST_CHARACTERS,
    Block,
    Document,
    Unreadable,
    block_of,
    clean,
    line,
    within_limits,
)

# HTML is longer than its words.
MOST_PASTED = 5 * MOST_CHARACTERS
HTML = re.compile(r"<(?:!doctype|html|body|p|div|span|table|h[1-6]|ul|ol|li|br)\b[^<>]*>", re.IGNORECASE)
UNSEEN = {"script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe", "del"}
ENDS_A_LINE = {
    "p",
    "div",
    "br",
    "tr",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "ul",
    "ol",
    "section",
}
CELLS = {"td", "th"}


def read(words: str) -> Document:
    """Each line by itself. Unreadable when there is nothing in it."""
    if len(words) > MOST_PASTED:
        raise Unreadable("too_long")
    text = clean(plain(words) if HTML.search(words) else words)
    return Document(within_limits(_blocks(text.split("\n"))))


def _blocks(lines: list[str]) -> list[Block]:
    found: list[Block] = []
    table, was_row = 0, False
    for one in lines:
        text = line(one)
        cells = tuple(map(line, one.rstrip().split("\t")))
        is_row = sum(map(bool, cells)) > 1 and not BULLET.match(one)
        table += is_row and not was_row
        was_row = is_row
        if is_row:
            found.append(Block("row", cells=cells, table=table))
        elif text:
            found.append(block_of(text, strong=False))
    return found


def plain(markup: str) -> str:
    """The text of HTML, its cells parted by tabs; tags, scripts, styles and comments are gone."""
    parser = _Plain()
    parser.feed(markup)
    parser.close()
    return "".join(parser.found)


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.unseen = 0
        self.in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self.unseen += 1
        elif tag in CELLS:
            self.in_cell = True
        elif tag in ENDS_A_LINE:
            self._end_line()
            if tag == "li":
                self.found.append("• ")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in CELLS:
            self.in_cell = False
            self.found.append("\t")
        elif tag in ENDS_A_LINE:
            self._end_line()

    def _end_line(self) -> None:
        # A paragraph inside a cell does not end the row.
        self.found.append(" " if self.in_cell else "\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.found.append(" ".join(re.split(r"\s+", data)))
