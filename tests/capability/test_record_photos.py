"""A photo of a home goes to the council's record: in the PDF beside its words, and as a file."""

from __future__ import annotations

import hashlib
import io
import json
import uuid
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from pypdf import PageObject, PdfReader
from sqlalchemy import select

from tests.capability.media_corpus import drawn, saved
from tests.capability.plan_makers import draft, make_ready
from tests.capability.test_council_record import RENDER, case_of, names, record, trouble
from tests.capability.test_council_record import folder as folder
from tests.makers import Town
from webapp import documents, media, plans
from webapp.core.database import session, unit_of_work
from webapp.documents import picture
from webapp.media import queries, stores
from webapp.media.models import Blob
from webapp.record import pdf

SHOWS = "A red house with a big garden."
FOR_CHILD = "This is the house. It has a garden."
FILES = ["plan-001-01-photo-1.jpg", "plan-001-01.json", "plan-001-01.manifest.json", "plan-001-01.pdf"]


@pytest.fixture
def version(town: Town, folder: Path, monkeypatch: pytest.MonkeyPatch) -> uuid.UUID:
    """A plan with the photo of a home for the mother and the child, published."""
    monkeypatch.setattr(documents, "make_picture", picture.make_again)
    with unit_of_work():
        made = draft(town)
        plans.add_photo(
            version_id=made,
            made=media.make_photo(data=saved("JPEG", drawn("RGB", (600, 400)))),
            words={("adult", "en"): SHOWS, ("child", "en"): FOR_CHILD},
            reader_id=None,
            actor_id=town.beth,
        )
        make_ready(town, made)
        plans.publish(version_id=made, actor_id=town.beth)
    return made


def test_the_json_names_it_with_its_hash_and_the_file_lies_beside(version: uuid.UUID, folder: Path) -> None:
    assert plans.hand_over().written == 1
    assert names(case_of(folder)) == FILES
    photo = (case_of(folder) / FILES[0]).read_bytes()
    digest = hashlib.sha256(photo).hexdigest()
    (home,) = [one for one in record(folder)["parts"] if one["part"] == "home"]
    (paragraph,) = home["paragraphs"]
    assert paragraph["photo"] == {"number": 1, "sha256": digest, "width": 600, "height": 400}
    assert paragraph["wordings"][0]["text"] == SHOWS
    manifest = json.loads((case_of(folder) / FILES[2]).read_text())
    assert manifest["files"][FILES[0]] == {"bytes": len(photo), "sha256": digest}
    with Image.open(io.BytesIO(photo)) as shown:
        assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (600, 400), {})
    assert plans.hand_over().written == 0


@pytest.mark.one_engine
def test_in_the_pdf_it_stands_with_its_words(
    version: uuid.UUID, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_render", RENDER)
    plans.hand_over()
    reader = PdfReader(case_of(folder) / FILES[3])
    # All pages share one list of pictures; one page shows it.
    (image,) = {one.name: one for page in reader.pages for one in page.images}.values()
    (page,) = [one for one in reader.pages if b" Do" in drawing(one)]
    assert image.image
    assert image.image.size == (600, 400)
    text = " ".join(page.extract_text().split())
    assert SHOWS in text
    assert FOR_CHILD in text


def drawing(page: PageObject) -> bytes:
    found = page.get_contents()
    return b"" if found is None else found.get_data()


def test_one_that_cannot_be_fetched_now_waits_and_is_told(
    version: uuid.UUID, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_blob_id: uuid.UUID) -> None:
        raise media.Away

    monkeypatch.setattr(media, "open_piece", away)
    assert plans.hand_over().written == 0
    assert (trouble(), names(folder)) == (["record_photos"], [])
    monkeypatch.setattr(media, "open_piece", queries.open_piece)
    assert plans.hand_over().written == 1
    assert trouble() == []


def test_one_that_is_lost_keeps_no_word_back(version: uuid.UUID, folder: Path) -> None:
    with unit_of_work():
        stores.store().delete(session().scalars(select(Blob.place)).one())
    assert plans.hand_over().written == 1
    assert names(case_of(folder)) == FILES[1:]
    (home,) = [one for one in record(folder)["parts"] if one["part"] == "home"]
    assert home["paragraphs"][0]["photo"]["sha256"] is None
    assert home["paragraphs"][0]["wordings"][0]["text"] == SHOWS


def test_a_record_s_page_fetches_the_photos_it_was_given(app: Flask) -> None:
    assert pdf.fetch("heard-picture:1", {"1": b"jpeg"})
    for url in ("heard-picture:2", "heard-picture:", "heard-picture:../1"):
        with pytest.raises(ValueError, match="nothing else"):
            pdf.fetch(url, {"1": b"jpeg"})
