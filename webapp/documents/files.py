"""Which kind of file it is, by what is in it and not by its name, and its words."""

from __future__ import annotations

from webapp.documents import pdf, word
from webapp.documents.blocks import Document, Unreadable, within_limits

LARGEST_FILE = 10 * 1024 * 1024
ZIP, PDF, OLD_WORD = b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(data: bytes) -> Document:
    """The file's blocks. Unreadable, whatever is wrong with it."""
    if len(data) > LARGEST_FILE:
        raise Unreadable("too_large")
    if data.startswith(OLD_WORD):
        raise Unreadable("old_word")
    is_pdf = PDF in data[:1024]
    if not is_pdf and not data.startswith(ZIP):
        raise Unreadable("not_a_plan_file")
    try:
        found = pdf.read(data) if is_pdf else word.read(data)
    except Unreadable:
        raise
    except Exception as error:  # a library may raise anything over a broken file
        raise Unreadable("damaged") from error
    return Document(within_limits(found.blocks), found.was_changed)
