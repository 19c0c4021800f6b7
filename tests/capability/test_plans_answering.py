"""What the family says about the plan comes back: to the same sentence, by part, and side by side."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest

from tests.capability.plan_makers import FOR_ALL, FOR_FATHER, make_ready, published
from tests.conftest import Browser, SignInAs
from tests.makers import Town
from webapp import audit, plans
from webapp.core import ids
from webapp.core.database import unit_of_work
from webapp.plans import queries
from webapp.plans.answering import rules
from webapp.plans.models import Answer, SentenceReply
from webapp.plans.writing import service as writing
from webapp.review.models import Reply

PLAINER = "Zara came to school late."
URDU = "زارا اکثر اسکول دیر سے آتی تھی۔"


@pytest.fixture
def version(town: Town) -> uuid.UUID:
    with unit_of_work():
        return published(town)


def mark(
    version: uuid.UUID, person: uuid.UUID, *, kind: str = "not_right", words: str = "Two days."
) -> uuid.UUID:
    """A person marks the first sentence, as it stands in English for adults."""
    with unit_of_work():
        item = queries.content_of(version).paragraphs[0]
        return plans.add_answer(
            version_id=version,
            person_id=person,
            kind=kind,
            words=words,
            item_id=item.id,
            sentence_number=0,
            sentence=FOR_ALL,
        )


def answer(beth: Browser, town: Town, answer_id: uuid.UUID, **more: str) -> Any:
    body = {"item": f"plan_answer:{answer_id}", "reply_id": str(ids.new()), "words": ""} | more
    return beth.post(f"/inbox/children/{town.zara}/reply", body, page=f"/inbox/answers/{answer_id}")


def text(browser: Browser, path: str = "/plan?wording=en") -> str:
    found = browser.get(path)
    assert found.status_code == 200
    return found.text


@pytest.mark.parametrize(
    ("outcome", "field", "words", "heading"),
    [
        ("reworded", "sentence", PLAINER, "Beth answered, in plainer words:"),
        ("corrected", "sentence", PLAINER, "Beth answered. This is the right sentence:"),
        ("kept", "reason", "The school wrote down each day.", "Beth answered. This sentence stays, because:"),
    ],
)
def test_the_answer_stands_at_the_same_line(
    town: Town, version: uuid.UUID, sign_in: SignInAs, outcome: str, field: str, words: str, heading: str
) -> None:
    marked = mark(version, town.imran)
    sent = answer(sign_in(town.beth), town, marked, outcome=outcome, **{field: words})
    assert sent.status_code == 303
    father = sign_in(town.imran)
    page = text(father)
    line = page[page.index('id="line-0"') : page.index("</li>", page.index('id="line-0"'))]
    assert heading in line
    assert words in line
    assert ("Two days." in line) == (outcome == "kept")
    assert FOR_ALL in line
    # He is told on his first page, and nobody else gets any of it.
    assert words in text(father, "/")
    assert words in text(father, "/answers")
    assert words not in text(sign_in(town.samina))
    assert "answered" not in text(sign_in(town.samina))


def test_one_act_and_once(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    marked, beth = mark(version, town.imran), sign_in(town.beth)
    once = {"reply_id": str(ids.new()), "outcome": "corrected", "sentence": PLAINER, "in_draft": "yes"}
    for _tap in range(2):
        assert answer(beth, town, marked, **once).status_code == 303
    with unit_of_work() as db:
        row = db.query(SentenceReply).one()
        assert (row.reply_id, row.answer_id, row.outcome) == (
            uuid.UUID(once["reply_id"]),
            marked,
            "corrected",
        )
        assert PLAINER.encode() not in row.words_sealed
        assert db.query(Reply).count() == 1
    assert "Nobody waits for an answer." in text(beth, "/inbox")
    note = text(beth, f"/inbox/replies/{once['reply_id']}")
    assert f"Put right: “{PLAINER}”" in note


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"outcome": "done"}, "Choose what happens."),
        ({"outcome": "reworded", "sentence": "  "}, "Write the sentence."),
        ({"outcome": "reworded", "sentence": FOR_ALL}, "This is the sentence as it was."),
        ({"outcome": "kept"}, "Say why it stays."),
    ],
)
def test_what_is_missing_is_told_and_stays_typed(
    town: Town, version: uuid.UUID, sign_in: SignInAs, more: dict[str, str], message: str
) -> None:
    marked = mark(version, town.imran)
    page = answer(sign_in(town.beth), town, marked, **more | {"words": "Kept words."})
    assert page.status_code == 422
    assert message in page.text
    assert "Kept words." in page.text


def test_a_sentence_outcome_is_for_a_sentence(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    with unit_of_work():
        said = plans.add_answer(version_id=version, person_id=town.imran, kind="own_words", words="Hm.")
    page = answer(sign_in(town.beth), town, said, outcome="kept", reason="No.")
    assert page.status_code == 422


def test_the_new_sentence_goes_into_the_next_draft(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    beth = sign_in(town.beth)
    answer(beth, town, mark(version, town.imran), outcome="reworded", sentence=PLAINER, in_draft="yes")
    with unit_of_work() as db:
        row = db.query(SentenceReply).one()
        assert row.draft_id is not None
        draft = queries.content_of(row.draft_id)
        words = draft.paragraphs[0].words
        assert words["adult", "en"].text == PLAINER
        assert words["adult", "ur"].text == URDU
        assert words["adult", "ur"].out_of_date
        assert not words["child", "en"].out_of_date
        assert draft.revision == 1
        assert queries.content_of(version).paragraphs[0].words["adult", "en"].text == FOR_ALL
    assert "The sentence stands in the draft" in text(beth, f"/inbox/replies/{row.reply_id}")
    with unit_of_work():
        make_ready(town, row.draft_id)
        plans.publish(version_id=row.draft_id, actor_id=town.beth)
    page = text(sign_in(town.imran))
    assert "Beth changed it to this." in page
    assert "changed it" not in text(sign_in(town.samina))


def test_a_translated_sentence_finds_its_english(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    mother = sign_in(town.samina)
    page = text(mother, "/plan?wording=ur")
    place = re.search(rf'id="line-(\d+)"><p>{URDU}', page)
    assert place
    body = {"version": str(version), "wording": "ur", "place": place[1], "kind": "not_clear"}
    assert mother.post("/plan/sentences", body, page="/plan").status_code == 303
    with unit_of_work() as db:
        marked = db.query(Answer).one().id
    beth = sign_in(town.beth)
    asked = text(beth, f"/inbox/answers/{marked}")
    assert f"{FOR_ALL}</textarea>" in asked
    answer(beth, town, marked, outcome="reworded", sentence=PLAINER, in_draft="yes")
    with unit_of_work() as db:
        draft = db.query(SentenceReply).one().draft_id
        assert draft is not None
        assert queries.content_of(draft).paragraphs[0].words["adult", "en"].text == PLAINER
    assert PLAINER in text(mother, "/plan?wording=ur")


def test_a_sentence_that_is_gone_loses_nothing(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    with unit_of_work():
        draft = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
        content = queries.content_of(draft)
        writing.remove_item(version_id=draft, item_id=content.paragraphs[0].id, actor_id=town.beth)
    beth = sign_in(town.beth)
    sent = answer(
        beth, town, mark(version, town.imran), outcome="corrected", sentence=PLAINER, in_draft="yes"
    )
    assert sent.status_code == 303
    page = text(beth, sent.headers["Location"])
    assert "We could not find the old sentence" in page
    assert PLAINER in page
    assert PLAINER in text(sign_in(town.imran))


def test_the_same_words_for_another_reader_are_not_touched(town: Town, version: uuid.UUID) -> None:
    with unit_of_work():
        content = queries.content_of(version)
        found = rules.find_item(content, ("adult", "en"), FOR_FATHER, town.samina)
        assert found is None
        assert rules.find_item(content, ("adult", "en"), FOR_FATHER, town.imran)


def test_a_new_version_still_shows_what_was_asked_and_answered(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    answer(sign_in(town.beth), town, mark(version, town.imran), outcome="kept", reason="It is so.")
    with unit_of_work():
        draft = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
        make_ready(town, draft)
        plans.publish(version_id=draft, actor_id=town.beth)
    page = text(sign_in(town.imran))
    assert "You said this is not right." in page
    assert "It is so." in page


def test_a_child_on_a_shared_phone_sees_what_was_agreed_for_it(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    with unit_of_work():
        item = queries.content_of(version).paragraphs[0]
        marked = plans.add_answer(
            version_id=version,
            person_id=town.zara,
            kind="not_clear",
            words="late for what",
            item_id=item.id,
            sentence_number=0,
            sentence="You were late a lot.",
        )
    beth = sign_in(town.beth)
    answer(beth, town, marked, outcome="kept", reason="It is so.")
    page = text(sign_in(town.zara))
    assert "You asked about this." in page
    assert "It is so." not in page
    agreed = {"shared": "yes", "agreed_on": "2026-01-05"}
    answer(beth, town, marked, outcome="kept", reason="We will tell you.", **agreed)
    page = text(sign_in(town.zara))
    assert "We will tell you." in page
    assert "late for what" not in page


def test_a_position_on_a_part(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    father = sign_in(town.imran)
    page = text(father)
    labels = re.findall(r'name="say" value="why:(\w+)"', page)
    assert labels == ["advice_first", "agree", "partly", "do_not_agree"]
    assert page.count("Not answering is not saying yes.") > 1
    body = {"version": str(version), "wording": "en", "say": "why:partly"}
    for _tap in range(2):
        sent = father.post("/plan/part", body, page="/plan")
        assert sent.status_code == 303
        assert sent.headers["Location"] == "/plan?wording=en#part-why"
    with unit_of_work() as db:
        row = db.query(Answer).one()
        assert (row.kind, row.part, row.position) == ("position", "why", "partly")
    page = text(father)
    assert page.count("You said: I partly agree") == 1
    assert 'value="partly" checked' not in page
    assert "You said:" not in text(sign_in(town.samina))
    in_place = father.post(
        "/plan/part", body | {"say": "why:agree"}, page="/plan", headers={"HX-Request": "true"}
    )
    assert in_place.status_code == 200
    assert "You said: I agree" in in_place.text
    assert "<html" not in in_place.text


def test_a_young_child_and_nonsense_have_no_position(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    child = sign_in(town.zara)
    assert 'name="say"' not in text(child)
    body = {"version": str(version), "wording": "en", "say": "why:agree"}
    assert child.post("/plan/part", body, page="/plan").status_code == 404
    father = sign_in(town.imran)
    for odd in ("", "why", "why:yes", "nowhere:agree", ":agree"):
        assert father.post("/plan/part", body | {"say": odd}, page="/plan").status_code == 404


def test_positions_on_parts_wait_as_one(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    father = sign_in(town.imran)
    for say in ("why:partly", "why:agree", "going_well:do_not_agree"):
        father.post("/plan/part", {"version": str(version), "wording": "en", "say": say}, page="/plan")
    beth = sign_in(town.beth)
    inbox = text(beth, "/inbox")
    assert inbox.count("part by part") == 1
    place = re.search(r'href="(/inbox/answers/[^"]+)"', inbox)
    assert place
    page = text(beth, place[1])
    assert "What is going well: I do not agree" in page
    ticked = re.findall(r'name="item" value="(plan_answer:[^"]+)" form="answer" checked', page)
    assert len(ticked) == 3
    body = {"item": ticked, "reply_id": str(ids.new()), "outcome": "done", "words": "Thank you."}
    assert beth.post(f"/inbox/children/{town.zara}/reply", body, page=place[1]).status_code == 303
    assert "Nobody waits for an answer." in text(beth, "/inbox")
    assert "What is going well: I do not agree" in text(father, "/answers")


def test_three_kinds_of_own_words_stand_beside_their_part(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    father = sign_in(town.imran)
    once = {
        "version": str(version),
        "wording": "en",
        "answer": str(ids.new()),
        "position": "partly",
        "worry": "It is the bus.",
        "ideas": "I can drive.",
        "words": "My  own\r\nwords.",
    }
    for _tap in range(2):
        assert father.post("/plan/answers", once, page="/plan").status_code == 303
    with unit_of_work() as db:
        assert sorted(row.kind for row in db.query(Answer)) == ["ideas", "position", "worry"]
    page = text(father)
    worried = page[
        page.index('id="part-worried"') : page.index("</section>", page.index('id="part-worried"'))
    ]
    assert "It is the bus." in worried
    assert "I can drive." not in worried
    assert "I can drive." in page[page.index('id="part-ideas"') :]
    assert "My  own\nwords." in page
    for other in (town.samina, town.zara):
        seen = text(sign_in(other))
        assert "bus" not in seen
        assert "drive" not in seen
    again = {key: value for key, value in once.items() if key not in ("answer", "worry", "ideas", "words")}
    father.post("/plan/answers", again | {"words": "More."}, page="/plan")
    with unit_of_work() as db:
        assert sorted(row.kind for row in db.query(Answer)) == ["ideas", "own_words", "position", "worry"]


def test_a_childs_two_lines_are_not_quoted_on_a_shared_phone(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    child = sign_in(town.zara)
    assert "What I think the worry is" in text(child)
    body = {"version": str(version), "wording": "en", "worry": "Mornings.", "ideas": "A bell."}
    assert child.post("/plan/answers", body, page="/plan").status_code == 303
    page = text(child)
    assert "Mornings." not in page
    assert "It has reached us." in page


def test_the_worker_sees_two_views_side_by_side(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    with unit_of_work():
        said = plans.add_answer(
            version_id=version, person_id=town.imran, kind="worry", words="It is the bus."
        )
    page = text(sign_in(town.beth), f"/inbox/answers/{said}")
    assert "The plan says:" in page
    assert "It is the bus." in page


def test_where_views_differ_is_for_those_who_write_the_plan(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    marked, beth = mark(version, town.imran), sign_in(town.beth)
    answer(beth, town, marked, outcome="corrected", sentence=PLAINER)
    for person, worry in ((town.imran, "It is the bus."), (town.samina, "It is the nights.")):
        with unit_of_work():
            plans.add_answer(version_id=version, person_id=person, kind="worry", words=worry)
            plans.add_answer(
                version_id=version, person_id=person, kind="position", part="why", position="partly"
            )
    page = text(beth, f"/children/{town.zara}/plan")
    table = page[page.index("Where views differ") : page.index("</table>", page.index("Where views differ"))]
    for words in ("It is the bus.", "It is the nights.", "Two days.", "Put right", PLAINER, "I partly agree"):
        assert words in table
    assert table.index("Why we are involved") < table.index("What we are worried about")
    assert sign_in(town.tom).get(f"/children/{town.zara}/plan").status_code == 404
    with unit_of_work():
        looked = [one.actor_id for one in audit.looks_at("plan_answer", [marked], "answer.read")]
    assert town.beth in looked


def test_a_part_says_nothing_about_the_whole_plan(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    with unit_of_work():
        plans.add_answer(
            version_id=version, person_id=town.imran, kind="position", part="why", position="agree"
        )
    page = text(sign_in(town.beth), f"/children/{town.zara}/plan")
    met = page[page.index('id="met"') : page.index("</table>", page.index('id="met"'))]
    assert "I agree" not in met
    father = text(sign_in(town.imran))
    assert not re.search(r'name="position" value="agree"[^>]*checked', father)
