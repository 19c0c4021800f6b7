"""The catalogues: complete, unbroken, and without a promise we cannot keep (practice §2)."""

from __future__ import annotations

import io
import re
from collections import Counter
from functools import cache

import polib
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from scripts import catalogues

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%[sd]")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
PHONE_OR_DATE = re.compile(r"\d{4} \d[\d ]*\d|\d{4}-\d\d-\d\d")
ISOLATED = re.compile("\u2066[^\u2066\u2069]*\u2069")
FALSE_PROMISES = {
    "en": (
        r"\bsecrets?\b",
        r"\b(just|only) (beth|you\b(?! (choose|said|began))|%\(\w+\)s (reads?|sees?|can|will))",
        r"\bno(body| one) (will|can) (ever )?know\b",
        r"\bsafe with (us|me)\b",
        r"\b100 ?% private\b",
        r"\b(don['’]t|do not) worry\b",
    ),
    "ur": (
        r"\bراز\b",
        r"\bخفیہ\b",
        r"\b(صرف|بس) (بیتھ|آپ (کو|ہی|پڑھ|دیکھ|جانتے)|%\(\w+\)s (پڑھ|دیکھ|کو))",
        r"\bکسی کو (بھی )?(پتا|پتہ|معلوم|خبر) نہیں (چلے|ہو)",
        r"\bکوئی (بھی )?نہیں جان",
        r"\bہمارے (پاس|ساتھ|ہاں) محفوظ\b",
        r"(100 ?%|سو فیصد) (نجی|ذاتی)",
        r"\bفکر (نہ|مت) کر",
        r"\bپریشان (نہ|مت) ہو",
        r"\bبے فکر\b",
    ),
}


@cache
def catalogue(language: str) -> polib.POFile:
    return catalogues.open_catalogue(language)


@cache
def in_use() -> list[catalogues.Message]:
    return catalogues.messages_in_use()


def said(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def asked(entry: polib.POEntry) -> list[str]:
    return [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_catalogue_holds_just_what_the_code_says_now(language: str) -> None:
    """Drift: run scripts/translations, then translate what it lists."""
    used = {text for text, _plural in in_use()}
    kept = {entry.msgid for entry in catalogue(language)}
    assert (sorted(used - kept), sorted(kept - used)) == ([], [])


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_plural_in_the_code_is_a_plural_in_the_catalogue(language: str) -> None:
    plurals = {text: plural for text, plural in in_use() if plural}
    assert {one.msgid: one.msgid_plural for one in catalogue(language) if one.msgid_plural} == plurals


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_second_run_changes_nothing(language: str) -> None:
    """Idempotence of the writer, on the catalogue as it stands."""
    path = catalogues.catalogue_path(language)
    assert path.read_text(encoding="utf-8") == str(catalogues.updated(language))


def test_every_message_is_in_urdu_with_nothing_fuzzy_or_left_over() -> None:
    every = catalogue("ur")
    assert [entry.msgid for entry in every.untranslated_entries()] == []
    assert [entry.msgid for entry in every.fuzzy_entries() + every.obsolete_entries()] == []
    assert [one.msgid for one in every if not all(words.strip() for words in said(one))] == []


def test_every_english_plural_is_filled() -> None:
    assert [entry.msgid for entry in catalogue("en") if entry.msgid_plural and not all(said(entry))] == []


def test_placeholders_and_tags_stay_as_they_are() -> None:
    broken = []
    for entry in catalogue("ur"):
        for pattern in (PLACEHOLDER, TAG):
            wanted = [Counter(pattern.findall(text)) for text in asked(entry)]
            if any(Counter(pattern.findall(words)) not in wanted for words in said(entry)):
                broken.append(entry.msgid)
    assert broken == []


def test_numbers_that_would_turn_round_are_isolated() -> None:
    """UAX #9: in a right-to-left line '0800 1111' and '2026-12-25' show backwards unless isolated."""
    loose = [
        entry.msgid
        for entry in catalogue("ur")
        for words in said(entry)
        if PHONE_OR_DATE.search(ISOLATED.sub("", words)) or words.count("\u2066") != words.count("\u2069")
    ]
    assert loose == []


def test_every_number_to_call_is_the_same_in_urdu() -> None:
    for entry in catalogue("ur"):
        numbers = Counter(re.findall(r"\d[\d :-]*\d|\d", entry.msgid))
        assert all(Counter(re.findall(r"\d[\d :-]*\d|\d", words)) == numbers for words in said(entry)), (
            entry.msgid
        )


def test_urdu_is_in_urdu_letters() -> None:
    """Look-alike Arabic letters break search and speech; Latin words stand only where English has them."""
    for entry in catalogue("ur"):
        allowed = set(re.findall(r"[A-Za-z]+", " ".join(asked(entry))))
        for words in said(entry):
            assert not set("يكىةه") & set(words), entry.msgid
            assert set(re.findall(r"[A-Za-z]+", PLACEHOLDER.sub("", words))) <= allowed, entry.msgid


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_no_false_promise(language: str) -> None:
    promises = [
        words
        for entry in catalogue(language)
        for words in (asked(entry) if language == "en" else said(entry))
        if any(re.search(pattern, words, re.IGNORECASE) for pattern in FALSE_PROMISES[language])
    ]
    assert promises == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "This is a secret."),
        ("en", "Only %(worker)s reads this."),
        ("en", "Only you see it."),
        ("en", "Nobody will know."),
        ("en", "Don't worry."),
        ("ur", "یہ ایک راز ہے۔"),
        ("ur", "صرف بیتھ پڑھتے ہیں۔"),
        ("ur", "کسی کو پتا نہیں چلے گا۔"),
        ("ur", "آپ فکر نہ کریں۔"),
    ],
)
def test_a_false_promise_would_be_found(language: str, words: str) -> None:
    assert any(re.search(pattern, words, re.IGNORECASE) for pattern in FALSE_PROMISES[language])


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_catalogue_compiles(language: str) -> None:
    with catalogues.catalogue_path(language).open("rb") as file:
        found = read_po(file, locale=language, abort_invalid=True)
    assert [(message.id, errors) for message, errors in found.check() if errors] == []
    write_mo(io.BytesIO(), found)
    assert found.plural_expr == "(n != 1)"
    assert found.num_plurals == 2


def test_the_urdu_says_that_nobody_checked_it() -> None:
    every = catalogue("ur")
    assert "Not yet checked by a person" in every.header
    assert every.metadata["X-Translation-State"] == "computer translation, not checked by a person"
