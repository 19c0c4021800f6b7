"""The words of Word files, PDFs and pasted text; and whatever is wrong with a file, a kind refusal."""

from __future__ import annotations

import io
import subprocess
import time
from contextlib import suppress
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import papers
from webapp.documents import Block, Unreadable, apart, files, read_words


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        files.read(data)
    return caught.value.code


def kinds(blocks: list[Block]) -> list[tuple[str, str]]:
    return [(one.kind, one.text or " | ".join(one.cells)) for one in blocks]


def a_plan(document: docx.document.Document) -> None:
    document.add_heading("Reason for the plan", 1)
    document.add_paragraph("Zara was often late.")
    document.add_paragraph("Mornings are hard", style="List Bullet")
    document.add_paragraph().add_run("What is going well").bold = True
    document.add_paragraph("She reads.")
    table = document.add_table(rows=2, cols=3)
    for place, words in enumerate(
        ("Action", "By whom", "By when", "Breakfast club", "Beth", "4 December 2026")
    ):
        table.cell(place // 3, place % 3).text = words
    document.sections[0].header.paragraphs[0].text = "Northbridge, case 123"
    document.sections[0].footer.paragraphs[0].text = "Page 1"


PLAN = [
    ("heading", "Reason for the plan"),
    ("line", "Zara was often late."),
    ("item", "Mornings are hard"),
    ("heading", "What is going well"),
    ("line", "She reads."),
    ("row", "Action | By whom | By when"),
    ("row", "Breakfast club | Beth | 4 December 2026"),
]


def test_a_word_file_in_its_order_without_headers_and_footers() -> None:
    assert kinds(files.read(papers.word(a_plan)).blocks) == PLAN


def test_tracked_changes_keep_what_was_added_and_drop_what_was_deleted() -> None:
    body = (
        "<w:p><w:r><w:t>Zara </w:t></w:r><w:del><w:r><w:delText>hates</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>likes</w:t></w:r></w:ins><w:r><w:t> school.</w:t></w:r></w:p>"
    )
    found = files.read(papers.word_with(body))
    assert kinds(found.blocks) == [("line", "Zara likes school.")]
    assert found.was_changed
    assert not files.read(papers.word(a_plan)).was_changed


def test_a_deleted_row_is_gone() -> None:
    cell = "<w:tc>{}</w:tc>"
    row = "<w:tr>{}" + cell.format(papers.paragraph("{}")) + cell.format(papers.paragraph("x")) + "</w:tr>"
    body = "<w:tbl>" + row.format("<w:trPr><w:del/></w:trPr>", "Old") + row.format("", "New") + "</w:tbl>"
    assert kinds(files.read(papers.word_with(body)).blocks) == [("row", "New | x")]


@pytest.mark.parametrize(
    "hidden",
    [
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>HIDDEN</w:t></w:r>",
        "<w:r><w:instrText>HYPERLINK HIDDEN</w:instrText></w:r>",
        "<w:del><w:r><w:delText>HIDDEN</w:delText></w:r></w:del>",
        '<w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
    ],
)
def test_what_a_person_does_not_see_in_word_is_left_out(hidden: str) -> None:
    found = files.read(papers.word_with(papers.paragraph("Seen.", before=hidden)))
    assert kinds(found.blocks) == [("line", "Seen.")]


def test_a_table_in_a_table_is_flattened_and_a_frame_is_no_table() -> None:
    cells = "".join(f"<w:tc>{papers.paragraph(words)}</w:tc>" for words in "ab")
    inner = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    two = f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc><w:tc>{papers.paragraph('c')}</w:tc></w:tr></w:tbl>"
    assert kinds(files.read(papers.word_with(two)).blocks) == [("row", "a – b | c")]
    frame = f"<w:tbl><w:tr><w:tc>{papers.paragraph('One.')}{inner}<w:p/></w:tc></w:tr></w:tbl>"
    assert kinds(files.read(papers.word_with(frame)).blocks) == [("line", "One."), ("row", "a | b")]


def test_a_text_box_is_read_once() -> None:
    inside = f"<w:txbxContent>{papers.paragraph('In the box.')}</w:txbxContent>"
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<mc:AlternateContent {space}><mc:Choice>{inside}</mc:Choice><mc:Fallback>{inside}</mc:Fallback>"
    body = f"<w:p><w:r><w:t>Before.</w:t>{box}</mc:AlternateContent></w:r></w:p>"
    assert kinds(files.read(papers.word_with(body)).blocks) == [("line", "Before."), ("line", "In the box.")]


def test_a_style_that_rests_on_a_heading_is_one() -> None:
    def fill(document: docx.document.Document) -> None:
        made = document.styles.add_style("Northbridge title", 1)
        made.base_style = document.styles["Heading 2"]
        document.add_paragraph("Our worries.", style=made)

    assert kinds(files.read(papers.word(fill)).blocks) == [("heading", "Our worries.")]


def test_control_characters_and_overrides_of_direction_are_dropped() -> None:
    found = read_words("Za\x07ra\u202e is\u200b here.\x00")
    assert kinds(found.blocks) == [("line", "Zara is here.")]


LARGE = b"<x>" + b" " * (8 * 1024 * 1024) + b"</x>"
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    b"<w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_plan_file"),
        (b"{\\rtf1 hello}", "not_a_plan_file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "not_a_plan_file"),
        (papers.packed({"readme.txt": b"not a plan"}), "not_a_plan_file"),
        (papers.packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "not_a_plan_file"),
        (b"PK\x03\x04" + bytes(200), "damaged"),
        (papers.word(a_plan)[:-300], "damaged"),
        (b"%PDF-1.7\n" + bytes(300), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_word"),
        (papers.word_with(papers.paragraph("x"), {"word/vbaProject.bin": b"x"}), "macros"),
        (papers.word_with("", {papers.DOCUMENT: ENTITIES}), "entities"),
        (papers.word_with(papers.paragraph("x"), {"customXml/item9.xml": LARGE}), "too_big_inside"),
        (papers.word_with(""), "empty"),
        (papers.word_with(papers.paragraph("word " * 50_000)), "too_long"),
        (papers.pdf([papers.lines(["One page of many."])] * 61), "too_long"),
        (papers.pdf([[]] * 3), "pictures"),
        (papers.locked(papers.pdf([papers.lines(["Words."])])), "password"),
    ],
)
def test_what_is_not_a_plan_is_refused_with_its_reason(data: bytes, code: str) -> None:
    assert refusal(data) == code


