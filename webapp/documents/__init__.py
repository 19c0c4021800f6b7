"""Reads Word and PDF files, pasted text and recordings. Knows no capability, keeps nothing."""

from __future__ import annotations

from webapp.documents.apart import make_sound
from webapp.documents.apart import read as read_file
from webapp.documents.blocks import LARGEST_SOUND, MOST_CHARACTERS, Block, Document, Sound, Unreadable
from webapp.documents.files import LARGEST_FILE
from webapp.documents.words import read as read_words

__all__ = [
    "LARGEST_FILE",
    "LARGEST_SOUND",
    "MOST_CHARACTERS",
    "Block",
    "Document",
    "Sound",
    "Unreadable",
    "make_sound",
    "read_file",
    "read_words",
]
