"""Installed, without a network, with an expired session, in two tabs: nothing is lost and nothing counts twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser import steps
from tests.browser.conftest import Open
from tests.browser.leaving import wait_for_worker
from tests.browser.phones import KEPT, until
from tests.browser.site import Site, open_card, pick_pictures, sign_in_person

KEYS = """async () => Object.fromEntries(await Promise.all((await caches.keys()).map(
  async (name) => [name, (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname)])))"""


def waiting(page: Page) -> list[dict[str, Any]]:
    """What this phone still has to send."""
    items: list[dict[str, Any]] = page.evaluate(KEPT)
    return [one for one in items if one["kind"] == "send" or one["uploaded_rev"] < one["rev"]]


def expect_all_gone(page: Page) -> None:
    """Nothing waits on this phone any more, soon."""
    for _try in range(60):
        if not waiting(page):
            return
        page.wait_for_timeout(250)
    raise AssertionError(waiting(page))


def has_part(context: BrowserContext) -> bool:
    return any(one["name"] == "heard-part" for one in context.cookies())


def signed_in(context: BrowserContext, site: Site, name: str) -> Page:
    page = context.new_page()
    sign_in_person(page, site, name)
    steps.screen(page, "before")
    return page


def sent_words(page: Page) -> list[str]:
    """Every entry this child ever sent, from her own page (a phone that is hers alone)."""
    answer = page.request.get("/houses/sent")
    assert answer.ok
    page.set_content(answer.text())
    return page.locator("article .quote").all_inner_texts()


def test_the_manifest_installs(site: Site, phone: Open) -> None:
    page = phone().new_page()
    page.goto("/")
    manifest = page.request.get("/manifest.webmanifest")
    assert manifest.headers["content-type"].startswith("application/manifest+json")
    found = manifest.json()
    assert (found["start_url"], found["scope"], found["display"]) == ("/", "/", "standalone")
    assert found["name"] == found["short_name"] == "Home"
    assert {one["purpose"] for one in found["icons"]} == {"any", "maskable"}
    for icon in found["icons"]:
        image = page.request.get(icon["src"])
        assert image.ok
        assert image.headers["content-type"] == icon["type"]
        size = page.evaluate(
            "async (src) => { const made = await createImageBitmap(await (await fetch(src)).blob());"
            " return `${made.width}x${made.height}`; }",
            icon["src"],
        )
        assert size == icon["sizes"]
    problems = page.context.new_cdp_session(page).send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [one["errorId"] for one in problems if one["errorId"] != "in-incognito"] == []


def test_the_worker_keeps_the_shell_and_nothing_of_a_person(site: Site, phone: Open) -> None:
    page = signed_in(phone(), site, "Hamza")
    wait_for_worker(page)
    for place in ("/plan", "/answers", "/questions", "/houses", "/help"):
        page.goto(place)
    kept = page.evaluate(KEYS)
    assert len(kept) == 1
    paths = {path for keys in kept.values() for path in keys}
    pages = {f"/offline/{page}/{lang}" for page in ("houses", "letterbox") for lang in ("en", "ur")}
    shell = {"/language-last-seen", "/offline/weather", *pages}
    assert {path for path in paths if not path.startswith("/static/")} == shell
    for path in shell:
        text = page.evaluate("async (path) => await (await caches.match(path)).text()", path)
        for token in ("Hamza", "Malik", "Beth", "Ellis", "Farah"):
            assert token not in text, path
        assert 'name="csrf_token" value="e' not in text


# Hamza is signed in on a phone of his own, which opens without a network (decision 0008); Nani's is shared.
@pytest.mark.parametrize(
    ("who", "lang", "opens"), [("Hamza", "en", "before"), ("Rukhsana", "ur", "offline-owner")]
)
def test_a_cold_start_without_a_network_opens_the_houses_in_the_last_language(
    site: Site, kept_phone: Any, tmp_path: Path, who: str, lang: str, opens: str
) -> None:
    context = kept_phone(tmp_path / "profile", site)
    page = context.new_page()
    sign_in_person(page, site, who)
    expect(page.locator("html")).to_have_attribute("lang", lang)
    wait_for_worker(page)
    page.reload()
    if opens == "before":
        until(page, lambda: has_part(context), "the part of an own phone")
    context.close()
    context = kept_phone(tmp_path / "profile", site)
    context.set_offline(True)
    page = context.new_page()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.locator("html")).to_have_attribute("dir", {"en": "ltr", "ur": "rtl"}[lang])
    steps.screen(page, opens)
    assert site.person(who)["name"].split()[0] not in page.content()


def test_made_offline_it_waits_as_a_draft_and_comes_back_after_sign_in(site: Site, phone: Open) -> None:
    context = phone()
    page = signed_in(context, site, "Idris")
    wait_for_worker(page)
    page.locator('form[action="/bye"] button[data-leave]').click()
    page.wait_for_url("**/bye")
    context.set_offline(True)
    page.goto("/")
    steps.screen(page, "offline-owner")
    page.locator("[data-owner-picks] button").first.click()
    steps.begin(page)
    steps.enter(page, "worry")
    steps.draw_with_finger(page, steps.ROOF)
    steps.write(page, "Waits for the net.")
    steps.expect_state(page, "make", "offline")
    page.locator('[data-screen="make"] [data-do="done"]').click()
    page.locator('[data-do="right"]').click()
    steps.screen(page, "kept")
    expect(page.locator('[data-screen="kept"]')).to_contain_text("This has NOT been sent")
    expect(page.locator('[data-screen="share"]')).to_have_count(0)
    page.reload()
    steps.screen(page, "offline-owner")
    expect(page.locator("body")).to_contain_text("It comes back when you are online and signed in")
    assert "Waits for the net." not in page.content()
    context.set_offline(False)
    page.goto("/")
    assert len(waiting(page)) == 1
    open_card(page, site, "Idris")
    pick_pictures(page, site.person("Idris")["pictures"])
    steps.begin(page)
    steps.enter(page, "worry")
    expect(page.locator("[data-words]")).to_have_value("Waits for the net.")
    expect_all_gone(page)
    steps.mode(page, "draw")
    page.locator('[data-screen="make"] [data-do="done"]').click()
    steps.screen(page, "readback")
    assert "1" in steps.lines_said(page)


def test_an_expired_session_keeps_the_queue_and_it_goes_after_sign_in(site: Site, phone: Open) -> None:
    context = phone()
    page = signed_in(context, site, "Kasia")
    before = len(sent_words(page))
    page.goto("/houses")
    steps.begin(page)
    steps.enter(page, "good")
    steps.write(page, "Sent after I sign in again.")
    steps.to_share(page)
    context.clear_cookies()
    steps.choose_and_send(page, "worker")
    steps.expect_state(page, "sent", "signin")
    assert [one["kind"] for one in waiting(page)] == ["send"]
    sign_in_person(page, site, "Kasia")
    steps.screen(page, "before")
    expect_all_gone(page)
    words = sent_words(page)
    assert len(words) == before + 1
    assert words.count("Sent after I sign in again.") == 1


def test_a_double_tap_on_send_is_one_entry(site: Site, phone: Open) -> None:
    page = signed_in(phone(), site, "Kasia")
    steps.begin(page)
    steps.enter(page, "wish")
    steps.write(page, "Tapped twice.")
    steps.to_share(page)
    page.locator('input[name="share"][value="worker"]').check()
    page.locator("[data-share] button[type=submit]").dblclick(delay=5)
    steps.expect_state(page, "sent", "arrived")
    assert sent_words(page).count("Tapped twice.") == 1


def test_a_lost_answer_is_asked_again_and_counts_once(site: Site, phone: Open) -> None:
    """The server has it, the phone never hears: the same goes again and is the same entry."""
    page = signed_in(phone(), site, "Kasia")
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        if json.loads(route.request.post_data or "{}").get("kind") == "send" and not lost:
            lost.append(route.fetch().text())
            route.abort()
        else:
            route.continue_()

    page.route("**/houses/entries", lose_the_first)
    steps.begin(page)
    steps.enter(page, "good")
    steps.write(page, "The answer got lost.")
    steps.to_share(page)
    steps.choose_and_send(page, "worker")
    steps.expect_state(page, "sent", "arrived")
    assert '"arrived"' in lost[0]
    page.unroute_all()
    assert sent_words(page).count("The answer got lost.") == 1


def test_two_tabs_send_an_entry_once(site: Site, phone: Open) -> None:
    context = phone()
    page = signed_in(context, site, "Kasia")
    other = context.new_page()
    other.goto("/houses")
    steps.screen(other, "before")
    steps.begin(page)
    steps.enter(page, "worry")
    steps.write(page, "Two tabs, one entry.")
    steps.to_share(page)
    context.set_offline(True)
    steps.choose_and_send(page, "worker")
    steps.expect_state(page, "sent", "offline")
    expect(page.locator("[data-sent-title]")).to_contain_text("NOT")
    context.set_offline(False)
    steps.expect_state(page, "sent", "arrived")
    expect_all_gone(page)
    assert sent_words(other).count("Two tabs, one entry.") == 1