def test_a_pdf_by_where_its_words_stand() -> None:
    words = [
        "Reason for the plan",
        "Zara was often late and tired at school, and her teacher asked",
        "for help.",
        "",
        "What is going well",
        "She reads.",
    ]
    stretches = papers.lines(words, bold=frozenset({"Reason for the plan", "What is going well"}))
    for place, cells in enumerate(
        (("Action", "By whom", "By when"), ("Breakfast", "Beth", "4 December 2026"))
    ):
        stretches += [(50 + 150 * x, 660 - 14 * place, 11, False, cell) for x, cell in enumerate(cells)]
    assert kinds(files.read(papers.pdf([stretches])).blocks) == [
        ("heading", "Reason for the plan"),
        ("line", "Zara was often late and tired at school, and her teacher asked for help."),
        ("heading", "What is going well"),
        ("line", "She reads."),
        ("row", "Action | By whom | By when"),
        ("row", "Breakfast | Beth | 4 December 2026"),
    ]


def test_what_every_page_of_a_pdf_repeats_is_left_out() -> None:
    pages = [
        papers.lines(["Northbridge case 12", f"The words of page {'ab'[page]}.", f"Page {page + 1} of 2"])
        for page in (0, 1)
    ]
    found = files.read(papers.pdf(pages)).blocks
    assert kinds(found) == [("line", "The words of page a."), ("line", "The words of page b.")]


def test_a_line_that_is_like_a_header_stays_where_the_words_are() -> None:
    body = ["One.", "Two.", "Northbridge case 7", "Three.", "Four."]
    found = files.read(papers.pdf([papers.lines(["Northbridge case 7", *body, "Page 1"])] * 2)).blocks
    words = " ".join(one.text for one in found)
    assert words.count("Northbridge case 7") == 2
    assert "Page" not in words


