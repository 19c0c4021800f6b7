"""The share choice after sending: narrower at once, wider after asking again, honest about reading."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Browser, SignInAs
from tests.makers import Town, make_staff
from tests.phone import Phone, content, phone_of, share
from webapp import audit, families
from webapp.core import clock
from webapp.core.database import end_session, session, unit_of_work
from webapp.houses import rules
from webapp.houses.models import Entry, PastReader

PLACE = "/houses/who-sees"
WORDS = "CANARY under the stairs"


@pytest.fixture
def zara(town: Town, sign_in: SignInAs) -> Phone:
    """On a phone of her own."""
    return phone_of(sign_in(town.zara, shared_phone=False))


def send(phone: Phone, level: str = "worker", *people: uuid.UUID) -> str:
    return str(phone.send(content(words=WORDS, share=share(level, *people)))["id"])


def choose(phone: Phone, entry: str, value: str, **more: object) -> int:
    data = {"entry": entry, "share": value} | more
    return phone.browser.post(PLACE, data, page=PLACE).status_code


def sees(browser: Browser, town: Town) -> bool:
    """Staff: the child's houses; an adult: what was shown to them."""
    pages = [f"/children/{town.zara}/houses", "/shown", "/inbox"]
    return any(WORDS in browser.get(page).text for page in pages)


def test_one_more_person_is_asked_about_again_by_name(town: Town, zara: Phone, sign_in: SignInAs) -> None:
    entry = send(zara)
    samina = sign_in(town.samina)
    answer = zara.browser.post(
        PLACE, {"entry": entry, "share": "people", "person": str(town.samina)}, page=PLACE
    )
    assert answer.status_code == 422
    assert "These people could see it then: <bdi>Samina</bdi>" in re.sub(r"\s+", " ", answer.text)
    assert not sees(samina, town)
    assert choose(zara, entry, "people", person=str(town.samina), sure="yes") == 303
    assert sees(samina, town)
    assert sees(sign_in(town.beth), town)
    assert not sees(sign_in(town.imran), town)


def test_narrowing_works_at_once_and_on_an_open_session(town: Town, zara: Phone, sign_in: SignInAs) -> None:
    entry = send(zara, "people", town.samina, town.imran)
    samina = sign_in(town.samina)
    assert choose(zara, entry, "people", person=str(town.imran)) == 303
    assert not sees(samina, town)
    page = zara.browser.get(PLACE).text
    assert "Samina cannot open it now. Samina had not opened it." in page
    assert "first words" not in page


def test_what_somebody_read_is_said_honestly(town: Town, zara: Phone, sign_in: SignInAs) -> None:
    entry = send(zara, "people", town.samina)
    samina = sign_in(town.samina)
    assert sees(samina, town)
    assert choose(zara, entry, "worker") == 303
    assert not sees(samina, town)
    page = zara.browser.get(PLACE).text
    assert "Samina read it before you changed this. We cannot undo that." in page
    assert "Now Samina cannot open it here." in page
    assert "Read by Samina" in zara.browser.get("/houses/states").get_json()["entries"][0]["text"]


def test_taken_from_the_worker_it_is_nowhere_for_any_worker(
    town: Town, zara: Phone, sign_in: SignInAs
) -> None:
    """Not in the inbox, its order or counts, the houses, the list of looks, nor for who comes next."""
    beth = sign_in(town.beth)
    nothing_yet = {page: body(beth, page, town) for page in pages(town)}
    entry = send(zara)
    assert choose(zara, entry, f"other:{town.farah}", sure="yes") == 303
    assert {page: body(beth, page, town) for page in pages(town)} == nothing_yet
    assert sees(sign_in(town.farah), town)
    with unit_of_work():
        nia = make_staff("Nia Next", "worker")
        families.end_allocation(child_id=town.zara, worker_id=town.beth)
        families.allocate(child_id=town.zara, worker_id=nia)
    assert not sees(sign_in(nia), town)
    page = zara.browser.get(PLACE).text
    assert "They may have seen the first words in a list." in page


def pages(town: Town) -> list[str]:
    child = f"/children/{town.zara}"
    return ["/inbox", "/inbox/answered", f"{child}/houses", f"{child}/looked", f"/families/{town.family}"]


def body(browser: Browser, page: str, town: Town) -> str:
    """The page without tokens. That Zara was asked is told whatever she sent, so that is cut too."""
    found = re.sub(r'name="csrf_token" value="[^"]+"', "", browser.get(page).text)
    return re.sub(r"<p class=\"soft\">Asked on .*?</p>", "", found, flags=re.S)


def test_a_shared_phone_speaks_of_this_session_alone_and_quotes_nothing(
    town: Town, sign_in: SignInAs
) -> None:
    first = phone_of(sign_in(town.zara))
    entry = send(first)
    page = first.browser.get(PLACE).text
    assert entry in page
    assert WORDS not in page
    later = phone_of(sign_in(town.zara))
    assert entry not in later.browser.get(PLACE).text
    assert choose(later, entry, f"other:{town.farah}", sure="yes") == 404
    assert choose(phone_of(sign_in(town.yusuf)), entry, "worker") == 404


