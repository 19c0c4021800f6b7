"""Screenshots of every screen: `python -m scripts.screens [folder [name…]]`. A new one: a line in SCREENS."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, product
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from tests.browser import site as sites
from tests.browser.site import Site

PHONE, DESK = (360, 640), (1280, 800)
STAFF = ("Beth", "Farah", "Priya", "Owen", "Ruth", "Moira", "Nadia")
STORY_PASSWORD = "four warm parathas"
TALLEST = 4000
Step = Callable[[Page], None]


@dataclass(frozen=True)
class Screen:
    """One screen: who sees it, the address it begins at, and what is done there before the picture."""

    name: str
    who: str
    path: str = "/"
    steps: tuple[Step, ...] = ()


def tap(selector: str) -> Step:
    """Tap the first thing that matches."""
    return lambda page: page.locator(selector).first.click()


def see(selector: str) -> Step:
    """Wait for it."""
    return lambda page: page.locator(selector).first.wait_for()


def pick_way(way: str) -> Step:
    """One of the ways in, or '' for the list of them: the page comes back to a choice begun before."""

    def step(page: Page) -> None:
        begun = page.locator('button[name="way"][value=""]')
        if begun.count():
            begun.click()
        if way:
            page.locator(f'button[name="way"][value="{way}"]').first.click()

    return step


def in_family(end: str) -> tuple[Step, ...]:
    """From the caseload to Family M, and there to the first link that ends so."""
    return (tap('main a:has-text("Family M")'), tap(f'main a[href$="{end}"]'))


START = (tap('label.opt:has(input[name="with"][value="alone"])'), tap('[data-do="start"]'))
GOOD = (*START, tap('[data-house="good"]'), see('[data-screen="make"]:not([hidden])'), sites.draw_line)
READ = (*GOOD, tap('[data-do="done"]'), see('[data-screen="readback"]:not([hidden])'))
BEGIN = (tap('form[action="/questions/start"] label:has(input[value="self"])'),)
FAMILY_M = in_family("")[:1]
PLAN_M = in_family("/plan")
HOUSES = (tap('main a[href*="/houses"]'),)

# In the order in which they are taken; people whose sign-in is half done come before those who are in.
SCREENS = (
    Screen("01-welcome", "nobody"),
    Screen("02-staff-sign-in", "nobody", "/staff"),
    Screen("03-help", "nobody", "/help"),
    Screen("04-leaving", "nobody", "/leaving"),
    Screen("05-attribution", "nobody", "/attribution"),
    Screen("03b-someone-signed-out", "nobody", "/someone"),
    Screen("03c-complain-signed-out", "nobody", "/complain"),
    Screen("03d-letterbox-off", "nobody", "/letterbox"),
    Screen("03e-staff-passkey", "nobody", "/staff/passkey"),
    Screen("06-cover", "nobody", "/bye"),
    Screen("07-not-found", "nobody", "/no-such-page"),
    Screen("08-offline-houses", "nobody", "/offline/houses/en"),
    Screen("10-card-code", "Samina, card"),
    Screen("11-choose-way", "Samina, code"),
    Screen("12-mother-home", "Samina"),
    Screen("13-mother-plan", "Samina", "/plan"),
    Screen("13b-mother-journey", "Samina", "/journey"),
    Screen("13c-mother-why-kept", "Samina", "/plan/kept"),
    Screen("13d-mother-given", "Samina", "/given"),
    Screen("14-mother-answers", "Samina", "/answers"),
    Screen("15-mother-questions", "Samina", "/questions"),
    Screen("16-mother-looked", "Samina", "/looked"),
    Screen("17-mother-ways-in", "Samina", "/ways-in", (pick_way(""),)),
    Screen("17b-mother-new-password", "Samina", "/ways-in", (pick_way("password"),)),
    Screen("17c-mother-new-pictures", "Samina", "/ways-in", (pick_way("pictures"),)),
    Screen("18-mother-phones", "Samina", "/phones"),
    Screen("20-pictures", "Zara, card"),
    Screen("21-child-home", "Zara"),
    Screen("22-child-plan", "Zara", "/plan"),
    Screen("22b-child-journey", "Zara", "/journey"),
    Screen("23-child-answers", "Zara", "/answers"),
    Screen("24-child-questions", "Zara", "/questions"),
    Screen("24b-someone", "Zara", "/someone"),
    Screen("24c-complain", "Zara", "/complain"),
    Screen("24d-this-phone", "Zara", "/this-phone"),
    Screen("24e-who-sees", "Zara", "/houses/who-sees"),
    Screen("24f-ways-in", "Zara", "/ways-in", (pick_way(""),)),
    Screen("24g-new-words", "Zara", "/ways-in", (pick_way("words"),)),
    Screen("24h-phones", "Zara", "/phones"),
    Screen("25-houses-choose", "Zara", "/houses", (*START, see('[data-screen="choose"]:not([hidden])'))),
    Screen("26-houses-draw", "Zara", "/houses", GOOD),
    Screen("27-houses-write", "Zara", "/houses", (*GOOD, tap('[data-mode-to="write"]'))),
    Screen("28-houses-read-back", "Zara", "/houses", READ),
    Screen("29-houses-share", "Zara", "/houses", (*READ, tap('[data-do="right"]'))),
    Screen("30-young-home", "Yusuf"),
    Screen("31-young-plan", "Yusuf", "/plan"),
    Screen("32-young-questions", "Yusuf", "/questions"),
    Screen("33-teen-home", "Hamza"),
    Screen("34-teen-answers", "Hamza", "/answers"),
    Screen("35-teen-sent", "Hamza", "/houses/sent"),
    Screen("36-teen-someone", "Hamza", "/someone"),
    Screen("37-teen-looked", "Hamza", "/looked"),
    Screen("38-teen-ways-in", "Hamza", "/ways-in", (pick_way(""),)),
    Screen("40-password", "Bilal, card"),
    Screen("41-father-plan", "Bilal", "/plan"),
    Screen("42-father-answers", "Bilal", "/answers"),
    Screen("43-other-mother-plan", "Claire", "/plan"),
    Screen("44-care-plan", "Joan", "/plan"),
    Screen("45-care-plan-child", "Tyler", "/plan"),
    Screen("46-pathway-plan-teen", "Mia", "/plan"),
    Screen("50-inbox", "Beth", "/inbox"),
    Screen("51-answered", "Beth", "/inbox/answered"),
    Screen("52-child-houses", "Beth", "/inbox", HOUSES),
    Screen("52c-told-me", "Beth", "/families", in_family("/told")),
    Screen("52a-full-size", "Beth", "/inbox", (*HOUSES, tap('main a[href*="/entries/"]'))),
    Screen("52b-in-record", "Beth", "/inbox", (*HOUSES, tap('form[action$="/record"] button'))),
    Screen("53-plan-answer", "Beth", "/inbox", (tap('main a[href*="/inbox/answers/"]'),)),
    Screen("54-families", "Beth", "/families"),
    Screen("55-family", "Beth", "/families", FAMILY_M),
    Screen("56-card-questions", "Beth", "/families", (*FAMILY_M, tap('main a[href$="/card"]'))),
    Screen("56b-invite", "Beth", "/families", (*FAMILY_M, tap('main a[href$="/invite"]'))),
    Screen("56c-cards", "Beth", "/families", in_family("/cards")),
    Screen("56d-checks", "Beth", "/families", in_family("/checks")),
    Screen("56e-may-see", "Beth", "/families", in_family("/may-see")),
    Screen("56f-contacts", "Beth", "/families", in_family("/contacts")),
    Screen("56g-looked", "Beth", "/families", in_family("/looked")),
    Screen("56h-letterbox", "Beth", "/families", in_family("/letterbox")),
    Screen("56i-hand-over", "Beth", "/families", in_family("/hand-over")),
    Screen("56j-asking", "Beth", "/families", in_family("/asking")),
    Screen("57-plan-versions", "Beth", "/families", (*FAMILY_M, tap('main a[href$="/plan"]'))),
    Screen("57b-recordings", "Beth", "/families", (*PLAN_M, tap('main a[href$="/recordings"]'))),
    Screen("57c-languages", "Beth", "/families", (*PLAN_M, tap('main a[href$="/translating"]'))),
    Screen("57d-journey", "Beth", "/families", (*PLAN_M, tap('main a[href$="/journey"]'))),
    Screen("57e-new-version", "Beth", "/families", (*PLAN_M, tap("main .head form button"))),
    Screen("57f-due", "Beth", "/due"),
    Screen("57g-how-to-reach-me", "Beth", "/how-to-reach-me"),
    Screen("57h-my-photo", "Beth", "/my-photo"),
    Screen("58-emergency", "Beth", "/break-glass"),
    Screen("58b-my-conflicts", "Beth", "/my-conflicts"),
    Screen("58c-sessions", "Beth", "/sessions"),
    Screen("58d-ways-in", "Beth", "/ways-in-staff"),
    Screen("60-manager-inbox", "Farah", "/inbox"),
    Screen("61-duty", "Farah", "/duty"),
    Screen("61b-opened", "Farah", "/break-glass/opened"),
    Screen("61c-conflicts", "Farah", "/conflicts"),
    Screen("62-administrator", "Priya"),
    Screen("62-people", "Priya", "/people"),
    Screen("62-people-families", "Priya", "/people/families"),
    Screen("62-people-family", "Priya", "/people/families", (tap("main ul.columns a"),)),
    Screen("62-people-staff", "Priya", "/people/staff"),
    Screen("62-people-member", "Priya", "/people/staff", (tap("main a.cover"),)),
    Screen("62-people-new-staff", "Priya", "/people/staff/new"),
    Screen("62-people-new-family", "Priya", "/people/families/new"),
    Screen(
        "62-people-worker",
        "Priya",
        "/people/families",
        (tap("main ul.columns a"), tap('main a[href$="/worker"]')),
    ),
    Screen("62-people-conflicts", "Priya", "/conflicts"),
    Screen("62-people-team", "Priya", "/people/teams", (tap("main ul a"),)),
    Screen("63-data-officer", "Owen"),
    Screen("63b-local-data", "Owen", "/local-data"),
    Screen("63c-extract", "Owen", "/local-data/extract"),
    Screen("63d-extract-asked", "Owen", "/local-data/extract", (tap("main form .btn"), see("#state"))),
    Screen("63e-caseload", "Owen", "/local-data/caseload"),
    Screen("63f-publish", "Owen", "/local-data/publish"),
    Screen("63g-publish-period", "Owen", "/local-data/publish", (tap('main a[href$="/1"]'),)),
    Screen("63l-learning", "Owen", "/local-data/learning"),
    Screen("63m-ledger", "Owen", "/local-data/ledger"),
    Screen("63n-compare", "Owen", "/local-data/compare"),
    Screen("63o-evidence", "Owen", "/local-data/evidence"),
    Screen("63p-asking-outside", "Owen", "/local-data/asking"),
    Screen("63q-sheet-code", "Beth", "/feedback/paper"),
    Screen("63r-link-closed", "nobody", "/by-link"),
    Screen("63s-what-families-told-us", "nobody", "/what-families-told-us"),
    Screen("63p-child-evidence", "Farah", "/families", (*FAMILY_M, tap('main a[href^="/evidence/"]'))),
    Screen("62b-help-numbers", "Priya", "/help-lines"),
    Screen("62c-plain-words", "Priya", "/plain-words"),
    Screen("62d-plain-word", "Priya", "/plain-words", (tap('main a[href^="/plain-words/"]'),)),
    Screen("64-plan-checker", "Ruth"),
    Screen("65-requests", "Moira", "/requests"),
    Screen("66-request", "Moira", "/requests", (tap("main a.cover"),)),
    Screen("67-complaints", "Nadia", "/complaints"),
    Screen("68-complaint", "Nadia", "/complaints", (tap("main a.cover"),)),
    Screen("70-partner-home", "Anwen"),
    Screen("71-interpreter-home", "Sadia"),
)


def let_in(page: Page, site: Site, who: str) -> None:
    """As far in as `who` says: nobody, a card in hand, a code given, or signed in."""
    name, _, half = who.partition(", ")
    if name in STAFF:
        sites.sign_in_worker(page, site, name)
    elif name == "Samina":
        sites.open_card(page, site, name)
        if half != "card" and page.locator('input[name="code"]').count():
            sites.enter_code(page, site.person(name)["setup_code"])
        if not half:
            sites.enter_password(page, STORY_PASSWORD)
    elif half:
        sites.open_card(page, site, name)
    elif name != "nobody":
        sites.sign_in_person(page, site, name)


def looks(who: str) -> Iterator[tuple[str, str, str]]:
    """Language, theme and size of each set of pictures: staff read English, at a desk and on a phone."""
    languages, sizes = (("en",), ("desk", "phone")) if who in STAFF else (("en", "ur"), ("phone",))
    yield from product(languages, ("light", "dark"), sizes)


def take(page: Page, site: Site, screen: Screen, file: Path) -> str:
    """One picture; what went wrong, in words, or ''."""
    try:
        answer = page.goto(site.url + screen.path)
        for step in screen.steps:
            step(page)
        page.wait_for_load_state("networkidle")
        shoot(page, file)
    except Error as error:
        return f"{file}: {error.message.splitlines()[0]}"
    return f"{file}: {answer.status}" if answer and answer.status >= 500 else ""


def shoot(page: Page, file: Path) -> None:
    """The whole page in a window as tall as it is, so that what sticks to the bottom is at the bottom."""
    size = page.viewport_size
    assert size
    width, height = size["width"], size["height"]
    whole = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": min(max(height, whole), TALLEST)})
    page.screenshot(path=file, animations="disabled")
    page.set_viewport_size({"width": width, "height": height})


def take_all(context: BrowserContext, site: Site, who: str, screens: list[Screen], out: Path) -> list[str]:
    """Every picture of one person, in each language and theme."""
    page = context.new_page()
    page.set_default_timeout(8000)
    try:
        let_in(page, site, who)
    except (AssertionError, Error) as error:
        return [f"{who} did not get in: {str(error).splitlines()[0]}"]
    problems = []
    for language, theme, size in looks(who):
        width, height = DESK if size == "desk" else PHONE
        page.set_viewport_size({"width": width, "height": height})
        context.add_cookies([{"name": "heard-language", "value": language, "url": site.url}])
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        folder = out / f"{language}-{theme}-{size}"
        problems += [take(page, site, screen, folder / f"{screen.name}.png") for screen in screens]
    return [problem for problem in problems if problem]


def open_context(browser: Browser, who: str) -> BrowserContext:
    """A phone for families, a desk for staff."""
    width, height = DESK if who in STAFF else PHONE
    return browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=1 if who in STAFF else 2,
        has_touch=who not in STAFF,
        reduced_motion="reduce",
    )


def main(out: Path, names: list[str]) -> int:
    """Take everything, or what these people see; how many could not be taken."""
    problems: list[str] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryDirectory() as record,
        sites.running_site(Path(folder), HEARD_RECORD_FOLDER=record) as site,
        sync_playwright() as playwright,
        sites.open_browser(playwright) as browser,
    ):
        wanted = [screen for screen in SCREENS if not names or screen.who.split(",")[0] in names]
        for who, group in groupby(wanted, key=lambda screen: screen.who):
            with open_context(browser, who) as context:
                problems += take_all(context, site, who, list(group), out)
            print(who, flush=True)
    print("\n".join(problems))
    return len(problems)


if __name__ == "__main__":
    sys.exit(min(main(Path([*sys.argv, "screens"][1]), sys.argv[2:]), 1))
