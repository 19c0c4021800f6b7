"""What a phone fetches the first time it opens a page, counted in a real Chromium with an empty cache."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Response, StorageState

from bench.people import NOBODY

KB = 1024


@dataclass(frozen=True)
class Page:
    """A main page, who opens it, and its budget: KB of HTML, CSS and JS after gzip -6, and requests."""

    name: str
    who: str
    path: str
    most_kb: float | None = None
    most_requests: int | None = None


PAGES = (
    Page("welcome", NOBODY, "/"),
    Page("child's houses", "Zara", "/houses", most_kb=90),
    Page("parent's plan, Urdu", "Samina", "/plan", most_kb=45, most_requests=8),
    Page("child's plan", "Zara", "/plan", most_kb=45, most_requests=8),
    Page("questions, Urdu", "Samina", "/questions"),
    Page("answers", "Zara", "/answers"),
    Page("inbox", "Beth", "/inbox"),
)


@dataclass
class Weight:
    """Bytes by kind: code is HTML, CSS and JS after gzip -6; fonts and images as they are sent."""

    requests: int = 0
    kinds: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, size: int) -> None:
        self.requests += 1
        self.kinds[kind] = self.kinds.get(kind, 0) + size

    def kb(self, *kinds: str) -> float:
        return sum(self.kinds.get(kind, 0) for kind in kinds) / KB

    @property
    def code(self) -> float:
        return self.kb("html", "css", "js")


def weigh(browser: Browser, url: str, page: Page, state: StorageState) -> Weight:
    """Open the page with nothing cached and no service worker; wait until the network is quiet."""
    weight = Weight()
    found: list[Response] = []
    with browser.new_context(
        viewport={"width": 360, "height": 640}, storage_state=state, service_workers="block"
    ) as context:
        tab = context.new_page()
        tab.on("response", lambda response: found.append(response))
        tab.goto(url + page.path, wait_until="networkidle")
        if tab.evaluate("location.pathname") not in (page.path, "/"):
            raise RuntimeError(f"{page.name}: ended at {tab.url}")
        for response in found:
            _add(weight, response)
    return weight


def _add(weight: Weight, response: Response) -> None:
    if response.status >= 400:
        raise RuntimeError(f"{response.url}: {response.status}")
    kind = _kind(response.header_value("content-type") or "")
    if response.status >= 300:
        weight.add(kind, 0)
        return
    body = response.body()
    weight.add(kind, len(body) if kind == "font" or _is_packed(body) else len(gzip.compress(body, 6)))


def _kind(content_type: str) -> str:
    for mark, kind in (
        ("html", "html"),
        ("css", "css"),
        ("javascript", "js"),
        ("font", "font"),
        ("image", "image"),
    ):
        if mark in content_type:
            return kind
    return "other"


def _is_packed(body: bytes) -> bool:
    return body.startswith(b"\x89PNG")


def verdict(page: Page, weight: Weight) -> str:
    """OK or over, with the budget; '' for a page without one."""
    if page.most_kb is None:
        return ""
    over = weight.code > page.most_kb or weight.requests > (page.most_requests or weight.requests)
    requests = f", {page.most_requests} requests" if page.most_requests else ""
    return f"{'over' if over else 'OK'} (at most {page.most_kb:.0f} KB{requests})"
