"""What a copy says: the child's exact words and originals, and what stood round them. Nothing interprets."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app

from webapp import accounts, families, media, record
from webapp.core import language
from webapp.houses import picture
from webapp.houses.asking import queries as asking
from webapp.houses.attachments.pieces import PieceView
from webapp.houses.in_record import paints, rules
from webapp.houses.queries import EntryView

ENGLISH = "en"
THREE = ("good", "worry", "wish")
Json = dict[str, Any]


@dataclass(frozen=True)
class Book:
    """The JSON's body, the same for the same words; its photos and voice notes by attachment.

    `houses`: those of the first page by key and name: all three where one of them was filled, then the rest.
    """

    body: Json
    entries: list[EntryView]
    pieces: dict[uuid.UUID, media.Piece]
    houses: list[tuple[str, str]]


def book_of(child_id: uuid.UUID, set_id: uuid.UUID | None, entries: list[EntryView]) -> Book:
    """Of entries this reader may open, in the record's English. Away when the photos' store is away."""
    pieces = _pieces(entries)
    with language.speaking(ENGLISH):
        body: Json = {
            "format": rules.FORMAT,
            "notice": rules.NOTICE if set_id else rules.MEETING_NOTICE,
            "council_person_id": families.authority_id(child_id),
            "child": accounts.names([child_id]).get(child_id, ""),
            **rules.about(set_id),
            "entries": [_entry(one, pieces) for one in entries],
        }
        return Book(body, entries, pieces, _houses(entries))


def _pieces(entries: list[EntryView]) -> dict[uuid.UUID, media.Piece]:
    wanted = [piece.id for entry in entries for piece in entry.pieces]
    found = {one: media.open_piece(one) for one in wanted}
    return {one: piece for one, piece in found.items() if piece is not None}


def _entry(entry: EntryView, pieces: Mapping[uuid.UUID, media.Piece]) -> Json:
    content = entry.content
    original = {key: value for key, value in content.as_json().items() if key != "share"}
    plain = json.dumps(original, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    painted = picture.picture_of(content)
    return {
        "id": str(entry.id),
        "set_id": str(entry.set_id),
        "template": content.template,
        "house": entry.house,
        "house_name": asking.part_name(entry.house),
        "the_child_calls_it": content.name,
        "asked": _asked(content.prompt, content.language or ENGLISH),
        "words": content.words,
        "language": content.language,
        "the_child_says_the_picture_is": content.said,
        "things_in_the_picture": painted.names if painted else [],
        "who_was_there_as_the_child_ticked": entry.with_whom,
        "typed_by": content.typed_by,
        "written_down_by_a_worker": _written_down(entry),
        "the_child_s_own_words": content.own_words,
        "heard_it_read_back": entry.read_back,
        "made_on_a_worker_s_device": entry.handed_over,
        "the_child_let_see_it": {"choice": entry.share_level, "people": entry.reader_names},
        "made_at": _moment(entry.made_at),
        "received_at": _moment(entry.received_at),
        "files": [_file(one, pieces.get(one.id)) for one in entry.pieces],
        "original": original,
        "original_sha256": record.sha256(plain.encode()),
    }


def _asked(code: str, shown_in: str) -> Json:
    """The question in English, and as the child's page showed it."""
    english = asking.question(code)
    with language.speaking(shown_in if shown_in in language.LANGUAGES else ENGLISH):
        return {"code": code, "words": english, "as_shown": asking.question(code)}


def _written_down(entry: EntryView) -> Json | None:
    """By whom, with the child there or later, and the child's no to it; None where the child made it."""
    told = entry.told
    if told is None:
        return None
    return {"by": told.by, "there": told.there, "the_child_says_that_is_not_what_i_said": bool(told.denied)}


def _file(one: PieceView, piece: media.Piece | None) -> Json:
    """A photo or voice note; without bytes and hash when it cannot be found any more."""
    return {
        "attachment": str(one.id),
        "kind": one.kind,
        "the_child_says": one.said,
        "seconds": one.seconds,
        "bytes": len(piece.data) if piece else None,
        "sha256": record.sha256(piece.data) if piece else None,
        "what_staff_heard": _transcript(one),
    }


def _transcript(one: PieceView) -> Json | None:
    typed = one.transcript
    return {"words": typed.words, "typed_by": typed.by, "at": _moment(typed.typed_at)} if typed else None


def page_of(book: Book, *, copy: int, at: datetime, by: str) -> str:
    """The pages before they are laid out, in English as the council's record is. It asks no database."""
    with language.speaking(ENGLISH):
        return current_app.jinja_env.get_template("houses/record.html").render(
            body=book.body,
            pictures={str(one.id): picture.picture_of(one.content) for one in book.entries},
            views={str(one.id): one for one in book.entries},
            photos={one["id"]: _photos(one) for one in book.body["entries"]},
            houses=book.houses,
            copy=copy,
            at=at.isoformat(),
            by=by,
            day=record.day,
            moment=record.moment,
            faces=record.faces(),
            paints=paints,
            is_rtl=picture.is_right_to_left,
        )


def _photos(entry: Json) -> dict[str, str]:
    """SHA-256 by attachment, of the photos that are there."""
    found = [one for one in entry["files"] if one["kind"] == "photo" and one["sha256"]]
    return {one["attachment"]: one["sha256"] for one in found}


def _houses(entries: list[EntryView]) -> list[tuple[str, str]]:
    found = list(dict.fromkeys(one.house for one in entries))
    three = THREE if set(found) & set(THREE) else ()
    keys = [*three, *(key for key in found if key not in three)]
    return [(key, asking.part_name(key)) for key in keys]


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="seconds")
