"""Who has looked: composed for each reader, because the log itself can reveal (safety §4.7)."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests import kept
from tests.conftest import Browser, SignInAs
from tests.makers import Town
from tests.phone import content, phone_of, share
from webapp import audit, families, plans
from webapp.core import clock, ids
from webapp.core.access import ReadNote
from webapp.core.database import database, end_session, session, unit_of_work
from webapp.families.looked import rules
from webapp.families.models import BrokenGlass

NOON = datetime(2026, 11, 20, 12, 30, tzinfo=UTC)


@pytest.fixture
def town(app: Flask) -> Town:
    """With a published plan that Samina, Imran and Zara each have a copy of."""
    found = kept.town()
    with unit_of_work():
        version = plans.start_plan(child_id=found.zara, kind="child_in_need", actor_id=found.beth)
        for part in plans.PARTS:
            plans.save_paragraph(
                version_id=version,
                part=part,
                adult={"en": "A sentence."},
                child={"en": "One. Two. Three."},
                actor_id=found.beth,
            )
        plans.save_step(
            version_id=version,
            what={"en": "A step."},
            child_what={"en": "A step."},
            by_whom="Beth",
            by_on=clock.today() + timedelta(days=7),
            actor_id=found.beth,
        )
        for person in (found.samina, found.imran):
            plans.record_asked(
                version_id=version,
                person_id=person,
                outcome="asked",
                asked_on=clock.today(),
                actor_id=found.beth,
            )
        for reader in plans.readers(found.zara):
            plans.tick_read_as(version_id=version, reader_id=reader.person_id, actor_id=found.beth)
        plans.publish(version_id=version, actor_id=found.beth, review_on=clock.today() + timedelta(days=90))
        found.version = version  # type: ignore[attr-defined]
    return found


def look(
    town: Town, who: uuid.UUID, act: str, kind: str, item: uuid.UUID, about: uuid.UUID | None = None
) -> None:
    """What the guard writes when somebody opens a page."""
    note = ReadNote(act, f"family:{town.family}", about or town.zara, kind, item)
    with database().writing() as db:
        audit.record_read(db, who, note)


def entry(sign_in: SignInAs, town: Town, level: str, *people: uuid.UUID) -> uuid.UUID:
    phone = phone_of(sign_in(town.zara, shared_phone=False))
    return uuid.UUID(phone.send(content(share=share(level, *people)))["id"])


def lines(browser: Browser) -> list[str]:
    """Each line of the family's page, in words, without its day."""
    page = browser.in_english().get("/looked").text
    found = re.findall(r'<li class="card"><div class="row top">.*?<p>(.*?)</p>', page, re.S)
    return [" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in found]


def test_each_is_told_of_looks_at_what_they_may_see_themselves(town: Town, sign_in: SignInAs) -> None:
    shown = entry(sign_in, town, "people", town.samina)
    look(town, town.beth, "plan.read", "plan_version", town.version)  # type: ignore[attr-defined]
    look(town, town.beth, "entry.read", "entry", shown)
    look(town, town.beth, "contact.read", "person", town.samina, town.samina)
    assert lines(sign_in(town.samina)) == [
        "Beth, a worker, looked at how to reach you",
        "Beth, a worker, read what Zara showed you",
        "Beth, a worker, read Zara's plan",
    ]
    assert lines(sign_in(town.imran)) == ["Beth, a worker, read Zara's plan"]
    zara = sign_in(town.zara, shared_phone=False)
    assert lines(zara) == ["Beth, a worker, read what you made", "Beth, a worker, read your plan"]
    assert lines(sign_in(town.yusuf, shared_phone=False)) == []


def test_who_wrote_lists_is_told_who_read_them_and_nobody_else_of_the_family(
    town: Town, sign_in: SignInAs
) -> None:
    fields = {
        "list_worried": "A flat.",
        "level": "worker",
        "child": str(town.zara),
        "template": "three_lists",
    }
    sent = fields | {"request": str(ids.new())}
    sign_in(town.samina).post("/lists/send", sent, page="/lists")
    look(town, town.beth, "lists.read", "lists", uuid.UUID(sent["request"]))
    assert lines(sign_in(town.samina)) == ["Beth, a worker, read your lists"]
    assert lines(sign_in(town.imran)) == lines(sign_in(town.zara, shared_phone=False)) == []
    for_manager = fields | {"request": str(ids.new()), "level": "manager"}
    sign_in(town.samina).post("/lists/send", for_manager, page="/lists")
    look(town, town.farah, "lists.read", "lists", uuid.UUID(for_manager["request"]))
    # She looked at her own too. What is not for the worker is in none of the worker's lines.
    assert readers_of_lists(sign_in(town.beth), town) == ["Beth", "Samina"]
    assert readers_of_lists(sign_in(town.farah), town) == ["Beth", "Farah", "Samina"]


def readers_of_lists(browser: Browser, town: Town) -> list[str]:
    page = browser.get(f"/children/{town.zara}/looked").text
    rows = re.findall(r"<tr>.*?<bdi>(\w+).*?</bdi>.*?<td>([^<]*?)</td></tr>", page)
    return sorted(name for name, what in rows if what.strip() == "Read an adult's lists")


def page_of(browser: Browser) -> str:
    return re.sub(r'name="csrf_token" value="[^"]+"', "", browser.get("/looked").text)


def test_the_fathers_page_is_the_same_with_and_without_what_is_hidden_from_him(
    town: Town, sign_in: SignInAs
) -> None:
    """T2b: his twin has a family in which nothing of all this happened."""
    look(town, town.beth, "plan.read", "plan_version", town.version)  # type: ignore[attr-defined]
    before = page_of(sign_in(town.imran))
    private = entry(sign_in, town, "worker")
    kept_from_beth = entry(sign_in, town, "other", town.farah)
    with unit_of_work():
        answer = plans.add_answer(
            version_id=town.version,  # type: ignore[attr-defined]
            person_id=town.samina,
            kind="own_words",
            words="He must not know.",
        )
    for who, act, kind, item, about in (
        (town.beth, "entry.read", "entry", private, None),
        (town.farah, "entry.read", "entry", kept_from_beth, None),
        (town.beth, "answer.read", "plan_answer", answer, None),
        (town.beth, "contact.read", "person", town.samina, town.samina),
        (town.beth, "contact.read", "person", town.zara, town.zara),
        (town.farah, "feedback.read", "child", town.zara, None),
        (town.beth, "note.read", "note", ids.new(), None),
        (town.beth, "family.read", "family", town.family, None),
        (town.samina, "plan.read", "plan_version", town.version, None),  # type: ignore[attr-defined]
        (town.beth, "plan.read", "plan_version", ids.new(), None),
        (town.beth, "plan.read", "plan_version", town.version, town.yusuf),  # type: ignore[attr-defined]
    ):
        look(town, who, act, kind, item, about)
    with unit_of_work():
        open_glass(town, withheld=True)
    assert page_of(sign_in(town.imran)) == before
    assert "Beth" in before


def open_glass(town: Town, *, withheld: bool) -> None:
    from webapp.core import sealing

    now = clock.now()
    row = BrokenGlass(
        id=ids.new(),
        staff_id=town.tom,
        family_id=town.family,
        code="may_be_hurt",
        opened_at=now,
        until_at=now + timedelta(hours=1),
        withheld_until=clock.today() + timedelta(days=7) if withheld else None,
    )
    sealing.family_box(town.family).put(row, reason="The school rang about bruises.")
    session().add(row)


def test_an_emergency_is_told_unless_it_is_withheld(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        open_glass(town, withheld=True)
    look(town, town.tom, "plan.read", "plan_version", town.version)  # type: ignore[attr-defined]
    readers = [sign_in(town.zara, shared_phone=False), sign_in(town.samina)]
    assert [lines(reader) for reader in readers] == [[], []]
    with unit_of_work():
        session().query(BrokenGlass).update({"withheld_until": clock.today()})
    for reader in readers:
        assert "Tom, a worker, opened your family's page in an emergency" in lines(reader)


def test_a_manager_keeps_a_look_back_with_a_reason_for_two_weeks_at_most(
    town: Town, sign_in: SignInAs
) -> None:
    look(town, town.beth, "plan.read", "plan_version", town.version)  # type: ignore[attr-defined]
    samina, farah, today = sign_in(town.samina), sign_in(town.farah), clock.today()
    path = f"/children/{town.zara}/looked"
    body = {"look": f"{town.beth}:{today}", "reason": "The police asked us to wait."}
    for day in ("", str(today), str(today + timedelta(days=15))):
        assert farah.post(path, body | {"review_on": day}, page=path).status_code == 422
    good = body | {"review_on": str(today + timedelta(days=14))}
    assert farah.post(path, good | {"reason": ""}, page=path).status_code == 422
    assert farah.post(path, good | {"look": f"{town.tom}:{today}"}, page=path).status_code == 404
    assert sign_in(town.beth).post(path, good, page="/help").status_code == 404
    assert lines(samina) == ["Beth, a worker, read Zara's plan"]
    assert farah.post(path, good, page=path).status_code == 303
    assert lines(samina) == []
    assert "The police asked us to wait." in farah.get(path).text
    assert "The police asked us to wait." not in sign_in(town.beth).get(path).text


def test_staff_see_the_full_list_less_what_the_child_kept_from_them(town: Town, sign_in: SignInAs) -> None:
    beth = sign_in(town.beth)
    path = f"/children/{town.zara}/looked"
    kept = entry(sign_in, town, "other", town.farah)
    look(town, town.samina, "plan.read", "plan_version", town.version)  # type: ignore[attr-defined]
    look(town, town.farah, "entry.read", "entry", kept)
    assert "Samina" in beth.get(path).text
    assert "Read what the child made" not in beth.get(path).text
    assert "Read what the child made" in sign_in(town.farah).get(path).text
    for other in (town.tom, town.owen, town.priya, town.samina):
        assert sign_in(other).get(path).status_code == 404


def test_a_shared_phone_and_people_without_a_record_have_no_such_page(town: Town, sign_in: SignInAs) -> None:
    assert sign_in(town.zara).get("/looked").status_code == 404
    for staff in (town.beth, town.farah, town.owen, town.priya):
        assert sign_in(staff).get("/looked").status_code == 404


def test_what_was_taken_back_is_no_longer_told(town: Town, sign_in: SignInAs) -> None:
    """Only what the reader may see now."""
    shown = entry(sign_in, town, "people", town.samina)
    look(town, town.beth, "entry.read", "entry", shown)
    samina = sign_in(town.samina)
    assert lines(samina) == ["Beth, a worker, read what Zara showed you"]
    zara = sign_in(town.zara, shared_phone=False)
    zara.post("/houses/who-sees", {"entry": str(shown), "share": "worker"}, page="/houses/who-sees")
    assert lines(samina) == []
    with unit_of_work():
        families.end_allocation(child_id=town.zara, worker_id=town.beth)
    end_session()


@given(st.integers(0, 23), st.integers(0, 59))
def test_the_part_of_the_day_never_tells_the_minute(hour: int, minute: int) -> None:
    moment = NOON.replace(hour=hour, minute=minute)
    assert rules.part_of_day(moment) == rules.part_of_day(moment.replace(minute=0))
    assert (rules.part_of_day(moment) == "morning") == (hour < 12)
