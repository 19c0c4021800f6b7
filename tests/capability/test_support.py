"""Someone on my side, and complaints: past the worker, with a clock, and nothing left on a shared phone."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from tests.conftest import Browser, Open, SignInAs
from tests.makers import Town, make_staff
from webapp import accounts, duty, families, support
from webapp.accounts.staff_ways.service import disable_staff
from webapp.audit.models import AuditRow
from webapp.core import clock, ids
from webapp.core.database import session, unit_of_work
from webapp.support.models import SupportRequest

# Friday 20 November 2026, in London.
FRIDAY = "2026-11-20T10:00:00+00:00"
STORY = "CANARY he shouted at me"


@pytest.fixture
def services(town: Town) -> dict[str, uuid.UUID]:
    """The advocacy service, one of its advocates, and the complaints manager."""
    with unit_of_work():
        return {
            "moira": make_staff("Moira Flynn", "advocate"),
            "asha": make_staff("Asha Bell", "advocacy"),
            "nadia": make_staff("Nadia Rahman", "complaints"),
        }


def ask(browser: Browser, path: str, **typed: str) -> Any:
    return browser.post(path, {"request": str(ids.new())} | typed, page=path)


def requests() -> list[SupportRequest]:
    with unit_of_work():
        return list(session().scalars(select(SupportRequest).order_by(SupportRequest.made_at)))


def step(browser: Browser, code: str, **typed: str) -> Any:
    path = f"/requests/{requests()[-1].id}"
    return browser.post(f"{path}/steps", {"step": code} | typed, page=path)


@pytest.mark.parametrize("person", ["zara", "samina"])
def test_asking_for_an_advocate_is_two_taps_and_reaches_the_service(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs, person: str
) -> None:
    browser = sign_in(getattr(town, person))
    assert 'href="/someone"' in browser.get("/").text
    answer = ask(browser, "/someone")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/someone")
    for name in ("moira", "asha"):
        assert person.title() in sign_in(services[name]).get("/requests").text
    assert person.title() not in sign_in(services["nadia"]).get("/complaints").text


def test_a_double_tap_is_one_request(town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs) -> None:
    browser, key = sign_in(town.zara), str(ids.new())
    for _tap in range(2):
        assert ask(browser, "/someone", request=key).status_code == 303
    assert len(requests()) == 1


def test_the_receiver_reads_words_and_the_safe_way_and_nobody_else_can(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs
) -> None:
    ask(sign_in(town.zara), "/someone", words=STORY, reach="at netball")
    path = f"/requests/{requests()[0].id}"
    page = sign_in(services["asha"]).get(path).text
    assert STORY in page
    assert "At school, ask for Mr Osei" in page
    assert "at netball" in page
    for person in (
        town.beth,
        town.farah,
        town.priya,
        town.owen,
        town.tom,
        town.yusuf,
        town.samina,
        services["nadia"],
    ):
        browser = sign_in(person)
        assert browser.get(path).status_code == 404
        assert browser.post(f"{path}/steps", {"step": "ended"}, page="/help").status_code == 404
        for place in ("/requests", "/complaints", "/", "/inbox", "/help"):
            assert STORY not in browser.get(place, follow_redirects=True).text


def test_the_log_ties_it_to_no_child_and_no_family(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs
) -> None:
    ask(sign_in(town.zara), "/complain", words=STORY)
    sign_in(services["nadia"]).get(f"/requests/{requests()[0].id}")
    with unit_of_work():
        rows = list(session().scalars(select(AuditRow).where(AuditRow.item_kind == "support_request")))
    assert {row.act for row in rows} == {"complaint.ask", "support.read"}
    assert all(row.subject_id is None and row.chain == "staff" for row in rows)


def test_a_shared_phone_says_only_that_we_have_it_and_later_nothing(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs
) -> None:
    same = sign_in(town.zara)
    ask(same, "/complain", words=STORY)
    assert "We have it" in same.get("/complain").text
    assert STORY not in same.get("/complain").text
    step(sign_in(services["nadia"]), "answered", words="CANARY answer")
    assert "CANARY" not in same.get("/complain").text
    assert "We have it" not in sign_in(town.zara).get("/complain").text


def test_an_own_phone_shows_stage_date_and_answer(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs
) -> None:
    with time_machine.travel(FRIDAY):
        own = sign_in(town.zara, shared_phone=False)
        ask(own, "/complain", words=STORY)
        page = own.get("/complain").text
        assert "Stage 1" in page
        assert "4 December 2026" in page  # ten working days
        step(sign_in(services["nadia"]), "answered", words="We were wrong.")
        page = own.get("/complain").text
    assert "We were wrong." in page
    assert "4 December 2026" not in page
    assert STORY not in page


def test_an_advocate_has_two_working_days_or_what_the_administrator_set(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs
) -> None:
    with time_machine.travel(FRIDAY):
        ask(sign_in(town.zara), "/someone")
        lines = {"advocacy_name": "Side by Side", "advocacy_phone": "01632 960950", "advocacy_days": "4"}
        assert sign_in(town.priya).post("/help-lines", lines, page="/help-lines").status_code == 303
        ask(sign_in(town.zara), "/someone")
    assert [row.due_on for row in requests()] == [date(2026, 11, 24), date(2026, 11, 26)]


def test_bank_holidays_do_not_count(town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs) -> None:
    closed = duty.Hours(closed=frozenset({date(2026, 11, 23)}))
    with unit_of_work():
        duty.set_out_of_hours(team_id=town.team, words="Closed.", hours=closed, actor_id=town.farah)
    with time_machine.travel(FRIDAY):
        ask(sign_in(town.zara), "/someone")
    assert requests()[0].due_on == date(2026, 11, 25)


def test_late_ones_stand_first_and_the_administrator_sees_numbers_alone(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs
) -> None:
    with time_machine.travel(FRIDAY):
        ask(sign_in(town.samina), "/someone", words=STORY)
    with time_machine.travel("2026-11-26T10:00:00+00:00"):
        ask(sign_in(town.zara), "/someone")
        page = sign_in(services["asha"]).get("/requests").text
        home = sign_in(town.priya).get("/").text
    assert page.index("Samina") < page.index("Late") < page.index("Zara")
    assert "2 are open. 1 is late." in home
    assert "Samina" not in home
    assert STORY not in home


def test_an_advocate_who_is_with_the_child_can_be_chosen_and_nobody_elses_can(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs
) -> None:
    from webapp.houses import people

    ask(sign_in(town.zara), "/someone")
    asha = sign_in(services["asha"])
    with unit_of_work():
        assert people.choices(town.zara).advocates == []
    assert step(asha, "contacted", advocate=str(services["moira"])).status_code == 303
    with unit_of_work():
        assert [one.id for one in people.choices(town.zara).advocates] == [services["moira"]]
        assert people.choices(town.yusuf).advocates == []
    with time_machine.travel(clock.now() + timedelta(days=366)), unit_of_work():
        assert people.choices(town.zara).advocates == []


def test_a_worker_cannot_be_made_an_advocate(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs
) -> None:
    ask(sign_in(town.zara), "/someone")
    step(sign_in(services["asha"]), "contacted", advocate=str(town.tom))
    with unit_of_work():
        assert families.granted_people(town.zara, "advocate") == []


def test_stages_of_a_complaint_and_more_time(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs
) -> None:
    with time_machine.travel(FRIDAY):
        ask(sign_in(town.samina), "/complain", words=STORY)
        nadia = sign_in(services["nadia"])
        assert step(nadia, "longer").status_code == 422
        step(nadia, "longer", words="We need to ask more people.")
        assert requests()[0].due_on == date(2026, 12, 18)
        assert step(nadia, "longer", words="Again.").status_code == 422
        step(nadia, "stage_2")
        row = requests()[0]
        assert (row.stage, row.due_on, row.is_longer) == ("stage_2", date(2026, 12, 25), False)
        step(nadia, "stage_3")
        assert requests()[0].due_on == date(2027, 1, 1)
        step(nadia, "ended")
        assert step(nadia, "answered", words="Too late.").status_code == 422
    assert requests()[0].due_on is None


def test_whoever_it_is_about_never_sees_it(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs
) -> None:
    answer = ask(sign_in(town.zara), "/complain", words=STORY, about=str(town.farah))
    assert answer.status_code == 303
    assert requests()[0].about_id == town.farah
    assert "Farah Aziz" in sign_in(services["nadia"]).get(f"/requests/{requests()[0].id}").text
    request_id = requests()[0].id
    with unit_of_work():
        session().get_one(SupportRequest, request_id).about_id = services["nadia"]
    nadia = sign_in(services["nadia"])
    assert nadia.get(f"/requests/{request_id}").status_code == 404
    assert "Zara" not in nadia.get("/complaints").text


def test_a_stranger_to_the_child_cannot_be_named(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs
) -> None:
    ask(sign_in(town.zara), "/complain", words=STORY, about=str(town.tom))
    assert requests()[0].about_id is None


def test_a_complaint_needs_words_or_a_helper_and_loses_nothing(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs
) -> None:
    browser = sign_in(town.zara)
    answer = ask(browser, "/complain", words="  ", reach="at netball")
    assert answer.status_code == 422
    assert "at netball" in answer.text
    assert requests() == []
    assert ask(browser, "/complain", help_writing="yes").status_code == 303
    assert "help them write it" in sign_in(services["nadia"]).get(f"/requests/{requests()[0].id}").text


def test_without_a_receiver_the_page_tells_another_way_and_the_administrator_knows(
    town: Town, sign_in: SignInAs
) -> None:
    zara = sign_in(town.zara)
    for path in ("/someone", "/complain"):
        page = zara.get(path).text
        assert f'action="{path}"' not in page
        assert "Other ways" in page
        assert ask(zara, path, words=STORY).status_code == 422
    assert requests() == []
    assert "Nobody receives these here." in sign_in(town.priya).get("/").text


def test_a_disabled_receiver_receives_nothing(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs
) -> None:
    with unit_of_work():
        disable_staff(person_id=services["nadia"], by=town.priya)
    assert "Other ways" in sign_in(town.zara).get("/complain").text


def test_signed_out_there_are_numbers_and_no_dead_end(
    town: Town, services: dict[str, uuid.UUID], browser: Open, sign_in: SignInAs
) -> None:
    typed = {"complaints_name": "Complaints", "complaints_phone": "01632 960970"}
    sign_in(town.priya).post("/help-lines", typed, page="/help-lines")
    page = browser().get("/complain").text
    assert "Open your card to complain here." in page
    assert 'href="tel:01632960970"' in page
    assert "will show in this phone" in page
    assert "01632 960970" in browser().get("/help").text
    assert "Childline" in browser().get("/someone").text


def test_help_lines_are_checked_kindly_and_an_empty_name_takes_one_away(
    town: Town, sign_in: SignInAs
) -> None:
    priya = sign_in(town.priya)
    wrong = {"advocacy_name": "Side by Side", "advocacy_phone": "ring us", "advocacy_days": "99"}
    answer = priya.post("/help-lines", wrong, page="/help-lines")
    assert answer.status_code == 422
    assert "ring us" in answer.text
    assert "in digits" in answer.text
    assert "from 1 to 10" in answer.text
    right = {"advocacy_name": "Side by Side", "advocacy_phone": "01632 960950"}
    priya.post("/help-lines", right, page="/help-lines")
    with unit_of_work():
        assert set(support.help_lines()) == {"advocacy"}
    priya.post("/help-lines", {}, page="/help-lines")
    with unit_of_work():
        assert support.help_lines() == {}


def test_a_day_too_many_letters_is_told(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs
) -> None:
    answer = ask(sign_in(town.zara), "/someone", words="a" * 10_001)
    assert answer.status_code == 422
    assert requests() == []


def test_staff_names_are_those_of_the_childs_own(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs
) -> None:
    page = sign_in(town.imran).get("/complain").text
    assert "Beth Carter" in page
    assert "Tom Ellis" not in page
    assert accounts.names([town.tom])[town.tom] == "Tom Ellis"


def test_not_happy_with_the_answer_goes_to_the_next_stage_with_its_own_clock(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs
) -> None:
    with time_machine.travel(FRIDAY):
        own, nadia = sign_in(town.zara, shared_phone=False), sign_in(services["nadia"])
        ask(own, "/complain", words=STORY)
        step(nadia, "answered", words="We were right.")
        assert "Are you not happy with this?" in own.get("/complain").text
        assert ask(own, "/complain", words="CANARY still wrong", again="yes").status_code == 303
        row = requests()[0]
        page, theirs = own.get("/complain").text, nadia.get(f"/requests/{row.id}").text
    assert len(requests()) == 1
    assert (row.stage, row.due_on) == ("stage_2", date(2026, 12, 25))
    assert "Stage 2" in page
    assert "25 December 2026" in page
    assert "you said that you are not happy with the answer" in page
    assert "CANARY" not in page
    assert "CANARY still wrong" in theirs
    assert STORY in theirs


def test_no_answer_in_time_is_reason_enough_and_before_that_it_is_a_new_complaint(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs
) -> None:
    with time_machine.travel(FRIDAY):
        ask(sign_in(town.samina), "/complain", words=STORY)
        ask(sign_in(town.samina), "/complain", again="yes")
        first, second = requests()
        assert (first.stage, second.stage) == ("stage_1", "stage_1")
        shown = sign_in(services["nadia"]).get(f"/requests/{second.id}").text
        assert "They complained before, and are not happy with the answer" in shown
        assert second.due_on == date(2026, 12, 4)
    with time_machine.travel("2026-12-07T10:00:00+00:00"):
        ask(sign_in(town.samina), "/complain", again="yes")
        assert sorted(row.stage for row in requests()) == ["stage_1", "stage_2"]


def test_an_ended_complaint_can_be_moved_on_and_the_panel_is_the_last_stage(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs
) -> None:
    nadia, samina = sign_in(services["nadia"]), sign_in(town.samina, shared_phone=False)
    ask(samina, "/complain", words=STORY)
    for stage in ("stage_2", "stage_3"):
        step(nadia, "answered", words="We were right.")
        step(nadia, "ended")
        ask(samina, "/complain", again="yes")
        assert requests()[0].stage == stage
    step(nadia, "answered", words="We were right.")
    assert "Are you not happy with this?" not in samina.get("/complain").text
    ask(samina, "/complain", again="yes")
    assert [row.stage for row in requests()] == ["stage_3", "stage_1"]


def test_on_a_shared_phone_it_is_moved_on_and_nothing_of_it_is_shown(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs
) -> None:
    ask(sign_in(town.zara), "/complain", words=STORY)
    step(sign_in(services["nadia"]), "answered", words="CANARY answer")
    later, key = sign_in(town.zara), str(ids.new())
    assert "We have it" not in later.get("/complain").text
    for _tap in range(2):
        assert ask(later, "/complain", again="yes", words="CANARY still", request=key).status_code == 303
    page = later.get("/complain").text
    assert "We have it" in page
    assert "CANARY" not in page
    assert "Stage" not in page
    assert [row.stage for row in requests()] == ["stage_2"]
    assert "We have it" not in sign_in(town.zara).get("/complain").text


def test_nobody_moves_on_what_another_person_complained_about(
    town: Town, services: dict[str, uuid.UUID], sign_in: SignInAs
) -> None:
    ask(sign_in(town.zara), "/complain", words=STORY)
    step(sign_in(services["nadia"]), "answered", words="We were right.")
    ask(sign_in(town.samina), "/complain", again="yes")
    assert [row.stage for row in requests()] == ["stage_1", "stage_1"]
