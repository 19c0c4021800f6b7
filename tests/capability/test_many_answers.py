"""The generator of many answers: as many as asked, the same for the same seed, and the extract takes them."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import select

from bench import many_answers
from tests import kept
from webapp import localdata
from webapp.core.database import session, unit_of_work
from webapp.feedback.models import Answer, Submission

NUMBER = 300


def given() -> list[tuple[object, ...]]:
    query = select(Submission.person_id, Submission.received_at, Answer.question_code, Answer.answer_code)
    query = query.join(Answer, Answer.submission_id == Submission.id).order_by(Answer.id)
    with unit_of_work():
        return [tuple(row) for row in session().execute(query)]


def test_as_many_as_asked_by_a_tenth_as_many_people_and_the_same_again(app: Flask) -> None:
    found = []
    for seed in (1, 1, 2):
        kept.put_back(kept.EMPTY)
        assert many_answers.fill(NUMBER, seed=seed) == NUMBER
        found.append(given())
    once, again, other = found
    assert len(once) == NUMBER
    assert len({row[0] for row in once}) == NUMBER // 10
    assert once == again
    assert once != other


def test_every_answer_of_it_is_in_the_extract(app: Flask, tmp_path: Path) -> None:
    many_answers.fill(NUMBER)
    out = tmp_path / "out"
    report = localdata.extract(from_on=many_answers.FROM_ON, to_on=many_answers.TO_ON, out=out)
    rows = report.rows["heard_response.csv"] + report.rows["heard_response_about_service.csv"]
    assert (rows, report.rejected) == (NUMBER, 0)
