"""What a data officer sends: two days, or files."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO, cast

from flask import request

from webapp.core import forms
from webapp.localdata.desk.unpacking import Given


def days() -> tuple[date | None, date | None]:
    """The first and the last day; None for what is no day."""
    return forms.day("from"), forms.day("to")


def files() -> list[Given]:
    """What was chosen; a browser sends an empty file when nothing was."""
    sent = [one for one in request.files.getlist("files") if one.filename]
    return [Given(one.filename or "", cast("BinaryIO", one.stream)) for one in sent]


def page_number() -> int:
    """Which page of a list is asked for; the first for anything odd."""
    asked = request.args.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 7 and int(asked) > 0 else 1