LONG = {
    "docx": papers.word_with(papers.paragraph("A line of a plan. " * 12) * 7_500),
    "pdf": papers.pdf([papers.lines(["A line of a plan, as long as lines are on a page."] * 50)] * 500),
}


@pytest.mark.parametrize("kind", LONG)
def test_five_hundred_pages_are_refused_soon(kind: str) -> None:
    began = time.process_time()
    assert refusal(LONG[kind]) in ("too_long", "too_big_inside")
    assert time.process_time() - began < 10


def test_pasted_words_and_their_table() -> None:
    found = read_words(
        "1. Worries\nHe is tired.\n• late nights\nAction\tWho\tWhen\nClub\tBeth\t4/12/26\n\nEnd."
    )
    assert kinds(found.blocks) == [
        ("numbered", "1. Worries"),
        ("line", "He is tired."),
        ("item", "late nights"),
        ("row", "Action | Who | When"),
        ("row", "Club | Beth | 4/12/26"),
        ("line", "End."),
    ]


def test_pasted_html_becomes_words() -> None:
    pasted = (
        "<html><head><style>p{}</style></head><body onload='x()'><h1>Worries</h1>"
        "<p>He is&nbsp;<b>tired</b>.</p>"
        "<script>steal()</script><ul><li>One</li></ul><table><tr><td><p>Club</p></td><td>Beth</td></tr></table>"
    )
    assert kinds(read_words(pasted).blocks) == [
        ("line", "Worries"),
        ("line", "He is tired."),
        ("item", "One"),
        ("row", "Club | Beth"),
    ]


def test_a_mark_in_a_sentence_is_not_html() -> None:
    assert kinds(read_words("School is < 1 mile away, and > fun.").blocks) == [
        ("line", "School is < 1 mile away, and > fun.")
    ]


WORD, PAPER = papers.word(a_plan), papers.pdf([papers.lines(["One line of words in a file."] * 8)])
CUTS = st.lists(
    st.tuples(st.integers(0, 1 << 30), st.binary(min_size=1, max_size=12)), min_size=1, max_size=6
)


@pytest.mark.parametrize("whole", [WORD, PAPER], ids=["docx", "pdf"])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(cuts=CUTS, end=st.integers(0, 400))
def test_a_broken_file_is_read_or_refused_and_nothing_else(
    whole: bytes, cuts: list[tuple[int, bytes]], end: int
) -> None:
    data = bytearray(whole)
    for place, change in cuts:
        at = place % len(data)
        data[at : at + len(change)] = change
    with suppress(Unreadable):
        files.read(bytes(data[: len(data) - end]))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=2_000))
def test_any_pasted_text_is_read_or_refused(words: str) -> None:
    try:
        blocks = read_words(words).blocks
    except Unreadable:
        return
    assert not any("\x00" in one.text or "\u202e" in one.text for one in blocks)


def test_a_file_is_read_in_a_process_of_its_own_that_knows_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_KEYS", "k1:not-for-the-reader")
    given: list[dict[str, str]] = []
    run = subprocess.run

    def watched(*command: Any, **options: Any) -> Any:
        given.append(options["env"])
        return run(*command, **options)

    monkeypatch.setattr(subprocess, "run", watched)
    assert kinds(apart.read(WORD).blocks) == PLAN
    assert [name for name in given[0] if name.startswith("HEARD")] == []


def test_a_refusal_comes_back_from_the_other_process() -> None:
    with pytest.raises(Unreadable) as caught:
        apart.read(papers.locked(PAPER))
    assert caught.value.code == "password"


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(apart.SECONDS, "words", 0.01)
    with pytest.raises(Unreadable) as caught:
        apart.read(WORD)
    assert caught.value.code == "too_slow"


def test_more_than_ten_megabytes_are_not_read() -> None:
    with pytest.raises(Unreadable) as caught:
        apart.read(io.BytesIO(bytes(files.LARGEST_FILE + 1)).getvalue())
    assert caught.value.code == "too_large"
