"""An administrator keeps the glossary; its words are explained where they stand in a family's plan."""

from __future__ import annotations

import html
import re
import uuid
from functools import partial

import pytest

from tests.capability import plan_makers
from tests.conftest import Browser, SignInAs
from tests.makers import Town
from webapp import cli, plans
from webapp.audit.models import AuditRow
from webapp.core.database import unit_of_work
from webapp.plans.glossary import queries, service
from webapp.plans.glossary.service import Given
from webapp.plans.models import GlossaryTerm

LIST = "/plain-words"
GIVEN = Given(
    "core group", "core group\ncore team", "People who meet about a plan.", "The team for your plan."
)
FIELDS = {
    "en_term": "core group",
    "en_look_for": "core group\r\ncore team",
    "en_adult": GIVEN.adult,
    "en_child": GIVEN.child,
}


def put(town: Town, given: Given = GIVEN, urdu: Given | None = None) -> uuid.UUID:
    with unit_of_work():
        made = service.add_term(given=given, actor_id=town.priya)
        if urdu:
            service.translate_term(term_id=made, language="ur", given=urdu, actor_id=town.priya)
    return made


def test_an_administrator_alone_keeps_the_words(town: Town, sign_in: SignInAs) -> None:
    one = put(town)
    for person in (town.beth, town.farah, town.owen, town.samina, town.zara):
        browser = sign_in(person)
        assert browser.get(LIST).status_code == browser.get(f"{LIST}/{one}").status_code == 404
        for path in (LIST, f"{LIST}/{one}", f"{LIST}/{one}/remove"):
            assert browser.post(path, FIELDS | {"sure": "yes"}, page="/help").status_code == 404
    with unit_of_work():
        assert [row.term for row in queries.rows()] == ["core group"]


def test_add_change_and_take_away_are_kept_and_audited(town: Town, sign_in: SignInAs) -> None:
    priya = sign_in(town.priya)
    assert priya.post(LIST, FIELDS, page=LIST).status_code == 303
    page = priya.get(LIST).text
    assert "People who meet about a plan." in page
    path = re.search(rf"{LIST}/[0-9a-f-]+", page)[0]  # type: ignore[index]
    changed = FIELDS | {"en_adult": "People who meet each month.", "ur_term": "کور گروپ", "ur_adult": "لوگ۔"}
    assert priya.post(path, changed, page=path).status_code == 303
    with unit_of_work() as db:
        rows = {row.language: row for row in queries.rows()}
        assert rows["en"].adult == "People who meet each month."
        assert rows["en"].look_for == "core group\ncore team"
        assert (rows["ur"].look_for, rows["ur"].state, rows["ur"].out_of_date) == (
            "کور گروپ",
            "machine",
            False,
        )
        acts = [row.act for row in db.query(AuditRow).order_by(AuditRow.number) if "glossary" in row.act]
    assert acts == ["glossary.add", "glossary.change", "glossary.translate"]
    assert priya.post(f"{path}/remove", page=path).status_code == 422
    assert priya.post(f"{path}/remove", {"sure": "yes"}, page=path).status_code == 303
    assert priya.get(path).status_code == 404
    with unit_of_work():
        assert queries.rows() == []


def test_saving_what_is_there_already_changes_nothing(town: Town, sign_in: SignInAs) -> None:
    one = put(town)
    with unit_of_work():
        before = queries.stamp()
    assert sign_in(town.priya).post(f"{LIST}/{one}", FIELDS, page=LIST).status_code == 303
    with unit_of_work():
        assert queries.stamp() == before


def test_what_is_missing_or_taken_is_said_and_nothing_typed_is_lost(town: Town, sign_in: SignInAs) -> None:
    put(town)
    priya = sign_in(town.priya)
    bad = priya.post(LIST, {"en_term": "", "en_adult": "Some words & more"}, page=LIST)
    assert bad.status_code == 422
    assert "Write the word." in bad.text
    assert "Some words &amp; more" in bad.text
    assert priya.post(LIST, {}, page=LIST).status_code == 422
    again = priya.post(LIST, {"en_term": "Team", "en_look_for": "Core Team", "en_adult": "x"}, page=LIST)
    assert again.status_code == 422
    assert "This is looked for already: Core Team" in again.text
    long = priya.post(
        LIST, FIELDS | {"en_term": "x" * 121, "en_look_for": "", "en_child": "y" * 1001}, page=LIST
    )
    assert long.status_code == 422
    assert long.text.count("Please make it shorter") >= 2


