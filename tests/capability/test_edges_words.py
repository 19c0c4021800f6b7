"""Edges of who may read replies, answers, notes, alerts, feedback and requests: asked row by row."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import ColumnElement, select

from tests.capability.plan_makers import published
from tests.capability.test_edges_families import SECOND, conflict, given, glass, put, quin
from tests.capability.test_houses_access import as_person
from tests.makers import As, Town, make_staff, make_town
from webapp import families
from webapp.accounts.models import Device
from webapp.core import clock, ids
from webapp.core.database import session, unit_of_work
from webapp.duty import policies as duty_policies
from webapp.duty import queries as duty
from webapp.duty.models import Alert, Rota
from webapp.families.models import Grant
from webapp.feedback import policies as feedback_policies
from webapp.feedback import reading as feedback
from webapp.feedback.models import Submission
from webapp.letterbox import policies as letterbox_policies
from webapp.letterbox import queries as letterbox
from webapp.letterbox.models import Note
from webapp.plans import queries as plans
from webapp.plans.models import Answer, Composed, Plan, PlanVersion
from webapp.plans.reading import queries as reading
from webapp.plans.writing import policies as writing
from webapp.review import policies as review
from webapp.review import replies
from webapp.review.models import Reply, ReplyTo
from webapp.support import policies as support_policies
from webapp.support import queries as support
from webapp.support.models import SupportRequest

NAMES = ("beth", "tom", "farah", "owen", "priya", "zara", "yusuf", "samina", "imran", "stranger")


@pytest.fixture
def town(app: Flask) -> Iterator[Town]:
    """The made-up town, its clock standing still."""
    with time_machine.travel(clock.now(), tick=False):
        yield make_town()


def holds(model: Any, condition: ColumnElement[bool], row_id: uuid.UUID) -> bool:
    return session().scalar(select(model.id).where(model.id == row_id, condition)) is not None


def people(town: Town) -> dict[str, As]:
    return {name: as_person(getattr(town, name)) for name in NAMES}


def kept(row: Any) -> uuid.UUID:
    put(row)
    found: uuid.UUID = row.id
    return found


# Alerts and notes: the child's own staff, and whoever is on duty today.


def alert(town: Town, child: uuid.UUID, team: uuid.UUID, **more: Any) -> uuid.UUID:
    return kept(
        Alert(
            id=ids.new(),
            person_id=child,
            child_id=child,
            team_id=team,
            source="safe_now",
            item_id=ids.new(),
            raised_at=clock.now(),
            **more,
        )
    )


def note(town: Town, child: uuid.UUID, team: uuid.UUID) -> uuid.UUID:
    device = Device(id=ids.new(), person_id=child, enrolled_at=clock.now(), last_used_at=clock.now())
    put(device)
    made = Note(id=ids.new(), device_id=device.id, child_id=child, team_id=team, body_mac=b"m")
    made.words_sealed, made.unsafe, made.made_at, made.received_at = b"x", False, clock.now(), clock.now()
    return kept(made)


def rota(team: uuid.UUID, owner: uuid.UUID, cover: uuid.UUID, begins: int = 0, ends: int = 0) -> Rota:
    today = clock.today()
    days = {"from_on": today + timedelta(days=begins), "until_on": today + timedelta(days=ends)}
    return Rota(id=ids.new(), team_id=team, owner_id=owner, cover_id=cover, **days)


def who(town: Town, model: Any, visible_to: Any, row_id: uuid.UUID) -> set[str]:
    return {name for name, one in people(town).items() if holds(model, visible_to(one), row_id)}


def test_an_alert_is_for_the_childs_staff_and_duty_for_the_team(town: Town) -> None:
    hers = alert(town, town.zara, town.team)
    assert who(town, Alert, duty.visible_to, hers) == {"beth", "farah"}
    put(rota(town.other_team, town.owen, town.priya), rota(town.team, town.tom, town.beth))
    assert who(town, Alert, duty.visible_to, hers) == {"beth", "farah", "tom"}
    put(conflict(town.tom, family_id=town.family))
    assert who(town, Alert, duty.visible_to, hers) == {"beth", "farah"}


def test_a_note_is_for_the_childs_staff_and_duty_for_the_team(town: Town) -> None:
    hers = note(town, town.zara, town.team)

    def readers() -> set[str]:
        found = who(town, Note, letterbox.visible_to, hers)
        for name, one in people(town).items():
            assert letterbox_policies.may_read_note.check(one, note_id=hers) is (name in found)
        return found

    assert readers() == {"beth", "farah"}
    put(rota(town.other_team, town.owen, town.priya), rota(town.team, town.tom, town.beth))
    assert readers() == {"beth", "farah", "tom"}
    put(conflict(town.tom, family_id=town.family))
    assert readers() == {"beth", "farah"}
    for kind in ("child", "adult"):
        assert not letterbox.may_see(As(town.zara, kind, "worker"), hers)


def test_owner_and_cover_are_on_duty_from_the_first_day_to_the_last(town: Town) -> None:
    tom, farah = as_person(town.tom), as_person(town.farah)
    for begins, ends, on in ((0, 0, True), (-1, 0, True), (0, 1, True), (1, 2, False), (-2, -1, False)):
        with unit_of_work() as db:
            db.query(Rota).delete()
        put(rota(town.team, town.tom, town.farah, begins, ends))
        assert duty.duty_teams(tom) == duty.duty_teams(farah) == ([town.team] if on else [])
        assert duty.duty_teams(as_person(town.beth)) == []
    assert duty.duty_teams(As(town.tom, "adult", "worker")) == []


def test_the_rota_written_last_is_the_one_that_counts(town: Town) -> None:
    put(rota(town.team, town.tom, town.beth))
    put(rota(town.team, town.farah, town.beth))
    assert duty.duty_teams(as_person(town.tom)) == []
    assert duty.duty_teams(as_person(town.farah)) == [town.team]
    put(rota(town.other_team, town.tom, town.farah))
    assert duty.duty_teams(as_person(town.farah)) == sorted([town.team, town.other_team])


def test_an_alert_is_marked_by_who_sees_it_and_opened_until_it_is_seen(town: Town) -> None:
    waiting = alert(town, town.zara, town.team)
    seen = alert(town, town.zara, town.team, seen_at=clock.now())
    for name, reader in people(town).items():
        may = name in ("beth", "farah")
        assert duty_policies.may_mark_alert.check(reader, alert_id=waiting) is may
        assert duty_policies.may_mark_alert.check(reader, alert_id=seen) is may
        assert duty_policies.may_open_alert.check(reader, alert_id=waiting) is may
        assert duty_policies.may_open_alert.check(reader, alert_id=seen) is False


# Feedback.


def submission(town: Town, child: uuid.UUID, **more: Any) -> uuid.UUID:
    values = {"answered_at": clock.now(), "shown_to_worker": True, "person_id": child} | more
    words = {"band": "mid", "instrument_id": "FH-5", "instrument_version": "1", "answered_by": "self"}
    words |= {"language": "en", "wording_state": "standard"}
    made = Submission(
        id=ids.new(), child_id=child, worker_present=False, started_at=clock.now(), **words, **values
    )
    return kept(made)


def test_feedback_is_for_the_teams_manager_and_for_the_worker_as_its_maker_said(town: Town) -> None:
    shown, not_shown = submission(town, town.zara), submission(town, town.zara, shown_to_worker=False)
    assert who(town, Submission, feedback.visible_to, shown) == {"beth", "farah"}
    assert who(town, Submission, feedback.visible_to, not_shown) == {"farah"}
    assert who(town, Submission, feedback.visible_to, submission(town, town.zara, answered_at=None)) == set()
    for role in ("manager", "worker"):
        for kind, person in (("child", town.zara), ("adult", town.samina)):
            assert not holds(Submission, feedback.visible_to(As(person, kind, role)), shown)


def test_in_an_emergency_feedback_is_what_a_worker_would_be_shown(town: Town) -> None:
    with unit_of_work():
        ada = make_staff("Ada Moss", "manager")
    shown, not_shown = submission(town, town.zara), submission(town, town.zara, shown_to_worker=False)
    put(glass(ada, town.family), glass(town.tom, town.family))
    for reader in (as_person(ada), as_person(town.tom)):
        assert holds(Submission, feedback.visible_to(reader), shown)
        assert not holds(Submission, feedback.visible_to(reader), not_shown)


def test_feedback_is_answered_by_the_child_and_granted_parents(town: Town) -> None:
    with unit_of_work():
        nan = families.add_adult(family_id=town.family, name="Nan", relation="grandmother", role="network")
    put(given(nan, town.zara, town.beth), given(town.stranger, town.zara, town.beth, "advocate"))
    readers = people(town) | {"nan": as_person(nan)}
    answering = {name for name, one in readers.items() if feedback_policies.may_answer.check(one)}
    assert answering == {"zara", "yusuf", "samina", "imran"}
    needing = {name for name, one in readers.items() if feedback_policies.may_need_someone.check(one)}
    assert needing == {"zara", "yusuf", "samina", "imran", "nan"}
    put(given(town.tom, town.zara, town.beth))
    assert not feedback_policies.may_need_someone.check(as_person(town.tom))
    about = {
        name
        for name, one in readers.items()
        if feedback_policies.may_read_feedback.check(one, child_id=town.zara)
    }
    assert about == {"beth", "farah"}


# Requests for an advocate, and complaints.


def request(kind: str, person: uuid.UUID, **more: Any) -> uuid.UUID:
    values = {"session_id": uuid.UUID(int=7), "stage": "waiting", "made_at": clock.now()} | more
    return kept(SupportRequest(id=ids.new(), kind=kind, person_id=person, **values))


def test_a_request_is_for_its_receivers_and_for_who_asked_here(town: Town) -> None:
    services = {"asha": "advocacy", "moira": "advocate", "nadia": "complaints"}
    with unit_of_work():
        made = {name: make_staff(f"{name} Bell", role) for name, role in services.items()}
    readers = people(town) | {name: as_person(one) for name, one in made.items()}
    readers["zara, own phone"] = As(town.zara, "child", "child", shared_phone=False)
    readers["zara, same session"] = As(town.zara, "child", "child", session_id=uuid.UUID(int=7))
    readers["yusuf, same session"] = As(town.yusuf, "child", "child", session_id=uuid.UUID(int=7))

    def receivers(request_id: uuid.UUID) -> set[str]:
        found = {
            n for n, one in readers.items() if holds(SupportRequest, support.visible_to(one), request_id)
        }
        may = {
            n for n, one in readers.items() if support_policies.may_receive.check(one, request_id=request_id)
        }
        assert may == found & set(services)
        return found

    hers = {"zara, own phone", "zara, same session"}
    assert receivers(request("advocacy", town.zara)) == {"asha", "moira"} | hers
    assert receivers(request("complaint", town.zara)) == {"nadia"} | hers
    assert receivers(request("complaint", town.zara, about_id=made["nadia"])) == hers
    assert receivers(request("advocacy", town.zara, about_id=made["moira"])) == {"asha"} | hers
    assert receivers(request("advocacy", town.imran, session_id=uuid.UUID(int=8))) == {"asha", "moira"}


# Plans: answers, versions, who writes.


def test_answers_are_for_the_childs_staff_and_who_gave_them(town: Town) -> None:
    with unit_of_work():
        version = published(town)
    values = {"version_id": version, "kind": "own_words", "language": "en", "received_at": clock.now()}
    hers = kept(Answer(id=ids.new(), child_id=town.zara, person_id=town.samina, **values))
    other = kept(Answer(id=ids.new(), child_id=town.yusuf, person_id=town.imran, **values))
    for name, reader in people(town).items():
        expected = {"beth": {hers, other}, "farah": {hers, other}, "samina": {hers}, "imran": {other}}
        assert plans.visible_answers(reader, [hers, other]) == expected.get(name, set()), name
        assert plans.visible_answers(reader, []) == set()


def test_a_version_is_seen_by_the_childs_staff_and_by_those_it_was_composed_for(town: Town) -> None:
    with unit_of_work():
        version = published(town)
    seen = {n for n, one in people(town).items() if reading.visible_versions(one, [version]) == {version}}
    assert seen == {"beth", "farah", "zara", "samina", "imran"}
    assert reading.visible_versions(as_person(town.beth), [uuid.uuid4()]) == set()
    assert reading.visible_versions(as_person(town.zara), []) == set()
    writes = {
        n for n, one in people(town).items() if writing.may_write_version.check(one, version_id=version)
    }
    assert writes == {"beth", "farah"}
    assert {
        n for n, one in people(town).items() if writing.may_write_plan.check(one, child_id=town.zara)
    } == writes
    assert not plans.may_write(as_person(town.beth), uuid.uuid4())
    with unit_of_work() as db:
        db.scalars(select(Grant).where(Grant.person_id == town.imran)).one().until_at = clock.now()
    assert reading.visible_versions(as_person(town.imran), [version]) == set()


def test_an_older_version_is_seen_by_staff_alone(town: Town) -> None:
    with unit_of_work() as db:
        version = published(town)
        row = db.get_one(PlanVersion, version)
        plan = db.get_one(Plan, row.plan_id)
        plan.current_id = None
    assert reading.visible_versions(as_person(town.beth), [version]) == {version}
    for reader in (town.zara, town.samina):
        assert reading.visible_versions(as_person(reader), [version]) == set()


def test_a_version_from_before_shows_once_a_worker_shows_it(town: Town) -> None:
    with unit_of_work() as db:
        version = published(town)
        for grant in db.scalars(select(Grant).where(Grant.person_id == town.imran)):
            grant.sees_from = clock.now() + SECOND
    assert reading.visible_versions(as_person(town.imran), [version]) == set()
    with unit_of_work() as db:
        for copy in db.scalars(select(Composed).where(Composed.reader_id == town.imran)):
            copy.shown_at = clock.now() + SECOND
    assert reading.visible_versions(as_person(town.imran), [version]) == {version}


def test_the_plans_a_reader_may_know_of_are_the_childrens(town: Town) -> None:
    with unit_of_work():
        published(town)
    found = {n for n, one in people(town).items() if session().scalars(plans.visible_to(one)).all()}
    assert found == {"beth", "farah", "zara", "samina", "imran"}


# Replies.


def reply(town: Town, to: uuid.UUID, *answers: tuple[str, uuid.UUID], **more: Any) -> uuid.UUID:
    values = {"child_id": town.zara, "author_id": town.beth, "created_at": clock.now()} | more
    made = kept(Reply(id=ids.new(), to_id=to, outcome="done", words_sealed=b"x", **values))
    put(*(ReplyTo(id=ids.new(), reply_id=made, item_kind=kind, item_id=item) for kind, item in answers))
    return made


def readers_of(town: Town, reply_id: uuid.UUID) -> tuple[set[str], set[str]]:
    """(staff who may read it, family members to whom it shows); the policies say the same."""
    found = people(town)
    staff = {name for name, one in found.items() if replies.staff_reply(one, reply_id)}
    family = {name for name, one in found.items() if replies.family_reply(one, reply_id)}
    about = {"reply_id": reply_id}
    assert {name for name, one in found.items() if review.may_read_reply.check(one, **about)} == staff
    assert {name for name, one in found.items() if review.may_link_reply.check(one, **about)} == staff
    assert {
        name for name, one in found.items() if review.may_say_whether_it_happened.check(one, **about)
    } == family
    for name, one in found.items():
        assert replies.visible_replies(one, [reply_id]) == ({reply_id} if name in staff else set())
        assert replies.visible_replies(one, []) == set()
    return staff, family


def test_a_reply_is_for_the_childs_staff_and_whom_it_is_to(town: Town) -> None:
    assert readers_of(town, reply(town, town.samina)) == ({"beth", "farah"}, {"samina"})
    _family, child = quin(town, town.other_team)
    assert readers_of(town, reply(town, town.samina, child_id=child)) == (set(), set())


def test_a_reply_shows_on_a_shared_phone_once_that_was_agreed(town: Town) -> None:
    made = reply(town, town.zara)
    own = As(town.zara, "child", "child", shared_phone=False)
    assert readers_of(town, made) == ({"beth", "farah"}, set())
    assert replies.family_reply(own, made)
    agreed = reply(town, town.zara, shared_agreed_on=date(2026, 11, 20))
    assert readers_of(town, agreed) == ({"beth", "farah"}, {"zara"})


def test_an_adult_is_shown_a_reply_while_the_grant_holds_and_from_when_it_shows(town: Town) -> None:
    made = reply(town, town.imran)
    assert readers_of(town, made)[1] == {"imran"}
    with unit_of_work() as db:
        db.scalars(select(Grant).where(Grant.person_id == town.imran)).one().sees_from = clock.now() + SECOND
    assert readers_of(town, made)[1] == set()
    later = reply(town, town.imran, created_at=clock.now() + SECOND)
    assert readers_of(town, later)[1] == {"imran"}
    with unit_of_work() as db:
        db.scalars(select(Grant).where(Grant.person_id == town.imran)).one().until_at = clock.now()
    assert readers_of(town, later)[1] == set()


def test_a_worker_reads_a_reply_when_all_it_answers_is_theirs_to_see(town: Town) -> None:
    hidden, talk = ("entry", ids.new()), ("talk", ids.new())
    farahs = {"author_id": town.farah}
    assert readers_of(town, reply(town, town.zara, talk, **farahs))[0] == {"beth", "farah"}
    assert readers_of(town, reply(town, town.zara, talk, hidden, **farahs))[0] == {"farah"}
    assert readers_of(town, reply(town, town.zara, talk, hidden))[0] == {"beth", "farah"}


def test_a_manager_in_an_emergency_reads_replies_as_a_worker_does(town: Town) -> None:
    with unit_of_work():
        ada = make_staff("Ada Moss", "manager")
    put(glass(ada, town.family))
    hidden, talk = ("entry", ids.new()), ("talk", ids.new())
    assert replies.staff_reply(as_person(ada), reply(town, town.zara, talk))
    assert not replies.staff_reply(as_person(ada), reply(town, town.zara, hidden))


def test_staff_are_shown_no_reply_as_family(town: Town) -> None:
    assert readers_of(town, reply(town, town.beth)) == ({"beth", "farah"}, set())


def test_the_houses_and_answers_of_a_child_open_to_who_works_with_the_child(town: Town) -> None:
    for name, reader in people(town).items():
        may = name in ("beth", "farah")
        assert review.may_open_houses.check(reader, child_id=town.zara) is may
        assert review.may_answer_child.check(reader, child_id=town.zara) is may
        assert letterbox_policies.may_keep_letterbox.check(reader, child_id=town.zara) is may


def test_an_answer_is_read_by_the_childs_staff_not_by_who_gave_it(town: Town) -> None:
    from webapp import plans as front

    with unit_of_work():
        version = published(town)
        answer = front.add_answer(version_id=version, person_id=town.samina, kind="own_words", words="mine")
    may = {n for n, one in people(town).items() if review.may_read_answer.check(one, answer_id=answer)}
    assert may == {"beth", "farah"}
    assert not review.may_read_answer.check(as_person(town.beth), answer_id=uuid.uuid4())
