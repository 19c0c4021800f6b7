"""A worker writes, reads as each reader, asks first and publishes; two workers never lose a word."""

from __future__ import annotations

import html
import re
import uuid
from datetime import date

import pytest
from werkzeug.test import TestResponse

from tests.capability.plan_makers import FOR_ALL, FOR_FATHER, FOR_MOTHER, draft, make_ready, published
from tests.conftest import Browser, SignInAs
from tests.makers import Town
from webapp import plans
from webapp.core.database import unit_of_work
from webapp.plans import queries
from webapp.plans.models import Composed, Paragraph, PlanVersion, Wording

FIELD = re.compile(
    r'<(?:input|button)[^>]*?name="([^"]+)"[^>]*?>|<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>'
    r'|<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>',
    re.DOTALL,
)


@pytest.fixture
def version(town: Town) -> uuid.UUID:
    with unit_of_work():
        return draft(town)


def fields_of(page: str) -> dict[str, list[str]]:
    """The editor's form as a browser would send it, without its buttons."""
    form = page[page.index('<form class="form"') :]
    form = form[: form.index("</form>")]
    found: dict[str, list[str]] = {}
    for match in FIELD.finditer(form):
        name, value = _field(match)
        if name and name != "csrf_token" and value is not None:
            found.setdefault(name, []).append(value)
    return found


def _field(match: re.Match[str]) -> tuple[str, str | None]:
    whole, name, area, text, select, options = match[0], match[1], match[2], match[3], match[4], match[5]
    if area:
        return area, html.unescape(text)
    if select:
        chosen = re.search(r'<option value="([^"]*)" selected', options) or re.search(
            r'value="([^"]*)"', options
        )
        return select, chosen[1] if chosen else None
    if whole.startswith("<button") or ('type="checkbox"' in whole and " checked" not in whole):
        return name, None
    value = re.search(r'value="([^"]*)"', whole)
    return name, html.unescape(value[1]) if value else ""


class Desk:
    """A worker with the editor open."""

    def __init__(self, browser: Browser, version: uuid.UUID) -> None:
        self.browser, self.path = browser, f"/plans/{version}/edit"
        self.open()

    def open(self) -> str:
        page = self.browser.get(self.path)
        assert page.status_code == 200
        self.fields = fields_of(page.text)
        return page.text

    def field(self, starts: str, text: str) -> str:
        return next(
            name for name, value in self.fields.items() if name.startswith(starts) and value == [text]
        )

    def save(self, do: str = "save") -> TestResponse:
        return self.browser.post(self.path, self.fields | {"do": [do]}, page=self.path)


