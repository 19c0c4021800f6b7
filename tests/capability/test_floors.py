"""A court order or no contact: nothing of the child reaches the person, and nothing tells that it stands."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import cast

import pytest

from tests.capability.test_may_see import page_of, token
from tests.conftest import SignInAs
from tests.makers import make_staff
from tests.whole.story import Story
from webapp import accounts, families, houses, plans, review
from webapp.core import clock, ids
from webapp.core.access import Reader
from webapp.core.database import end_session, session, unit_of_work
from webapp.families.models import ContactSafeFor, Floor
from webapp.houses import people as share_people
from webapp.plans.models import Composed

FAMILY_PAGES = ("/", "/plan", "/shown", "/answers", "/questions", "/help")


def keep_away(
    story: Story, person: uuid.UUID, kind: str = "no_contact", by: uuid.UUID | None = None
) -> uuid.UUID:
    with unit_of_work():
        return families.set_floor(
            person_id=person,
            child_id=story.town.zara,
            kind=kind,
            reason="The court said so",
            review_on=clock.today() + timedelta(days=90),
            set_by=by or story.town.beth,
        )


class As:
    """A reader, without a request."""

    shared_phone = True
    chosen_id = None
    band, language, name = "adult", "en", ""
    session_id = uuid.UUID(int=0)

    def __init__(self, person_id: uuid.UUID) -> None:
        person = accounts.people([person_id])[person_id]
        self.person_id, self.kind, self.role = person_id, person.kind, person.role


def reader(person_id: uuid.UUID) -> Reader:
    return cast(Reader, As(person_id))


def plain(data: bytes) -> bytes:
    """A page without what differs at each request."""
    data = re.sub(rb'name="csrf_token" value="[^"]+"', b"", data)
    data = re.sub(rb'(nonce|name="key" value)="[^"]+"', b"", data)
    return re.sub(rb'(name="child" value)="[^"]+"', b"", data)


def test_a_floored_person_gets_what_one_without_any_grant_gets(story: Story, sign_in: SignInAs) -> None:
    with unit_of_work():
        twin = families.add_adult(family_id=story.town.family, name="Imran", relation="father")
    keep_away(story, story.town.imran)
    his, other = sign_in(story.town.imran), sign_in(twin)
    for path in FAMILY_PAGES:
        one, two = his.get(path), other.get(path)
        assert one.status_code == two.status_code, path
        assert plain(one.data) == plain(two.data), path
    for path in ("/plan/answers", "/plan/choose", "/need-someone"):
        form = {"child": str(story.town.zara), "version": str(story.ids["version_id"]), "wording": "en"}
        assert his.post(path, form, page="/help").status_code == 404
        assert other.post(path, form, page="/help").status_code == 404


def test_it_holds_in_an_open_session_at_once(story: Story, sign_in: SignInAs) -> None:
    his, beth = sign_in(story.town.imran), sign_in(story.town.beth)
    assert token(story, "for-him") in his.get("/plan").data
    typed = {
        "floor_child": str(story.town.zara),
        "floor_kind": "court_order",
        "reason": "An order of 3 May",
        "review_on": (clock.today() + timedelta(days=30)).isoformat(),
    }
    page = page_of(story, story.town.imran)
    assert beth.post(f"{page}/floor", typed, page="/help").status_code == 303
    assert token(story, "for-him") not in his.get("/plan").data
    shown = beth.get(page).data
    assert b"An order of 3 May" in shown
    assert b"Nobody can widen this" in shown


def test_setting_one_asks_for_everything(story: Story, sign_in: SignInAs) -> None:
    beth = sign_in(story.town.beth)
    answer = beth.post(f"{page_of(story, story.town.imran)}/floor", {"reason": "kept words"}, page="/help")
    assert answer.status_code == 422
    for words in (b"Choose a child.", b"Choose one.", b"Give a day", b"kept words"):
        assert words in answer.data
    assert session().query(Floor).filter_by(person_id=story.town.imran).count() == 0


def test_nobody_can_give_anything_past_it(story: Story, sign_in: SignInAs) -> None:
    town, beth = story.town, sign_in(story.town.beth)
    keep_away(story, town.imran)
    with pytest.raises(families.BarredError), unit_of_work():
        families.grant(person_id=town.imran, child_id=town.zara, kind="plan", granted_by=town.farah)
    typed = {"give_child": str(town.zara), "kind": "plan", "why": "He asked"}
    answer = beth.post(f"{page_of(story, town.imran)}/give", typed, page="/help")
    assert answer.status_code == 422
    assert b"There is a court order, or no contact" in answer.data
    # An old way past it: the row itself.
    with unit_of_work():
        families.grant_plan(person_id=town.imran, child_id=town.zara, granted_by=town.beth)
    assert families.granted_children(town.imran, "plan") == []
    assert families.granted_any(town.imran) == {}
    assert town.imran not in families.granted_people(town.zara, "plan")


def test_a_floor_is_about_one_child(story: Story) -> None:
    town = story.town
    with unit_of_work():
        families.grant(person_id=town.imran, child_id=town.yusuf, kind="plan", granted_by=town.beth)
    keep_away(story, town.imran)
    assert families.granted_children(town.imran, "plan") == [town.yusuf]
    assert town.samina in families.granted_people(town.zara, "plan")


def test_no_address_of_the_childs_families_shows(story: Story) -> None:
    town = story.town
    with unit_of_work():
        for person in (town.zara, town.samina):
            families.add_contact(person_id=person, kind="phone", value="07700 900 123", safe_for=[town.imran])
    for person in (town.zara, town.samina):
        assert families.visible_contacts(reader(town.imran), person, town.zara)
    keep_away(story, town.imran)
    assert session().query(ContactSafeFor).filter_by(person_id=town.imran).count() == 0
    with unit_of_work():
        families.add_contact(
            person_id=town.samina, kind="phone", value="07700 900 124", safe_for=[town.imran]
        )
    for child in (town.zara, town.yusuf):
        for person in (town.zara, town.samina):
            assert families.visible_contacts(reader(town.imran), person, child) == []
    assert families.visible_contacts(reader(town.imran), town.imran, town.zara)
    assert families.visible_contacts(reader(town.zara), town.samina, town.zara)


def test_what_a_child_shares_never_reaches_them(story: Story, sign_in: SignInAs) -> None:
    town = story.town
    assert town.imran in {one.id for one in share_people.choices(town.zara).people}
    entry = _share_with(story, town.imran)
    assert houses.entry_for(reader(town.imran), entry)
    keep_away(story, town.imran)
    assert houses.entry_for(reader(town.imran), entry) is None
    assert town.imran not in {one.id for one in share_people.choices(town.zara).people}
    assert b"Imran" not in sign_in(town.zara).get("/houses").data


def _share_with(story: Story, person: uuid.UUID) -> uuid.UUID:
    from tests.phone import content, share

    entry_id = ids.new()
    with unit_of_work():
        houses.receive(
            child_id=story.town.zara,
            content=content(words="for one of mine", share=share("people", person)),
            entry_id=entry_id,
            made_at=clock.now(),
        )
    return entry_id


def test_an_advocate_under_a_floor_is_not_offered_and_reads_nothing(story: Story) -> None:
    with unit_of_work():
        moira = make_staff("Ada Moss", "advocate")
        families.grant(person_id=moira, child_id=story.town.zara, kind="advocate", granted_by=story.town.beth)
    assert moira in {one.id for one in share_people.choices(story.town.zara).advocates}
    from tests.phone import content, share

    entry_id = ids.new()
    with unit_of_work():
        houses.receive(
            child_id=story.town.zara,
            content=content(words="for her", share=share("other", moira)),
            entry_id=entry_id,
            made_at=clock.now(),
        )
    assert houses.entry_for(reader(moira), entry_id)
    keep_away(story, moira)
    assert houses.entry_for(reader(moira), entry_id) is None
    assert moira not in {one.id for one in share_people.choices(story.town.zara).advocates}


def test_no_plan_is_composed_for_them(story: Story) -> None:
    town = story.town
    keep_away(story, town.imran)
    assert town.imran not in {one.person_id for one in plans.readers(town.zara)}
    with unit_of_work():
        draft = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
        for person in (town.samina, town.imran, story.others["carer"]):
            plans.record_asked(version_id=draft, person_id=person, outcome="not_safe", actor_id=town.beth)
        for one in plans.readers(town.zara):
            plans.tick_read_as(version_id=draft, reader_id=one.person_id, actor_id=town.beth)
        plans.publish(version_id=draft, actor_id=town.beth)
    readers = {row.reader_id for row in session().query(Composed).filter_by(version_id=draft)}
    assert {town.zara, town.samina} <= readers
    assert town.imran not in readers


def test_a_reply_to_them_does_not_show(story: Story, sign_in: SignInAs) -> None:
    town = story.town
    with unit_of_work():
        answer = plans.add_answer(
            version_id=story.ids["version_id"], person_id=town.imran, kind="own_words", words="mine"
        )
        review.reply(
            reply_id=ids.new(),
            author_id=town.beth,
            child_id=town.zara,
            to_id=town.imran,
            answers=[("plan_answer", answer)],
            outcome=review.Outcome(code="done", words="replied-to-him"),
        )
    his = sign_in(town.imran)
    assert b"replied-to-him" in his.get("/").data + his.get("/answers").data
    keep_away(story, town.imran)
    assert b"replied-to-him" not in his.get("/").data + his.get("/answers").data


def test_two_people_lift_it(story: Story, sign_in: SignInAs) -> None:
    town = story.town
    floor = keep_away(story, town.imran, by=town.farah)
    page, beth, farah = page_of(story, town.imran), sign_in(town.beth), sign_in(town.farah)
    why = {"floor": str(floor), f"lift-{floor}": "The order ended"}
    assert farah.post(f"{page}/floor/lift", why, page="/help").status_code == 422
    assert beth.post(f"{page}/floor/lift", why, page="/help").status_code == 404
    assert farah.post(f"{page}/floor/ask", why, page="/help").status_code == 303
    assert farah.post(f"{page}/floor/lift", why, page="/help").status_code == 422
    assert families.has_floor(town.imran, town.zara)
    assert beth.post(f"{page}/floor/ask", {"floor": str(floor)}, page="/help").status_code == 422
    assert beth.post(f"{page}/floor/ask", why, page="/help").status_code == 303
    assert b"Beth Carter asks to lift it" in farah.get(page).data
    assert farah.post(f"{page}/floor/lift", {"floor": str(floor)}, page="/help").status_code == 422
    assert farah.post(f"{page}/floor/lift", why, page="/help").status_code == 303
    end_session()
    assert not families.has_floor(town.imran, town.zara)
    assert farah.post(f"{page}/floor/lift", why, page="/help").status_code == 404


def test_a_manager_alone_lifts_what_another_set_and_nothing_comes_back_by_itself(
    story: Story, sign_in: SignInAs
) -> None:
    town = story.town
    floor = keep_away(story, town.imran)
    why = {"floor": str(floor), f"lift-{floor}": "It was about another man"}
    page = f"{page_of(story, town.imran)}/floor/lift"
    assert sign_in(town.farah).post(page, why, page="/help").status_code == 303
    assert token(story, "for-him") not in sign_in(town.imran).get("/plan").data
    assert families.granted_children(town.imran, "plan") == []


def test_the_same_floor_twice_is_one(story: Story) -> None:
    assert keep_away(story, story.town.imran) == keep_away(story, story.town.imran)
    assert session().query(Floor).filter_by(person_id=story.town.imran).count() == 1
    keep_away(story, story.town.imran, "court_order")
    assert session().query(Floor).filter_by(person_id=story.town.imran).count() == 2
    with pytest.raises(ValueError, match="because"):
        keep_away(story, story.town.imran, "because")


WARNED = "What Imran may see is limited."


def answered_by_him(story: Story) -> uuid.UUID:
    with unit_of_work():
        return plans.add_answer(
            version_id=story.ids["version_id"], person_id=story.town.imran, kind="own_words", words="mine"
        )


def test_a_worker_is_warned_before_replying_to_a_person_who_is_kept_away(
    story: Story, sign_in: SignInAs
) -> None:
    page, beth = f"/inbox/answers/{answered_by_him(story)}", sign_in(story.town.beth)
    assert WARNED not in beth.get(page).text
    keep_away(story, story.town.imran)
    shown = beth.get(page).text
    assert shown.index(WARNED) < shown.index("Send to Imran")
    assert "So Imran will not see this answer." in shown
    assert "No contact" in shown


def test_a_worker_is_warned_before_showing_a_plan_to_a_person_kept_from_another_child(
    story: Story, sign_in: SignInAs
) -> None:
    page = f"/plans/{story.ids['version_id']}/read-as/{story.town.imran}"
    beth = sign_in(story.town.beth)
    assert WARNED not in beth.get(page).text
    with unit_of_work():
        families.set_floor(
            person_id=story.town.imran,
            child_id=story.town.yusuf,
            kind="court_order",
            reason="The court said so",
            review_on=clock.today() + timedelta(days=90),
            set_by=story.town.beth,
        )
    shown = beth.get(page).text
    assert WARNED in shown
    assert "Nothing about Yusuf may reach Imran" in shown
    assert WARNED in beth.get(f"/families/{story.town.family}").text


def test_a_warning_tells_nothing_of_another_workers_child(story: Story) -> None:
    keep_away(story, story.town.imran)
    assert families.kept_from(reader(story.town.tom), [story.town.imran]) == []
    assert [one.child_name for one in families.kept_from(reader(story.town.beth), [story.town.imran])] == [
        "Zara"
    ]
