"""Reads the words of a Word or PDF file, or of a pasted text. Knows no capability, keeps nothing."""

from __future__ import annotations

from webapp.documents.apart import read as read_file
from webapp.documents.blocks import MOST_CHARACTERS, Block, Document, Unreadable
from webapp.documents.files import LARGEST_FILE
from webapp.documents.words import read as read_words

__all__ = ["LARGEST_FILE", "MOST_CHARACTERS", "Block", "Document", "Unreadable", "read_file", "read_words"]
