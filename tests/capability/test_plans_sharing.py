"""Written once for two children: who reads it, how it changes, and that nothing tells of what is hidden."""

from __future__ import annotations

import html
import re
import threading
import uuid
from datetime import date
from functools import partial

import pytest
import time_machine
from sqlalchemy import delete, select, update

from tests.capability.test_plans_writing import Desk
from tests.conftest import Browser, SignInAs
from tests.makers import Town, make_staff
from webapp import families, plans
from webapp.core import clock, sealing
from webapp.core.database import session, unit_of_work
from webapp.families.granting import service as granting
from webapp.families.models import Grant, Member
from webapp.plans import queries
from webapp.plans.content import Words
from webapp.plans.models import Composed, Paragraph, PlanVersion, SharedWith, Wording
from webapp.plans.sharing import service as sharing
from webapp.plans.writing import service as writing

BOTH = "Both children go to school by bus."
NEW = "Both children walk to school."
ALONE = "Zara was often late."
MOVING = re.compile(rb'(?:name="(?:csrf_token|request|answer|key)" value=|data-token=|"csrf": ?)"[^"]*"')


class Home:
    """Two children's plans, and a paragraph that is the same in both."""

    def __init__(self, town: Town, *, with_yusufs: bool = True) -> None:
        self.town = town
        start = partial(plans.start_plan, kind="child_in_need", actor_id=town.beth)
        self.zaras = start(child_id=town.zara)
        self.yusufs = start(child_id=town.yusuf) if with_yusufs else uuid.uuid4()
        self.add(self.zaras, "why", ALONE)
        if with_yusufs:
            self.add(self.yusufs, "why", "Yusuf was hungry.")
        self.shared = self.add(self.zaras, "goals", BOTH)

    def add(self, version: uuid.UUID, part: str, words: str) -> uuid.UUID:
        both = {"en": words}
        return plans.save_paragraph(
            version_id=version, part=part, adult=both, child=both, actor_id=self.town.beth
        )

    def share(self, **reads: bool) -> None:
        children = {getattr(self.town, name): value for name, value in reads.items()}
        sharing.share(
            version_id=self.zaras,
            paragraph_id=self.shared,
            children=children or {self.town.zara: True, self.town.yusuf: True},
            actor_id=self.town.beth,
        )

    def publish(self, version: uuid.UUID, child_id: uuid.UUID) -> None:
        for one in plans.readers(child_id):
            plans.tick_read_as(version_id=version, reader_id=one.person_id, actor_id=self.town.beth)
        for person in (self.town.samina, self.town.imran):
            plans.record_asked(
                version_id=version,
                person_id=person,
                outcome="asked",
                asked_on=date(2026, 11, 10),
                actor_id=self.town.beth,
            )
        plans.publish(version_id=version, actor_id=self.town.beth, review_on=date(2026, 12, 10))

    def publish_both(self) -> None:
        self.publish(self.zaras, self.town.zara)
        self.publish(self.yusufs, self.town.yusuf)


def texts(version: uuid.UUID) -> list[str]:
    found = queries.content_of(version).paragraphs
    return [one.words["adult", "en"].text for one in found]


def revision(version: uuid.UUID) -> int:
    return session().get_one(PlanVersion, version).revision


def plan(browser: Browser, child_id: uuid.UUID | None = None) -> str:
    if child_id:
        browser.post("/plan/choose", {"child": str(child_id)}, page="/plan")
    return html.unescape(browser.get("/plan").text)


def end_yusufs_grant(town: Town) -> None:
    """Their mother may not read Yusuf's plan any more."""
    mine = select(Grant).where(Grant.person_id == town.samina, Grant.child_id == town.yusuf)
    granting.end_grant(row=session().scalars(mine).one(), actor_id=town.beth)


