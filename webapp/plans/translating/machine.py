"""A computer that translates, by LibreTranslate's interface (POST /translate). Off without an address.

Lines leave with placeholders for names, places and numbers, and as [1], [2] at that: never a name.
"""

from __future__ import annotations

import json
import time
from typing import Any

import requests
from flask import current_app

from webapp.config import Settings
from webapp.plans.rules import ENGLISH
from webapp.plans.translating.finding import TOKEN

TIMEOUT_S = (3.05, 10)
WHOLE_S = 25
AT_ONCE = 20
# Servers say so when they do not know a language.
REFUSED = range(400, 500)
LARGEST = 2 * 1024 * 1024


class MachineFailed(Exception):
    """No translation came. code: away (no answer, or not in time), refused, nonsense."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_on() -> bool:
    """Whether the authority has given an address."""
    return bool(_settings().translate_url)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["heard_settings"]
    return settings


def translate(texts: list[str], code: str) -> list[str]:
    """Each text in the language, placeholders as they were if the computer left them. MachineFailed."""
    until = time.monotonic() + WHOLE_S
    found: list[str] = []
    for start in range(0, len(texts), AT_ONCE):
        some = texts[start : start + AT_ONCE]
        if time.monotonic() > until:
            raise MachineFailed("away")
        tokens = [list(dict.fromkeys(TOKEN.findall(one))) for one in some]
        sent = [_numbered(one, mine) for one, mine in zip(some, tokens, strict=True)]
        back = _ask(sent, code)
        found += [_named(one, mine) for one, mine in zip(back, tokens, strict=True)]
    return found


def _numbered(words: str, tokens: list[str]) -> str:
    return TOKEN.sub(lambda found: f"[{tokens.index(found[0]) + 1}]", words)


def _named(words: str, tokens: list[str]) -> str:
    for number, token in enumerate(tokens, start=1):
        words = words.replace(f"[{number}]", token)
    return words


def _ask(texts: list[str], code: str) -> list[str]:
    settings = _settings()
    body: dict[str, Any] = {"q": texts, "source": ENGLISH, "target": code, "format": "text"}
    if settings.translate_key:
        body["api_key"] = settings.translate_key
    try:
        answer = requests.post(
            f"{settings.translate_url}/translate",
            json=body,
            timeout=TIMEOUT_S,
            allow_redirects=False,
            stream=True,
        )
        with answer:
            data = _read(answer)
    except requests.RequestException as error:
        raise MachineFailed("away") from error
    if answer.status_code in REFUSED:
        raise MachineFailed("refused")
    if answer.status_code != 200:
        raise MachineFailed("away")
    return _texts(data, len(texts))


def _read(answer: requests.Response) -> bytes:
    """At most so much, and never for ever: a server that drips is away."""
    parts, size, until = list[bytes](), 0, time.monotonic() + TIMEOUT_S[1]
    for part in answer.iter_content(65536):
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            raise MachineFailed("nonsense")
        if time.monotonic() > until:
            raise MachineFailed("away")
    return b"".join(parts)


def _texts(data: bytes, wanted: int) -> list[str]:
    try:
        found = json.loads(data)["translatedText"]
    except (ValueError, KeyError, TypeError) as error:
        raise MachineFailed("nonsense") from error
    if not isinstance(found, list) or len(found) != wanted or not all(isinstance(one, str) for one in found):
        raise MachineFailed("nonsense")
    return found
