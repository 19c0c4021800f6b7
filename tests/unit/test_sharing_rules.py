"""Who reads a paragraph that is the same for several children."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from webapp.plans import content
from webapp.plans.content import ParagraphContent, VersionContent, Words
from webapp.plans.sharing.rules import CHOICES, NOTHING, Sees, chosen, code_of, named_in, shows, unread

ZARA, YUSUF, MOTHER, FATHER = (uuid.UUID(int=number) for number in range(1, 5))
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
PEOPLE = ((MOTHER, "Samina Khan", "mother"), (FATHER, "Imran Khan", "father"), (YUSUF, "Yusuf", "child"))


def version(*items: ParagraphContent) -> VersionContent:
    ids = [uuid.UUID(int=number) for number in (10, 11, 12)]
    return VersionContent(
        id=ids[0],
        plan_id=ids[1],
        child_id=ZARA,
        family_id=ids[2],
        number=1,
        kind="child_in_need",
        state="draft",
        revision=0,
        review_on=None,
        paragraphs=list(items),
        steps=[],
    )


def paragraph(words: str = "Both come by bus.", number: int = 20, **more: object) -> ParagraphContent:
    texts = {("adult", "en"): Words(words), ("adult", "pl"): Words("Autobus."), ("child", "en"): Words(words)}
    values = {"children": {ZARA: True, YUSUF: True}, "words": texts} | more
    return ParagraphContent(uuid.UUID(int=number), "school", **values)  # type: ignore[arg-type]


def adult(*children: uuid.UUID, at: datetime | None = None) -> Sees:
    return Sees(tuple((one, None) for one in children), at=at)


def page(item: ParagraphContent, reader_id: uuid.UUID, sees: Sees = NOTHING) -> content.Page:
    audience = "child" if reader_id in (ZARA, YUSUF) else "adult"
    plan = version(
        item, ParagraphContent(uuid.UUID(int=30), "why", words={(audience, "en"): Words("Hello.")})
    )
    return content.compose(plan, reader_id=reader_id, audience=audience, language="en", sees=sees)


def keys(found: content.Page) -> list[str]:
    return [part["key"] for part in found["parts"]]


def test_an_adult_must_read_the_plan_of_every_child() -> None:
    assert shows([ZARA, YUSUF], [], adult(ZARA, YUSUF))
    assert not shows([ZARA, YUSUF], [], adult(ZARA))
    assert unread([ZARA, YUSUF], adult(ZARA)) == [YUSUF]
    assert not shows([ZARA, YUSUF], [], NOTHING)


def test_nothing_from_before_an_adult_may_see_anything() -> None:
    granted = ((ZARA, None), (YUSUF, NOON))
    assert not shows([ZARA, YUSUF], [], Sees(granted, at=NOON - timedelta(days=1)))
    assert shows([ZARA, YUSUF], [], Sees(granted, at=NOON))
    assert shows([ZARA, YUSUF], [], Sees(granted, at=None))


def test_an_order_between_a_child_and_somebody_named_hides_it_from_the_child() -> None:
    assert shows([ZARA, YUSUF], [FATHER], Sees(None))
    assert not shows([ZARA, YUSUF], [FATHER], Sees(None, frozenset({FATHER})))
    assert not shows([ZARA, YUSUF], [], Sees(None, frozenset({YUSUF})))
    assert shows([ZARA, YUSUF], [MOTHER], Sees(None, frozenset({FATHER})))


def test_people_are_named_by_their_first_name_or_what_they_are() -> None:
    assert named_in(["Imran fetches them."], PEOPLE) == [FATHER]
    assert named_in(["Dad fetches them.", "Then Mum."], PEOPLE) == [MOTHER, FATHER]
    assert named_in(["Each child is fetched. Imrana is not here."], PEOPLE) == []
    assert named_in(["YUSUF is there"], PEOPLE) == [YUSUF]


def test_what_is_shared_shows_to_nobody_unless_it_is_said_who_sees() -> None:
    assert keys(page(paragraph(), MOTHER)) == ["why", "steps"]
    assert keys(page(paragraph(), MOTHER, adult(ZARA, YUSUF))) == ["why", "school", "steps"]
    assert keys(page(paragraph(children={ZARA: True}), MOTHER)) == ["why", "school", "steps"]


def test_a_page_without_it_is_the_page_of_a_plan_that_never_had_it() -> None:
    hidden = page(paragraph(), FATHER, adult(ZARA))
    assert hidden == page(paragraph(words="", number=21, children={}, reader_id=MOTHER), FATHER)
    assert hidden["languages"] == ["en"]


def test_a_child_reads_it_unless_the_worker_unticked_the_child() -> None:
    assert "school" in keys(page(paragraph(), ZARA, Sees(None)))
    assert "school" not in keys(page(paragraph(children={ZARA: False, YUSUF: True}), ZARA, Sees(None)))
    apart = Sees(None, frozenset({FATHER}), people=PEOPLE)
    assert "school" not in keys(page(paragraph(words="Imran fetches them."), ZARA, apart))
    assert "school" in keys(page(paragraph(), ZARA, apart))


def test_it_goes_from_an_open_copy_when_what_was_given_ends() -> None:
    kept = page(paragraph(), MOTHER, adult(ZARA, YUSUF))
    both = content.as_of_now(kept, adult(ZARA, YUSUF))
    assert (keys(both), both["languages"]) == (["why", "school", "steps"], ["en", "pl"])
    one = content.as_of_now(kept, adult(ZARA))
    assert (keys(one), one["languages"]) == (["why", "steps"], ["en"])
    assert "of" not in str(content.blocks(one))


def test_it_goes_from_a_childs_copy_when_an_order_is_set() -> None:
    kept = page(paragraph(words="Imran fetches them."), ZARA, Sees(None, people=PEOPLE))
    assert "school" in keys(content.as_of_now(kept, Sees(None)))
    assert "school" not in keys(content.as_of_now(kept, Sees(None, frozenset({FATHER}))))


def test_the_answers_of_the_form_come_back_as_they_were_given() -> None:
    children = {ZARA: True, YUSUF: False}
    assert [code_of(children, one) for one in (ZARA, YUSUF, MOTHER)] == ["same", "not_read", "no"]
    assert CHOICES["not_read"].is_same
    assert not CHOICES["not_read"].reads


def test_a_child_of_another_worker_stays_as_it_is() -> None:
    other = uuid.UUID(int=9)
    answers = {ZARA: "same", YUSUF: "not_read"}
    assert chosen({other: True, YUSUF: True}, answers) == {other: True, ZARA: True, YUSUF: False}
    assert chosen({ZARA: True, YUSUF: True}, {ZARA: "same", YUSUF: "no"}) == {ZARA: True}
