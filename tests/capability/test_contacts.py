"""No single worker, coerced or not, makes an address visible alone (safety T12)."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests import kept
from tests.conftest import Browser, SignInAs
from tests.makers import Town, make_staff
from webapp import accounts, audit, families
from webapp.accounts.models import SignIn
from webapp.core.database import end_session, session, unit_of_work
from webapp.families.contacts import rules
from webapp.families.models import Contact, ContactChange, ContactSafeFor

NEW = "9 Refuge Lane"


@pytest.fixture
def town(app: Flask) -> Town:
    """With a second worker of Zara."""
    found = kept.town()
    with unit_of_work():
        nia = make_staff("Nia Second", "worker")
        families.add_to_team(person_id=nia, team_id=found.team)
        families.allocate(child_id=found.zara, worker_id=nia)
        found.nia = nia  # type: ignore[attr-defined]
    return found


def place(town: Town, person: uuid.UUID | None = None) -> str:
    return f"/families/{town.family}/people/{person or town.samina}/contacts"


def address_of(town: Town) -> uuid.UUID:
    end_session()
    return session().query(Contact.id).filter_by(person_id=town.samina, kind="address").one()[0]


def ask(browser: Browser, town: Town, **data: object) -> int:
    path = place(town)
    return browser.post(path, {"why": "She asked me to."} | data, page=path).status_code


def waiting() -> list[uuid.UUID]:
    end_session()
    return [row[0] for row in session().query(ContactChange.id).filter_by(state="asked")]


def decide(browser: Browser, town: Town, decision: str, change: uuid.UUID | None = None) -> int:
    path = place(town)
    (change_id,) = [change] if change else waiting()
    return browser.post(f"{path}/{change_id}", {"decision": decision}, page=path).status_code


def addresses_seen_by(town: Town, reader_id: uuid.UUID) -> list[str]:
    """The one query that decides what a family member is shown."""
    end_session()
    person = accounts.people([reader_id])[reader_id]

    class Reader:
        person_id, kind, role, session_id = person.id, person.kind, person.role, uuid.uuid4()

    return [one.value for one in families.visible_contacts(Reader(), town.samina, town.zara)]  # type: ignore[arg-type]


MOMENT = datetime(2026, 11, 20, 9, tzinfo=UTC)
STEPS = st.lists(
    st.tuples(st.sampled_from(rules.EVENTS), st.booleans(), st.integers(0, 14 * 24)), min_size=1, max_size=6
)


@given(STEPS)
def test_whatever_is_tried_only_another_person_in_time_confirms(steps: list[tuple[str, bool, int]]) -> None:
    state, hours = rules.ASKED, 0
    for event, same, later in steps:
        hours += later
        before = state
        try:
            state = rules.next_state(
                state=state,
                event=event,
                same_person=same,
                asked_at=MOMENT,
                now=MOMENT + timedelta(hours=hours),
            )
        except rules.NotNowError:
            assert before != rules.ASKED or hours > 7 * 24 or same != (event == "withdraw")
            continue
        assert before == rules.ASKED
        assert hours <= 7 * 24
        assert (state == "withdrawn") == same
        assert (state == "confirmed") == (event == "confirm" and not same)


def test_one_worker_alone_changes_nothing_for_anyone(town: Town, sign_in: SignInAs) -> None:
    """T12: every way that one signed-in worker has, and the father still sees no address."""
    beth = sign_in(town.beth)
    address = str(address_of(town))
    assert ask(beth, town, action="safe", contact=address, safe_for=str(town.imran)) == 303
    assert ask(beth, town, action="change", contact=address, value=NEW) == 303
    assert ask(beth, town, action="add", kind="address", value=NEW) == 303
    assert ask(beth, town, action="way", way="words", value="Ring his phone") == 303
    for change in waiting():
        assert decide(beth, town, "confirm", change) == 422
        assert decide(beth, town, "refuse", change) == 422
    assert addresses_seen_by(town, town.imran) == []
    assert addresses_seen_by(town, town.zara) == ["1 Made-up Street"]
    assert families.safe_way(town.samina) == "At school, ask for Mr Osei"
    assert len(waiting()) == 4


def test_a_second_person_sees_what_changes_and_from_whom_and_confirms(town: Town, sign_in: SignInAs) -> None:
    beth, nia = sign_in(town.beth), sign_in(town.nia)  # type: ignore[attr-defined]
    ask(beth, town, action="change", contact=str(address_of(town)), value=NEW)
    assert "asks you to check" in nia.get("/inbox").text
    assert "asks you to check" in sign_in(town.farah).get("/inbox").text
    assert "asks you to check" not in beth.get("/inbox").text
    page = nia.get(place(town)).text
    assert all(words in page for words in (NEW, "1 Made-up Street", "She asked me to.", "Beth Carter"))
    assert decide(nia, town, "confirm") == 303
    assert addresses_seen_by(town, town.samina) == [NEW]
    assert addresses_seen_by(town, town.zara) == []
    assert "asks you to check" not in nia.get("/inbox").text


def test_marked_safe_for_one_person_it_is_shown_to_that_person_alone(town: Town, sign_in: SignInAs) -> None:
    ask(sign_in(town.beth), town, action="safe", contact=str(address_of(town)), safe_for=str(town.imran))
    assert decide(sign_in(town.farah), town, "confirm") == 303
    assert addresses_seen_by(town, town.imran) == ["1 Made-up Street"]
    assert addresses_seen_by(town, town.yusuf) == []
    beth = sign_in(town.beth)
    ask(beth, town, action="unsafe", contact=str(address_of(town)), safe_for=str(town.imran))
    assert addresses_seen_by(town, town.imran) == []


def test_a_mark_asked_for_the_old_address_never_falls_on_the_new_one(town: Town, sign_in: SignInAs) -> None:
    beth, farah = sign_in(town.beth), sign_in(town.farah)
    address = str(address_of(town))
    ask(beth, town, action="safe", contact=address, safe_for=str(town.imran))
    (mark,) = waiting()
    ask(beth, town, action="change", contact=address, value=NEW)
    (change,) = [one for one in waiting() if one != mark]
    assert decide(farah, town, "confirm", change) == 303
    assert decide(farah, town, "confirm", mark) == 422
    assert addresses_seen_by(town, town.imran) == []


def test_refused_withdrawn_or_after_seven_days_the_old_value_stands(town: Town, sign_in: SignInAs) -> None:
    beth, farah = sign_in(town.beth), sign_in(town.farah)
    address = str(address_of(town))
    ask(beth, town, action="change", contact=address, value=NEW)
    (change,) = waiting()
    assert decide(farah, town, "refuse") == 303
    assert decide(farah, town, "confirm", change) == 404
    ask(beth, town, action="change", contact=address, value=NEW)
    assert decide(beth, town, "withdraw") == 303
    ask(beth, town, action="change", contact=address, value=NEW)
    (change,) = waiting()
    with time_machine.travel(datetime.now(UTC) + timedelta(days=7, minutes=1)):
        late = sign_in(town.farah)
        assert decide(late, town, "confirm", change) == 404
    assert addresses_seen_by(town, town.samina) == ["1 Made-up Street"]


def test_an_order_wins_over_two_people(town: Town, sign_in: SignInAs) -> None:
    """Asked before the order, confirmed after it: refused. Asked after it: refused at once."""
    beth, farah = sign_in(town.beth), sign_in(town.farah)
    address = str(address_of(town))
    ask(beth, town, action="safe", contact=address, safe_for=str(town.imran))
    with unit_of_work():
        families.set_floor(
            person_id=town.imran,
            child_id=town.zara,
            kind="no_contact",
            review_on=datetime.now(UTC).date() + timedelta(days=30),
            reason="The court said so.",
            set_by=town.farah,
        )
    assert decide(farah, town, "confirm") == 422
    assert ask(beth, town, action="safe", contact=address, safe_for=str(town.imran)) == 422
    end_session()
    assert session().query(ContactSafeFor).filter_by(person_id=town.imran).count() == 0


def test_a_safe_way_that_only_closes_doors_holds_at_once(town: Town, sign_in: SignInAs) -> None:
    beth = sign_in(town.beth)
    ask(beth, town, action="way", way="words", value="Ring 01632 960001")
    assert ask(beth, town, action="way", way="never_phone", value="and ring 01632 960001") == 303
    end_session()
    assert families.safe_way(town.samina) == "Never this phone. Ask their worker how to reach them."
    assert waiting() == []


def test_it_asks_who_you_are_again_and_loses_nothing_typed(town: Town, sign_in: SignInAs) -> None:
    beth = sign_in(town.beth)
    with unit_of_work():
        session().query(SignIn).filter_by(person_id=town.beth).update({"proved_at": None})
    path = place(town)
    answer = beth.post(path, {"action": "add", "kind": "address", "value": NEW, "why": "Moved"}, page=path)
    assert answer.status_code == 422
    assert f'value="{NEW}"' in answer.text
    assert "Is it still you?" in answer.text
    assert waiting() == []


@pytest.mark.parametrize("who", ["tom", "owen", "priya", "samina", "imran", "zara"])
def test_nobody_else_opens_the_page_or_decides(town: Town, sign_in: SignInAs, who: str) -> None:
    ask(sign_in(town.beth), town, action="add", kind="phone", value="01632 960002")
    (change,) = waiting()
    other = sign_in(getattr(town, who))
    assert other.get(place(town)).status_code == 404
    path = place(town)
    assert other.post(path, {"action": "add"}, page="/help").status_code == 404
    assert other.post(f"{path}/{change}", {"decision": "confirm"}, page="/help").status_code == 404


def test_the_log_says_who_and_never_what(town: Town, sign_in: SignInAs) -> None:
    ask(sign_in(town.beth), town, action="add", kind="address", value=NEW)
    decide(sign_in(town.farah), town, "confirm")
    end_session()
    acts = [
        (look.act, look.actor_id)
        for look in audit.looks_about(
            [town.samina], ["contact.ask", "contact.confirm"], MOMENT - timedelta(days=4000)
        )
    ]
    assert acts == [("contact.confirm", town.farah), ("contact.ask", town.beth)]
