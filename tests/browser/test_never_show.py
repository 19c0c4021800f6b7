"""Safety §4.2, "Never show": every row of its table, each in its own words, on a phone that people share."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.browser import profile
from tests.browser.conftest import Open
from tests.browser.leaving import leave, sign_in_quietly
from tests.browser.site import Site

# Words that tell what this is for. A neutral name is chosen per deployment ("Home").
TELLING = re.compile(r"social|council|northbridge|plan|child|heard|worker|abuse|safe|famil", re.I)
NAMES = ("Kasia", "Wilk", "Claire", "Dunn")
FAMILY_PATHS = {
    "/", "/plan", "/answers", "/questions", "/houses", "/help", "/leaving", "/phones", "/someone", "/complain"
}  # fmt: skip
PEOPLE = pytest.mark.parametrize("name", ["Kasia", "Claire"])


def open_tab(page: Page, path: str) -> None:
    """Tap the tab; ends when its page is there."""
    page.locator(f'.tabs a[href="{path}"]').click()
    expect(page.locator(f'.tabs a[href="{path}"][aria-current]')).to_be_visible()


@pytest.fixture
def visited(site: Site, phone: Open) -> Callable[[str], tuple[Page, list[Request]]]:
    """A visit through the tabs and the foot of the page, with every request it made."""

    def visit(name: str) -> tuple[Page, list[Request]]:
        context = phone()
        asked: list[Request] = []
        sign_in_quietly(context, site, name)
        context.on("request", lambda request: asked.append(request))
        page = context.new_page()
        page.goto("/")
        for path in ("/plan", "/answers", "/questions"):
            open_tab(page, path)
            page.goto("/")
        return page, asked

    return visit


# Row: `<title>`, PWA name, icon, theme, share sheet, app switcher · never any case word · a neutral name
# chosen per deployment; blank the view on `visibilitychange`.
@PEOPLE
def test_title_name_and_icon_tell_nothing(site: Site, phone: Open, name: str) -> None:
    context = phone()
    sign_in_quietly(context, site, name)
    page = context.new_page()
    for path in sorted(FAMILY_PATHS):
        page.goto(path)
        assert page.title() == "Home", path
    manifest = context.request.get("/manifest.webmanifest").json()
    shown = [manifest["name"], manifest["short_name"], *(icon["src"] for icon in manifest["icons"])]
    shown += page.eval_on_selector_all(
        "link[rel~=icon], link[rel=apple-touch-icon]", "all => all.map(l => l.href)"
    )
    assert not [words for words in shown if TELLING.search(words.replace(site.url, ""))]
    assert "description" not in manifest


@PEOPLE
def test_the_app_switcher_shows_a_blank_page(site: Site, phone: Open, name: str) -> None:
    context = phone()
    sign_in_quietly(context, site, name)
    page = context.new_page()
    page.goto("/")
    seen = page.evaluate(
        """() => ["hidden", "visible"].map((state) => {
          Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
          document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
          return getComputedStyle(document.body).visibility;
        })"""
    )
    assert seen == ["hidden", "visible"]


# Row: URL, query, fragment, Referer · never ids that mean something, names, tokens · child area is ONE url;
# `Referrer-Policy: no-referrer`.
@PEOPLE
def test_addresses_and_referers_tell_nothing(
    site: Site, visited: Callable[[str], tuple[Page, list[Request]]], name: str
) -> None:
    page, asked = visited(name)
    assert page.url == f"{site.url}/"
    paths = {one.url.removeprefix(site.url) for one in asked if "/static/" not in one.url}
    telling = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}|token=|" + "|".join(NAMES), re.I)
    assert not [path for path in paths if telling.search(path)]
    assert {path for path in paths if "?" in path or "#" in path} == set()
    assert not [one.url for one in asked if one.all_headers().get("referer")]


# Row: History · never steps of the child's flow · `history.replaceState` only.
@PEOPLE
def test_history_has_the_card_the_first_page_and_the_way_out(
    site: Site, kept_phone: Callable[..., BrowserContext], tmp_path: Path, name: str
) -> None:
    context = kept_phone(tmp_path / "profile", site)
    page = context.new_page()
    page.goto(site.person(name)["card_url"])
    sign_in_quietly(context, site, name)
    page.goto("/")
    for path in ("/plan", "/answers", "/questions"):
        open_tab(page, path)
        page.goto("/")
    leave(page)
    context.close()
    seen = {url.removeprefix(site.url) for url, _title in profile.history(tmp_path / "profile")}
    card = site.person(name)["card_url"].removeprefix(site.url)
    assert {path for path in seen if path.startswith("/")} <= {"/", card, "/bye"}
    titles = {title for url, title in profile.history(tmp_path / "profile") if url.startswith(site.url)}
    assert titles <= {"Home", "Weather", ""}


# Row: HTTP cache / SW cache · never any personal response · app shell only; `Cache-Control: no-store` on
# all else; test lists Cache Storage keys.
@PEOPLE
def test_caches_hold_the_shell_alone(
    site: Site, visited: Callable[[str], tuple[Page, list[Request]]], name: str
) -> None:
    page, asked = visited(name)
    for one in asked:
        answer = one.response()
        path = one.url.removeprefix(site.url)
        if answer and not path.startswith(("/static/", "/sw.js", "/manifest.webmanifest", "data:", "blob:")):
            assert "no-store" in (answer.header_value("cache-control") or ""), path
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    keys = page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys())
            for (const kept of await (await caches.open(name)).keys()) found.push(new URL(kept.url).pathname);
          return found;
        }"""
    )
    assert keys
    allowed = re.compile(
        r"/static/.+|/offline/(weather|houses/(en|ur))|/language-last-seen|/offline/letterbox/(en|ur)"
    )
    assert [key for key in keys if not allowed.fullmatch(key)] == []


