"""A mother, a father and a child each read their own copy, and answer."""

from __future__ import annotations

import re
import uuid

import pytest
from flask import Flask
from sqlalchemy import event

from tests.capability.plan_makers import FOR_ALL, FOR_FATHER, draft, published
from tests.conftest import Browser, Open, SignInAs
from tests.makers import As, Town
from webapp import audit, families, plans
from webapp.core.database import database, unit_of_work
from webapp.plans.models import Answer, TalkedThrough


@pytest.fixture
def version(town: Town) -> uuid.UUID:
    with unit_of_work():
        return published(town)


def text_of(browser: Browser, path: str = "/plan") -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.text


def form_of(page: str, version: uuid.UUID, **values: object) -> dict[str, object]:
    wording = re.search(r'name="wording" value="(\w+)"', page)
    assert wording
    return {"version": str(version), "wording": wording[1], **values}


def test_nobody_reads_a_draft(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        draft(town)
    assert "There is no plan here for you to read yet" in text_of(sign_in(town.imran))


def test_each_parent_gets_their_own(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    father = text_of(sign_in(town.imran))
    assert FOR_ALL in father
    assert "You offered the Saturdays." in father
    assert "That took courage" not in father
    assert "nurse" not in father
    mother = text_of(sign_in(town.samina), "/plan?wording=en")
    assert "You asked for help." in mother
    assert "That took courage." in mother
    assert "the school nurse" in mother
    assert FOR_FATHER not in mother
    assert "Section 17" in mother
    assert re.search(r'print-only copyline">[^<]*Samina', mother)
    assert "Your worker can see that you opened this." in father


def test_a_stranger_and_a_lost_grant_get_nothing(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    assert FOR_ALL not in text_of(sign_in(town.stranger))
    with unit_of_work():
        families.grant_plan(person_id=town.stranger, child_id=town.zara, granted_by=town.beth)
    # Nobody read the plan as this person before it was published.
    assert FOR_ALL not in text_of(sign_in(town.stranger))


def test_staff_and_signed_out_have_no_family_page(
    town: Town, version: uuid.UUID, sign_in: SignInAs, browser: Open
) -> None:
    assert sign_in(town.beth).get("/plan").status_code == 404
    assert browser().get("/plan").status_code == 303


def test_the_child_gets_the_childs_wording(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    page = text_of(sign_in(town.zara))
    assert "You were late a lot." in page
    assert "Yusuf goes to breakfast club." in page
    assert FOR_ALL not in page
    assert "Why we come to see you" in page
    assert "I want advice first" not in page
    assert FOR_ALL not in text_of(sign_in(town.yusuf))


def test_urdu_with_the_english_beside_it(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    page = text_of(sign_in(town.samina), "/plan?wording=ur")
    assert '<div class="stack" id="plan-text" lang="ur" dir="rtl">' in page
    assert "زارا اکثر اسکول دیر سے آتی تھی۔" in page
    assert f'<p lang="en" dir="ltr">{FOR_ALL}</p></div>' in page
    assert '<ul lang="en" dir="ltr" hx-target="closest .line" hx-swap="outerHTML"><li class="line"' in page
    english = text_of(sign_in(town.samina), "/plan?wording=en")
    assert 'id="plan-text" lang="en" dir="ltr"' in english


def test_reading_is_written_down_and_changes_nothing_else(
    town: Town, version: uuid.UUID, sign_in: SignInAs, app: Flask
) -> None:
    text_of(sign_in(town.imran))
    with unit_of_work():
        looked = [one.actor_id for one in audit.looks_at("plan_version", [version], "plan.read")]
    assert looked == [town.imran]


def test_few_queries(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    mother = sign_in(town.samina)
    text_of(mother)
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT") and "audit" not in statement:
            seen.append(statement)

    engine = database().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        page = text_of(mother)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert "plan-text" in page
    assert len(seen) <= 8, seen


def test_not_clear_and_not_right_on_a_sentence(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    father = sign_in(town.imran)
    page = text_of(father)
    asked = father.post("/plan/ask", form_of(page, version, place="0"), page="/plan")
    assert asked.status_code == 200
    assert FOR_ALL in asked.text
    assert "This is not right" in asked.text
    once = form_of(
        page,
        version,
        place="0",
        kind="not_right",
        words="It was  two days.\r\nNot more.",
        answer=str(uuid.uuid4()),
    )
    for _tap in range(2):
        assert father.post("/plan/sentences", once, page="/plan").status_code == 303
    page = text_of(father)
    assert "You said this is not right." in page
    assert "Beth will answer." in page
    with unit_of_work() as db:
        assert db.query(Answer).count() == 1
        row = db.query(Answer).one()
        assert b"two days" not in (row.words_sealed or b"")
        seen = plans.answers_waiting(_reader(town.beth))
        assert [(one.kind, one.words, one.sentence) for one in seen] == [
            ("not_right", "It was  two days.\nNot more.", FOR_ALL)
        ]
        assert plans.answer_for(_reader(town.tom), row.id) is None
        assert plans.answers_waiting(_reader(town.imran)) == []


def test_the_form_opens_in_place_with_htmx(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    father = sign_in(town.imran)
    values = form_of(text_of(father), version, place="0")
    headers = {"HX-Request": "true", "HX-Target": "line-0"}
    opened = father.post("/plan/ask", values, page="/plan", headers=headers)
    assert opened.text.lstrip().startswith('<li class="line" id="line-0">')
    assert "<html" not in opened.text
    wrong = father.post("/plan/sentences", values, page="/plan", headers=headers)
    assert wrong.status_code == 422
    assert "Choose one." in wrong.text
    told = father.post("/plan/sentences", values | {"kind": "not_clear"}, page="/plan", headers=headers)
    assert told.status_code == 200
    assert "You asked about this." in told.text


def test_advice_first_stands_first_and_is_kept(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    father = sign_in(town.imran)
    page = text_of(father)
    order = [page.index(f'value="{code}"') for code in ("advice_first", "agree", "partly", "do_not_agree")]
    assert order == sorted(order)
    assert page.index("You do not have to answer today.") < order[0]
    sent = father.post(
        "/plan/answers",
        form_of(page, version, position="advice_first", words="I need a lawyer."),
        page="/plan",
    )
    assert sent.status_code == 303
    assert str(version) not in sent.headers["Location"]
    page = text_of(father)
    assert "I need a lawyer." in page
    assert "It has reached us." in page
    assert "I need a lawyer." not in text_of(sign_in(town.samina))


def test_an_empty_and_a_huge_answer_are_kind(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    father = sign_in(town.imran)
    page = text_of(father)
    empty = father.post("/plan/answers", form_of(page, version), page="/plan")
    assert empty.status_code == 422
    assert "Choose an answer, or write something." in empty.text
    long = "word " * 200_000
    huge = father.post("/plan/answers", form_of(page, version, words=long), page="/plan")
    assert huge.status_code == 422
    assert long[:5_000] in huge.text
    for odd in ("\x00\ud800 hello", "\u202e hello", "[]"):
        data = form_of(page, version, words=odd.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
        assert father.post("/plan/answers", data, page="/plan").status_code == 303
    for place in ("", "-1", "9999", "٣", "1" * 50, "x"):
        assert father.post("/plan/ask", form_of(page, version, place=place), page="/plan").status_code == 404


def test_talked_through_or_not(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    mother = sign_in(town.samina)
    page = text_of(mother)
    said = form_of(page, version, happened="yes", by_whom="Nadia", talked_on="2026-11-18", interpreter="yes")
    for _tap in range(2):
        assert mother.post("/plan/talked-through", said, page="/plan").status_code == 303
    with unit_of_work() as db:
        assert db.query(TalkedThrough).count() == 1
        assert plans.was_talked_through(version, town.samina)
        assert not plans.was_talked_through(version, town.imran)
    no = sign_in(town.imran)
    assert (
        no.post(
            "/plan/talked-through", form_of(text_of(no), version, happened="no"), page="/plan"
        ).status_code
        == 303
    )
    with unit_of_work():
        assert not plans.was_talked_through(version, town.imran)


def test_another_familys_copy_cannot_be_answered(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    stranger = sign_in(town.stranger)
    for path in ("/plan/ask", "/plan/sentences", "/plan/answers", "/plan/talked-through"):
        data = {"version": str(version), "wording": "en", "place": "0", "kind": "not_right", "happened": "no"}
        assert stranger.post(path, data, page="/plan").status_code == 404
    assert stranger.post("/plan/choose", {"child": str(town.zara)}, page="/plan").status_code == 404


def test_a_parent_of_two_chooses(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    with unit_of_work():
        second = plans.start_plan(child_id=town.yusuf, kind="early_help", actor_id=town.beth)
        plans.save_paragraph(
            version_id=second, part="why", adult={"en": "Yusuf has no breakfast."}, actor_id=town.beth
        )
        for one in plans.readers(town.yusuf):
            plans.tick_read_as(version_id=second, reader_id=one.person_id, actor_id=town.beth)
        for person in (town.samina, town.imran):
            plans.record_asked(version_id=second, person_id=person, outcome="said_no", actor_id=town.beth)
        plans.publish(version_id=second, actor_id=town.beth)
        assert [one.name for one in plans.children_with_plans(_reader(town.samina))] == ["Yusuf", "Zara"]
    mother = sign_in(town.samina)
    assert mother.post("/plan/choose", {"child": str(town.yusuf)}, page="/plan").status_code == 303
    assert "Yusuf has no breakfast." in text_of(mother, "/plan?wording=en")
    assert mother.post("/plan/choose", {"child": str(town.zara)}, page="/plan").status_code == 303
    assert FOR_ALL in text_of(mother, "/plan?wording=en")
    assert "Yusuf has no breakfast." not in text_of(sign_in(town.imran))


def _reader(person_id: uuid.UUID) -> As:
    from webapp import accounts

    found = accounts.people([person_id])[person_id]
    return As(person_id, found.kind, found.role)


def test_a_step_that_moves_and_a_question_show_at_once(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    father, child = sign_in(town.imran), sign_in(town.zara)
    assert "Not started" in text_of(father)
    with unit_of_work():
        plans.move_step(step_id=plans.open_steps(town.zara)[0].id, state="stuck", actor_id=town.beth)
    page = text_of(father)
    assert "Stuck" in page
    data = form_of(page, version, place="0", kind="not_clear")
    assert father.post("/plan/sentences", data, page="/plan").status_code == 303
    assert "You asked about this." in text_of(father)
    assert "You asked about this." not in text_of(child)
    assert "You asked about this." not in text_of(sign_in(town.samina), "/plan?wording=en")
