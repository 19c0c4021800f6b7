"""A Word file (DOCX, ECMA-376 part 1) as blocks: its text alone, never a link, a picture or a macro.

Tracked changes: inserted words stay, deleted words go. Comments, headers, footers, notes, field codes
and hidden text are left out. A table in a table is flattened.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from lxml import etree

from webapp.documents.blocks import Block, Document, Unreadable, block_of, clean, line

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BOX = f"{W}txbxContent"
MAIN_PART = "/officeDocument"
MOST_ENTRIES = 2_000
LARGEST_PART = 30 * 1024 * 1024
LARGEST_WHOLE = 100 * 1024 * 1024
MOST_TIMES = 150
SMALL_PART = 1024 * 1024
# What was taken out, what belongs to the program, and the second copy of a text box.
LEFT_OUT = {f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr")} | {FALLBACK}
CHANGES = {f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")}
BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}


def read(data: bytes) -> Document:
    """Unreadable for macros, a bomb, entities; any error of zip or XML for a file that is damaged."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        _refuse_unsafe(package)
        name = _main_part(package)
        body = _xml(package, name).find(f"{W}body")
        if body is None:
            raise Unreadable("damaged")
        return Document(list(_Walk(_styles(package, name)).blocks(body)), _was_changed(body))


def _refuse_unsafe(package: zipfile.ZipFile) -> None:
    """Macros, and anything that would grow beyond measure when it is opened."""
    parts = package.infolist()
    if any(one.filename.lower().endswith("vbaproject.bin") for one in parts):
        raise Unreadable("macros")
    if len(parts) > MOST_ENTRIES or sum(one.file_size for one in parts) > LARGEST_WHOLE:
        raise Unreadable("too_big_inside")
    for one in parts:
        if one.file_size > SMALL_PART and one.file_size > MOST_TIMES * max(1, one.compress_size):
            raise Unreadable("too_big_inside")


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    """One part, never more than its limit, whatever the file says its size is."""
    with package.open(name) as file:
        data = file.read(LARGEST_PART + 1)
    if len(data) > LARGEST_PART:
        raise Unreadable("too_big_inside")
    return data


def _xml(package: zipfile.ZipFile, name: str) -> Any:
    """A part's root. A document type has no place here: entities could grow or fetch something."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(_part(package, name), parser)
    if root.getroottree().docinfo.doctype:
        raise Unreadable("entities")
    return root


def _main_part(package: zipfile.ZipFile) -> str:
    """The document's own part; SharePoint gives it a number."""
    if "_rels/.rels" not in package.namelist():
        raise Unreadable("not_a_plan_file")
    for one in _xml(package, "_rels/.rels"):
        if str(one.get("Type", "")).endswith(MAIN_PART):
            name = str(one.get("Target", "")).lstrip("/")
            if name.startswith("word/"):
                return name
    raise Unreadable("not_a_plan_file")


@dataclass(frozen=True)
class _Styles:
    """Ids of the styles that are headings or lists: by name, by what they set, or by what they rest on."""

    headings: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()


def _styles(package: zipfile.ZipFile, main: str) -> _Styles:
    name = main.rpartition("/")[0] + "/styles.xml"
    if name not in package.namelist():
        return _Styles()
    headings, lists = set(), set()
    rests_on: dict[str, str] = {}
    for style in _xml(package, name).iterfind(f"{W}style"):
        code = str(style.get(f"{W}styleId", ""))
        rests_on[code] = _value(style, "basedOn")
        called = _value(style, "name").lower()
        if called.startswith(("heading ", "title", "subtitle")) or _outlined(style):
            headings.add(code)
        if called.startswith(("list bullet", "list number")) or style.find(f"{W}pPr/{W}numPr") is not None:
            lists.add(code)
    return _Styles(
        frozenset(code for code in rests_on if _rests_on_one(code, rests_on, headings)),
        frozenset(code for code in rests_on if _rests_on_one(code, rests_on, lists)),
    )


