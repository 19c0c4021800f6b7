"""A computer of the authority's own translates, and hears no name."""

from __future__ import annotations

import json
import re
import threading
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.capability.translating.makers import (
    NAMES,
    acts,
    address,
    kept,
)
from tests.conftest import Browser
from webapp.core.database import unit_of_work
from webapp.plans import queries


class Translator(BaseHTTPRequestHandler):
    """LibreTranslate's interface, as small as it can be."""

    asked: ClassVar[list[Any]] = []
    way: ClassVar[str] = ""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Translator.asked.append((self.path, body))
        status = {"refused": 400, "away": 500, "redirect": 302}.get(Translator.way, 200)
        words = [f"اردو {' '.join(re.findall(r'.[0-9]+.', one))}۔" for one in body["q"]]
        if Translator.way == "drops names":
            words = ["اردو۔" for _one in words]
        data = b"no json" if Translator.way == "nonsense" else json.dumps({"translatedText": words}).encode()
        self.send_response(status)
        self.send_header("Location", "http://127.0.0.1:9/")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def computer(app: Flask) -> Iterator[type[Translator]]:
    from dataclasses import replace

    server = HTTPServer(("127.0.0.1", 0), Translator)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    before = app.extensions["heard_settings"]
    url = f"http://127.0.0.1:{server.server_port}"
    app.extensions["heard_settings"] = replace(before, translate_url=url, translate_key="k-1")
    Translator.asked, Translator.way = [], ""
    yield Translator
    app.extensions["heard_settings"] = before
    server.shutdown()
    server.server_close()


def by_machine(beth: Browser, version: uuid.UUID, code: str = "ur") -> TestResponse:
    return beth.post(address(version, "machine", code), page=address(version, code=code))


def test_without_an_address_there_is_no_computer(version: uuid.UUID, beth: Browser) -> None:
    assert "Translate what is missing" not in beth.get(address(version)).text
    assert by_machine(beth, version).status_code == 404


def test_a_computer_translates_what_is_missing_and_hears_no_name(
    version: uuid.UUID, beth: Browser, computer: type[Translator]
) -> None:
    before = kept(version)
    assert "Translate what is missing" in beth.get(address(version)).text
    assert by_machine(beth, version).status_code == 303
    [(path, body)] = computer.asked
    assert path == "/translate"
    assert (body["source"], body["target"], body["format"], body["api_key"]) == ("en", "ur", "text", "k-1")
    assert "[1] goes to breakfast club." in body["q"]
    assert not [name for name in (*NAMES, "child") if name in json.dumps(body["q"], ensure_ascii=False)]
    assert kept(version) == before
    with unit_of_work():
        step = queries.content_of(version).steps[0].words["child", "ur"]
    assert (step.text, step.check.state) == ("اردو Yusuf۔", "machine")
    assert "translate.machine" in acts()


def test_a_line_whose_names_got_lost_is_not_taken(
    version: uuid.UUID, beth: Browser, computer: type[Translator]
) -> None:
    computer.way = "drops names"
    assert by_machine(beth, version).status_code == 303
    with unit_of_work():
        content = queries.content_of(version)
    assert ("child", "ur") not in content.steps[0].words
    assert content.paragraphs[1].words["adult", "ur"].text == "اردو۔"


def test_a_computer_that_fails_changes_nothing(
    version: uuid.UUID, beth: Browser, computer: type[Translator]
) -> None:
    for way, status in (("refused", 422), ("away", 503), ("nonsense", 422), ("redirect", 503)):
        computer.way = way
        answer = by_machine(beth, version)
        assert answer.status_code == status, way
        assert "Nothing was changed." in answer.text
    with unit_of_work():
        assert ("adult", "ur") not in queries.content_of(version).paragraphs[1].words


def test_a_computer_that_is_off_changes_nothing(
    app: Flask, version: uuid.UUID, beth: Browser, computer: type[Translator]
) -> None:
    from dataclasses import replace

    settings = app.extensions["heard_settings"]
    app.extensions["heard_settings"] = replace(settings, translate_url="http://127.0.0.1:9")
    assert by_machine(beth, version).status_code == 503
