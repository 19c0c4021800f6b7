"""The council's own record: a folder for each case, copies that are there whole or not at all, their PDF.

What a copy says is its capability's: plans and houses compose it. No routes, no tables (docs/record.md).
"""

from __future__ import annotations

from webapp.record.copies import Copy, Item, write_copy
from webapp.record.files import manifest_of, receipt_of
from webapp.record.pdf import PICTURES, day, faces, is_there, made_of, moment
from webapp.record.places import folder
from webapp.record.rules import as_bytes, case_folder, is_receipt, says_pdf, sha256, trouble

__all__ = [
    "PICTURES",
    "Copy",
    "Item",
    "as_bytes",
    "case_folder",
    "day",
    "faces",
    "folder",
    "is_receipt",
    "is_there",
    "made_of",
    "manifest_of",
    "moment",
    "receipt_of",
    "says_pdf",
    "sha256",
    "trouble",
    "write_copy",
]