# Row: localStorage/sessionStorage · never anything but UI language. (Nothing at all: the language is a cookie.)
@PEOPLE
def test_storage_is_empty(visited: Callable[[str], tuple[Page, list[Request]]], name: str) -> None:
    page, _asked = visited(name)
    stored = page.evaluate("JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])")
    assert json.loads(stored) == [[], []]


# Row: autofill, clipboard, download folder, camera roll · never child's input · `autocomplete=off`,
# in-page capture, blob URLs revoked.
@PEOPLE
def test_fields_are_not_remembered_and_nothing_is_copied(site: Site, phone: Open, name: str) -> None:
    context = phone()
    page = context.new_page()
    page.add_init_script(
        """window.wrote = [];
        navigator.clipboard.writeText = (words) => Promise.resolve(window.wrote.push(words));"""
    )
    downloads: list[Any] = []
    page.on("download", lambda download: downloads.append(download))
    sign_in_quietly(context, site, name)
    for path in sorted(FAMILY_PATHS):
        page.goto(path)
        remembered = page.eval_on_selector_all(
            "textarea, input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([type=date])",
            "all => all.filter((one) => one.autocomplete !== 'off').map((one) => one.outerHTML)",
        )
        assert remembered == [], path
        # A photo that is there already may be chosen; one that is taken is taken inside the page (test_attachments).
        assert page.locator("input[type=file]:not([data-photo-file]), [capture], a[download]").count() == 0, (
            path
        )
        assert page.evaluate("window.wrote.length") == 0
    assert downloads == []


# Row: Server logs, error reports, metrics · never bodies, names, IP beyond /24, ids in clear · event code,
# hashed ids. (At an error: tests/capability/test_logs.py.)
def test_the_servers_log_has_codes_and_hashes_alone(site: Site, phone: Open) -> None:
    context = phone()
    sign_in_quietly(context, site, "Claire")
    page = context.new_page()
    page.goto("/plan")
    page.locator('#your-answer textarea[name="words"]').fill("zebra kettle logged")
    page.locator("#your-answer form button").last.click()
    expect(page.locator("#your-answer .quote", has_text="zebra kettle logged")).to_have_count(1)
    leave(page)
    log = (Path(site.environ["HEARD_DATA"]) / "server.log").read_text()
    assert '"endpoint": "plans.answer_plan"' in log
    written = [line for line in log.splitlines() if '"endpoint"' in line]
    for never in ("zebra kettle", "Claire", "127.0.0.", site.person("Claire")["card_url"].rsplit("/", 1)[1]):
        assert not [line for line in written if never in line], never
    lines = [json.loads(line) for line in written]
    assert {key for line in lines for key in line} <= {
        "event", "id", "endpoint", "method", "status", "ms", "person", "timestamp"
    }  # fmt: skip
    assert {len(line["person"]) for line in lines if line["person"]} == {12}
