"""Steps that move with the family: said by the one whose step it is, confirmed by a worker, seen by all."""

from __future__ import annotations

import re
import uuid
from datetime import date
from typing import Any

import pytest

from tests.capability.plan_makers import draft, make_ready
from tests.conftest import Browser, SignInAs
from tests.makers import As, Town
from webapp import plans
from webapp.core import ids
from webapp.core.database import unit_of_work
from webapp.plans import queries
from webapp.plans.models import Answer, SentenceReply, Step
from webapp.plans.steps import queries as steps_queries
from webapp.plans.writing import service as writing

BUS = "Imran brings Zara on Saturdays."
HOW = "Zara is at the club by ten."


@pytest.fixture
def version(town: Town) -> uuid.UUID:
    """The small plan with a step of the father's that everyone reads, and one of Zara's own."""
    with unit_of_work():
        made = draft(town)
        plans.save_step(
            version_id=made,
            actor_id=town.beth,
            what={"en": BUS},
            why={"en": "Saturdays are long."},
            how={"en": HOW},
            child_what={"en": "Dad brings you on Saturdays."},
            by_whom="Imran",
            by_on=date(2026, 12, 5),
            owner_id=town.imran,
        )
        plans.save_step(
            version_id=made,
            actor_id=town.beth,
            what={"en": "Zara packs her bag."},
            child_what={"en": "You pack your bag."},
            child_how={"en": "The bag is ready at eight."},
            by_whom="Zara",
            by_on=date(2026, 12, 6),
            owner_id=town.zara,
        )
        make_ready(town, made)
        plans.publish(version_id=made, actor_id=town.beth, review_on=date(2026, 12, 10))
    return made


def text(browser: Browser, path: str = "/plan?wording=en") -> str:
    found = browser.get(path)
    assert found.status_code == 200
    return found.text


def step_id(version: uuid.UUID, number: int = 1) -> str:
    with unit_of_work():
        return str(queries.content_of(version).steps[number].id)


def say(browser: Browser, version: uuid.UUID, state: str, **more: str) -> Any:
    body = {"version": str(version), "wording": "en", "step": step_id(version), "state": state} | more
    return browser.post("/plan/step/said", body, page="/plan")


def card(page: str, words: str) -> str:
    """The step's card on a plan page."""
    start = page.index(words)
    return page[start : page.index("</div></div>\n", start)]


def answer(beth: Browser, town: Town, **more: Any) -> Any:
    with unit_of_work() as db:
        rows = db.query(Answer).order_by(Answer.received_at).all()
        names = [f"plan_answer:{row.id}" for row in rows if row.kind in ("step_said", "step_idea")]
        page = f"/inbox/answers/{rows[-1].id}"
    body = {"item": names, "reply_id": str(ids.new()), "words": ""} | more
    return beth.post(f"/inbox/children/{town.zara}/reply", body, page=page)


