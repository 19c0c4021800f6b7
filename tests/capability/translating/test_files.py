"""A draft goes to an agency as a file and comes back: looked at first, no name leaves."""

from __future__ import annotations

import html
import io
import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from lxml import etree
from werkzeug.test import TestResponse

from tests.capability.translating.makers import (
    NAMES,
    URDU,
    acts,
    address,
    change_english,
    first_field,
    kept,
    send,
)
from tests.conftest import Browser, SignInAs
from tests.makers import Town
from webapp.core import clock
from webapp.core.database import unit_of_work
from webapp.plans import queries
from webapp.plans.rules import Check


def exported(beth: Browser, version: uuid.UUID, kind: str = "po") -> bytes:
    answer = beth.post(address(version, "file"), {"format": kind}, page=address(version))
    assert answer.status_code == 200
    assert f"text-ur.{kind}" in answer.headers["Content-Disposition"]
    data: bytes = answer.data
    return data


def filled(data: bytes, words: dict[str, str]) -> bytes:
    """The agency's work: words by the beginning of the English."""
    catalog = read_po(io.BytesIO(data))
    for one in catalog:
        for begins, said in words.items():
            if isinstance(one.id, str) and one.id.startswith(begins):
                one.string = said
    return dumped(catalog)


def dumped(catalog: Catalog) -> bytes:
    made = io.BytesIO()
    write_po(made, catalog, width=0)
    return made.getvalue()


def bring(beth: Browser, version: uuid.UUID, data: bytes, code: str = "ur") -> TestResponse:
    return beth.post(
        address(version, "bring", code),
        {"file": (io.BytesIO(data), "back.po")},
        page=address(version, code=code),
        content_type="multipart/form-data",
    )


def take(beth: Browser, version: uuid.UUID, preview: TestResponse, **typed: str) -> TestResponse:
    found = re.search(r'<textarea name="returned"[^>]*>\n(.*?)</textarea>', preview.text, re.DOTALL)
    assert found
    data = {"returned": html.unescape(found[1]).replace("\n", "\r\n")} | typed
    return beth.post(address(version, "take"), data, page=address(version))


@pytest.mark.parametrize("kind", ["po", "xlf"])
def test_no_name_leaves_in_a_file(version: uuid.UUID, beth: Browser, kind: str) -> None:
    text = exported(beth, version, kind).decode()
    assert "[child] was often late" in text
    assert "[child]: the child whose plan this is" in text
    assert not [name for name in (*NAMES, "زارا", "Sadia", "Ahmed") if name in text]
    assert "translate.export" in acts()


def test_a_file_comes_back_is_looked_at_and_then_taken(version: uuid.UUID, beth: Browser) -> None:
    data = filled(exported(beth, version), {"[child] was": URDU, "You offered": "آپ نے کہا۔"})
    before = kept(version)
    preview = bring(beth, version, data)
    assert preview.status_code == 200
    assert "texts can be taken." in preview.text
    assert kept(version) == before
    assert take(beth, version, preview).status_code == 303
    assert (kept(version).text, kept(version).check) == ("Zara دیر سے آتی تھی۔", Check())
    assert "translate.import" in acts()


def test_with_a_reference_and_a_day_it_is_checked(version: uuid.UUID, beth: Browser) -> None:
    preview = bring(beth, version, filled(exported(beth, version), {"[child] was": URDU}))
    day = clock.today() - timedelta(days=2)
    for wrong in (
        {"reference": "LNG-77"},
        {"checked_on": day.isoformat()},
        {"reference": "LNG-77", "checked_on": (clock.today() + timedelta(days=1)).isoformat()},
    ):
        assert take(beth, version, preview, **wrong).status_code == 422
    assert take(beth, version, preview, reference="LNG-77", checked_on=day.isoformat()).status_code == 303
    assert kept(version).check == Check("checked", "LNG-77", day)


def test_xliff_comes_back_too(version: uuid.UUID, beth: Browser) -> None:
    root = etree.fromstring(exported(beth, version, "xlf"))
    space = "{urn:oasis:names:tc:xliff:document:1.2}"
    for unit in root.iter(f"{space}trans-unit"):
        if (unit.findtext(f"{space}source") or "").startswith("[child] was"):
            target = unit.find(f"{space}target")
            target = etree.SubElement(unit, f"{space}target") if target is None else target
            target.text = "[child] "
            etree.SubElement(target, f"{space}g", {"id": "1"}).text = "دیر سے آتی تھی۔"
    preview = bring(beth, version, etree.tostring(root))
    assert take(beth, version, preview).status_code == 303
    assert kept(version).text == "Zara دیر سے آتی تھی۔"


