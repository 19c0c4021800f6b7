"""Evidence for an inspection: one child's page, made for its reader; the authority's counts of nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import lxml.html
import pytest
import time_machine
from sqlalchemy import select

from tests.capability.plan_makers import published
from tests.conftest import SignInAs
from tests.makers import Town
from tests.phone import content, share
from webapp import feedback, houses, plans, review
from webapp.audit.models import AuditRow
from webapp.core import clock, ids
from webapp.core.database import end_session, session, unit_of_work
from webapp.feedback.models import Invitation, Moment

NOW = datetime(2026, 8, 10, 12, tzinfo=UTC)
DAY = date(2026, 8, 3)
PLACE = "/local-data/evidence"


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def page_of(town: Town) -> str:
    return f"/evidence/children/{town.zara}"


def send(town: Town, words: str, **changes: object) -> None:
    entry_id = ids.new()
    with unit_of_work():
        houses.receive(
            child_id=town.zara,
            content=content(words=words) | {"share": share()} | changes,
            entry_id=entry_id,
            made_at=clock.now(),
        )
    with unit_of_work():
        review.reply(
            reply_id=ids.new(),
            author_id=town.farah,
            child_id=town.zara,
            to_id=town.zara,
            answers=[("entry", entry_id)],
            outcome=review.Outcome(code="done", words=f"reply-to-{words}"),
        )


def ask(town: Town, trigger: str, reason: str) -> None:
    with unit_of_work():
        moment = Moment(id=ids.new(), child_id=town.zara, trigger=trigger, cause_id=ids.new(), on=DAY)
        moment.noted_at = clock.now()
        row = Invitation(id=ids.new(), moment_id=moment.id, person_id=town.zara, child_id=town.zara)
        row.trigger, row.reason, row.made_on, row.closes_on = trigger, reason, DAY, DAY
        session().add(moment)
        session().flush()
        session().add(row)


def give_feedback(town: Town, words: str, *, shown_to_worker: bool) -> None:
    with unit_of_work():
        feedback.record_submission(
            person_id=town.zara,
            child_id=town.zara,
            answers={"LISTEN": 3},
            answered_at=clock.now(),
            words={"OPEN_GOOD": words},
            shown_to_worker=shown_to_worker,
        )


def test_asked_said_answered_and_changed_stand_by_date(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        version = published(town)
        plans.record_talked_through(version_id=version, person_id=town.zara, on=date(2026, 8, 10))
    ask(town, "visit", "")
    ask(town, "meeting", "cannot_yet")
    send(town, "The dog helps me.")
    give_feedback(town, "CANARY-mine", shown_to_worker=True)
    page = sign_in(town.beth).get(page_of(town))
    assert page.status_code == 200
    tree = lxml.html.fromstring(page.text)
    rows = [[one.text_content().strip() for one in row] for row in tree.xpath("//tbody/tr")]
    assert [row[1] for row in rows[:2]] == ["Asked", "Asked"]
    assert {row[1] for row in rows} == {"Asked", "Said", "Answered", "Changed"}
    said = " ".join(tree.xpath("//table")[0].text_content().split())
    for words in (
        "Zara was asked after a visit",
        "Zara was not asked after a meeting: they cannot yet",
        "The dog helps me.",
        "reply-to-The dog helps me.",
        "CANARY-mine",
        "Version 1 of the plan was shared",
        "Version 1 was talked through with the child",
    ):
        assert words in said, words
    # What feedback did not ask is not on the page.
    assert "Does your worker listen to what you say?most of the time" in said
    assert "Do you feel safe where you live now?" not in said


def test_each_reader_finds_only_what_they_may_read_elsewhere(town: Town, sign_in: SignInAs) -> None:
    send(town, "For-the-manager", share=share("other", town.farah))
    give_feedback(town, "CANARY-not-for-the-worker", shown_to_worker=False)
    worker, manager = sign_in(town.beth).get(page_of(town)).text, sign_in(town.farah).get(page_of(town)).text
    for words in ("For-the-manager", "CANARY-not-for-the-worker"):
        assert words not in worker, words
        assert words in manager, words


def test_what_is_not_answered_is_opened_on_its_own_page_first(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        houses.receive(
            child_id=town.zara,
            content=content(words="Waits") | {"share": share()},
            entry_id=ids.new(),
            made_at=clock.now(),
        )
    page = sign_in(town.beth).get(page_of(town)).text
    assert "Waits" not in page
    assert "Not answered yet. Open it to read it." in page
    acts = set(session().scalars(select(AuditRow.act).where(AuditRow.subject_id == town.zara)))
    end_session()
    assert "evidence.read" in acts
    assert "entry.read" not in acts


def test_what_the_page_shows_is_written_down(town: Town, sign_in: SignInAs) -> None:
    send(town, "Answered words")
    give_feedback(town, "Mine", shown_to_worker=True)
    sign_in(town.beth).get(page_of(town))
    query = select(AuditRow.act).where(AuditRow.subject_id == town.zara, AuditRow.actor_id == town.beth)
    assert {"evidence.read", "entry.read", "feedback.read", "reply.read"} <= set(session().scalars(query))
    end_session()


@pytest.mark.parametrize("who", ["tom", "owen", "priya", "zara", "samina", "imran", "stranger"])
def test_nobody_else_finds_the_page(town: Town, sign_in: SignInAs, who: str) -> None:
    assert sign_in(getattr(town, who)).get(page_of(town)).status_code == 404


def test_an_adults_answer_to_the_plan_is_not_the_childs_voice(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        version = published(town)
        for person in (town.zara, town.samina):
            plans.add_answer(
                version_id=version,
                person_id=person,
                kind="ideas",
                words=f"idea-of-{person}",
                language="en",
            )
    page = sign_in(town.farah).get(page_of(town)).text
    assert f"idea-of-{town.zara}" in page
    assert f"idea-of-{town.samina}" not in page


def test_a_quarter_of_few_children_shows_no_number(town: Town, sign_in: SignInAs) -> None:
    with time_machine.travel(datetime(2026, 5, 4, 12, tzinfo=UTC), tick=False):
        with unit_of_work():
            version = published(town)
            plans.record_talked_through(version_id=version, person_id=town.zara, on=date(2026, 5, 6))
        send(town, "In May")
    for person in (town.owen, town.farah):
        tree = lxml.html.fromstring(sign_in(person).get(PLACE).text)
        for table in ("talked", "answers"):
            cells = tree.xpath(f"//*[@aria-labelledby='{table}']//td")
            assert {one.text_content() for one in cells} == {"hidden"}
            assert len(cells) == 16
        assert "In May" not in tree.text_content()


def test_days_are_counted_for_each_child_once(town: Town) -> None:
    begin, end = datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
    with time_machine.travel(datetime(2026, 5, 4, 12, tzinfo=UTC), tick=False):
        with unit_of_work():
            version = published(town)
        send(town, "First")
        send(town, "Second")
    assert plans.days_to_talk(begin, end) == [None]
    assert houses.days_to_answer(begin, end) == [0]
    assert houses.days_to_answer(end, end + timedelta(days=90)) == []
    end_session()
    with unit_of_work():
        plans.record_talked_through(version_id=version, person_id=town.samina, on=date(2026, 5, 5))
    assert plans.days_to_talk(begin, end) == [None]
    end_session()
    with unit_of_work():
        plans.record_talked_through(version_id=version, person_id=town.zara, on=date(2026, 5, 9))
    assert plans.days_to_talk(begin, end) == [5]
    end_session()
