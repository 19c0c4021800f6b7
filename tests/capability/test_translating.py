"""A draft in other languages: by an invited interpreter, an agency's file, a computer. Names stay here."""

from __future__ import annotations

import html
import io
import json
import re
import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest
import time_machine
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from flask import Flask
from lxml import etree
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.capability.plan_makers import draft, make_ready
from tests.capability.test_plans_writing import Desk
from tests.conftest import Browser, SignInAs
from tests.makers import Town, make_staff
from webapp import families, plans
from webapp.audit.models import AuditRow
from webapp.core import clock
from webapp.core.database import session, unit_of_work
from webapp.plans import queries
from webapp.plans.content import Words
from webapp.plans.models import TranslatorAsked
from webapp.plans.rules import Check

NAMES = ("Zara", "Yusuf", "Samina", "Imran", "Beth", "Family M")
URDU = "[child] دیر سے آتی تھی۔"


@pytest.fixture
def version(town: Town) -> uuid.UUID:
    with unit_of_work():
        return draft(town)


@pytest.fixture
def beth(town: Town, sign_in: SignInAs) -> Browser:
    return sign_in(town.beth)


def address(version: uuid.UUID, act: str = "", code: str = "ur") -> str:
    return f"/plans/{version}/translating/{code}{'/' if act else ''}{act}"


def invited(town: Town, reference: str = "NB-I-204", days: int = 30) -> uuid.UUID:
    return families.invite(
        child_id=town.zara,
        role="interpreter",
        name="Sadia Karim",
        organisation="Lingua",
        reference=reference,
        purpose="The plan in Urdu.",
        until=clock.now() + timedelta(days=days),
        invited_by=town.beth,
    )


def ask(
    beth: Browser, version: uuid.UUID, person: uuid.UUID, days: int = 5, code: str = "ur"
) -> TestResponse:
    data = {"person": str(person), "until": (clock.today() + timedelta(days=days)).isoformat()}
    return beth.post(address(version, "ask", code), data, page=address(version, code=code))


@pytest.fixture
def sadia(town: Town, version: uuid.UUID, beth: Browser, sign_in: SignInAs) -> Browser:
    """An interpreter who was asked and said that she does not know the family."""
    with unit_of_work():
        person = invited(town)
    assert ask(beth, version, person).status_code == 303
    browser = sign_in(person)
    begin(browser)
    return browser


def begin(browser: Browser, says: str = "not_known") -> TestResponse:
    return browser.post("/translating/begin", {"asked": asked_id(browser), "says": says}, page="/translating")


def asked_id(browser: Browser) -> str:
    found = re.search(r'name="asked" value="([^"]+)"', browser.get("/translating").text)
    assert found
    return found[1]


def form_of(browser: Browser) -> dict[str, str]:
    """The form as a browser would send it."""
    page = browser.get("/translating").text
    found = {}
    for match in re.finditer(
        r'<input type="(hidden|checkbox)" name="([^"]+)" value="([^"]*)"( checked)?', page
    ):
        if match[2] != "csrf_token" and (match[1] == "hidden" or match[4]):
            found[match[2]] = match[3]
    for match in re.finditer(r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL):
        found[match[1]] = html.unescape(match[2])
    return found


def first_field(version: uuid.UUID, name: str = "text", audience: str = "adult") -> str:
    with unit_of_work():
        content = queries.content_of(version)
        item = content.paragraphs[0].id if name in ("text", "ok") else content.steps[0].id
    return f"{name}-{item}-{audience}"


def kept(version: uuid.UUID, code: str = "ur", audience: str = "adult") -> Words:
    with unit_of_work():
        return queries.content_of(version).paragraphs[0].words[audience, code]


def send(browser: Browser, changes: dict[str, str], do: str = "save") -> TestResponse:
    return browser.post("/translating", form_of(browser) | changes | {"do": do}, page="/translating")


def acts() -> list[str]:
    with unit_of_work():
        return list(session().scalars(select(AuditRow.act).order_by(AuditRow.at)))


# The worker's pages


def test_the_worker_sees_how_far_each_language_is(town: Town, version: uuid.UUID, beth: Browser) -> None:
    overview = beth.get(f"/plans/{version}/translating").text
    assert re.search(r"اردو</bdi></a></th>\s*<td>6</td><td>4</td><td>2</td>", overview)
    page = beth.get(address(version)).text
    assert "0 of 6 lines are checked by a person." in page
    assert "Computer translation. Not checked" in page
    chosen = beth.post(f"/plans/{version}/translating", {"code": "pl"}, page=f"/plans/{version}/translating")
    assert chosen.headers["Location"].endswith("/translating/pl")
    assert "Polski" in beth.get(address(version, code="pl")).text
    for code in ("en", "xx", "PL", "zzzz", "klingon"):
        assert beth.get(address(version, code=code)).status_code == 404


