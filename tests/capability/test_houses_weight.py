"""What a phone fetches to open the houses the first time: at most 90 KB of HTML, CSS and script."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

from tests.makers import Town

DIST = Path(__file__).parents[2] / "static/dist"
BUDGET = 90 * 1024
# Fetched when a child opens them, and not before.
LATER = ("voice.", "photo.", "letterbox.")


def test_the_first_load_is_light(town: Town, sign_in: Any) -> None:
    page = sign_in(town.zara).get("/houses").data
    names = set(re.findall(r"/static/([\w.-]+\.(?:css|js))", page.decode()))
    first = {name for name in names if not name.startswith(LATER)}
    assert {"app", "houses"} <= {name.split(".")[0] for name in first}
    parts = {"page": page} | {name: (DIST / name).read_bytes() for name in first}
    sizes = {name: len(gzip.compress(body, 6)) for name, body in parts.items()}
    assert sum(sizes.values()) <= BUDGET, sizes