def test_every_reader_reads_how_we_will_know(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    for person in (town.imran, town.samina):
        shown = card(text(sign_in(person).in_english()), BUS)
        assert re.search(rf"How we will know:</b> {HOW}", shown)
    assert "How we will know:</b> The bag is ready at eight." in text(sign_in(town.zara))


def test_how_we_will_know_is_written_in_the_editor(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    beth = sign_in(town.beth)
    with unit_of_work():
        copy = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
    page = text(beth, f"/plans/{copy}/edit")
    one = step_id(copy)
    assert f'name="how-adult-en-{one}"' in page
    assert HOW in page
    body = dict(re.findall(r'name="([^"]+)"[^>]*>\s*\n?([^<]*)</textarea>', page))
    body |= dict(re.findall(r'<input[^>]*name="(revision|whom-[^"]+|when-[^"]+)"[^>]*value="([^"]*)"', page))
    selected = re.findall(r'<select[^>]*name="([^"]+)".*?<option value="([^"]*)" selected', page, re.S)
    items = {name: re.findall(rf'name="{name}" value="([^"]+)"', page) for name in ("p", "s")}
    body |= dict(selected) | items | {"do": "save", f"how-adult-en-{one}": "By nine."}
    assert beth.post(f"/plans/{copy}/edit", body, page=f"/plans/{copy}/edit").status_code == 303
    with unit_of_work():
        step = queries.content_of(copy).steps[1]
        assert step.words["adult", "en"].how == "By nine."
        assert step.owner_id == town.imran
        assert step.first_id == queries.content_of(version).steps[1].id


def test_the_owner_reads_the_step_and_nobody_unknown_owns_one(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    beth = sign_in(town.beth)
    with unit_of_work():
        copy = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
    path, one = f"/plans/{copy}/edit", step_id(copy, 0)
    body = {"revision": "0", "s": [one], f"for-{one}": str(town.samina), f"whom-{one}": "Imran"}
    refused = beth.post(path, body | {f"owner-{one}": str(town.imran)}, page=path)
    assert refused.status_code == 422
    assert "This person does not read this step." in refused.text
    body |= {f"for-{one}": "everyone", f"owner-{one}": str(town.stranger)}
    assert beth.post(path, body, page=path).status_code == 303
    with unit_of_work():
        assert queries.content_of(copy).steps[0].owner_id is None


def test_the_owner_alone_says_how_it_is_going(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    father, mother = sign_in(town.imran), sign_in(town.samina).in_english()
    assert text(father).count("Say how it is going") == 1
    assert "Say how it is going" not in text(mother)
    asked = father.post(
        "/plan/step", {"version": str(version), "wording": "en", "step": step_id(version)}, page="/plan"
    )
    assert asked.status_code == 200
    for words in (BUS, HOW, "It is done", "It is going on", "We need help with this"):
        assert words in asked.text
    sent = say(father, version, "done", words="Every  week.")
    assert sent.status_code == 303
    assert "#line-" in sent.headers["Location"]
    mine = card(text(father), BUS)
    assert "You said it is done. Beth has not looked yet." in mine
    assert "Every  week." in mine
    assert "Not started" in mine
    for other in (mother, sign_in(town.zara)):
        assert "has not looked" not in text(other)
        assert "Every" not in text(other)
    assert say(mother, version, "done").status_code == 404
    assert say(sign_in(town.zara), version, "done").status_code == 404
    for odd in ("", "nonsense"):
        assert say(father, version, odd).status_code == 422
    body = {"version": str(version), "wording": "en", "state": "done"}
    for odd in ("", "nonsense", str(uuid.uuid4()), step_id(version, 0)):
        assert father.post("/plan/step/said", body | {"step": odd}, page="/plan").status_code == 404


def test_a_double_tap_says_it_once(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    father, once = sign_in(town.imran), str(ids.new())
    for _tap in range(2):
        assert say(father, version, "done", answer=once).status_code == 303
    with unit_of_work() as db:
        assert db.query(Answer).count() == 1


def test_a_confirmed_step_moves_for_everyone(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    father, beth = sign_in(town.imran), sign_in(town.beth)
    say(father, version, "done", words="Every week.")
    inbox = text(beth, "/inbox")
    assert "About their step: it is done" in inbox
    place = re.search(r'href="(/inbox/answers/[^"]+)"', inbox)
    assert place
    page = text(beth, place[1])
    assert "Yes, done" in page
    assert BUS in page
    assert answer(beth, town, outcome="confirmed").status_code == 303
    assert "Nobody waits for an answer." in text(beth, "/inbox")
    assert "You said it is done. Beth said yes." in card(text(father), BUS)
    for other in (town.samina, town.imran):
        assert ">Done<" in card(text(sign_in(other).in_english()), BUS)
    for other in (town.samina, town.zara):
        seen = text(sign_in(other).in_english())
        assert "said yes" not in seen
        assert "Every week." not in seen
    assert "it is done" in text(father, "/answers")
    assert "Did this happen?" not in text(father, "/answers")


def test_not_yet_needs_a_reason_and_moves_nothing(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    father, beth = sign_in(town.imran), sign_in(town.beth)
    say(father, version, "done")
    refused = answer(beth, town, outcome="not_yet", words="Kept words.")
    assert refused.status_code == 422
    assert "Say why not." in refused.text
    assert "Kept words." in refused.text
    assert answer(beth, town, outcome="not_yet", reason="The club says no.").status_code == 303
    mine = card(text(father), BUS)
    assert "Beth answered: not yet, because" in mine
    assert "The club says no." in mine
    assert "Not started" in mine
    assert answer(beth, town, outcome="taken", sentence="x").status_code == 422
    assert answer(beth, town, outcome="done", words="x").status_code == 422


def test_what_is_said_again_waits_as_one_and_the_last_counts(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    father, beth = sign_in(town.imran), sign_in(town.beth)
    for state in ("stuck", "doing", "done"):
        say(father, version, state)
    inbox = text(beth, "/inbox")
    assert inbox.count("About their step") == 1
    assert "1 person waits" in inbox
    assert answer(beth, town, outcome="confirmed").status_code == 303
    assert "Nobody waits for an answer." in text(beth, "/inbox")
    with unit_of_work():
        assert queries.content_of(version).steps[1].state == "done"


def test_a_step_stays_itself_in_the_next_version(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    father, beth = sign_in(town.imran), sign_in(town.beth)
    say(father, version, "done")
    with unit_of_work():
        first = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
    answer(beth, town, outcome="confirmed")
    with unit_of_work():
        make_ready(town, first)
        plans.publish(version_id=first, actor_id=town.beth)
        assert queries.content_of(first).steps[1].state == "done"
        second = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
        make_ready(town, second)
        plans.publish(version_id=second, actor_id=town.beth)
    assert ">Done<" in card(text(father), BUS)
    assert "You said it is done. Beth said yes." in card(text(father), BUS)
    say(father, second, "stuck")
    answer(beth, town, outcome="confirmed")
    with unit_of_work():
        assert queries.content_of(second).steps[1].state == "stuck"
        assert queries.content_of(version).steps[1].state == "done"


def test_the_editor_does_not_set_a_published_step_back(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    beth = sign_in(town.beth)
    with unit_of_work():
        copy = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
    page = text(beth, f"/plans/{copy}/edit")
    assert f'name="state-{step_id(copy)}"' not in page
    beth.post(
        f"/plans/{version}/steps/{step_id(version)}", {"state": "doing"}, page=f"/children/{town.zara}/plan"
    )
    with unit_of_work() as db:
        assert db.get_one(Step, uuid.UUID(step_id(copy))).state == "doing"
        kept = queries.content_of(copy)
        typed = writing.Typed(kept.revision, kept.review_on, kept.paragraphs, kept.steps)
        assert not writing.differs(kept, typed)


def test_a_copy_of_an_earlier_version_has_come_as_far_as_today(town: Town, version: uuid.UUID) -> None:
    with unit_of_work():
        second = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
        make_ready(town, second)
        plans.publish(version_id=second, actor_id=town.beth)
        plans.move_step(
            step_id=uuid.UUID(str(queries.content_of(second).steps[1].id)), state="done", actor_id=town.beth
        )
        third = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth, from_id=version)
        assert queries.content_of(third).steps[1].state == "done"


def test_a_day_that_cannot_be_kept_is_told_and_one_that_passed_is_hinted_at(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    beth = sign_in(town.beth)
    with unit_of_work():
        copy = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
    path, one = f"/plans/{copy}/edit", step_id(copy, 0)
    body = {
        "revision": "0",
        "s": [one],
        f"for-{one}": "everyone",
        f"whom-{one}": "Beth",
        f"what-adult-en-{one}": "Kept.",
    }
    for odd in ("9999-01-01", "tomorrow"):
        refused = beth.post(path, body | {f"when-{one}": odd}, page=path)
        assert refused.status_code == 422
        assert "This is not a day we can keep." in refused.text
        assert "Kept." in refused.text
    assert beth.post(path, body | {f"when-{one}": "2020-01-01"}, page=path).status_code == 303
    assert "This day has passed." in text(beth, path)


def test_a_child_says_it_in_their_words_and_nothing_is_quoted(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    child, beth = sign_in(town.zara), sign_in(town.beth)
    one = {"version": str(version), "wording": "en", "step": step_id(version, 2)}
    asked = child.post("/plan/step", one, page="/plan")
    for words in ("I did it", "I am doing it", "I need help with it"):
        assert words in asked.text
    assert (
        child.post("/plan/step/said", one | {"state": "stuck", "words": "Heavy."}, page="/plan").status_code
        == 303
    )
    page = text(child)
    assert "You said you need help with this. It has reached us." in page
    assert "Heavy." not in page
    assert answer(beth, town, outcome="not_yet", reason="Let us see.").status_code == 303
    assert "Let us see." not in text(child)
    agreed = {"shared": "yes", "agreed_on": "2026-01-05"}
    answer(beth, town, outcome="not_yet", reason="We bring a trolley.", **agreed)
    assert "We bring a trolley." in text(child)


def idea(browser: Browser, version: uuid.UUID, **more: str) -> Any:
    body = {"version": str(version), "wording": "en", "words": "Nani walks with her."} | more
    return browser.post("/plan/ideas", body, page="/plan")


def test_an_idea_goes_to_the_worker_and_into_the_draft(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    father, beth = sign_in(town.imran), sign_in(town.beth)
    empty = idea(father, version, words="  ", whom="Nani")
    assert empty.status_code == 422
    assert "Write your idea." in empty.text
    assert 'value="Nani"' in empty.text
    assert idea(father, version, whom="Nani", by_on="2026-12-20").headers["Location"].endswith("#step-ideas")
    assert "You had an idea. Beth has not looked yet." in text(father)
    place = re.search(r'href="(/inbox/answers/[^"]+)"', text(beth, "/inbox"))
    assert place
    page = text(beth, place[1])
    for kept in (
        "An idea for a step",
        "Nani walks with her.</textarea>",
        'value="Nani"',
        'value="2026-12-20"',
    ):
        assert kept in page
    missing = answer(beth, town, outcome="taken", sentence=" ")
    assert "Write the step." in missing.text
    body = {"sentence": "Nani walks with her.", "whom": "Nani", "step_on": "2026-12-20"}
    sent = answer(beth, town, outcome="taken", **body)
    assert sent.status_code == 303
    assert "for Imran alone" in text(beth, sent.headers["Location"])
    assert "Beth puts it into the next plan." in text(father)
    with unit_of_work() as db:
        row = db.query(SentenceReply).one()
        assert row.draft_id
        step = queries.content_of(row.draft_id).steps[-1]
        assert (step.reader_id, step.by_whom, step.by_on) == (town.imran, "Nani", date(2026, 12, 20))
        make_ready(town, row.draft_id)
        plans.publish(version_id=row.draft_id, actor_id=town.beth)
    assert "You had an idea. Beth took it into the plan." in text(father)
    for other in (town.samina, town.zara):
        assert "Nani walks" not in text(sign_in(other).in_english())
        assert "took it" not in text(sign_in(other).in_english())


def test_an_idea_that_is_not_taken_comes_back_with_why(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    father, beth = sign_in(town.imran), sign_in(town.beth)
    idea(father, version)
    assert answer(beth, town, outcome="not_taken").status_code == 422
    assert answer(beth, town, outcome="not_taken", reason="Nani is away.").status_code == 303
    page = text(father)
    assert "Beth answered: not this time, because" in page
    assert "Nani is away." in page
    assert "Nani is away." in text(father, "/answers")
    assert "Nani is away." not in text(sign_in(town.samina).in_english())
    with unit_of_work():
        assert queries.versions(queries.current_plan(town.zara).id)[0].id == version  # type: ignore[union-attr]


def test_what_is_due_is_a_list_by_date_and_counts_nobody(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    with unit_of_work() as db:
        for row in db.query(Step).order_by(Step.position):
            row.by_on = date(2026, 1, 2)
        db.query(Step).order_by(Step.position).first().state = "done"  # type: ignore[union-attr]
    reader = As(town.beth, "staff", "worker")
    with unit_of_work():
        plans.record_talked_through(version_id=version, person_id=town.imran, actor_id=town.beth)
        found = steps_queries.due(reader)
        assert [one.kind for one in found if one.kind == "step"] == ["step", "step"]
        assert [one.on for one in found] == sorted(one.on for one in found)
        talk = next(one for one in found if one.kind == "talk")
        assert talk.people == ("Zara", "Samina")
        assert steps_queries.due(As(town.tom, "staff", "worker")) == []
        assert steps_queries.due(As(town.farah, "staff", "manager")) == found
    page = text(sign_in(town.beth), "/due")
    assert BUS in page
    assert "Not talked through yet" in page
    assert "opened" not in page.casefold()
    assert "Beth" not in page[page.index("<table") : page.index("</table>")].replace("<bdi>Beth</bdi>", "")
    assert BUS not in text(sign_in(town.tom), "/due")
    for person in (town.imran, town.owen, town.priya):
        assert sign_in(person).get("/due").status_code == 404