def with_row(data: bytes, context: str, english: str, words: str) -> bytes:
    said = "\n".join(
        f'{key} "{one}"' for key, one in (("msgctxt", context), ("msgid", english), ("msgstr", words))
    )
    return data + f"\n{said}\n".encode()


def test_bad_rows_are_named_and_the_good_ones_are_taken(
    town: Town, version: uuid.UUID, beth: Browser
) -> None:
    data = exported(beth, version)
    change_english(town, version, "Zara was late on most days.")
    data = filled(
        data,
        {
            "[child] was": URDU,
            "You asked": "آپ نے <b>مدد</b> مانگی۔",
            "You offered": "You offered the Saturdays.",
            "You were": "د" * 20_001,
            "[child 2] goes": "[child] جاتی ہے",
            "Mornings": "صبح آسان ہے۔",
        },
    )
    data = with_row(data, f"{uuid.uuid4()}/adult", "Hello.", "سلام")
    context = re.findall(rb'msgctxt "([^"]+)"', data)[0].decode()
    data = with_row(data, context, "Other words.", "سلام")
    data = with_row(data, context, "Other words.", "سلام")
    preview = bring(beth, version, data)
    page = html.unescape(preview.text)
    for message in (
        "The English has changed since. It will say that it is out of date.",
        "There are HTML marks in it.",
        "This does not look like the right language.",
        "This is too long.",
        "[child] is not in the English.",
        "This line is not in the draft.",
        "This line is in the file twice.",
    ):
        assert message in page, message
    assert len(re.findall(r"<b>Line \d+\.</b>", page)) == 8
    assert take(beth, version, preview).status_code == 303
    with unit_of_work():
        content = queries.content_of(version)
    assert content.paragraphs[0].words["adult", "ur"].out_of_date
    assert content.paragraphs[1].words["adult", "ur"].text == "آپ نے <b>مدد</b> مانگی۔"
    assert ("adult", "ur") not in content.paragraphs[2].words
    assert ("child", "ur") not in content.paragraphs[0].words
    assert content.steps[0].words["adult", "ur"].why == "صبح آسان ہے۔"


BAD_FILES: list[tuple[Callable[[bytes], bytes], str]] = [
    (lambda data: b"", "Choose a file."),
    (lambda data: b"\xff\xfe\x00bad", "not in UTF-8"),
    (lambda data: b"just words", "not a file from here"),
    (lambda data: b"<html><body>x</body></html>", "not a file from here"),
    (lambda data: b"<xliff", "cannot read this file"),
    (lambda data: b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "does not need"),
    (lambda data: data.replace(b"Heard ", b"Other "), "not a file from here"),
    (lambda data: data.replace(b"Language: ur", b"Language: pl"), "another language"),
    (lambda data: re.sub(rb"Heard [0-9a-f]{8}", b"Heard 00000000", data), "another version"),
    (lambda data: data + b"\nnonsense\n", "cannot read this file"),
    (lambda data: data + b'\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', "cannot read this file"),
    (lambda data: data + b"#" * 1_100_000, "larger than a plan"),
    (lambda data: b"\x00" * 100, "Choose a file."),
]


def test_a_bad_file_is_refused_kindly(version: uuid.UUID, beth: Browser) -> None:
    before, good = kept(version), exported(beth, version)
    for make, message in BAD_FILES:
        answer = bring(beth, version, make(good))
        assert answer.status_code == 422, message
        assert message in html.unescape(answer.text)
    assert kept(version) == before


def test_a_published_version_gives_files_and_takes_none(town: Town, beth: Browser, sign_in: SignInAs) -> None:
    from tests.capability.plan_makers import published

    with unit_of_work():
        version = published(town)
    data = exported(beth, version)
    assert bring(beth, version, data).status_code == 404
    assert "its words never change" in beth.get(address(version)).text


def test_words_that_a_person_checked_are_not_replaced_unseen(
    version: uuid.UUID, sadia: Browser, beth: Browser
) -> None:
    assert send(sadia, {first_field(version): URDU, first_field(version, "ok"): "yes"}).status_code == 303
    same = bring(beth, version, filled(exported(beth, version), {}))
    assert "A person checked the words" not in same.text
    assert take(beth, version, same).status_code == 303
    assert kept(version).check.state == "checked"
    other = bring(beth, version, filled(exported(beth, version), {"[child] was": "[child] اور الفاظ"}))
    assert "A person checked the words that this replaces." in other.text
