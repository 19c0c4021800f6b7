"""Word files and PDFs made by the tests: no such file lies in the repository."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable

import docx
from pypdf import PdfReader, PdfWriter

DOCUMENT = "word/document.xml"
# (x, y, size, bold, words), in points from the bottom left.
Stretch = tuple[float, float, float, bool, str]


def word(fill: Callable[[docx.document.Document], None]) -> bytes:
    """A real DOCX, written by python-docx."""
    made, file = docx.Document(), io.BytesIO()
    fill(made)
    made.save(file)
    return file.getvalue()


def word_with(body: str, parts: dict[str, bytes] | None = None) -> bytes:
    """A real DOCX whose body is this XML; `parts` are put in, or in the place of its own."""
    made = word(lambda document: None)
    found = _parts(made)
    whole = found[DOCUMENT].decode()
    begin, end = whole.index("<w:body>") + len("<w:body>"), whole.index("</w:body>")
    found[DOCUMENT] = (whole[:begin] + body + whole[end:]).encode()
    return packed(found | (parts or {}))


def paragraph(words: str, *, style: str = "", before: str = "") -> str:
    """The XML of one paragraph; `before`: more XML in front of its run."""
    how = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{how}{before}<w:r><w:t>{words}</w:t></w:r></w:p>"


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file.getvalue()


def pdf(pages: Iterable[list[Stretch]]) -> bytes:
    """A PDF written by hand: stretches of Helvetica, bold or not, at their places."""
    streams = ["".join(map(_shown, page)).encode("latin-1") for page in pages]
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(streams)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(streams)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>",
    ]
    fonts = "/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>"
    for number, stream in enumerate(streams):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{fonts}/Contents {6 + 2 * number} 0 R>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    return _file(objects)


def _shown(one: Stretch) -> str:
    x, y, size, bold, words = one
    escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F{2 if bold else 1} {size} Tf {x} {y} Td ({escaped}) Tj ET\n"


def _file(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return (
        out + end + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    )


def lines(words: list[str], *, bold: frozenset[str] = frozenset(), pitch: float = 14) -> list[Stretch]:
    """One stretch a line, from the top of a page down."""
    return [(50, 780 - pitch * place, 11, text in bold, text) for place, text in enumerate(words) if text]


def locked(data: bytes) -> bytes:
    """The same PDF with a password."""
    writer, file = PdfWriter(), io.BytesIO()
    writer.append(PdfReader(io.BytesIO(data)))
    writer.encrypt("northbridge", algorithm="RC4-128")
    writer.write(file)
    return file.getvalue()