def _rests_on_one(code: str, rests_on: dict[str, str], found: set[str]) -> bool:
    seen: set[str] = set()
    while code and code not in seen:
        if code in found:
            return True
        seen.add(code)
        code = rests_on.get(code, "")
    return False


def _outlined(element: Any) -> bool:
    level = element.find(f"{W}pPr/{W}outlineLvl")
    return level is not None and level.get(f"{W}val") in tuple("012345678")


def _value(element: Any, name: str) -> str:
    found = element.find(f"{W}{name}")
    return "" if found is None else str(found.get(f"{W}val", ""))


def _is_on(element: Any) -> bool:
    return element is not None and element.get(f"{W}val", "true") not in ("0", "false", "off", "none")


def _was_changed(body: Any) -> bool:
    return next(body.iter(*CHANGES), None) is not None


class _Walk:
    """Through the body, once, in the order a person reads it."""

    def __init__(self, styles: _Styles) -> None:
        self.styles = styles
        self.tables = 0

    def blocks(self, parent: Any) -> Iterator[Block]:
        """The blocks in a body, a cell, a text box or a wrapper."""
        for one in parent:
            if one.tag == f"{W}p":
                yield from self._paragraph(one)
            elif one.tag == f"{W}tbl":
                yield from self._table(one)
            elif one.tag not in LEFT_OUT:
                yield from self.blocks(one)

    def _paragraph(self, one: Any) -> Iterator[Block]:
        text = "\n".join(filter(None, map(line, clean(_text(one)).split("\n"))))
        if text:
            yield self._block(one, text)
        for box in one.iter(BOX):
            between = takewhile(lambda parent: parent is not one, box.iterancestors())
            if not any(parent.tag in (FALLBACK, BOX) for parent in between):
                yield from self.blocks(box)

    def _block(self, one: Any, text: str) -> Block:
        how = one.find(f"{W}pPr")
        style = "" if how is None else _value(how, "pStyle")
        if style in self.styles.headings or _outlined(one):
            return Block("heading", line(text))
        listed = style in self.styles.lists or (how is not None and how.find(f"{W}numPr") is not None)
        return block_of(text, strong="\n" not in text and _all_bold(one), listed=listed)

    def _table(self, table: Any) -> Iterator[Block]:
        self.tables += 1
        number = self.tables
        for row in _inner(table, "tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells = [one for one in _inner(row, "tc") if one.find(f"{W}tcPr/{W}cellDel") is None]
            held = [list(self.blocks(cell)) for cell in cells]
            if len(held) == 1:
                # A cell that is there for its frame alone: what is in it reads as if there were no table.
                yield from held[0]
            elif any(held):
                yield Block("row", cells=tuple(map(_flat, held)), table=number)


def _inner(parent: Any, name: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also where a content control wraps them."""
    for one in parent:
        if one.tag == f"{W}{name}":
            yield one
        elif one.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _inner(one, name)


def _flat(blocks: list[Block]) -> str:
    """A cell's words; the rows of a table inside it become lines."""
    return "\n".join(one.text or " – ".join(filter(None, one.cells)) for one in blocks)


def _text(element: Any) -> str:
    return "".join(_pieces(element))


def _pieces(element: Any) -> Iterator[str]:
    for one in element:
        if one.tag in LEFT_OUT or one.tag == BOX:
            continue
        if one.tag == f"{W}t":
            yield one.text or ""
        elif one.tag in BREAKS:
            yield BREAKS[one.tag]
        elif one.tag != f"{W}r" or not _is_on(one.find(f"{W}rPr/{W}vanish")):
            yield from _pieces(one)


def _all_bold(paragraph: Any) -> bool:
    runs = [
        run for run in paragraph.iter(f"{W}r") if any((one.text or "").strip() for one in run.iter(f"{W}t"))
    ]
    return bool(runs) and all(_is_on(run.find(f"{W}rPr/{W}b")) for run in runs)
