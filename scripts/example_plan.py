"""docs/example-plan.docx, a made-up plan as a case system prints one: `python -m scripts.example_plan`.

Made from webapp/demo/content/example_plan.txt: `#` is a heading, `-` a list item, `|` a table's row.
"""

from __future__ import annotations

import io
import zipfile
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
TEXT = ROOT / "webapp" / "demo" / "content" / "example_plan.txt"
FILE = ROOT / "docs" / "example-plan.docx"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{CONTENT}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{CONTENT}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "word/styles.xml": f'<w:styles xmlns:w="{MAIN}">'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="60"/>'
    '<w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="List Bullet"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:ind w:left="360"/></w:pPr></w:style></w:styles>',
}


def make() -> bytes:
    """The file, the same bytes every time."""
    parts = PARTS | {
        "word/document.xml": f'<w:document xmlns:w="{MAIN}"><w:body>{_body()}</w:body></w:document>'
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), HEAD + xml, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _body() -> str:
    lines = TEXT.read_text(encoding="utf-8").splitlines()
    made = []
    for mark, group in groupby(lines, key=lambda line: line[:2] if line[:2] in ("# ", "- ", "| ") else ""):
        if mark == "| ":
            made.append(_table(list(group)))
        else:
            made += [_paragraph(line.removeprefix(mark), mark) for line in group]
    return "".join(made)


def _paragraph(words: str, mark: str = "") -> str:
    style = {"# ": "Heading1", "- ": "ListBullet"}.get(mark, "Normal")
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{escape(words)}</w:t></w:r></w:p>'


def _table(lines: list[str]) -> str:
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines]
    cells = ["".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in row) for row in rows]
    made = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    return f"<w:tbl><w:tblPr><w:tblBorders>{LINES}</w:tblBorders></w:tblPr>{made}</w:tbl><w:p/>"


if __name__ == "__main__":
    FILE.write_bytes(make())
    print(f"{FILE.relative_to(ROOT)} is written")
