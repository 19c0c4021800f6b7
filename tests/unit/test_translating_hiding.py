"""Placeholders: a name never leaves, comes back where it belongs, and keeps its placeholder for good."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.plans.translating import hiding
from webapp.plans.translating.hiding import Hiding, Name

NAMES = [
    Name("Zara Ahmed", "child"),
    Name("Yusuf Ahmed", "sibling"),
    Name("Samina Ahmed", "mother"),
    Name("Beth Carter", "staff"),
    Name("May Price", "staff"),
    Name("Mary-Ann O'Brien", "staff"),
    Name("Family Ahmed", "family"),
]
PLACES = ["12 Rowan Street, Northbridge, NB3 4QT", "Larch Hill Primary"]


def made(kept: dict[str, hiding.Hidden] | None = None, names: list[Name] = NAMES) -> Hiding:
    return Hiding(names, PLACES, ["07700 900123"], kept)


@pytest.mark.parametrize(
    ("words", "hidden"),
    [
        ("Zara's mum Samina Ahmed rings Beth.", "[child]'s mum [person 1] [name 1] rings [person 2]."),
        ("ZARA and zara’s bag. The Ahmeds' home.", "[child] and [child]’s bag. The [name 1]s' home."),
        ("The family meets. We may visit. May comes.", "The family meets. We may visit. [person 1] comes."),
        ("Ring 07700 900123 or +44 7700 900456.", "Ring [number 1] or [number 2]."),
        ("Write to a.b@c.org.uk now.", "Write to [number 1] now."),
        ("At 12 Rowan  Street, or NB1 2AB.", "At [place 1], or [place 2]."),
        ("She goes to Larch Hill Primary.", "She goes to [place 1]."),
        ("The Oak Tree School, 4 Elm Road.", "The [place 1], [place 2]."),
        ("Miss Farrow and Mr Osei.", "Miss [person 1] and Mr [person 2]."),
        ("Mary-Ann, then Mary, then O’Brien.", "[person 1], then [person 2], then [name 1]."),
        ("On 4 December 2026 at 3.30, 5 days a week.", "On 4 December 2026 at 3.30, 5 days a week."),
        ("Already [child 7] here.", "Already [word 1] here."),
    ],
)
def test_what_is_hidden(words: str, hidden: str) -> None:
    assert made().hide(words) == hidden


@pytest.mark.parametrize("name", ["Zo(e", "A.B", "x*", "[Ann]", "(?i)Ann", "A|B", "\\d+", "O'Neil-Ray$"])
def test_names_that_look_like_patterns_are_names(name: str) -> None:
    """A pattern is made of names: each is escaped, so that no name matches anything but itself."""
    one = made(names=[Name(name, "staff")])
    assert one.hide("Zoe AxB xxx 42 nobody.") == "Zoe AxB xxx 42 nobody."
    assert one.show(one.hide(f"We met {name} today.")) == f"We met {name} today."


def test_what_is_hidden_comes_back_as_the_name_is_written() -> None:
    one = made()
    words = "Zara’s mum Samina Ahmed, 12 Rowan Street, Miss Farrow, 07700 900123, [child 7]."
    assert one.show(one.hide(words)) == words


def test_a_placeholder_keeps_its_name_when_someone_joins_or_leaves_the_family() -> None:
    first = made()
    assert first.hide("Samina and Beth") == "[person 1] and [person 2]"
    kept = hiding.unpack(hiding.pack(first.kept))
    later = made(kept, [Name("Imran Malik", "father"), Name("Beth Carter", "staff")])
    assert later.hide("Imran, Samina and Beth") == "[person 3], [person 1] and [person 2]"
    assert later.show("[person 1]") == "Samina"


def test_a_word_that_a_worker_adds_is_hidden_too() -> None:
    one = made()
    one.hide_word("Zaz")
    assert one.hide("Zaz and zaz's cat") == "[word 1] and [word 1]'s cat"


def test_a_placeholder_typed_nearly_right_is_put_right() -> None:
    assert hiding.tidy("[ Child ] [person2] [ PERSON ۳ ]") == "[child] [person 2] [person 3]"


def test_what_is_lost_and_what_is_strange() -> None:
    english = "[child] and [person 1]"
    assert hiding.lost(english, "[child]") == ["[person 1]"]
    assert hiding.strange(english, "[person 1] [child]") == []
    assert hiding.strange(english, "[person 2] [child") == ["[person 2]", "[child"]
    assert hiding.strange("As [before].", "[vorher].") == []


@given(st.text(alphabet="aZ [](){}<>0129,.@-+'’\nچ", max_size=400))
def test_any_text_comes_back_as_it_was(words: str) -> None:
    one = made()
    assert one.show(one.hide(words)) == words


@pytest.mark.parametrize(
    "words", ["A" * 20_000, "A-" * 10_000, "a@" * 10_000, "1 " * 10_000, "Aa " * 6_000, "[" * 9_000]
)
def test_no_text_takes_long(words: str) -> None:
    begun = time.monotonic()
    made().hide(words)
    hiding.strange("", words)
    assert time.monotonic() - begun < 2
