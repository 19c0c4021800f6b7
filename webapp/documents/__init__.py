"""Reads Word and PDF files, pasted text, recordings and pictures. Knows no capability, keeps nothing."""

from __future__ import annotations

from webapp.documents.apart import make_picture, make_sound
from webapp.documents.apart import read as read_file
from webapp.documents.blocks import (
    LARGEST_PICTURE,
    LARGEST_SOUND,
    MOST_CHARACTERS,
    Block,
    Document,
    Picture,
    Sound,
    Unreadable,
)
from webapp.documents.files import LARGEST_FILE
from webapp.documents.words import read as read_words

__all__ = [
    "LARGEST_FILE",
    "LARGEST_PICTURE",
    "LARGEST_SOUND",
    "MOST_CHARACTERS",
    "Block",
    "Document",
    "Picture",
    "Sound",
    "Unreadable",
    "make_picture",
    "make_sound",
    "read_file",
    "read_words",
]
