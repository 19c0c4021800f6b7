"""A child's houses on paper and at full size: lines stay lines, words stay words, photos lose their place."""

from __future__ import annotations

import hashlib
import io
import uuid
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.capability.attachments import photo_with_place, voice
from tests.capability.test_houses_record import EXACT, body, case_of, everything, made, put
from tests.conftest import SignInAs
from tests.makers import Town
from tests.phone import with_files
from webapp.core import ids
from webapp.core.database import unit_of_work
from webapp.houses.attachments import service as attachments
from webapp.record import pdf

RENDER = pdf._render


def test_photos_and_voice_go_as_files_by_their_hash_without_where_they_were_taken(
    town: Town, record_folder: Path, sign_in: SignInAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_render", RENDER)
    entry_id = ids.new()
    named = [
        (str(ids.new()), photo_with_place("12 Made-up Street"), "photo"),
        (str(ids.new()), voice(1.0), "voice"),
    ]
    with unit_of_work():
        for one, data, kind in named:
            attachments.keep_whole(
                child_id=town.zara, entry_id=entry_id, attachment_id=uuid.UUID(one), kind=kind, data=data
            )
    made(town, whole=with_files(*named), entry_id=entry_id)
    with unit_of_work():
        attachments.write_transcript(
            child_id=town.zara,
            entry_id=entry_id,
            attachment_id=uuid.UUID(named[1][0]),
            words="I like it.",
            by_id=town.beth,
        )
    assert put(sign_in(town.beth), town.zara).status_code == 303
    (one,) = body(record_folder)["entries"]
    photo, sound = one["files"]
    assert sound["what_staff_heard"]["words"] == "I like it."
    for said, ending in ((photo, "jpg"), (sound, "mp3")):
        (path,) = case_of(record_folder).glob(f"houses-*-{said['sha256'][:16]}.{ending}")
        data = path.read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (said["sha256"], said["bytes"])
    (picture,) = case_of(record_folder).glob("*.jpg")
    assert not Image.open(io.BytesIO(picture.read_bytes())).getexif()
    assert "Made-up Street" not in everything(record_folder)
    pages = PdfReader(next(iter(case_of(record_folder).glob("*.pdf")))).pages
    assert "I like it." in " ".join(page.extract_text() for page in pages)
    assert [len(page.images) for page in pages] == [1, 1]


@pytest.mark.one_engine
def test_the_pdf_keeps_vectors_as_vectors_and_the_words_as_text(
    town: Town, record_folder: Path, sign_in: SignInAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_render", RENDER)
    things = [
        {"id": "a", "k": "sticker", "n": "dog", "x": 300, "y": 300, "s": 3},
        {"id": "b", "k": "words", "t": "MY BED", "x": 500, "y": 700, "s": 3, "c": "rust"},
    ]
    made(
        town,
        whole=with_files() | {"things": things, "words": "One two three.", "said": "My room", "name": "Den"},
    )
    made(town, house="wish", words="A cat.", strokes=[])
    put(sign_in(town.beth), town.zara)
    reader = PdfReader(next(iter(case_of(record_folder).glob("*.pdf"))))
    root: dict[str, Any] = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert b'pdfaid:part="3"' in root["/Metadata"].get_object().get_data()
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for words in (
        "MY BED",
        "One two three.",
        "My room",
        "Den",
        "A cat.",
        "Alone, as the child ticked it",
        "Asked:",
    ):
        assert words in text
    assert len(reader.pages) == 3
    assert all(len(page.images) == 0 for page in reader.pages)
    # Damson, the colour of the line, painted as a stroke.
    drawn: Any = reader.pages[1].get_contents()
    assert b"0.392157 0.156863 0.32549 RG" in drawn.get_data()


def test_at_full_size_stands_what_she_made_and_how_and_it_is_opened_by_no_one_else(
    town: Town, sign_in: SignInAs
) -> None:
    entry_id = made(town, words=EXACT)
    page = sign_in(town.beth).get(f"/entries/{entry_id}").text
    for words in ("Mornings is 2 much.", "Asked:", "Alone, as the child ticked it", "0 0 1000 1200"):
        assert words in page
    for person in (town.tom, town.farah, town.samina, town.zara):
        assert sign_in(person).get(f"/entries/{entry_id}").status_code == 404
    hidden = made(town, "other", town.farah, words="FOR-FARAH")
    assert sign_in(town.beth).get(f"/entries/{hidden}").status_code == 404
    assert "FOR-FARAH" in sign_in(town.farah).get(f"/entries/{hidden}").text
