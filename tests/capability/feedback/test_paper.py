"""Paper sheets: for one person about one child, typed in once; "not safe" reaches duty at once."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy import func, select

from tests.capability.feedback.makers import MONDAY, alerts, staff
from tests.conftest import Browser
from tests.makers import Town
from webapp import feedback, record
from webapp.core.database import session, unit_of_work
from webapp.feedback.asking import service as asking
from webapp.feedback.models import Sheet, Submission
from webapp.feedback.paper import printing, queries, rules, service

SignIn = Callable[[uuid.UUID], Browser]
ABOUT = {"answered_on": "2026-03-02", "answered_by": "self", "worker_present": "no"}


def sheet(
    town: Town, person_id: uuid.UUID, band: str, *, worker_types: bool = False, language: str = "en"
) -> tuple[uuid.UUID, str]:
    with unit_of_work():
        made, code = service.make_sheet(
            person_id=person_id,
            child_id=town.zara,
            band=band,
            language=language,
            worker_types=worker_types,
            actor_id=town.beth,
        )
        return made.id, code


def asked(sheet_id: uuid.UUID) -> list[str]:
    with unit_of_work():
        return [one.code for one in queries.asked(session().get_one(Sheet, sheet_id))]


def fill(sheet_id: uuid.UUID, **given: str) -> dict[str, str]:
    """Nothing ticked but what is given."""
    return ABOUT | {f"a-{code}": "9" for code in asked(sheet_id)} | given


def type_in(browser: Browser, sheet_id: uuid.UUID, data: dict[str, str]) -> int:
    return browser.post(f"/feedback/sheets/{sheet_id}", data, page="/feedback/paper").status_code


def kept(town: Town) -> list[feedback.SubmissionView]:
    with unit_of_work():
        return list(feedback.submissions_of(staff(town.farah, "manager"), town.zara))


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("band", ["young", "mid", "teen", "adult"])
def test_a_sheet_is_a_pdf_without_a_name(
    town: Town, ready: None, app: object, band: str, language: str
) -> None:
    person_id = town.samina if band == "adult" else town.zara
    sheet_id, code = sheet(town, person_id, band, language=language)
    with unit_of_work():
        row = session().get_one(Sheet, sheet_id)
        html = _within(app, lambda: printing.page_of(row, code))
    for name in ("Zara", "Samina", "Beth", "Farah", "Northbridge", "Riverside"):
        assert name not in html
    assert rules.shown(code) in html
    assert "<svg" in html
    assert f'lang="{language}"' in html
    assert ('dir="rtl"' in html) == (language == "ur")
    # As many boxes as there are options, and skip beside them, the same size.
    assert html.count('class="tickbox"') > 20
    with unit_of_work():
        row = session().get_one(Sheet, sheet_id)
        for one in queries.asked(row):
            assert one.wording(language).text.replace("'", "&#39;") in html


def _within(app: object, make: Callable[[], str]) -> str:
    with app.test_request_context("/"):  # type: ignore[attr-defined]
        return make()


def test_the_sheet_comes_as_a_file(town: Town, ready: None, sign_in: SignIn) -> None:
    if not record.is_there():
        pytest.skip("no Pango here")
    beth = sign_in(town.beth)
    address = f"/feedback/children/{town.zara}/paper"
    data = {"person": str(town.zara), "language": "en", "who_types": "manager"}
    made = beth.post(address, data, page=address)
    assert made.status_code == 200
    assert made.mimetype == "application/pdf"
    assert made.headers["Cache-Control"] == "no-store"
    text = "\n".join(one.extract_text() for one in PdfReader(BytesIO(made.data)).pages)
    assert "counted with other people" in text
    assert "Does your worker listen to what you say?" in text
    assert "Zara" not in text
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", text)
    assert found
    # The manager types it in by that code, in small letters too.
    farah = sign_in(town.farah)
    opened = farah.post("/feedback/paper", {"code": found[0].lower()}, page="/feedback/paper")
    assert opened.status_code == 303
    assert farah.get(opened.location).status_code == 200
    by_pattern = farah.get(f"/feedback/paper/{found[0].replace('-', '')}")
    assert by_pattern.location == opened.location


def test_the_form_says_what_is_missing(town: Town, sign_in: SignIn) -> None:
    beth = sign_in(town.beth)
    address = f"/feedback/children/{town.zara}/paper"
    assert beth.post(address, {"person": str(town.stranger)}, page=address).status_code == 422
    assert sign_in(town.tom).get(address).status_code == 404
    assert sign_in(town.owen).get(address).status_code == 404
    with unit_of_work():
        assert session().scalar(select(func.count()).select_from(Sheet)) == 0


def test_what_is_asked_only_alone_is_never_on_paper(town: Town, ready: None) -> None:
    for band in ("adult", "teen"):
        sheet_id, _code = sheet(town, town.samina if band == "adult" else town.zara, band)
        assert not {"SAFE_ME", "PRESSURE"} & set(asked(sheet_id))
    sheet_id, _code = sheet(town, town.samina, "adult")
    assert "SAFER" in asked(sheet_id)


def test_without_a_rota_nothing_about_safety_is_on_paper(town: Town) -> None:
    sheet_id, _code = sheet(town, town.zara, "mid")
    assert not {"SAFE_NOW", "SAFER"} & set(asked(sheet_id))


def test_typed_in_it_is_an_answer_like_any_other(town: Town, ready: None, sign_in: SignIn) -> None:
    sheet_id, _code = sheet(town, town.zara, "mid")
    data = fill(
        sheet_id,
        **{
            "a-LISTEN": "3",
            "w-LISTEN": "She does.\r\nAlways.",
            "w-OPEN_GOOD": "the dog",
            "answered_by": "self_with_help",
            "helper": "sibling",
            "place": "school",
        },
    )
    assert type_in(sign_in(town.farah), sheet_id, data) == 303
    (view,) = kept(town)
    assert (view.mode, view.answered_by, view.helper, view.place) == (
        "paper",
        "self_with_help",
        "sibling",
        "school",
    )
    found = {one.code: one for one in view.answers}
    assert (found["LISTEN"].answer_code, found["LISTEN"].words) == (3, "She does.\nAlways.")
    assert (found["OPEN_GOOD"].answer_code, found["OPEN_GOOD"].words) == (None, "the dog")
    assert found["RELIABLE"].answer_code == found["OPEN_CHANGE"].answer_code == 9
    assert alerts(town) == []
    with unit_of_work():
        row = session().scalars(select(Submission)).one()
    assert row.answered_at == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert row.received_at == MONDAY


def test_one_sheet_counts_once(town: Town, sign_in: SignIn) -> None:
    sheet_id, code = sheet(town, town.zara, "mid")
    farah = sign_in(town.farah)
    data = fill(sheet_id, **{"a-LISTEN": "3"})
    assert type_in(farah, sheet_id, data) == 303
    assert type_in(farah, sheet_id, data | {"a-LISTEN": "1"}) == 409
    page = farah.get(f"/feedback/sheets/{sheet_id}").text
    assert "This sheet is typed in" in page
    assert len(kept(town)) == 1
    # Two managers at the same moment.
    with unit_of_work():
        again = service.type_in(
            sheet_id=sheet_id,
            answered_on=MONDAY.date(),
            answered_by="self",
            helper="",
            place="",
            worker_present=False,
            shown_to_worker=False,
            codes={},
            words={},
            actor_id=town.farah,
        )
        assert again is None


def test_not_safe_reaches_duty_as_soon_as_it_is_typed(town: Town, ready: None, sign_in: SignIn) -> None:
    sheet_id, _code = sheet(town, town.zara, "mid")
    data = fill(sheet_id, **{"a-SAFE_NOW": "2", "a-SAFER": "1"})
    assert type_in(sign_in(town.farah), sheet_id, data) == 303
    assert alerts(town) == [("feedback", town.zara, town.zara)] * 2


def test_not_safe_reaches_a_person_though_the_rota_ended(
    town: Town, ready: None, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2026, 12, 20, 10, tzinfo=UTC))
    sheet_id, _code = sheet(town, town.zara, "mid")
    data = fill(sheet_id, **{"a-SAFE_NOW": "1", "answered_on": "2026-12-20"})
    clock.move_to(datetime(2027, 1, 4, 10, tzinfo=UTC))
    assert type_in(sign_in(town.farah), sheet_id, data) == 303
    assert alerts(town) == [("feedback", town.zara, town.zara)]


def test_nothing_typed_is_lost_and_no_question_is_passed_over(town: Town, sign_in: SignIn) -> None:
    sheet_id, _code = sheet(town, town.zara, "mid")
    data = fill(sheet_id, **{"a-RELIABLE": "1", "w-RELIABLE": "Not on Tuesday."})
    del data["a-LISTEN"]
    farah = sign_in(town.farah)
    page = farah.post(f"/feedback/sheets/{sheet_id}", data, page="/feedback/paper")
    assert page.status_code == 422
    assert "Choose what is ticked on the sheet." in page.text
    assert "Not on Tuesday." in page.text
    assert re.search(r'name="a-RELIABLE" value="1"[^>]* checked', page.text)
    assert not re.search(r'name="a-LISTEN"[^>]* checked', page.text)
    assert kept(town) == []


@pytest.mark.parametrize("day", ["", "2026-03-01", "2026-03-03", "x"])
def test_nobody_answered_before_it_was_made_or_tomorrow(town: Town, sign_in: SignIn, day: str) -> None:
    sheet_id, _code = sheet(town, town.zara, "mid")
    assert type_in(sign_in(town.farah), sheet_id, fill(sheet_id, answered_on=day)) == 422
    assert kept(town) == []


def test_the_rated_worker_types_in_only_what_she_may_see(town: Town, sign_in: SignIn) -> None:
    hers, code = sheet(town, town.zara, "mid", worker_types=True)
    other, closed = sheet(town, town.samina, "adult")
    beth = sign_in(town.beth)
    refused = beth.post("/feedback/paper", {"code": closed}, page="/feedback/paper")
    assert refused.status_code == 422
    assert "the manager types in the sheet" in refused.text
    assert beth.get(f"/feedback/sheets/{other}").status_code == 404
    assert type_in(beth, other, fill(other)) == 404
    assert type_in(beth, hers, fill(hers, **{"a-LISTEN": "1"})) == 303
    (view,) = kept(town)
    assert view.shown_to_worker
    # A code opens nothing for staff who do not work with the child.
    tom = sign_in(town.tom)
    assert tom.post("/feedback/paper", {"code": code}, page="/feedback/paper").status_code == 422
    assert tom.get(f"/feedback/sheets/{hers}").status_code == 404


def test_an_old_sheet_is_read_but_not_counted(
    town: Town, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    sheet_id, _code = sheet(town, town.zara, "mid")
    clock.move_to(MONDAY + rules.OPEN + timedelta(days=1))
    farah = sign_in(town.farah)
    page = farah.get(f"/feedback/sheets/{sheet_id}").text
    assert "older than six weeks" in page
    assert "Tell the duty person now" in page
    assert type_in(farah, sheet_id, fill(sheet_id)) == 409
    assert kept(town) == []


def test_nobody_is_given_a_sheet_who_is_not_asked_now(town: Town, sign_in: SignIn) -> None:
    until = (MONDAY + timedelta(days=20)).date()
    with unit_of_work():
        asking.put_hold(
            person_id=town.samina,
            child_id=town.zara,
            what="all",
            reason="not_safe",
            until_on=until,
            actor_id=town.beth,
        )
        feedback.record_submission(
            person_id=town.zara, child_id=town.zara, answers={"LISTEN": 3}, answered_at=MONDAY
        )
    farah = sign_in(town.farah)
    address = f"/feedback/children/{town.zara}/paper"
    page = farah.get(address).text
    assert "is not asked now." in page
    assert "answered in the last month" in page
    for person in (town.samina, town.zara):
        data = {"person": str(person), "language": "en", "who_types": "manager"}
        assert farah.post(address, data, page=address).status_code == 422


def test_an_invitation_is_answered_on_paper_too(town: Town, sign_in: SignIn) -> None:
    with unit_of_work():
        feedback.note_moment(child_id=town.zara, trigger="visit", cause_id=uuid.uuid4(), on=MONDAY.date())
        feedback.invite_all()
    sheet_id, _code = sheet(town, town.zara, "mid")
    assert type_in(sign_in(town.farah), sheet_id, fill(sheet_id)) == 303
    (view,) = kept(town)
    with unit_of_work():
        row = session().scalars(select(Submission)).one()
    assert row.trigger == "visit"
    assert row.invitation_id is not None
    assert view.mode == "paper"


@pytest.mark.parametrize("typed", ["", "7KQ2", "7kq2 m4xw 9tbc", "OIL0-0000-0000", "€" * 12, "7KQ2M4XW9TBCX"])
def test_codes_are_read_as_people_write_them(typed: str) -> None:
    read = rules.read_code(typed)
    assert read == {"7kq2 m4xw 9tbc": "7KQ2M4XW9TBC", "OIL0-0000-0000": "011000000000"}.get(typed, "")
