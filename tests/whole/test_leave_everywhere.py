"""Every page a family member or someone signed out can open has Leave, as a form that needs no JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.whole.walk import Walk

TITLE = re.compile(rb"<title>([^<]+)</title>")
# The neutral page itself, and a page staff land on when their screen locks.
WITHOUT = {"home.show_cover", "home.show_offline_cover", "accounts.show_locked"}


@pytest.mark.parametrize("persona", ["nobody", "child", "sibling", "mother", "separated father", "stranger"])
def test_every_page_has_leave(walked: Callable[[str], Walk], persona: str) -> None:
    seen, missing, pages = 0, [], walked(persona).pages
    # "Home" in the reader's language, on every page; the offline pages are fetched in English here.
    helped = next(one.answer.data for one in pages if one.endpoint == "home.show_help")
    titles = {b"Home", *TITLE.findall(helped)}
    for one in pages:
        answer = one.answer
        if one.endpoint in WITHOUT or answer.status_code == 303:
            continue
        if answer.mimetype != "text/html" or b"<html" not in answer.data:
            continue
        seen += 1
        has_form = b'action="/bye"' in answer.data and b"data-leave>" in answer.data
        if not has_form or not set(TITLE.findall(answer.data)) <= titles:
            missing.append((one.endpoint, answer.status_code))
    assert missing == []
    assert seen > 5