def test_a_translation_waits_when_its_english_changes(town: Town, sign_in: SignInAs) -> None:
    one = put(town, urdu=Given("کور گروپ", "کور گروپ", "لوگ۔", "ٹیم۔", "checked"))
    with unit_of_work():
        service.change_term(
            term_id=one, given=Given("core group", "core group", "New.", ""), actor_id=town.priya
        )
        assert "ur" not in queries.words().terms
    path = f"{LIST}/{one}"
    priya = sign_in(town.priya)
    page = priya.get(path).text
    assert "The English has changed since" in page
    same = {"en_term": "core group", "en_look_for": "core group", "en_adult": "New.", "ur_state": "checked"}
    same |= {"ur_term": "کور گروپ", "ur_look_for": "کور گروپ", "ur_adult": "لوگ۔", "ur_child": "ٹیم۔"}
    assert priya.post(path, same, page=path).status_code == 303
    with unit_of_work():
        assert "ur" not in queries.words().terms
    assert priya.post(path, same | {"ur_fresh": "yes"}, page=path).status_code == 303
    with unit_of_work():
        assert queries.words().terms["ur"][0].state == "checked"


def test_our_file_fills_an_empty_glossary_once(town: Town) -> None:
    cli.begin_here()
    with unit_of_work() as db:
        rows = queries.english_rows()
        assert len(rows) == 88
        for row in rows:
            service.remove_term(term_id=row.id, actor_id=town.priya)
    cli.begin_here()
    with unit_of_work() as db:
        assert db.query(GlossaryTerm).count() == 0


def write(town: Town, texts: list[tuple[str, str]]) -> None:
    """A published plan of these (part, English) paragraphs, the child's version the same."""
    with unit_of_work():
        made = plans.start_plan(child_id=town.zara, kind="child_in_need", actor_id=town.beth)
        add = partial(plans.save_paragraph, version_id=made, actor_id=town.beth)
        for part, text in texts:
            add(part=part, adult={"en": text}, child={"en": text})
        plan_makers.make_ready(town, made)
        plans.publish(version_id=made, actor_id=town.beth)


SAYS = re.compile(r'<details class="says"><summary>(.*?)</summary>(.*?)</details>', re.DOTALL)


def explained(browser: Browser, path: str = "/plan") -> list[tuple[str, str]]:
    page = browser.get(path)
    assert page.status_code == 200
    strip = partial(re.sub, r"</?(?:p|bdi)[^>]*>", "")
    return [(one, html.unescape(strip(told))) for one, told in SAYS.findall(page.text)]


def test_a_word_is_explained_at_its_first_use_in_each_part(town: Town, sign_in: SignInAs) -> None:
    put(town)
    write(
        town,
        [("why", "The core group met. Core groups meet."), ("worried", "The core team <met>. Zara slept.")],
    )
    mother = sign_in(town.samina).in_english()
    assert explained(mother) == [
        ("The <u>core group</u> met.", "core group: People who meet about a plan."),
        ("The <u>core team</u> &lt;met&gt;.", "core team: People who meet about a plan."),
    ]
    assert explained(sign_in(town.zara).in_english())[0][1] == "core group: The team for your plan."


def test_a_change_of_the_words_shows_at_once(town: Town, sign_in: SignInAs) -> None:
    one = put(town)
    write(town, [("why", "The core group met.")])
    mother = sign_in(town.samina).in_english()
    assert len(explained(mother)) == 1
    with unit_of_work():
        given = Given("core group", "core group", "Other words.", "")
        service.change_term(term_id=one, given=given, actor_id=town.priya)
    assert explained(mother) == [("The <u>core group</u> met.", "core group: Other words.")]
    # Nothing for a child to read: no mark.
    assert explained(sign_in(town.zara).in_english()) == []
    with unit_of_work():
        service.remove_term(term_id=one, actor_id=town.priya)
    assert explained(mother) == []


def test_an_urdu_reader_has_urdu_plain_words_marked_as_unchecked(town: Town, sign_in: SignInAs) -> None:
    put(town, urdu=Given("کور گروپ", "کور گروپ", "لوگ جو ملتے ہیں۔", "ٹیم۔", "machine"))
    write(town, [("why", "The core group met.")])
    page = sign_in(town.samina).get("/plan?wording=ur").text
    told = SAYS.search(page)
    assert told
    assert 'lang="ur" dir="rtl"' in told[2]
    assert "لوگ جو ملتے ہیں۔" in told[2]
    assert 'class="soft"' in told[2]


def test_what_a_worker_reads_as_someone_has_the_same_marks(town: Town, sign_in: SignInAs) -> None:
    put(town)
    with unit_of_work():
        made = plans.start_plan(child_id=town.zara, kind="child_in_need", actor_id=town.beth)
        plans.save_paragraph(
            version_id=made, part="why", adult={"en": "The core group met."}, actor_id=town.beth
        )
    beth = sign_in(town.beth)
    assert len(explained(beth, f"/plans/{made}/read-as/{town.imran}")) == 1


@pytest.mark.parametrize("path", [f"{LIST}/01900000-0000-7000-8000-000000000000", f"{LIST}/nonsense"])
def test_a_word_that_is_not_there(town: Town, sign_in: SignInAs, path: str) -> None:
    assert sign_in(town.priya).get(path).status_code == 404
