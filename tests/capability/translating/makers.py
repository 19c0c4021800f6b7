"""What the tests of translations ask, send and read."""

from __future__ import annotations

import html
import re
import uuid
from datetime import timedelta

from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import Browser
from tests.makers import Town
from webapp import families
from webapp.audit.models import AuditRow
from webapp.core import clock
from webapp.core.database import session, unit_of_work
from webapp.plans import queries
from webapp.plans.content import Words

NAMES = ("Zara", "Yusuf", "Samina", "Imran", "Beth", "Family M")
URDU = "[child] دیر سے آتی تھی۔"


def address(version: uuid.UUID, act: str = "", code: str = "ur") -> str:
    return f"/plans/{version}/translating/{code}{'/' if act else ''}{act}"


def invited(town: Town, reference: str = "NB-I-204", days: int = 30) -> uuid.UUID:
    return families.invite(
        child_id=town.zara,
        role="interpreter",
        name="Sadia Karim",
        organisation="Lingua",
        reference=reference,
        purpose="The plan in Urdu.",
        until=clock.now() + timedelta(days=days),
        invited_by=town.beth,
    )


def ask(
    beth: Browser, version: uuid.UUID, person: uuid.UUID, days: int = 5, code: str = "ur"
) -> TestResponse:
    data = {"person": str(person), "until": (clock.today() + timedelta(days=days)).isoformat()}
    return beth.post(address(version, "ask", code), data, page=address(version, code=code))


def begin(browser: Browser, says: str = "not_known") -> TestResponse:
    return browser.post("/translating/begin", {"asked": asked_id(browser), "says": says}, page="/translating")


def asked_id(browser: Browser) -> str:
    found = re.search(r'name="asked" value="([^"]+)"', browser.get("/translating").text)
    assert found
    return found[1]


def form_of(browser: Browser) -> dict[str, str]:
    """The form as a browser would send it."""
    page = browser.get("/translating").text
    found = {}
    for match in re.finditer(
        r'<input type="(hidden|checkbox)" name="([^"]+)" value="([^"]*)"( checked)?', page
    ):
        if match[2] != "csrf_token" and (match[1] == "hidden" or match[4]):
            found[match[2]] = match[3]
    for match in re.finditer(r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL):
        found[match[1]] = html.unescape(match[2])
    return found


def first_field(version: uuid.UUID, name: str = "text", audience: str = "adult") -> str:
    with unit_of_work():
        content = queries.content_of(version)
        item = content.paragraphs[0].id if name in ("text", "ok") else content.steps[0].id
    return f"{name}-{item}-{audience}"


def kept(version: uuid.UUID, code: str = "ur", audience: str = "adult") -> Words:
    with unit_of_work():
        return queries.content_of(version).paragraphs[0].words[audience, code]


def send(browser: Browser, changes: dict[str, str], do: str = "save") -> TestResponse:
    return browser.post("/translating", form_of(browser) | changes | {"do": do}, page="/translating")


def acts() -> list[str]:
    with unit_of_work():
        return list(session().scalars(select(AuditRow.act).order_by(AuditRow.at)))


def translated(browser: Browser) -> dict[str, str]:
    """Every line in other letters, its placeholders kept."""
    words = english(browser)
    return {
        name: re.sub(r"(\[[^\]]+\])|[A-Za-z]+", lambda m: m[1] or "لفظ", said) for name, said in words.items()
    }


def english(browser: Browser) -> dict[str, str]:
    page = browser.get("/translating").text
    return {
        m[1]: html.unescape(m[2]) for m in re.finditer(r'dir="ltr" id="e-([^"]+)">(.*?)</p>', page, re.DOTALL)
    }


def change_english(town: Town, version: uuid.UUID, text: str) -> None:
    """As the editor saves it."""
    from dataclasses import replace

    from webapp.plans.writing import service

    with unit_of_work():
        content = queries.content_of(version)
        first = content.paragraphs[0]
        words = {**first.words, ("adult", "en"): Words(text)}
        changed = [replace(first, words=words), *content.paragraphs[1:]]
        typed = service.Typed(content.revision, content.review_on, changed, content.steps)
        service.save_draft(version_id=version, typed=typed, actor_id=town.beth)
