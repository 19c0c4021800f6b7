"""The answers beside the pages: boosted pages, fragments, forms sent back, limits and error pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask, abort
from werkzeug.test import TestResponse

from tests import kept
from tests.conftest import Browser
from tests.whole.story import Story
from tests.whole.walk import Sent, address, method, rules, with_token
from webapp.core import language
from webapp.core.errors import PAGES

# What htmx sends when a link or a form of a page with hx-boost is followed.
BOOSTED = {"HX-Request": "true", "HX-Boosted": "true", "HX-Current-URL": "http://localhost/"}
# The copy of the database that is put back after each form.
BEFORE = "before a form"
# Codes that have no page of their own get another's.
CODES = (*PAGES, 403, 418)
PLACE = re.compile(rb'name="place" value="(\d+)"')
TYPED = ("text", "email", "tel", "password", "search", "date", "number", "time")


@dataclass
class Form:
    """One form of a page that posts: where to, and what it sends when a person filled in nothing."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._open: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(values.get("action", "")) if values.get("method") == "post" else None
            self.found += [self._open] if self._open else []
        elif self._open and values.get("name", "csrf_token") != "csrf_token":
            kind = values.get("type", "text")
            if tag == "button" or kind == "hidden":
                self._open.fields[values["name"]] = values.get("value", "")
            elif tag in ("textarea", "select") or kind in TYPED:
                self._open.fields[values["name"]] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def forms_of(html: str) -> list[Form]:
    """The forms that post, in the order of the page."""
    parser = _Forms()
    parser.feed(html)
    return parser.found


class Reading:
    """One persona in one language: asks, and keeps every answer. `may`: endpoints that are theirs to read."""

    def __init__(self, app: Flask, browser: Browser, story: Story, may: set[str], code: str) -> None:
        self.app, self.browser, self.story, self.may = app, browser, story, may
        self.browser.client.set_cookie(language.COOKIE, code)
        self.sent: list[Sent] = []

    def keep(self, what: str, answer: TestResponse) -> TestResponse:
        self.sent.append(Sent(what, "", answer))
        return answer

    def pages(self) -> dict[str, str]:
        """Every page of theirs as a link with hx-boost fetches it."""
        found = {}
        for rule in rules(self.app):
            if method(rule) == "GET" and rule.endpoint in self.may:
                answer = self.browser.get(address(rule, self.story), headers=BOOSTED)
                self.keep(f"boosted {rule.endpoint}", answer)
                if answer.status_code == 200 and answer.mimetype == "text/html":
                    found[rule.endpoint] = answer.text
        return found

    def refused_forms(self, pages: dict[str, str]) -> None:
        """Each form of these pages once, sent with nothing filled in; the database is then as before."""
        found = [form for html in pages.values() for form in forms_of(html)]
        forms = {(form.action, *sorted(form.fields)): form for form in found}
        for form in forms.values():
            post = with_token(self.app, self._twin())
            self.keep(f"form {form.action}", post(form.action, form.fields, BOOSTED))
            kept.put_back(BEFORE)

    def _twin(self) -> Browser:
        """Another with the same cookies: what an answer takes away is not missed by the next."""
        made = Browser(self.app.test_client())
        for name in (self.app.config["SESSION_COOKIE_NAME"], language.COOKIE):
            if cookie := self.browser.client.get_cookie(name):
                made.client.set_cookie(name, cookie.value)
        return made

    def fragments(self) -> None:
        """The small forms and answers that htmx puts in place of a part of a page."""
        page = self.browser.get("/plan", headers=BOOSTED)
        post = with_token(self.app, self.browser)
        about = {"version": str(self.story.ids["version_id"]), "wording": "en"}
        places = [found.decode() for found in PLACE.findall(page.data)] or ["0", "1"]
        for place in places:
            target = {"HX-Request": "true", "HX-Target": f"line-{place}"}
            self.keep(f"ask {place}", post("/plan/ask", about | {"place": place}, target))
        by_htmx = {"HX-Request": "true"}
        self.keep("idea", post("/plan/idea", about, by_htmx))
        self.keep("step", post("/plan/step", about | {"step": str(self.story.ids["step_id"])}, by_htmx))
        self.keep(
            "words",
            post(f"/plans/{self.story.of_draft['plans.tick_reader']['version_id']}/words", {}, by_htmx),
        )
        self.keep("part", post("/plan/part", about | {"say": "why:partly"}, by_htmx))
        kept.put_back(BEFORE)
        for kind in ("", "not_clear"):
            body = about | {"place": places[-1], "kind": kind}
            target = {"HX-Request": "true", "HX-Target": f"line-{places[-1]}"}
            self.keep(f"sentence {kind}", post("/plan/sentences", body, target))
            kept.put_back(BEFORE)

    def errors(self, patch: Any) -> None:
        """The page of each status, as this person is shown it, sending a word along."""
        for code in CODES:
            patch.setitem(self.app.view_functions, "home.show_attribution", lambda code=code: abort(code))
            self.keep(f"error {code}", self.browser.get("/attribution", headers={"Referer": "x"}))
        patch.setitem(self.app.view_functions, "home.show_attribution", _breaks)
        patch.setitem(self.app.config, "TESTING", False)
        patch.setitem(self.app.config, "PROPAGATE_EXCEPTIONS", False)
        self.keep("error unexpected", self.browser.get("/attribution"))


def _breaks() -> None:
    raise ValueError("made up")
