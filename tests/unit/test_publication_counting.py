"""The database counts each person once a period, by their latest answers; and what is made of the counts."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from webapp.feedback import counting
from webapp.feedback.counting import AnswerCount, PeopleCount, SilentCount
from webapp.feedback.models import Answer, Invitation, Submission
from webapp.localdata.publication import disclosure
from webapp.localdata.publication.gathering import gather
from webapp.migrations.models import metadata

BEGIN = datetime(2026, 4, 1, tzinfo=UTC)
END = datetime(2026, 7, 1, tzinfo=UTC)
FIRST, LAST = date(2026, 4, 1), date(2026, 6, 30)
ZARA, YUSUF = uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def db() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    names = ("feedback_submissions", "feedback_answers", "feedback_invitations")
    metadata.create_all(engine, tables=[metadata.tables[name] for name in names])
    with Session(engine) as opened:
        yield opened
    engine.dispose()


def say(
    db: Session, person: uuid.UUID, at: datetime | None, answers: dict[str, int | None], **more: Any
) -> None:
    values = {"band": "mid", "plan_type": "cp", "answered_by": "self", "worker_present": False} | more
    submission = Submission(
        id=uuid.uuid4(),
        person_id=person,
        child_id=person,
        instrument_id="FH-5",
        instrument_version="1",
        language="en",
        wording_state="english_only",
        started_at=BEGIN,
        answered_at=at,
        received_at=at,
        **values,
    )
    db.add(submission)
    db.flush()
    for position, (code, answer) in enumerate(answers.items()):
        row = Answer(id=uuid.uuid4(), submission_id=submission.id, question_code=code, answer_code=answer)
        row.position = position
        db.add(row)
    db.flush()


def invite(
    db: Session, person: uuid.UUID, on: date, reason: str = "", band: str = "mid", plan: str = "cp"
) -> None:
    row = Invitation(id=uuid.uuid4(), moment_id=uuid.uuid4(), person_id=person, child_id=person)
    row.trigger, row.reason, row.band, row.plan_type = "visit", reason, band, plan
    row.made_on = row.closes_on = on
    db.add(row)
    db.flush()


def silent(db: Session) -> list[SilentCount]:
    query = counting.select_silent(FIRST, LAST, BEGIN, END)
    return [SilentCount(*row) for row in db.execute(query)]


def counts(db: Session) -> tuple[list[PeopleCount], list[AnswerCount]]:
    people = [PeopleCount(*row) for row in db.execute(counting.select_people(BEGIN, END))]
    return people, [AnswerCount(*row) for row in db.execute(counting.select_answers(BEGIN, END))]


def test_each_person_counts_once_by_the_latest_of_the_period(db: Session) -> None:
    say(db, ZARA, BEGIN, {"LISTEN": 1, "SAFER": 4})
    say(db, ZARA, BEGIN + timedelta(days=40), {"LISTEN": 3, "HELPED": 0, "OPEN_GOOD": None}, plan_type="cin")
    say(db, YUSUF, END - timedelta(seconds=1), {"LISTEN": 3}, plan_type="cin")
    people, answers = counts(db)
    assert people == [PeopleCount("mid", "cin", "self", False, 2)]
    assert answers == [AnswerCount("mid", "cin", "self", False, "LISTEN", 3, 2)]


def test_nothing_counts_from_before_after_or_not_sent(db: Session) -> None:
    say(db, ZARA, BEGIN - timedelta(seconds=1), {"LISTEN": 1})
    say(db, ZARA, END, {"LISTEN": 1})
    say(db, YUSUF, None, {"LISTEN": 1})
    assert counts(db) == ([], [])


def test_a_moment_that_is_the_same_for_two_counts_one_of_them(db: Session) -> None:
    for code in (1, 3):
        say(db, ZARA, BEGIN, {"LISTEN": code})
    people, answers = counts(db)
    assert [row.people for row in people] == [row.people for row in answers] == [1]


def test_who_was_asked_and_said_nothing_counts_once_by_the_latest(db: Session) -> None:
    invite(db, ZARA, FIRST, plan="cin")
    invite(db, ZARA, LAST, plan="cp")
    invite(db, ZARA, date(2026, 7, 1), plan="cla")
    invite(db, YUSUF, date(2026, 3, 31))
    assert silent(db) == [SilentCount("mid", "cp", "", 1)]


def test_who_answered_in_the_period_is_not_silent(db: Session) -> None:
    invite(db, ZARA, FIRST)
    invite(db, YUSUF, FIRST, "said_no")
    say(db, ZARA, END - timedelta(seconds=1), {"LISTEN": 3})
    say(db, YUSUF, END, {"LISTEN": 3})
    assert silent(db) == [SilentCount("mid", "cp", "said_no", 1)]


def test_who_was_asked_once_and_held_back_once_was_asked(db: Session) -> None:
    invite(db, ZARA, FIRST)
    invite(db, ZARA, LAST, "not_safe")
    invite(db, YUSUF, FIRST, "court")
    invite(db, YUSUF, LAST, "not_safe")
    assert silent(db) == [SilentCount("mid", "cp", "", 1), SilentCount("mid", "cp", "not_safe", 1)]


def test_postgresql_takes_the_same_statements() -> None:
    dialect = make_url("postgresql+psycopg://").get_dialect()()
    assert "row_number() OVER (PARTITION BY" in str(
        counting.select_people(BEGIN, END).compile(dialect=dialect)
    )
    assert "GROUP BY" in str(counting.select_answers(BEGIN, END).compile(dialect=dialect))


def test_counts_become_the_people_of_each_audience() -> None:
    codes: dict[str, dict[str, tuple[str, ...]]] = {
        "mid": {"LISTEN": ("3", "2", "1")},
        "adult": {"LISTEN": ("3", "1")},
    }
    people = [
        PeopleCount("mid", "cp", "self", False, 20),
        PeopleCount("mid", "", "self", True, 5),
        PeopleCount("mid", "cp", "helper_for_child", False, 2),
        PeopleCount("mid", "cp", "self_with_help", False, 3),
        PeopleCount("unheard-of", "cp", "self", False, 9),
    ]
    answers = [
        AnswerCount("mid", "cp", "self", False, "LISTEN", 3, 12),
        AnswerCount("mid", "cp", "self", False, "LISTEN", 9, 1),
        AnswerCount("mid", "cp", "self", False, "LISTEN", 4, 2),
        AnswerCount("mid", "cp", "self", False, "OUR_OWN", 3, 2),
    ]
    found = gather(codes, people, answers)
    assert list(found) == ["child_8_12", "parent_carer"]
    assert found["child_8_12"].not_asked == {}
    children = found["child_8_12"]
    assert children.people == {("cp", "alone"): 20, ("no_plan", "worker_present"): 5, ("cp", "with_help"): 5}
    listened = disclosure.answered(children, "LISTEN")
    assert listened == {"3": 12, "2": 0, "1": 0, "0": 17, "8": 0, "9": 1}
    assert children.invited == {"cp": 25, "no_plan": 5}
    assert disclosure.size(found["parent_carer"]) == 0


def test_who_was_asked_is_those_who_answered_and_those_who_did_not() -> None:
    codes: dict[str, dict[str, tuple[str, ...]]] = {
        "mid": {"LISTEN": ("3",)},
        "staff": {"S_TIME": ("3", "1")},
    }
    people = [
        PeopleCount("mid", "cp", "self", False, 20),
        PeopleCount("mid", "an odd one", "self", False, 2),
        PeopleCount("staff", "", "self", False, 30),
    ]
    quiet = [
        SilentCount("mid", "cp", "", 7),
        SilentCount("mid", "cla", "", 4),
        SilentCount("mid", "cla", "not_safe", 3),
        SilentCount("mid", "", "not_safe", 2),
        SilentCount("", "", "", 9),
        SilentCount("staff", "", "", 12),
    ]
    found = gather(codes, people, [], quiet)
    assert found["child_8_12"].invited == {"cp": 27, "cla": 4, "no_plan": 2}
    assert found["child_8_12"].not_asked == {"not_safe": 5}
    assert found["child_8_12"].on_plans
    assert found["staff"].invited == {"no_plan": 42}
    assert not found["staff"].on_plans
