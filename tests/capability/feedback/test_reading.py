"""Who reads the answers, and "I need someone"."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.capability.feedback.makers import MONDAY, alerts, answer, begin, staff
from tests.conftest import SignInAs
from tests.makers import Town
from webapp import families, feedback
from webapp.core.database import session, unit_of_work
from webapp.feedback.models import NeedSomeone


def test_i_need_someone_today(town: Town, ready: None, sign_in: SignInAs) -> None:
    phone = sign_in(town.zara)
    shown = phone.get("/questions").text
    key = re.search(r'name="key" value="([^"]+)"', shown)
    assert key
    for _tap in range(2):
        pressed = phone.post("/need-someone", {"key": key[1], "child": str(town.yusuf)}, page="/questions")
        assert (pressed.status_code, pressed.location) == (303, "/today")
    assert alerts(town) == [("need_someone", town.zara, town.zara)]
    assert "Beth&#39;s team will see this today." in phone.get("/today").text
    assert sign_in(town.zara).get("/today").location == "/"


def test_i_need_someone_is_kept_even_when_the_rota_ran_out(town: Town, sign_in: SignInAs) -> None:
    phone = sign_in(town.imran)
    assert phone.post("/need-someone", page="/questions").status_code == 303
    assert alerts(town) == [("need_someone", town.imran, town.zara)]
    assert "call 999" in phone.get("/today").text
    with unit_of_work():
        assert len(session().scalars(select(NeedSomeone)).all()) == 1


def test_the_manager_reads_names_the_worker_only_what_she_is_shown(
    town: Town, ready: None, sign_in: SignInAs
) -> None:
    for person, shown in ((town.zara, ""), (town.imran, "yes")):
        phone = sign_in(person)
        begin(phone, shown_to_worker=shown)
        answer(phone, 1, words=f"canary-{person}")
        phone.post("/questions/stop", page="/questions")
    path = f"/feedback/children/{town.zara}"
    manager, worker = sign_in(town.farah).get(path), sign_in(town.beth).get(path)
    assert (manager.status_code, worker.status_code) == (200, 200)
    assert f"canary-{town.zara}" in manager.text
    assert f"canary-{town.imran}" in manager.text
    assert f"canary-{town.zara}" not in worker.text
    assert f"canary-{town.imran}" in worker.text


@pytest.mark.parametrize("who", ["tom", "owen", "priya", "zara", "samina", "imran", "stranger"])
def test_nobody_else_reads_answers_with_names(town: Town, sign_in: SignInAs, who: str) -> None:
    assert sign_in(getattr(town, who)).get(f"/feedback/children/{town.zara}").status_code == 404


@pytest.mark.parametrize("who", ["beth", "farah", "owen", "priya", "stranger"])
def test_questions_are_for_the_family(town: Town, sign_in: SignInAs, who: str) -> None:
    browser = sign_in(getattr(town, who))
    assert browser.get("/questions").status_code == 404
    assert browser.get("/today").status_code == 404


def test_a_father_whose_grant_ended_is_asked_nothing(town: Town, sign_in: SignInAs) -> None:
    phone = sign_in(town.imran)
    begin(phone)
    with unit_of_work():
        from webapp.families.models import Grant

        for row in session().scalars(select(Grant).where(Grant.person_id == town.imran)):
            row.until_at = MONDAY
    assert phone.get("/questions").status_code == 404


def test_unfinished_answers_are_read_by_nobody(town: Town, sign_in: SignInAs) -> None:
    phone = sign_in(town.zara)
    begin(phone)
    answer(phone, 1, words="canary")
    assert "canary" not in sign_in(town.farah).get(f"/feedback/children/{town.zara}").text
    with unit_of_work():
        assert list(feedback.submissions(date(2026, 1, 1), date(2026, 12, 31))) == []


def test_a_recorded_submission_is_checked(town: Town) -> None:
    with unit_of_work():
        made: dict[str, Any] = {"person_id": town.yusuf, "child_id": town.yusuf, "answered_at": MONDAY}
        with pytest.raises(ValueError, match="HONEST"):
            feedback.record_submission(**made, answers={"HONEST": 3})
        with pytest.raises(ValueError, match="LISTEN"):
            feedback.record_submission(**made, answers={"LISTEN": 4})
        feedback.record_submission(**made, answers={"LISTEN": 3}, words={"OPEN_GOOD": "Football"})
        found = list(feedback.submissions(date(2026, 3, 2), date(2026, 3, 2)))
    assert [(a.code, a.answer_code) for a in found[0].answers if not a.reason] == [
        ("LISTEN", 3),
        ("OPEN_GOOD", None),
    ]
    assert all(a.words == "" for a in found[0].answers)


def test_the_home_page_knows_whether_questions_wait(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        child = staff(town.zara, "child")
        child.kind, child.band = "child", "mid"
        assert feedback.is_open_for(child)
        assert not feedback.is_open_for(staff(town.beth, "worker"))
        assert families.granted_children(town.imran, "plan") == [town.zara]
