"""A version's lines as a file for an agency, PO or XLIFF 1.2, and what comes back. Pure.

PO: GNU gettext; msgctxt is the line, msgid the English with placeholders. XLIFF: OASIS XLIFF 1.2.
Nothing that comes back is believed: every row is checked by `checking`.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po
from lxml import etree

from webapp.core.text import repair
from webapp.plans.translating.rules import Line

LARGEST = 1024 * 1024
MOST_ROWS = 5_000
XLIFF = "urn:oasis:names:tc:xliff:document:1.2"
NAME = "Heard"
CONTEXT = re.compile(r'^msgctxt "(.*)"\s*$', re.MULTILINE)
# All that a parser of other people's files raises.
BAD_PO = (PoFileError, ValueError, IndexError, TypeError, AttributeError, KeyError, AssertionError)


class BadFile(Exception):
    """Not a file that we made and an agency filled in. code: see messages; `line` of the file, 0 for none."""

    def __init__(self, code: str, line: int = 0) -> None:
        super().__init__(code)
        self.code, self.line = code, line


@dataclass(frozen=True)
class Row:
    """One line that came back: where in the file, which line it says it is, its English, the words."""

    line: int
    code: str
    english: str
    words: str
    is_fuzzy: bool = False


@dataclass(frozen=True)
class Returned:
    """A file that came back: for which version and language it was made, and its rows."""

    version: str
    language: str
    rows: list[Row]


def codes_of(line: Line) -> list[tuple[str, str]]:
    """(code, English) of each field: a paragraph's is the line itself, a step's has the field's name."""
    return [
        (f"{line.code}/{name}" if line.is_step else line.code, english)
        for name, english in line.english.items()
    ]


def po_of(lines: Iterable[Line], version: str, language: str, notes: list[str]) -> bytes:
    """A PO file of these lines; `notes` say what the placeholders are."""
    catalog = Catalog(
        project=NAME,
        version=version,
        header_comment="\n".join(f"# {note}" for note in notes),
        msgid_bugs_address=NAME,
        last_translator="",
        language_team="",
        charset="utf-8",
        fuzzy=False,
        creation_date=datetime(2000, 1, 1, tzinfo=UTC),
        locale=_locale(language),
    )
    for line in lines:
        for (code, english), theirs in zip(codes_of(line), line.theirs.values(), strict=True):
            catalog.add(english, theirs, context=code, auto_comments=[line.part, line.audience])
    made = io.BytesIO()
    write_po(made, catalog, width=0)
    return made.getvalue()


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None


def xliff_of(lines: Iterable[Line], version: str, language: str, notes: list[str]) -> bytes:
    """An XLIFF 1.2 file of these lines."""
    root = etree.Element(f"{{{XLIFF}}}xliff", {"version": "1.2"}, nsmap={None: XLIFF})
    attributes = {
        "original": f"{NAME} {version}",
        "source-language": "en",
        "target-language": language,
        "datatype": "plaintext",
    }
    file = etree.SubElement(root, f"{{{XLIFF}}}file", attributes)
    header = etree.SubElement(file, f"{{{XLIFF}}}header")
    for note in notes:
        etree.SubElement(header, f"{{{XLIFF}}}note").text = note
    body = etree.SubElement(file, f"{{{XLIFF}}}body")
    for line in lines:
        for (code, english), theirs in zip(codes_of(line), line.theirs.values(), strict=True):
            _unit(body, code, english, theirs, line)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return made


def _unit(body: etree._Element, code: str, english: str, theirs: str, line: Line) -> None:
    space = {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
    unit = etree.SubElement(body, f"{{{XLIFF}}}trans-unit", {"id": code} | space)
    etree.SubElement(unit, f"{{{XLIFF}}}source").text = _xml(english)
    if theirs:
        etree.SubElement(unit, f"{{{XLIFF}}}target").text = _xml(theirs)
    etree.SubElement(unit, f"{{{XLIFF}}}note").text = f"{line.part}, {line.audience}"


def _xml(words: str) -> str:
    """XML 1.0 holds no control characters but tab and line end."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", words)


def read(data: str) -> Returned:
    """What came back, PO or XLIFF by what it begins with. BadFile says why not."""
    words = repair(data).lstrip("\ufeff").replace("\r\n", "\n")
    if len(words) > LARGEST:
        raise BadFile("too_large")
    if not words.strip():
        raise BadFile("nothing")
    found = _read_xliff(words) if words.lstrip().startswith("<") else _read_po(words)
    if len(found.rows) > MOST_ROWS:
        raise BadFile("too_large")
    return found


def _read_po(words: str) -> Returned:
    if "msgid" not in words:
        raise BadFile("not_ours")
    try:
        catalog = read_po(words.split("\n"), ignore_obsolete=True, abort_invalid=True)
    except PoFileError as error:
        raise BadFile("broken", error.lineno + 1) from error
    except BAD_PO as error:
        raise BadFile("broken") from error
    if catalog.project != NAME:
        raise BadFile("not_ours")
    rows = []
    for one in catalog:
        if not one.id:
            continue
        if not isinstance(one.id, str) or not isinstance(one.string, str):
            raise BadFile("broken", one.lineno or 0)
        rows.append(Row(one.lineno or 0, one.context or "", one.id, one.string, one.fuzzy))
    return Returned(str(catalog.version), str(catalog.locale_identifier or ""), rows + _twice(words, rows))


def _twice(words: str, rows: list[Row]) -> list[Row]:
    """The library keeps one of two rows with the same msgctxt and msgid; the second is said to be there."""
    kept, seen = Counter(row.code for row in rows), Counter[str]()
    found = []
    for match in CONTEXT.finditer(words):
        seen[match[1]] += 1
        if seen[match[1]] > kept[match[1]] > 0:
            found.append(Row(words.count("\n", 0, match.start()) + 1, match[1], "", ""))
    return found


def _read_xliff(words: str) -> Returned:
    # No entities, no network, no DTD: nothing but the words of this file is ever read.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    if "<!DOCTYPE" in words or "<!ENTITY" in words:
        raise BadFile("entities")
    try:
        root = etree.fromstring(words.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadFile("broken", getattr(error, "lineno", 0) or 0) from error
    file = root.find(f"{{{XLIFF}}}file")
    if root.tag != f"{{{XLIFF}}}xliff" or file is None:
        raise BadFile("not_ours")
    name, _space, version = file.get("original", "").partition(" ")
    if name != NAME:
        raise BadFile("not_ours")
    rows = [_row(unit) for unit in root.iter(f"{{{XLIFF}}}trans-unit")]
    return Returned(version, file.get("target-language", ""), rows)


def _row(unit: etree._Element) -> Row:
    return Row(int(unit.sourceline or 0), unit.get("id", ""), _said(unit, "source"), _said(unit, "target"))


def _said(unit: etree._Element, name: str) -> str:
    """The words of an element; a tool's own marks inside it fall away, its words stay."""
    found = unit.find(f"{{{XLIFF}}}{name}")
    return "" if found is None else "".join(str(one) for one in found.itertext())
