"""A photo as a worker sends it: the file, what it shows in words, who it is for."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from webapp.core import forms
from webapp.plans.content import Key
from webapp.plans.photos import messages
from webapp.plans.photos.rules import LONGEST_WORDS
from webapp.plans.rules import ENGLISH

EVERYONE = "everyone"


@dataclass(frozen=True)
class PhotoForm:
    """`reader` is an id, everyone, or '' when nobody was chosen; `data` is empty without a file."""

    data: bytes
    adult: str
    child: str
    reader: str
    is_safe: bool

    @property
    def reader_id(self) -> uuid.UUID | None:
        return None if self.reader == EVERYONE else uuid.UUID(self.reader)

    @property
    def words(self) -> dict[Key, str]:
        return {("adult", ENGLISH): self.adult, ("child", ENGLISH): self.child}

    def errors(self, child_id: uuid.UUID) -> dict[str, str]:
        """By field, kindly. Words are asked of each audience that will meet the photo."""
        found = {}
        if not self.data:
            found["photo"] = messages.refused("nothing")
        if not self.reader:
            found["for"] = _("Choose who this is for.")
        wanted = {"adult": self.reader != str(child_id), "child": self.reader in (EVERYONE, str(child_id))}
        for name, words in (("adult", self.adult), ("child", self.child)):
            if wanted[name] and not words:
                found[name] = _("Say in words what the photo shows. Some people cannot see it.")
            elif len(words) > LONGEST_WORDS:
                found[name] = _("This is too long. Say it in a few sentences.")
        if not self.is_safe:
            found["safe"] = _("Look at the photo again, and tick this when it is true.")
        return found


def photo(people: list[str]) -> PhotoForm:
    """What was sent. `people`: ids of the readers it may be for."""
    file = request.files.get("photo")
    return PhotoForm(
        data=file.read() if file else b"",
        adult=forms.words("adult").strip(),
        child=forms.words("child").strip(),
        reader=forms.chosen("for", [EVERYONE, *people]) or "",
        is_safe=forms.line("safe") == "yes",
    )