def test_who_may_write(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    paths = (
        f"/children/{town.zara}/plan",
        f"/plans/{version}/edit",
        f"/plans/{version}/publish",
        f"/plans/{version}/read-as/{town.samina}",
    )
    for person in (town.beth, town.farah):
        browser = sign_in(person)
        assert [browser.get(path).status_code for path in paths] == [200] * 4
    for person in (town.tom, town.owen, town.priya, town.samina, town.zara, town.stranger):
        browser = sign_in(person)
        assert [browser.get(path).status_code for path in paths] == [404] * 4
        assert browser.post(f"/plans/{version}/publish", page="/help").status_code == 404


def test_begin_a_plan_and_add_a_paragraph(town: Town, sign_in: SignInAs) -> None:
    beth = sign_in(town.beth)
    path = f"/children/{town.yusuf}/plan"
    assert beth.post(path, {"kind": "nonsense"}, page=path).status_code == 422
    begun = beth.post(path, {"kind": "early_help"}, page=path)
    assert begun.status_code == 303
    version = uuid.UUID(begun.headers["Location"].split("/")[2])
    desk = Desk(beth, version)
    assert desk.save("add:worried").status_code == 303
    desk.open()
    name = next(one for one in desk.fields if one.startswith("adult-en-"))
    desk.fields[name] = ["Yusuf is hungry.\r\nHe says so."]
    assert desk.save("add:step").status_code == 303
    page = desk.open()
    assert "Yusuf is hungry.\nHe says so." in html.unescape(page)
    assert any(one.startswith("what-adult-en-") for one in desk.fields)
    with unit_of_work():
        kept = queries.content_of(version)
        assert (kept.kind, kept.paragraphs[0].part, len(kept.steps)) == ("early_help", "worried", 1)


def test_a_save_keeps_everything_and_nothing_counts_as_no_change(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    desk = Desk(sign_in(town.beth), version)
    with unit_of_work():
        before = queries.content_of(version)
    assert desk.save().status_code == 303
    with unit_of_work():
        assert queries.content_of(version) == before


def test_changing_the_english_marks_the_urdu(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    desk = Desk(sign_in(town.beth), version)
    desk.fields[desk.field("adult-en-", FOR_ALL)] = ["Zara is less tired now."]
    assert desk.save().status_code == 303
    assert "The English has changed since" in desk.open()
    with unit_of_work() as db:
        row = db.query(Wording).filter_by(language="ur", audience="adult").one()
        assert row.out_of_date
        assert row.state == "machine"


def test_you_for_everyone_is_kept_and_told_and_never_published(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    desk = Desk(sign_in(town.beth), version)
    desk.fields[desk.field("adult-en-", FOR_ALL)] = ["You were often late. The IRO says so."]
    assert desk.save().status_code == 303
    page = html.unescape(desk.open())
    assert "You were often late." in page
    assert '"You" could be anyone here' in page
    with unit_of_work():
        make_ready(town, version)
    refused = desk.browser.post(f"/plans/{version}/publish", page=f"/plans/{version}/publish")
    told = html.unescape(refused.text)
    assert refused.status_code == 422
    assert '"You" could be anyone here' in told
    assert "IRO is not explained" in told
    with unit_of_work() as db:
        assert db.get_one(PlanVersion, version).state == "draft"


def test_two_workers_never_lose_a_word(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    beth, farah = Desk(sign_in(town.beth), version), Desk(sign_in(town.farah), version)
    name = beth.field("adult-en-", FOR_ALL)
    beth.fields[name], farah.fields[name] = ["Words of Beth."], ["Words of Farah."]
    assert beth.save("add:before").status_code == 303
    clash = farah.save()
    assert clash.status_code == 409
    assert "Words of Farah." in clash.text
    assert "Words of Beth." in clash.text
    assert "Beth Carter saved this in between" in clash.text
    farah.fields = fields_of(clash.text)
    assert farah.fields[name] == ["Words of Farah."]
    farah.fields[name] = ["Words of Beth. Words of Farah."]
    assert farah.save().status_code == 303
    with unit_of_work():
        kept = queries.content_of(version)
        assert "Words of Beth. Words of Farah." in {
            words.text for one in kept.paragraphs for words in one.words.values()
        }
        assert "before" in {one.part for one in kept.paragraphs}


def test_a_long_field_and_an_unknown_reader_lose_nothing(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    desk = Desk(sign_in(town.beth), version)
    name = desk.field("adult-en-", FOR_FATHER)
    desk.fields[name] = ["long " * 5_000]
    long = desk.save()
    assert long.status_code == 422
    assert "This is too long for one field." in long.text
    assert "long long" in long.text
    desk.fields[name] = ["For him alone."]
    desk.fields[name.replace("adult-en-", "for-")] = [str(town.stranger)]
    wrong = desk.save()
    assert wrong.status_code == 422
    assert "Choose who this is for." in wrong.text
    assert "For him alone." in wrong.text
    desk.fields[name.replace("adult-en-", "for-")] = [str(town.imran)]
    desk.fields |= {"p": [*desk.fields["p"], "[]", str(uuid.uuid4())], "revision": ["x" * 30]}
    assert desk.save().status_code == 409


def test_another_plans_paragraph_is_not_touched(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    with unit_of_work():
        other = plans.start_plan(child_id=town.yusuf, kind="early_help", actor_id=town.beth)
        theirs = plans.save_paragraph(
            version_id=other, part="why", adult={"en": "Yusuf's own."}, actor_id=town.beth
        )
    desk = Desk(sign_in(town.beth), version)
    desk.fields["p"].append(str(theirs))
    desk.fields |= {
        f"part-{theirs}": ["why"],
        f"for-{theirs}": ["everyone"],
        f"adult-en-{theirs}": ["Taken."],
    }
    desk.save(f"remove:{theirs}")
    with unit_of_work() as db:
        assert db.get_one(Paragraph, theirs).version_id == other
        assert queries.content_of(other).paragraphs[0].words["adult", "en"].text == "Yusuf's own."


def test_read_as_shows_that_readers_copy_and_asks_for_the_tick(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    beth = sign_in(town.beth)
    path = f"/plans/{version}/read-as/{town.imran}"
    page = beth.get(path)
    assert FOR_ALL in page.text
    assert FOR_FATHER in page.text
    assert "That took courage" not in page.text
    assert "nurse" not in page.text
    assert beth.post(path, {"revision": "4"}, page=path).status_code == 422
    assert beth.post(path, {"revision": "1", "safe": "yes"}, page=path).status_code == 409
    assert beth.post(path, {"revision": "4", "safe": "yes"}, page=path).status_code == 303
    assert "Read and ticked since the last change" in beth.get(path).text
    desk = Desk(beth, version)
    desk.fields[desk.field("adult-en-", FOR_FATHER)] = ["You offered the Sundays."]
    desk.save()
    assert "Read and ticked since the last change" not in beth.get(path).text
    assert beth.get(f"/plans/{version}/read-as/{town.stranger}").status_code == 404


def test_asked_first_needs_a_day_or_a_reason(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    beth = sign_in(town.beth)
    path, page = f"/plans/{version}/asked", f"/plans/{version}/publish"
    person = str(town.imran)
    assert beth.post(path, {"person": person}, page=page).status_code == 422
    assert beth.post(path, {"person": person, "outcome": "asked"}, page=page).status_code == 422
    assert beth.post(path, {"person": person, "outcome": "not_safe"}, page=page).status_code == 422
    assert beth.post(path, {"person": str(town.tom), "outcome": "said_no"}, page=page).status_code == 404
    kept = {"person": person, "outcome": "not_safe", "reason": "He was violent in May."}
    assert beth.post(path, kept, page=page).status_code == 303
    assert "He was violent in May." in beth.get(page).text
    with unit_of_work():
        make_ready(town, version)
        plans.record_asked(
            version_id=version,
            person_id=town.imran,
            outcome="not_safe",
            reason="He was violent in May.",
            actor_id=town.beth,
        )
        plans.publish(version_id=version, actor_id=town.beth)
    for parent in (town.samina, town.imran):
        assert "violent" not in sign_in(parent).get("/plan").text


def test_publish_is_refused_with_every_reason(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        empty = plans.start_plan(child_id=town.zara, kind="care_plan", actor_id=town.beth)
        plans.save_step(version_id=empty, what={"en": "A visit"}, actor_id=town.beth)
        with pytest.raises(plans.PublishRefused) as refused:
            plans.publish(version_id=empty, actor_id=town.beth)
    codes = [one.code for one in refused.value.problems]
    assert codes == ["empty", "step_person", "step_date", *["read_as"] * 3, *["asked"] * 2]
    page = html.unescape(sign_in(town.beth).get(f"/plans/{empty}/publish").text)
    for words in (
        "The plan is empty.",
        "This step has no person.",
        "This step has no date.",
        "Read this as Samina",
    ):
        assert words in page


def test_published_words_never_change_and_a_new_draft_copies_them(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    beth = sign_in(town.beth)
    desk = Desk(beth, version)
    with unit_of_work():
        make_ready(town, version)
    page = f"/plans/{version}/publish"
    assert beth.post(page, page=page).status_code == 303
    assert beth.post(page, page=f"/children/{town.zara}/plan").status_code == 303
    late = beth.post(desk.path, desk.fields | {"do": ["save"]}, page=f"/children/{town.zara}/plan")
    assert late.status_code == 409
    assert FOR_MOTHER in late.text
    child = f"/children/{town.zara}/plan"
    assert "Not opened on a phone. Ask how they would like it." in beth.get(child).text
    begun = beth.post(child, {"kind": "child_in_need"}, page=child)
    second = uuid.UUID(begun.headers["Location"].split("/")[2])
    assert second != version
    with unit_of_work() as db:
        one, other = queries.content_of(version), queries.content_of(second)
        assert [item.words for item in one.paragraphs] == [item.words for item in other.paragraphs]
        assert {item.id for item in one.paragraphs}.isdisjoint(item.id for item in other.paragraphs)
        assert db.query(Composed).filter_by(version_id=version).count() == 6
        assert (other.number, other.state) == (2, "draft")
        current = plans.current_plan(town.zara)
        assert current
        assert (current.version_id, current.number) == (version, 1)


def test_steps_move_and_open_steps_are_listed(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        version = published(town)
        step = plans.open_steps(town.zara)[0]
        assert (step.what, step.by_whom, step.by_on, step.state) == (
            "Breakfast club",
            "Beth",
            date(2026, 12, 4),
            "not_started",
        )
    beth = sign_in(town.beth)
    path, page = f"/plans/{version}/steps/{step.id}", f"/children/{town.zara}/plan"
    assert beth.post(path, {"state": "nonsense"}, page=page).status_code == 404
    assert beth.post(path, {"state": "done"}, page=page).status_code == 303
    with unit_of_work():
        assert plans.open_steps(town.zara) == []
    assert "Done" in sign_in(town.imran).get("/plan").text


def test_words_are_sealed(town: Town, version: uuid.UUID) -> None:
    with unit_of_work() as db:
        assert all(b"tired" not in row.text_sealed for row in db.query(Wording))