def test_strange_choices_are_told_kindly_and_change_nothing(town: Town, zara: Phone) -> None:
    entry = send(zara)
    for value in (
        "",
        "everyone",
        f"other:{town.samina}",
        f"other:{town.tom}",
        "people",
        "other:x",
        "not_yet",
    ):
        assert choose(zara, entry, value, sure="yes") == 422, value
    assert choose(zara, str(uuid.uuid4()), "worker") == 404
    assert choose(zara, "x", "worker") == 404
    end_session()
    assert session().query(Entry.share_level).one() == ("worker",)


def test_the_history_says_who_could_see_it_from_when_until_when(town: Town, zara: Phone) -> None:
    entry = send(zara, "people", town.samina)
    choose(zara, entry, "worker")
    choose(zara, entry, "people", person=str(town.samina), sure="yes")
    choose(zara, entry, "worker")
    end_session()
    rows = session().query(PastReader).order_by(PastReader.until_at).all()
    assert [row.person_id for row in rows] == [town.samina, town.samina]
    assert rows[0].from_at is None
    assert rows[1].from_at is not None
    assert rows[0].until_at <= rows[1].from_at < rows[1].until_at
    end_session()
    assert len(audit.looks_at("entry", [uuid.UUID(entry)], "entry.share")) == 3


def override(browser: Browser, entry: str, **more: object) -> int:
    path = f"/entries/{entry}/share"
    data = {"reason": "Samina has told the father what she wrote.", "words": "We changed it.", "tell": "now"}
    return browser.post(path, data | more, page="/help").status_code


def test_a_manager_changes_it_with_a_reason_and_the_child_is_told(
    town: Town, zara: Phone, sign_in: SignInAs
) -> None:
    entry = send(zara, "other", town.farah)
    farah = sign_in(town.farah)
    assert override(farah, entry, reader=str(town.beth), reason="too short") == 422
    assert not sees(sign_in(town.beth), town)
    assert override(farah, entry, reader=[str(town.beth), str(town.farah)]) == 303
    assert sees(sign_in(town.beth), town)
    page = zara.browser.get(PLACE).text
    assert "Farah, a manager, changed who can see this" in page
    assert "We changed it." in page
    assert "told the father" not in page


def test_not_telling_the_child_has_a_reason_and_a_day_within_two_weeks(
    town: Town, zara: Phone, sign_in: SignInAs
) -> None:
    entry = send(zara, "people", town.samina)
    with unit_of_work():
        session().query(Entry).update({"received_at": clock.now() - timedelta(days=12)})
    farah, today = sign_in(town.farah), clock.today()
    later = {"tell": "later", "untold": "He reads her phone.", "reader": str(town.beth)}
    for day in (today + timedelta(days=15), today - timedelta(days=1), ""):
        assert override(farah, entry, **later, look_again_on=str(day)) == 422
    assert override(farah, entry, **later, look_again_on=str(today)) == 303
    assert not sees(sign_in(town.samina), town)
    assert "a manager, changed" not in zara.browser.get(PLACE).text
    assert "Look at it again today." in farah.get("/inbox").text
    assert "Look at it again today." not in sign_in(town.beth).get("/inbox").text
    change = re.search(r'name="change" value="([^"]+)"', farah.get(f"/entries/{entry}/share").text)
    assert change
    told = {"change": change[1], "tell": "now"}
    assert farah.post(f"/entries/{entry}/share/told", told, page="/help").status_code == 303
    assert "a manager, changed" in zara.browser.get(PLACE).text
    assert "Look at it again today." not in farah.get("/inbox").text


@pytest.mark.parametrize("who", ["beth", "tom", "priya", "owen", "samina", "zara"])
def test_nobody_else_changes_it_for_the_child(town: Town, zara: Phone, sign_in: SignInAs, who: str) -> None:
    entry = send(zara)
    other = sign_in(getattr(town, who))
    assert override(other, entry, reader=str(town.beth)) == 404
    assert other.get(f"/entries/{entry}/share").status_code == 404


def test_a_manager_cannot_change_what_the_child_kept_from_the_manager(
    town: Town, zara: Phone, sign_in: SignInAs
) -> None:
    assert override(sign_in(town.farah), send(zara), reader=str(town.farah)) == 404


PEOPLE = st.lists(st.uuids(), max_size=4, unique=True)
LEVELS = st.sampled_from(rules.LEVELS)


@given(PEOPLE, PEOPLE, LEVELS, LEVELS)
def test_whoever_is_added_is_asked_about(
    before: list[uuid.UUID], after: list[uuid.UUID], level: str, next_level: str
) -> None:
    step = rules.share_step(before, after, level, next_level)
    assert set(step.added) == set(after) - set(before)
    assert step.widens == (bool(step.added) or (next_level == "meeting" != level))