def test_both_drafts_have_it_and_the_mother_reads_it_in_both(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        home = Home(town)
        home.share()
        assert texts(home.zaras) == [ALONE, BOTH]
        assert texts(home.yusufs) == ["Yusuf was hungry.", BOTH]
        home.publish_both()
    samina = sign_in(town.samina).in_english()
    assert BOTH in plan(samina, town.zara)
    assert BOTH in plan(samina, town.yusuf)
    assert BOTH in plan(sign_in(town.zara, shared_phone=False))
    father = plan(sign_in(town.imran))
    assert ALONE in father
    assert "bus" not in father


def test_the_father_gets_no_byte_of_it_in_anything_that_is_kept_for_him(town: Town) -> None:
    with unit_of_work():
        home = Home(town)
        home.share()
        home.publish_both()
    with unit_of_work():
        version = queries.content_of(home.zaras)
        box = sealing.family_box(version.family_id)
        rows = session().scalars(select(Composed).where(Composed.reader_id == town.imran))
        pages = [box.data(row, "page").decode() for row in rows]
        assert pages
        assert not any("bus" in one or '"of"' in one or str(town.yusuf) in one for one in pages)


PATHS = ("/plan", "/plan?wording=ur", "/journey", "/why-kept", "/given", "/")


@pytest.mark.one_engine
def test_a_relative_who_may_not_read_it_sees_the_same_bytes(town: Town, sign_in: SignInAs) -> None:
    """Twins: the same version published with the shared paragraph and without it."""
    with time_machine.travel(clock.now(), tick=False):
        with unit_of_work():
            home = Home(town)
            home.share()
            home.publish_both()
        phone = sign_in(town.imran)
        samina = sign_in(town.samina).in_english()
        assert BOTH in plan(samina, town.zara)
        pages = [phone.get(path) for path in PATHS]
        assert [one.status_code for one in pages].count(200) >= 4
        hidden = [MOVING.sub(b"", one.data) for one in pages]
        with unit_of_work():
            _publish_without_it(home)
        assert "bus" not in plan(samina, town.zara)
        assert [MOVING.sub(b"", phone.get(path).data) for path in PATHS] == hidden


def _publish_without_it(home: Home) -> None:
    """The same version once more, as if the paragraph had never been written."""
    session().execute(delete(Composed).where(Composed.version_id == home.zaras))
    session().get_one(PlanVersion, home.zaras).state = "draft"
    session().flush()
    copy = next(one for one in queries.content_of(home.zaras).paragraphs if one.shared_id)
    session().execute(delete(SharedWith))
    writing.remove_item(version_id=home.zaras, item_id=copy.id, actor_id=home.town.beth)
    home.publish(home.zaras, home.town.zara)


def test_a_change_in_one_draft_shows_in_the_other_and_asks_to_read_it_again(
    town: Town, sign_in: SignInAs
) -> None:
    with unit_of_work():
        home = Home(town)
        home.share()
        plans.tick_read_as(version_id=home.yusufs, reader_id=town.samina, actor_id=town.beth)
        before = revision(home.yusufs)
    desk = Desk(sign_in(town.beth), home.zaras)
    desk.fields[desk.field("adult-en-", BOTH)] = [NEW]
    assert desk.save().status_code == 303
    with unit_of_work():
        assert NEW in texts(home.yusufs)
        assert revision(home.yusufs) == before + 1
        assert len(list(session().scalars(select(Wording).where(Wording.paragraph_id == home.shared)))) == 2
    page = sign_in(town.beth).get(f"/plans/{home.yusufs}/publish").text
    assert "Read as Samina" in page
    assert "Read and ticked" not in page


def test_two_workers_in_two_drafts_lose_no_word_and_both_texts_show(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        home = Home(town)
        home.share()
    beth, farah = Desk(sign_in(town.beth), home.zaras), Desk(sign_in(town.farah), home.yusufs)
    beth.fields[beth.field("adult-en-", BOTH)] = [NEW]
    farah.fields[farah.field("adult-en-", BOTH)] = ["Both children cycle."]
    assert beth.save().status_code == 303
    refused = farah.save()
    assert refused.status_code == 409
    shown = html.unescape(refused.text)
    assert NEW in shown
    assert "Both children cycle." in shown
    assert "Beth Carter" in shown
    with unit_of_work():
        assert NEW in texts(home.yusufs)


def test_workers_in_two_drafts_at_once_never_wait_for_each_other_for_ever(
    town: Town, sign_in: SignInAs
) -> None:
    with unit_of_work():
        home = Home(town)
        home.share()
    desks = [Desk(sign_in(town.beth), home.zaras), Desk(sign_in(town.farah), home.yusufs)]
    found: list[tuple[str, int]] = []
    threads = [
        threading.Thread(target=_edit_often, args=(desk, home.shared, who, found))
        for desk, who in zip(desks, ("Beth", "Farah"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {status for _text, status in found} <= {303, 409}
    kept = [text for text, status in found if status == 303]
    assert len(kept) == 6
    with unit_of_work():
        assert texts(home.zaras)[-1] == texts(home.yusufs)[-1]
        assert texts(home.zaras)[-1] in kept


def _edit_often(desk: Desk, item_id: uuid.UUID, who: str, found: list[tuple[str, int]]) -> None:
    """Three edits, each saved as often as it takes."""
    for number in range(3):
        text, status = f"{who}, text {number}.", 409
        while status == 409:
            desk.open()
            desk.fields[f"adult-en-{item_id}"] = [text]
            status = desk.save().status_code
            found.append((text, status))


def test_a_published_version_keeps_its_own_words(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        home = Home(town)
        home.share()
        home.publish(home.zaras, town.zara)
    desk = Desk(sign_in(town.beth), home.yusufs)
    desk.fields[desk.field("adult-en-", BOTH)] = [NEW]
    assert desk.save().status_code == 303
    with unit_of_work():
        home.publish(home.yusufs, town.yusuf)
        assert texts(home.zaras) == [ALONE, BOTH]
        assert texts(home.yusufs) == ["Yusuf was hungry.", NEW]
    samina = sign_in(town.samina).in_english()
    assert BOTH in plan(samina, town.zara)
    assert NEW in plan(samina, town.yusuf)
    with unit_of_work():
        # Zara's next draft has the words of today, once.
        following = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
        assert texts(following) == [ALONE, NEW]


def test_it_waits_for_the_next_draft_of_a_child_who_has_none(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        home = Home(town, with_yusufs=False)
        home.share()
    path = f"/plans/{home.zaras}/shared/{home.shared}"
    assert "No draft is open for Yusuf." in html.unescape(sign_in(town.beth).get(path).text)
    with unit_of_work():
        begun = plans.start_plan(child_id=town.yusuf, kind="early_help", actor_id=town.beth)
        assert texts(begun) == [BOTH]


def test_unlinked_it_stays_as_the_childs_own_text(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        home = Home(town)
        home.share()
    beth = sign_in(town.beth)
    path = f"/plans/{home.zaras}/shared/{home.shared}"
    assert beth.post(f"{path}/own", page=path).status_code == 303
    desk = Desk(beth, home.zaras)
    desk.fields[desk.field("adult-en-", BOTH)] = [NEW]
    assert desk.save().status_code == 303
    with unit_of_work():
        assert texts(home.zaras) == [ALONE, NEW]
        assert texts(home.yusufs) == ["Yusuf was hungry.", BOTH]
        assert session().scalars(select(SharedWith)).all() == []
        home.publish(home.zaras, town.zara)
    assert NEW in plan(sign_in(town.imran))


def test_removed_from_one_draft_it_stays_in_the_other(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        home = Home(town)
        home.share()
    assert Desk(sign_in(town.beth), home.zaras).save(f"remove:{home.shared}").status_code == 303
    with unit_of_work():
        assert texts(home.zaras) == [ALONE]
        assert texts(home.yusufs) == ["Yusuf was hungry.", BOTH]


def test_what_was_given_ends_at_once_in_an_open_session(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        home = Home(town)
        home.share()
        home.publish_both()
    samina = sign_in(town.samina).in_english()
    assert BOTH in plan(samina, town.zara)
    with unit_of_work():
        end_yusufs_grant(town)
    page = plan(samina, town.zara)
    assert ALONE in page
    assert "bus" not in page


def test_an_order_hides_it_from_the_parent_and_from_the_child_it_names(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        home = Home(town)
        home.shared = home.add(home.zaras, "goals", "Imran takes both children to the park.")
        home.share()
        home.publish_both()
    zara = sign_in(town.zara, shared_phone=False)
    assert "park" in plan(zara)
    with unit_of_work():
        for child_id in (town.zara, town.yusuf):
            families.set_floor(
                person_id=town.imran,
                child_id=child_id,
                kind="no_contact",
                reason="A made-up order of the court",
                review_on=date(2027, 1, 1),
                set_by=town.farah,
            )
    assert "park" not in plan(zara)
    assert "park" in plan(sign_in(town.samina).in_english(), town.zara)


def test_a_child_whom_the_worker_unticked_does_not_read_it(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        home = Home(town)
        home.share(zara=False, yusuf=True)
        home.publish_both()
    assert "bus" not in plan(sign_in(town.zara, shared_phone=False))
    assert BOTH in plan(sign_in(town.yusuf, shared_phone=False))
    assert BOTH in plan(sign_in(town.samina).in_english(), town.zara)


def test_who_came_later_to_one_child_reads_it_from_then_on(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        home = Home(town)
        home.share()
        home.publish_both()
        # She may see Yusuf's things from tomorrow on.
        later = update(Grant).where(Grant.person_id == town.samina, Grant.child_id == town.yusuf)
        session().execute(later.values(sees_from=clock.now()))
    page = plan(sign_in(town.samina).in_english())
    assert ALONE in page
    assert "bus" not in page


def test_the_worker_sees_before_publishing_who_would_not_read_it(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        home = Home(town)
    beth = sign_in(town.beth)
    path = f"/plans/{home.zaras}/shared/{home.shared}"
    desk = Desk(beth, home.zaras)
    assert desk.save(f"share:{home.shared}").headers["Location"] == path
    form = {f"with-{town.yusuf}": "same", "own": "same", "revision": str(_revision_on(beth, path))}
    assert beth.post(path, form, page=path).status_code == 303
    why = "Imran does not read the plan of: Yusuf. So Imran does not see this part."
    assert why in html.unescape(beth.get(path).text)
    father = html.unescape(beth.get(f"/plans/{home.zaras}/read-as/{town.imran}").text)
    assert why in father
    assert "Write it in Zara's plan alone if Imran should see it." in father
    assert why not in html.unescape(beth.get(f"/plans/{home.zaras}/read-as/{town.samina}").text)
    # A page from before does not win over what was kept since.
    assert beth.post(path, form | {f"with-{town.yusuf}": "no"}, page=path).status_code == 409
    with unit_of_work():
        assert BOTH in texts(home.yusufs)


def _revision_on(browser: Browser, path: str) -> int:
    found = re.search(r'name="revision" value="(\d+)"', browser.get(path).text)
    assert found
    return int(found[1])


def test_a_worker_changes_nothing_in_the_plan_of_a_child_who_is_not_theirs(
    town: Town, sign_in: SignInAs
) -> None:
    with unit_of_work():
        home = Home(town)
        home.share()
        cover = make_staff("Cleo Ward", "worker")
        families.add_to_team(person_id=cover, team_id=town.team)
        families.allocate(child_id=town.zara, worker_id=cover)
    desk = Desk(sign_in(cover), home.zaras)
    assert "another child" in desk.open()
    assert "Yusuf" not in sign_in(cover).get(f"/plans/{home.zaras}/shared/{home.shared}").text
    desk.fields[desk.field("adult-en-", BOTH)] = [NEW]
    refused = desk.save()
    assert refused.status_code == 422
    assert NEW in html.unescape(refused.text)
    with unit_of_work():
        assert BOTH in texts(home.zaras)
        assert BOTH in texts(home.yusufs)
    path = f"/plans/{home.zaras}/shared/{home.shared}"
    assert sign_in(cover).post(f"{path}/own", page="/help").status_code == 303
    assert desk.save().status_code in (303, 409)


def test_nor_shares_with_a_child_of_another_family_or_worker(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        home = Home(town)
        other = families.add_child(
            family_id=families.add_family(name="Family T", team_id=town.team), name="Noor", band="mid"
        )
        families.allocate(child_id=other, worker_id=town.beth)
        with pytest.raises(writing.SharedElsewhere):
            home.share(zara=True, stranger=True)
        children = {town.zara: True, other: True}
        with pytest.raises(writing.SharedElsewhere):
            sharing.share(
                version_id=home.zaras, paragraph_id=home.shared, children=children, actor_id=town.beth
            )
    path = f"/plans/{home.zaras}/shared/{home.shared}"
    assert "Noor" not in sign_in(town.beth).get(path).text


def test_a_child_who_left_the_family_keeps_the_text_and_it_changes_no_more(
    town: Town, sign_in: SignInAs
) -> None:
    with unit_of_work():
        home = Home(town)
        home.share()
        session().execute(update(Member).where(Member.person_id == town.yusuf).values(until_at=clock.now()))
    beth = sign_in(town.beth)
    desk = Desk(beth, home.zaras)
    desk.fields[desk.field("adult-en-", BOTH)] = [NEW]
    assert desk.save().status_code == 422
    path = f"/plans/{home.zaras}/shared/{home.shared}"
    assert beth.post(f"{path}/own", page="/help").status_code == 303
    with unit_of_work():
        assert texts(home.zaras) == [ALONE, BOTH]
        assert BOTH in texts(home.yusufs)
        assert len({row.id for row in session().scalars(select(Paragraph)) if row.version_id is None}) == 0


def test_what_one_child_says_is_never_shared(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        home = Home(town)
        home.shared = home.add(home.zaras, "child_says", "I miss my dog.")
        with pytest.raises(LookupError):
            home.share()
    beth = sign_in(town.beth)
    assert beth.get(f"/plans/{home.zaras}/shared/{home.shared}").status_code == 404
    assert f"share:{home.shared}" not in beth.get(f"/plans/{home.zaras}/edit").text


def test_its_translation_is_made_once(town: Town) -> None:
    with unit_of_work():
        home = Home(town)
        home.share()
        before = revision(home.yusufs)
        writing.save_translations(
            version_id=home.zaras,
            code="ur",
            words={(home.shared, "adult"): Words("دونوں بچے بس سے جاتے ہیں۔")},
            actor_id=town.beth,
        )
        found = queries.content_of(home.yusufs).paragraphs[-1].words["adult", "ur"]
        assert found.text == "دونوں بچے بس سے جاتے ہیں۔"
        assert revision(home.yusufs) == before + 1


def test_only_the_workers_of_the_child_open_the_page(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        home = Home(town)
        home.share()
    path = f"/plans/{home.zaras}/shared/{home.shared}"
    assert sign_in(town.farah).get(path).status_code == 200
    for person in (town.tom, town.owen, town.priya, town.samina, town.zara, town.stranger):
        browser = sign_in(person)
        assert browser.get(path).status_code == 404
        assert browser.post(path, {}, page="/help").status_code == 404
        assert browser.post(f"{path}/own", {}, page="/help").status_code == 404


def test_what_was_hidden_after_reading_leaves_no_mark_in_what_changed(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        home = Home(town)
        home.share()
        home.publish_both()
    samina = sign_in(town.samina).in_english()
    assert BOTH in plan(samina, town.zara)
    with unit_of_work():
        end_yusufs_grant(town)
        following = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
        home.publish(following, town.zara)
    page = plan(samina)
    assert "What changed" not in page
    assert "bus" not in page
