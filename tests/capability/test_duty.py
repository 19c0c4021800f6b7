"""Not safe always reaches a person: rota, hours, and the alert that stands until it is seen (practice §1)."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests import kept
from tests.conftest import SignInAs
from tests.makers import Town, make_staff, make_town
from webapp import duty, families
from webapp.accounts.signed_in import SignedIn
from webapp.accounts.staff_ways.service import disable_staff
from webapp.audit.models import AuditRow
from webapp.core import clock, ids
from webapp.core.database import session, unit_of_work
from webapp.duty import rules
from webapp.duty.models import Alert, Rota
from webapp.houses import rules as house_rules
from webapp.review import rules as review_rules

# Friday 20 November 2026, in London.
IN_HOURS = "2026-11-20T10:00:00+00:00"
FRIDAY_EVENING = "2026-11-20T18:30:00+00:00"


def make_ready(town: Town) -> None:
    today = clock.today()
    duty.set_rota(
        team_id=town.team,
        owner_id=town.farah,
        cover_id=town.tom,
        from_on=today,
        until_on=today + timedelta(days=90),
        actor_id=town.farah,
    )
    duty.set_out_of_hours(
        team_id=town.team, words="Ring 01632 960999.", hours=rules.Hours(), actor_id=town.farah
    )


def town_on_duty() -> Town:
    """A town made at the moment the test travels to, with Farah on duty."""
    town = kept.town()
    with unit_of_work():
        make_ready(town)
    return town


def raise_for(town: Town, person_id: uuid.UUID | None = None, item_id: uuid.UUID | None = None) -> None:
    with unit_of_work():
        duty.raise_alert(
            person_id=person_id or town.zara,
            child_id=town.zara,
            source="SAFE_NOW",
            item_id=item_id or ids.new(),
        )


def test_no_rota_means_not_ready_and_the_administrator_is_told(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        assert not duty.is_ready(town.zara)
    page = sign_in(town.priya).get("/").text
    assert "Riverside" in page
    with unit_of_work():
        make_ready(town)
        assert duty.is_ready(town.zara)
    assert "Riverside" not in sign_in(town.priya).get("/").text


def test_a_rota_that_ended_is_not_ready(app: Flask) -> None:
    with time_machine.travel(IN_HOURS):
        town = town_on_duty()
    with time_machine.travel("2027-03-01T10:00:00+00:00"), unit_of_work():
        assert not duty.is_ready(town.zara)


@pytest.mark.parametrize(
    ("now", "text"),
    [
        (IN_HOURS, "Beth's team will see this today. They will find you the safe way you chose."),
        (
            FRIDAY_EVENING,
            "Nobody here will read this until Monday at 9. If you need help before then, call 999",
        ),
        ("2026-11-20T07:00:00+00:00", "Nobody here will read this until today at 9."),
        ("2026-11-22T12:00:00+00:00", "Nobody here will read this until Monday at 9."),
        ("2026-11-16T20:00:00+00:00", "Nobody here will read this until Tuesday at 9."),
    ],
)
def test_what_happens_now_is_true_now(app: Flask, now: str, text: str) -> None:
    with time_machine.travel(now), app.test_request_context():
        town = town_on_duty()
        with unit_of_work():
            promise = duty.what_happens_now(town.zara)
    assert promise.text.startswith(text)
    assert promise.in_hours is (now == IN_HOURS)
    assert promise.team_words == ("" if promise.in_hours else "Ring 01632 960999.")


def test_a_bank_holiday_is_not_promised(app: Flask) -> None:
    with time_machine.travel(FRIDAY_EVENING), app.test_request_context():
        town = town_on_duty()
        with unit_of_work():
            closed = rules.Hours(closes=time(18), closed=frozenset({date(2026, 11, 23)}))
            duty.set_out_of_hours(team_id=town.team, words="Ring.", hours=closed, actor_id=town.farah)
            assert "until Tuesday at 9" in duty.what_happens_now(town.zara).text


def test_without_a_rota_nothing_is_promised(town: Town, app: Flask) -> None:
    with time_machine.travel(IN_HOURS), app.test_request_context(), unit_of_work():
        promise = duty.what_happens_now(town.zara)
    assert not promise.in_hours
    assert "999" in promise.text
    assert "will see this" not in promise.text


def test_the_same_item_raises_once(town: Town) -> None:
    item = ids.new()
    raise_for(town, item_id=item)
    raise_for(town, item_id=item)
    with unit_of_work():
        assert session().query(Alert).count() == 1


def who_sees(town: Town, sign_in: SignInAs) -> dict[str, bool]:
    seen = {}
    for name in ("beth", "farah", "tom"):
        seen[name] = "may not be safe" in sign_in(getattr(town, name)).get("/inbox").text
    return seen


def test_worker_and_manager_see_it_first_and_duty_too(town: Town, sign_in: SignInAs) -> None:
    raise_for(town)
    assert who_sees(town, sign_in) == {"beth": True, "farah": True, "tom": False}
    with unit_of_work():
        make_ready(town)  # Tom, of another team, covers today
    assert who_sees(town, sign_in) == {"beth": True, "farah": True, "tom": True}


def test_the_row_has_the_safe_way_and_no_answer(town: Town, sign_in: SignInAs) -> None:
    raise_for(town)
    page = sign_in(town.beth).get("/inbox").text
    assert "Zara may not be safe." in page
    assert "At school, ask for Mr Osei" in page
    assert "SAFE_NOW" not in page


def test_it_stands_until_a_person_marks_it_seen(town: Town, sign_in: SignInAs) -> None:
    raise_for(town)
    with unit_of_work():
        alert_id = session().query(Alert).one().id
    beth = sign_in(town.beth)
    answer = beth.post(f"/duty/alerts/{alert_id}/seen", page="/inbox")
    assert answer.status_code == 303
    assert "may not be safe" not in beth.get("/inbox").text
    beth.post(f"/duty/alerts/{alert_id}/seen", page="/inbox")
    with unit_of_work():
        alert = session().query(Alert).one()
        assert alert.seen_by == town.beth
        assert alert.seen_at is not None


def test_others_may_not_mark_it(town: Town, sign_in: SignInAs) -> None:
    raise_for(town)
    with unit_of_work():
        alert_id = session().query(Alert).one().id
    for person in (town.tom, town.priya, town.owen, town.zara, town.samina, town.imran):
        assert sign_in(person).post(f"/duty/alerts/{alert_id}/seen", page="/help").status_code == 404
    assert sign_in(town.beth).post(f"/duty/alerts/{ids.new()}/seen", page="/inbox").status_code == 404


def test_a_parent_may_raise_it_too(town: Town, sign_in: SignInAs) -> None:
    raise_for(town, person_id=town.samina)
    page = sign_in(town.farah).get("/inbox").text
    assert "Samina may not be safe." in page
    assert "About Zara." in page


def settings(town: Town, **changes: Any) -> dict[str, Any]:
    today = clock.today()
    return {
        "team": str(town.team),
        "owner": str(town.farah),
        "cover": str(town.beth),
        "from_on": today.isoformat(),
        "until_on": (today + timedelta(days=30)).isoformat(),
        "weekdays": ["0", "1", "2", "3", "4"],
        "opens": "09:00",
        "closes": "17:00",
        "closed_days": "2026-12-25",
        "words": "Ring 01632 960999.",
    } | changes


def test_the_manager_sets_rota_and_hours(town: Town, sign_in: SignInAs) -> None:
    farah = sign_in(town.farah)
    assert "Not ready today" in farah.get("/duty").text
    assert farah.post("/duty", settings(town), page="/duty").status_code == 303
    page = farah.get("/duty").text
    assert "Ready today" in page
    assert "2026-12-25" in page
    assert "Ring 01632 960999." in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"owner": ""}, "Choose who answers."),
        ({"cover": "not-a-person"}, "Choose who covers."),
        ({"until_on": "2001-01-01"}, "The last day is before the first day."),
        ({"closes": "08:00"}, "later than the opening time"),
        ({"weekdays": []}, "Tick the days"),
        ({"closed_days": "Christmas"}, "Christmas"),
        ({"words": "  "}, "Say who people can reach"),
        ({"opens": "\x00"}, "Give a time like 09:00."),
    ],
)
def test_a_wrong_field_is_told_kindly_and_nothing_is_lost(
    town: Town, sign_in: SignInAs, changes: dict[str, Any], message: str
) -> None:
    answer = sign_in(town.farah).post("/duty", settings(town, **changes), page="/duty")
    assert answer.status_code == 422
    assert message in answer.text
    if "words" not in changes:
        assert "Ring 01632 960999." in answer.text


def test_nobody_covers_for_themselves(town: Town, sign_in: SignInAs) -> None:
    answer = sign_in(town.farah).post("/duty", settings(town, cover=str(town.farah)), page="/duty")
    assert answer.status_code == 422
    assert "Choose a different person to cover." in answer.text


def test_only_the_teams_own_manager(town: Town, sign_in: SignInAs) -> None:
    for person in (town.beth, town.priya, town.zara, town.imran):
        assert sign_in(person).get("/duty").status_code == 404
    other = settings(town, team=str(town.other_team))
    assert sign_in(town.farah).post("/duty", other, page="/duty").status_code == 404
    assert sign_in(town.farah).get(f"/duty?team={town.other_team}").status_code == 404


def test_alerts_are_only_for_staff_who_may_know(town: Town, app: Flask) -> None:
    raise_for(town)
    with app.test_request_context(), unit_of_work():
        for person_id, kind, role in ((town.zara, "child", "child"), (town.owen, "staff", "data_officer")):
            reader = SignedIn.__new__(SignedIn)
            reader.__dict__.update(person_id=person_id, kind=kind, role=role)
            assert duty.alerts(reader) == []


def disable(person_id: uuid.UUID, town: Town) -> None:
    with unit_of_work():
        disable_staff(person_id=person_id, by=town.priya)


@pytest.mark.parametrize("who", ["farah", "tom"])
def test_a_disabled_owner_or_cover_is_no_rota(town: Town, sign_in: SignInAs, who: str) -> None:
    with unit_of_work():
        make_ready(town)
        assert duty.is_ready(town.zara)
    disable(getattr(town, who), town)
    with unit_of_work():
        assert not duty.is_ready(town.zara)
    assert "Riverside" in sign_in(town.priya).get("/").text
    card = f"/families/{town.family}/people/{town.zara}/card"
    assert "No card can be given yet." in sign_in(town.beth).get(card).text


def test_without_a_rota_no_button_and_no_question_about_safety(town: Town, sign_in: SignInAs) -> None:
    zara = sign_in(town.zara)
    assert "I need someone today" not in zara.get("/").text
    assert "I need someone today" not in zara.get("/someone").text
    with unit_of_work():
        make_ready(town)
        make_staff("Moira Flynn", "advocate")
    assert "I need someone today" in zara.get("/").text
    assert "I need someone today" in zara.get("/someone").text


def test_cover_from_another_team_opens_the_alert_and_nothing_else(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        make_ready(town)
        families.add_contact(person_id=town.zara, kind="phone", value="01632 960123")
    raise_for(town)
    tom = sign_in(town.tom)
    with unit_of_work():
        alert_id = session().scalars(select(Alert.id)).one()
    path = f"/duty/alerts/{alert_id}"
    assert path in tom.get("/inbox").text
    page = tom.get(path).text
    for words in ("Zara", "At school, ask for Mr Osei", "01632 960123", "Beth Carter", "Farah Aziz"):
        assert words in page
    assert "Made-up Street" not in page  # her mother's
    for other in (
        f"/families/{town.family}",
        f"/families/{town.family}/people/{town.zara}/card",
        f"/houses/{town.zara}",
    ):
        assert tom.get(other).status_code == 404
    with unit_of_work():
        rows = session().scalars(select(AuditRow).where(AuditRow.act == "alert.read")).all()
        assert [(row.actor_id, row.subject_id) for row in rows] == [(town.tom, town.zara)]
    for person in (town.priya, town.owen, town.zara, town.samina):
        assert sign_in(person).get(path).status_code == 404
    assert tom.post(f"{path}/seen", page=path).status_code == 303
    assert tom.get(path).status_code == 404


@pytest.mark.parametrize("person", ["zara", "samina"])
def test_the_safe_way_of_whoever_raised_it_stands_first(town: Town, sign_in: SignInAs, person: str) -> None:
    with unit_of_work():
        make_ready(town)
        families.set_safe_way(person_id=getattr(town, person), words="Never by letter")
    raise_for(town, person_id=getattr(town, person))
    with unit_of_work():
        alert_id = session().scalars(select(Alert.id)).one()
    page = sign_in(town.farah).get(f"/duty/alerts/{alert_id}").text
    assert page.index("Never by letter") < page.index("How to reach them")


def test_several_weeks_ahead_and_a_warning_before_they_end(app: Flask, sign_in: SignInAs) -> None:
    with time_machine.travel(IN_HOURS):
        town = make_town()
        farah, today = sign_in(town.farah), clock.today()
        for first, last in ((0, 5), (6, 20)):
            days = {
                "from_on": (today + timedelta(days=first)).isoformat(),
                "until_on": (today + timedelta(days=last)).isoformat(),
            }
            assert farah.post("/duty", settings(town, **days), page="/duty").status_code == 303
            warned = "Nobody answers after" in farah.get("/duty").text
            assert warned is (last == 5)
        assert "nobody answers" not in farah.get("/inbox").text
    with time_machine.travel("2026-12-05T10:00:00+00:00"):
        assert "nobody answers after" in sign_in(town.farah).get("/inbox").text
        assert "nobody answers" not in sign_in(town.beth).get("/inbox").text


def test_saving_again_writes_no_second_row(town: Town, sign_in: SignInAs) -> None:
    farah = sign_in(town.farah)
    for _save in range(2):
        farah.post("/duty", settings(town), page="/duty")
    with unit_of_work():
        assert len(session().scalars(select(Rota)).all()) == 1


def test_closed_days_count_in_no_wait(town: Town) -> None:
    closed = rules.Hours(closed=frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
    with unit_of_work():
        duty.set_out_of_hours(team_id=town.team, words="Closed.", hours=closed, actor_id=town.farah)
        days = duty.closed_days_for(town.zara)
        assert days == duty.closed_days_for(town.samina) == closed.closed
        assert duty.closed_days_for(town.priya) == frozenset()
    thursday = date(2026, 12, 24)
    assert clock.add_working_days(thursday, 1, days) == date(2026, 12, 29)
    assert clock.working_days_between(thursday, date(2026, 12, 29), days) == 1
    assert review_rules.wait(thursday, date(2026, 12, 29), days).days == 1
    assert house_rules.late_before(date(2026, 12, 31), days) < house_rules.late_before(date(2026, 12, 31))
