"""Templates: an administrator changes and adds them without code; what was asked stays with its answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import lxml.html
import pytest

from tests.conftest import Browser, SignInAs
from tests.makers import Town
from tests.phone import content, phone_of, share
from webapp import houses
from webapp.audit.models import AuditRow
from webapp.core import clock, ids
from webapp.core.database import unit_of_work
from webapp.houses.asking import queries, service

LIST = "/house-templates"
ONE = {
    "en_name": "Our club",
    "version": "0",
    "en_p0_name": "At the club",
    "en_p0_mid": "What is the club like?",
    "p0_sign": "sign-hill",
    "en_p1_name": "Going home",
    "en_p1_mid": "What is the way home like?",
    "en_p1_young": "What is going home like?",
}


def add(priya: Browser, **changes: str) -> str:
    """The address of the new template."""
    answer = priya.post(LIST, ONE | changes, page=f"{LIST}/new")
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def values(page: str) -> dict[str, str]:
    """What the form on the page would send as it stands."""
    form = lxml.html.fromstring(page).xpath("//form[contains(@action, 'house-templates')]")[0]
    return {name: value for name, value in form.form_values() if name != "csrf_token"}


def saved(priya: Browser, path: str, **changes: str) -> Any:
    """Save the form as it stands, but for these changes."""
    return priya.post(path, values(priya.get(path).text) | changes, page=path)


def offer(priya: Browser, path: str, *who: str) -> None:
    fields = {f"for_{one}": "yes" for one in who}
    assert priya.post(f"{path}/offer", fields, page=LIST).status_code == 303


def keep(town: Town, **changes: Any) -> None:
    with unit_of_work():
        houses.receive(
            child_id=town.zara,
            content=content(share=share(), **changes),
            entry_id=ids.new(),
            made_at=clock.now(),
        )


def test_an_administrator_alone_keeps_templates(town: Town, sign_in: SignInAs) -> None:
    path = add(sign_in(town.priya))
    for person in (town.beth, town.farah, town.owen, town.samina, town.zara):
        browser = sign_in(person)
        assert {browser.get(one).status_code for one in (LIST, f"{LIST}/new", path)} == {404}
        for one in (LIST, path, f"{path}/offer"):
            assert browser.post(one, ONE | {"for_child": "yes"}, page="/help").status_code == 404
    with unit_of_work():
        assert "Our club" not in [one.name for one in queries.offered("child")]


def test_a_new_template_is_offered_when_somebody_says_so_and_its_entries_reach_the_worker(
    town: Town, sign_in: SignInAs
) -> None:
    priya, zara = sign_in(town.priya), sign_in(town.zara)
    path = add(priya)
    assert "Our club" not in zara.get("/houses").text
    offer(priya, path, "child")
    page = zara.get("/houses").text
    assert 'data-screen="kinds"' in page
    assert page.index("Three houses") < page.index("Our club")
    button = re.search(
        r'data-house="(\w+)" data-template="(\w+)" data-prompt="(\w+)">[^>]*>[^>]*>At the', page
    )
    assert button
    house, template, prompt = button.groups()
    assert prompt == f"{house.upper()}_1"
    phone = phone_of(zara)
    phone.send(content(v=2, house=house, template=template, prompt=prompt, **REST, share=share()))
    shown = sign_in(town.beth).get(f"/inbox/children/{town.zara}/houses").text
    assert "At the club" in shown
    assert "What is the club like?" in shown
    assert "sign-hill" in shown


REST: dict[str, Any] = {
    "name": "",
    "paper": "",
    "things": [],
    "voice": [],
    "files": [],
    "said": "",
    "band": "mid",
    "language": "en",
    "typed_by": "",
    "own_words": True,
}


def test_what_was_asked_is_read_in_its_own_words_after_the_template_changed(
    town: Town, sign_in: SignInAs
) -> None:
    priya = sign_in(town.priya)
    path = add(priya)
    with unit_of_work():
        part = queries.templates()[-1].parts[0].key
    keep(town, v=2, house=part, template="x", prompt=f"{part.upper()}_1", **REST)
    assert saved(priya, path, en_p0_mid="How is the club?").status_code == 303
    with unit_of_work():
        assert queries.question(f"{part.upper()}_1") == "What is the club like?"
        assert queries.question(f"{part.upper()}_1_V2") == "How is the club?"
        assert queries.templates()[-1].version == 2
    shown = sign_in(town.beth).get(f"/inbox/children/{town.zara}/houses").text
    assert "What is the club like?" in shown
    assert "How is the club?" not in shown
    assert saved(priya, path, en_p0_name="").status_code == 303
    with unit_of_work():
        assert [one.name("mid") for one in queries.templates()[-1].parts] == ["Going home"]
        assert queries.part_name(part) == "At the club"
        assert queries.question(f"{part.upper()}_1") == "What is the club like?"


def test_ours_may_be_changed_too_and_keep_their_place_and_their_first_words(
    town: Town, sign_in: SignInAs
) -> None:
    priya = sign_in(town.priya)
    path = f"{LIST}/three_houses"
    assert saved(priya, path).status_code == 303
    with unit_of_work():
        assert queries.template("three_houses").version == 1  # type: ignore[union-attr]
    assert saved(priya, path, en_p1_mid="What is hard?").status_code == 303
    page = sign_in(town.zara).get("/houses").text
    assert "What is hard?" in page
    assert 'data-prompt="WORRY_1_V2"' in page
    with unit_of_work():
        assert queries.question("WORRY_1") == "What worries you?"
        assert [one.key for one in queries.templates()][0] == "three_houses"


def test_words_in_another_language_have_their_state_and_wait_when_the_english_changes(
    town: Town, sign_in: SignInAs
) -> None:
    priya = sign_in(town.priya)
    path = add(priya)
    urdu = {"ur_name": "ہمارا کلب", "ur_p0_name": "کلب میں", "ur_p0_mid": "کلب کیسا ہے؟", "ur_p1_name": "گھر"}
    urdu |= {"ur_p1_mid": "راستہ کیسا ہے؟", "ur_state": "checked"}
    assert saved(priya, path, **urdu).status_code == 303
    key = path.rsplit("/", 1)[1]
    with unit_of_work():
        found = queries.in_language(key, "ur")
        assert found
        assert (found.name, found.state, found.version) == ("ہمارا کلب", "checked", 1)
    assert saved(priya, path, en_p0_mid="How is it?", ur_state="checked").status_code == 303
    assert "The English has changed since" in priya.get(path).text
    with unit_of_work():
        assert queries.is_old(key, "ur")
    assert saved(priya, path, ur_state="checked", ur_fresh="yes").status_code == 303
    with unit_of_work():
        assert not queries.is_old(key, "ur")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"en_name": ""}, "Write a name."),
        ({"en_p0_name": "", "en_p1_name": ""}, "Write at least one part."),
        ({"p0_aside": "yes", "p1_aside": "yes"}, "Write at least one part."),
        ({"en_p1_mid": "", "en_p1_young": ""}, "Write a question."),
        ({"en_p0_mid": "Who did that to you?"}, "“Who did” leads a child."),
        ({"en_p0_name": "My secret"}, "“secret” leads a child."),
        ({"en_p0_mid": "x" * 161}, "160 letters at most"),
        ({"en_name": "x" * 41}, "40 letters at most"),
        ({"ur_name": "کلب"}, "Write this in every language"),
        ({"p0_key": "same", "p1_key": "same"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    town: Town, sign_in: SignInAs, changes: dict[str, str], words: str
) -> None:
    priya = sign_in(town.priya)
    answer = priya.post(LIST, ONE | changes, page=f"{LIST}/new")
    assert answer.status_code == (422 if words else 303)
    if words:
        assert words in answer.text
        typed = (ONE | changes).get("en_p1_name") or "Our club"
        assert typed in answer.text


def test_two_administrators_at_once_lose_no_words(town: Town, sign_in: SignInAs) -> None:
    priya = sign_in(town.priya)
    path = add(priya)
    old = values(priya.get(path).text)
    assert saved(priya, path, en_p0_mid="First?").status_code == 303
    answer = priya.post(path, old | {"en_p0_mid": "Second?"}, page=path)
    assert answer.status_code == 422
    assert "Somebody changed this while you wrote." in answer.text
    assert "Second?" in answer.text


def test_unknown_templates_are_not_there_and_acts_are_written_down(town: Town, sign_in: SignInAs) -> None:
    priya = sign_in(town.priya)
    assert priya.get(f"{LIST}/nothing").status_code == 404
    for path in (f"{LIST}/nothing", f"{LIST}/nothing/offer"):
        assert priya.post(path, ONE, page=LIST).status_code == 404
    offer(priya, add(priya), "teen")
    with unit_of_work() as db:
        acts = [row.act for row in db.query(AuditRow).order_by(AuditRow.number) if "template" in row.act]
    assert acts == ["template.change", "template.offer"]


def test_with_nothing_switched_on_a_child_still_has_the_three_houses(town: Town, sign_in: SignInAs) -> None:
    priya = sign_in(town.priya)
    offer(priya, f"{LIST}/three_houses")
    page = sign_in(town.zara).get("/houses").text
    assert 'data-house="good"' in page
    assert 'data-screen="kinds"' not in page
    with unit_of_work():
        assert queries.offered("teen")
        assert [one.key for one in queries.offered("adult")] == ["three_lists"]


def test_a_child_chooses_how_big_the_page_is_and_the_record_stays(town: Town, sign_in: SignInAs) -> None:
    zara = sign_in(town.zara)
    assert 'data-band="mid"' in zara.get("/houses").text
    assert zara.post("/houses/band", {"band": "young"}, page="/houses").status_code == 303
    page = zara.get("/houses").text
    assert 'data-band="young"' in page
    assert 'data-prompt="GOOD_YOUNG"' in page
    for wrong in ({}, {"band": "adult"}, {"band": "x" * 500}):
        assert zara.post("/houses/band", wrong, page="/houses").status_code == 303
    assert 'data-band="young"' in zara.get("/houses").text
    assert zara.post("/houses/band", {"band": "teen"}, page="/houses").status_code == 303
    assert 'data-prompt="GOOD_TEEN"' in zara.get("/houses").text
    assert 'data-band="mid"' in zara.get("/answers").text
    assert sign_in(town.beth).post("/houses/band", {"band": "teen"}, page="/help").status_code == 404
    with unit_of_work():
        service.choose_band(child_id=town.yusuf, band="mid")
    assert 'data-prompt="GOOD_TEEN"' in zara.get("/houses").text


def test_who_held_the_pen_and_whose_words_shows_to_every_reader(town: Town, sign_in: SignInAs) -> None:
    marks = REST | {"typed_by": "worker", "own_words": False, "name": "My rainy place", "sign": "sign-cloud"}
    both = share("people", town.samina)
    with unit_of_work():
        houses.receive(
            child_id=town.zara,
            content=content(v=2, template="three_houses", **marks) | {"share": both},
            entry_id=ids.new(),
            made_at=clock.now(),
        )
    for person, path in ((town.beth, f"/inbox/children/{town.zara}/houses"), (town.samina, "/shown")):
        page = sign_in(person).in_english().get(path).text
        assert "Typed by the worker. The child said: these are not my own words." in page
        assert "My rainy place" in page
        assert "sign-cloud" in page


def test_brothers_and_sisters_make_one_together_and_it_is_the_makers_alone(
    town: Town, sign_in: SignInAs
) -> None:
    made = REST | {"with": "sibling", "together": "Yusuf"}
    with unit_of_work():
        houses.receive(
            child_id=town.zara,
            content=content(v=2, template="three_houses", words="We CANARY both hate it.", **made)
            | {"share": share("people", town.samina)},
            entry_id=ids.new(),
            made_at=clock.now(),
        )
    worker = sign_in(town.beth).get(f"/inbox/children/{town.zara}/houses").text
    assert "With a brother or sister" in worker
    assert "Made together with: <bdi>Yusuf</bdi>" in worker
    assert "Ask each child alone before you use it." in worker
    assert "Made together with: <bdi>Yusuf</bdi>" in sign_in(town.samina).in_english().get("/shown").text
    assert (
        "Made together with: <bdi>Yusuf</bdi>"
        in sign_in(town.zara, shared_phone=False).get("/houses/sent").text
    )
    # Nothing of it is in the other child's record, and nobody is shown it there.
    yusuf = sign_in(town.yusuf, shared_phone=False)
    for path in ("/", "/houses", "/houses/sent", "/houses/drafts", "/houses/states", "/houses/who-sees"):
        assert "CANARY" not in yusuf.get(path).text
    assert "CANARY" not in sign_in(town.beth).get(f"/inbox/children/{town.yusuf}/houses").text


def test_help_is_one_tap_away_on_every_page_of_the_houses(town: Town, sign_in: SignInAs) -> None:
    zara = sign_in(town.zara, shared_phone=False)
    for name in ("", "/thanks", "/sent", "/who-sees", "/then-and-now"):
        page = zara.get(f"/houses{name}").text
        assert page.count('<details class="sos">') == 1
        for way in ("tel:999", "tel:08001111", "/someone"):
            assert f'href="{way}"' in page.split('<details class="sos">')[1].split("</details>")[0]
    offline = zara.get("/offline/houses/en").text.split('<details class="sos">')[1].split("</details>")[0]
    assert 'href="tel:999"' in offline
    assert 'href="tel:08001111"' in offline


def test_a_change_at_home_is_a_note_to_the_worker_and_no_alarm(town: Town, sign_in: SignInAs) -> None:
    keep(town, v=2, house="home", template="three_houses", **REST | {"name": ""})
    beth = sign_in(town.beth)
    assert (
        "look again at every card, phone and safe contact"
        in beth.get(f"/inbox/children/{town.zara}/houses").text
    )
    inbox = beth.get("/inbox").text
    assert "At home" in inbox
    assert "urgent" not in inbox


def test_an_entry_of_a_part_nobody_knows_is_still_read(town: Town, sign_in: SignInAs) -> None:
    keep(town, v=2, house="gone_long_ago", template="gone", **REST | {"name": ""})
    page = sign_in(town.beth).get(f"/inbox/children/{town.zara}/houses").text
    assert "Something else" in page
    assert "Mornings are too much." in page


def test_help_is_in_the_bar_of_every_screen_also_offline(
    town: Town, sign_in: SignInAs, browser: Callable[[], Browser]
) -> None:
    for page, someone in ((sign_in(town.zara).get("/houses").text, True), (offline(browser()), False)):
        box = page.split('class="sos"')[1].split("</details>")[0]
        assert 'href="tel:999"' in box
        assert 'href="tel:08001111"' in box
        assert ('href="/someone"' in box) is someone
        assert "someone on my side" in box or "someone on your side" in box


def offline(browser: Browser) -> str:
    return browser.get("/offline/houses/en").text
