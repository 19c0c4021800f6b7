"""Writing a copy under the first number that is free; the same words again are the copy that is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from webapp.core import clock
from webapp.record import files, places, rules


@dataclass(frozen=True)
class Item:
    """What is copied. `series`: its files' names up to the copy's number; `about`: what the manifest adds.

    `content`: a keyed hash of its words, in hexadecimal.
    """

    form: str
    series: str
    about: Mapping[str, Any]
    content: str


@dataclass(frozen=True)
class Copy:
    """A copy that is whole in the record."""

    number: int
    manifest: bytes
    has_pdf: bool


# From the stem, the copy's number and the moment: the files of a copy by name.
Make = Callable[[str, int, datetime], dict[str, bytes]]


def write_copy(case: Path, item: Item, *, number: int, make: Make) -> Copy:
    """Write a copy under this number or the next that is free, its manifest last. OSError: nothing counts.

    A whole copy of the same words is taken as ours: a crash came between its manifest and our own note.
    """
    with places.alone():
        kept = files.manifest_of(case, rules.file_stem(item.series, number))
        while kept is not None and not rules.same_content(kept, item.about, item.content):
            number += 1
            kept = files.manifest_of(case, rules.file_stem(item.series, number))
        if kept is not None:
            return Copy(number, kept, rules.says_pdf(kept))
        return _write(case, item, number, make)


def _write(case: Path, item: Item, number: int, make: Make) -> Copy:
    stem, at = rules.file_stem(item.series, number), clock.now()
    made = make(stem, number, at)
    manifest = rules.manifest(
        form=item.form, about=item.about, copy=number, at=at, content=item.content, files=made
    )
    files.write(case, stem, made, manifest)
    return Copy(number, manifest, rules.says_pdf(manifest))