def test_who_may_open_it(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    paths = (f"/plans/{version}/translating", address(version))
    for person in (town.beth, town.farah):
        assert [sign_in(person).get(one).status_code for one in paths] == [200, 200]
    with unit_of_work():
        interpreter = invited(town)
    for person in (town.tom, town.owen, town.priya, town.samina, town.zara, town.stranger, interpreter):
        assert [sign_in(person).get(one).status_code for one in paths] == [404, 404]


def test_words_a_worker_hides_leave_the_text(town: Town, version: uuid.UUID, beth: Browser) -> None:
    page = address(version)
    assert beth.post(address(version, "hide"), {"words": "[child]"}, page=page).status_code == 422
    assert beth.post(address(version, "hide"), {"words": " "}, page=page).status_code == 422
    assert "Breakfast club" in beth.get(page).text
    assert (
        beth.post(address(version, "hide"), {"words": "breakfast club\ntired"}, page=page).status_code == 303
    )
    lines = beth.get(page).text.split('id="lines"')[1]
    assert "Breakfast club" not in lines
    assert "[word 1]" in lines


# The interpreter


def test_an_interpreter_sees_the_words_and_no_name(version: uuid.UUID, sadia: Browser) -> None:
    assert "A text to translate" in sadia.get("/").text
    page = sadia.get("/translating").text
    assert "[child] was often late and tired at school." in page
    assert "[child 2] goes to breakfast club." in page
    assert "the child whose plan this is" in page
    # An Urdu text that writes the name in its own letters stays here; one without a name is shown.
    assert "زارا" not in page
    assert "بریک فاسٹ کلب" in page
    for where in ("/", "/translating", "/plan", "/shown", "/someone", "/complain", "/ways-in", "/help"):
        body = sadia.get(where).text
        assert not [name for name in NAMES if name in body.replace("Sadia", "")], where
    for where in (f"/plans/{version}/edit", address(version), "/families", "/inbox"):
        assert sadia.get(where).status_code == 404


def test_before_the_text_comes_whether_they_know_the_family(
    town: Town, version: uuid.UUID, beth: Browser, sign_in: SignInAs
) -> None:
    with unit_of_work():
        person = invited(town)
    ask(beth, version, person)
    browser = sign_in(person)
    page = browser.get("/translating").text
    assert "I do not know this family" in page
    assert "often late" not in page
    data = {"asked": asked_id(browser), "do": "save", first_field(version): URDU}
    assert browser.post("/translating", data, page="/translating").status_code == 404
    assert begin(browser, "").status_code == 422
    assert begin(browser, "known").status_code == 303
    after = browser.get("/translating").text
    assert "The worker will ask someone else." in after
    assert "often late" not in after
    assert "Knows the family" in beth.get(address(version)).text
    assert "translate.known" in acts()


def test_what_they_type_is_kept_as_not_checked_until_they_tick(version: uuid.UUID, sadia: Browser) -> None:
    field, tick = first_field(version), first_field(version, "ok")
    assert send(sadia, {field: "[ Child ] دیر سے آتی تھی۔"}).status_code == 303
    one = kept(version)
    assert (one.text, one.check) == ("Zara دیر سے آتی تھی۔", Check())
    assert send(sadia, {tick: "yes"}).status_code == 303
    assert kept(version).check == Check("checked", "NB-I-204", clock.today())
    # Changed and ticked again on the same day: still checked by the same.
    assert send(sadia, {field: URDU.replace("۔", "!")}).status_code == 303
    assert kept(version).check == Check("checked", "NB-I-204", clock.today())
    form = form_of(sadia)
    form.pop(tick)
    assert sadia.post("/translating", form | {"do": "save"}, page="/translating").status_code == 303
    assert kept(version).check == Check()
    assert {"translate.ask", "translate.not_known", "translate.read", "translate.save"} <= set(acts())


def test_all_lines_at_once_and_then_finished(
    town: Town, version: uuid.UUID, sadia: Browser, beth: Browser
) -> None:
    words = translated(sadia)
    assert send(sadia, words, "all").status_code == 303
    page = beth.get(address(version)).text
    assert "6 of 6 lines are checked by a person." in page
    assert "NB-I-204" in page
    assert send(sadia, {}, "finish").status_code == 303
    assert "Thank you. We have your words" in sadia.get("/translating").text
    assert "There is nothing to check here yet." in sadia.get("/").text
    assert "Finished" in beth.get(address(version)).text


def translated(browser: Browser) -> dict[str, str]:
    """Every line in other letters, its placeholders kept."""
    words = english(browser)
    return {
        name: re.sub(r"(\[[^\]]+\])|[A-Za-z]+", lambda m: m[1] or "لفظ", said) for name, said in words.items()
    }


def english(browser: Browser) -> dict[str, str]:
    page = browser.get("/translating").text
    return {
        m[1]: html.unescape(m[2]) for m in re.finditer(r'dir="ltr" id="e-([^"]+)">(.*?)</p>', page, re.DOTALL)
    }


BAD_LINES = [
    ("وہ دیر سے آتی تھی۔", "[child] is missing."),
    ("[child] [person 9] دیر", "[person 9] is not in the English."),
    ("[child] [chil دیر", "[chil is not in the English."),
    ("[child] was late, they say", "the right language"),
    (f"[child] {'د ' * 10_001}", "This is too long."),
]


def test_a_line_that_cannot_be_kept_is_told_and_nothing_is_lost(version: uuid.UUID, sadia: Browser) -> None:
    before, other = kept(version), first_field(version, "why")
    for words, message in BAD_LINES:
        answer = send(sadia, {first_field(version): words, other: "صبح آسان ہے۔"})
        assert answer.status_code == 422, message
        page = html.unescape(answer.text)
        assert message in page
        assert words in page
        assert "صبح آسان ہے۔" in page
    assert kept(version) == before


def test_html_is_kept_as_text(version: uuid.UUID, sadia: Browser) -> None:
    words = "<b onclick=x>[child]</b> دیر سے <script>آتی"
    assert send(sadia, {first_field(version): words}).status_code == 303
    assert kept(version).text == words.replace("[child]", "Zara")
    assert "<script>آتی" not in sadia.get("/translating").text


def change_english(town: Town, version: uuid.UUID, text: str) -> None:
    """As the editor saves it."""
    from dataclasses import replace

    from webapp.plans.writing import service

    with unit_of_work():
        content = queries.content_of(version)
        first = content.paragraphs[0]
        words = {**first.words, ("adult", "en"): Words(text)}
        changed = [replace(first, words=words), *content.paragraphs[1:]]
        typed = service.Typed(content.revision, content.review_on, changed, content.steps)
        service.save_draft(version_id=version, typed=typed, actor_id=town.beth)


def test_the_english_changed_while_they_wrote(town: Town, version: uuid.UUID, sadia: Browser) -> None:
    form = form_of(sadia)
    change_english(town, version, "Zara was late on most days.")
    data = form | {first_field(version): URDU, first_field(version, "ok"): "yes", "do": "save"}
    assert sadia.post("/translating", data, page="/translating").status_code == 303
    one = kept(version)
    assert one.text == URDU.replace("[child]", "Zara")
    assert (one.out_of_date, one.check.state) == (True, "machine")
    assert "The English has changed since" in sadia.get("/translating").text
    assert send(sadia, {first_field(version, "ok"): "yes"}).status_code == 303
    assert not kept(version).out_of_date
    assert kept(version).check.state == "checked"


def test_two_who_change_one_line_lose_no_word(town: Town, version: uuid.UUID, sadia: Browser) -> None:
    form = form_of(sadia)
    assert send(sadia, {first_field(version): "[child] پہلا۔"}).status_code == 303
    answer = sadia.post(
        "/translating", form | {first_field(version): "[child] دوسرا۔", "do": "save"}, page="/translating"
    )
    assert answer.status_code == 422
    assert "پہلا" in answer.text
    assert "دوسرا" in answer.text
    assert kept(version).text == "Zara پہلا۔"


def test_a_page_from_before_changes_nothing_it_did_not_touch(version: uuid.UUID, sadia: Browser) -> None:
    form = form_of(sadia)
    assert send(sadia, {first_field(version): URDU}, "all").status_code == 303
    after = kept(version)
    assert sadia.post("/translating", form | {"do": "save"}, page="/translating").status_code == 303
    assert kept(version) == after


@pytest.mark.parametrize("when", ["late", "ended", "invitation over", "published"])
def test_a_text_that_is_over_is_closed_kindly(
    town: Town, version: uuid.UUID, sadia: Browser, beth: Browser, sign_in: SignInAs, when: str
) -> None:
    form = form_of(sadia) | {first_field(version): URDU, "do": "save"}
    with unit_of_work():
        row = session().scalars(select(TranslatorAsked)).one()
        person, asked = row.person_id, row.id
    if when == "ended":
        beth.post(address(version, "end"), {"asked": str(asked)}, page=address(version))
    if when == "published":
        with unit_of_work():
            make_ready(town, version)
            for part in ("worried", "change", "safe_enough"):
                plans.save_paragraph(version_id=version, part=part, adult={"en": "A."}, actor_id=town.beth)
            for one in plans.readers(town.zara):
                plans.tick_read_as(version_id=version, reader_id=one.person_id, actor_id=town.beth)
            plans.publish(version_id=version, actor_id=town.beth)
    days = {"late": 7, "invitation over": 40}.get(when, 0)
    with time_machine.travel(clock.now() + timedelta(days=days)):
        browser = sign_in(person)
        page = browser.get("/translating")
        assert page.status_code == 200
        assert "Nothing to translate now" in page.text
        assert "often late" not in page.text
        answer = browser.post("/translating", form, page="/help")
        assert answer.status_code == (404 if when != "published" else 200)
    assert kept(version).text != URDU.replace("[child]", "Zara")


def test_another_interpreter_or_anyone_else_gets_nothing(
    town: Town, version: uuid.UUID, sadia: Browser, sign_in: SignInAs, browser: Any
) -> None:
    form = form_of(sadia) | {first_field(version): URDU, "do": "save"}
    with unit_of_work():
        other = invited(town, "NB-I-999")
    someone = sign_in(other)
    assert "There is no text for you here." in someone.get("/translating").text
    assert someone.post("/translating", form, page="/help").status_code == 404
    assert someone.post("/translating/begin", form | {"says": "not_known"}, page="/help").status_code == 404
    for person in (town.samina, town.imran, town.zara, town.beth, town.stranger):
        assert sign_in(person).get("/translating").status_code == 404
        assert sign_in(person).post("/translating", form, page="/help").status_code == 404
    assert browser().get("/translating").status_code == 303
    assert kept(version).text != URDU.replace("[child]", "Zara")


def test_only_who_is_invited_for_this_child_can_be_asked(
    town: Town, version: uuid.UUID, beth: Browser
) -> None:
    with unit_of_work():
        person = invited(town, days=10)
    for wrong in (town.samina, town.tom, uuid.uuid4()):
        assert ask(beth, version, wrong).status_code == 422
    for days in (-1, 12, 400):
        assert ask(beth, version, person, days).status_code == 422
    assert ask(beth, version, person, 9).status_code == 303


def test_the_family_sees_who_checked_by_reference(
    town: Town, version: uuid.UUID, sadia: Browser, beth: Browser
) -> None:
    assert send(sadia, translated(sadia) | {first_field(version): URDU}, "all").status_code == 303
    page = beth.get(f"/plans/{version}/read-as/{town.samina}").text
    assert "NB-I-204" in page
    assert "Sadia" not in page
    assert "Zara دیر سے آتی تھی۔" in page


def test_the_editor_keeps_what_was_checked_for_adults_apart_from_the_childs_words(
    version: uuid.UUID, sadia: Browser, beth: Browser
) -> None:
    words = translated(sadia) | {first_field(version): URDU, first_field(version, "ok"): "yes"}
    assert send(sadia, words).status_code == 303
    desk = Desk(beth, version)
    assert desk.save().status_code == 303
    assert kept(version).check.state == "checked"
    assert kept(version, audience="child").check == Check()
    name = next(one for one in desk.fields if one.startswith("state-ur-") and desk.fields[one] == ["checked"])
    desk.fields[name] = ["talked_through"]
    assert desk.save().status_code == 303
    assert kept(version).check.state == kept(version, audience="child").check.state == "talked_through"


# An agency's file


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


# A computer


class Translator(BaseHTTPRequestHandler):
    """LibreTranslate's interface, as small as it can be."""

    asked: ClassVar[list[Any]] = []
    way: ClassVar[str] = ""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Translator.asked.append((self.path, body))
        status = {"refused": 400, "away": 500, "redirect": 302}.get(Translator.way, 200)
        words = [f"اردو {' '.join(re.findall(r'.[0-9]+.', one))}۔" for one in body["q"]]
        if Translator.way == "drops names":
            words = ["اردو۔" for _one in words]
        data = b"no json" if Translator.way == "nonsense" else json.dumps({"translatedText": words}).encode()
        self.send_response(status)
        self.send_header("Location", "http://127.0.0.1:9/")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def computer(app: Flask) -> Iterator[type[Translator]]:
    from dataclasses import replace

    server = HTTPServer(("127.0.0.1", 0), Translator)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    before = app.extensions["heard_settings"]
    url = f"http://127.0.0.1:{server.server_port}"
    app.extensions["heard_settings"] = replace(before, translate_url=url, translate_key="k-1")
    Translator.asked, Translator.way = [], ""
    yield Translator
    app.extensions["heard_settings"] = before
    server.shutdown()
    server.server_close()


def by_machine(beth: Browser, version: uuid.UUID, code: str = "ur") -> TestResponse:
    return beth.post(address(version, "machine", code), page=address(version, code=code))


def test_without_an_address_there_is_no_computer(version: uuid.UUID, beth: Browser) -> None:
    assert "Translate what is missing" not in beth.get(address(version)).text
    assert by_machine(beth, version).status_code == 404


def test_a_computer_translates_what_is_missing_and_hears_no_name(
    version: uuid.UUID, beth: Browser, computer: type[Translator]
) -> None:
    before = kept(version)
    assert "Translate what is missing" in beth.get(address(version)).text
    assert by_machine(beth, version).status_code == 303
    [(path, body)] = computer.asked
    assert path == "/translate"
    assert (body["source"], body["target"], body["format"], body["api_key"]) == ("en", "ur", "text", "k-1")
    assert "[1] goes to breakfast club." in body["q"]
    assert not [name for name in (*NAMES, "child") if name in json.dumps(body["q"], ensure_ascii=False)]
    assert kept(version) == before
    with unit_of_work():
        step = queries.content_of(version).steps[0].words["child", "ur"]
    assert (step.text, step.check.state) == ("اردو Yusuf۔", "machine")
    assert "translate.machine" in acts()


def test_a_line_whose_names_got_lost_is_not_taken(
    version: uuid.UUID, beth: Browser, computer: type[Translator]
) -> None:
    computer.way = "drops names"
    assert by_machine(beth, version).status_code == 303
    with unit_of_work():
        content = queries.content_of(version)
    assert ("child", "ur") not in content.steps[0].words
    assert content.paragraphs[1].words["adult", "ur"].text == "اردو۔"


def test_a_computer_that_fails_changes_nothing(
    version: uuid.UUID, beth: Browser, computer: type[Translator]
) -> None:
    for way, status in (("refused", 422), ("away", 503), ("nonsense", 422), ("redirect", 503)):
        computer.way = way
        answer = by_machine(beth, version)
        assert answer.status_code == status, way
        assert "Nothing was changed." in answer.text
    with unit_of_work():
        assert ("adult", "ur") not in queries.content_of(version).paragraphs[1].words


def test_a_computer_that_is_off_changes_nothing(
    app: Flask, version: uuid.UUID, beth: Browser, computer: type[Translator]
) -> None:
    from dataclasses import replace

    settings = app.extensions["heard_settings"]
    app.extensions["heard_settings"] = replace(settings, translate_url="http://127.0.0.1:9")
    assert by_machine(beth, version).status_code == 503


# When the English changes


def test_each_wording_of_a_step_and_of_a_child_says_that_it_is_out_of_date(
    town: Town, version: uuid.UUID, beth: Browser, sadia: Browser
) -> None:
    from dataclasses import replace

    from webapp.plans.writing import service

    words = translated(sadia)
    assert send(sadia, words, "all").status_code == 303
    with unit_of_work():
        content = queries.content_of(version)
        step, first = content.steps[0], content.paragraphs[0]
        of_step = replace(step.words["adult", "en"], why="Mornings are calm.")
        of_child = replace(first.words["child", "en"], text="You were late.")
        typed = service.Typed(
            content.revision,
            content.review_on,
            [replace(first, words={**first.words, ("child", "en"): of_child}), *content.paragraphs[1:]],
            [replace(step, words={**step.words, ("adult", "en"): of_step})],
        )
        service.save_draft(version_id=version, typed=typed, actor_id=town.beth)
        after = queries.content_of(version)
    words_of = {one.id: one.words for one in after.paragraphs} | {one.id: one.words for one in after.steps}
    late = {
        (item, audience)
        for item, words_by in words_of.items()
        for (audience, code), said in words_by.items()
        if code == "ur" and said.out_of_date
    }
    assert late == {(step.id, "adult"), (first.id, "child")}
    assert "2 are out of date" in beth.get(address(version)).text


def test_a_colleague_who_is_no_part_of_the_family_is_hidden_too(
    town: Town, version: uuid.UUID, sadia: Browser
) -> None:
    with unit_of_work():
        make_staff("Ruth Okafor", "worker")
    change_english(town, version, "Ruth Okafor and Miss Farrow met Zara at Oak Tree School.")
    page = sadia.get("/translating").text
    assert "Miss [person" in page
    for name in ("Ruth", "Okafor", "Farrow", "Oak Tree"):
        assert name not in page
