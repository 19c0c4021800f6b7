"""Who may do what, written from the code: `python -m scripts.access` writes docs/access.md."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask

from tests.whole.who_sees import COLUMNS, TABLE
from webapp import create_app
from webapp.config import Settings
from webapp.core.access import Policy

FILE = Path(__file__).resolve().parent.parent / "docs" / "access.md"
HEAD = """# Who may do what, and who may see what

Made by `python -m scripts.access` from the code; a test holds the two equal. Do not change it by hand.
The first table is every policy: the rule in words, the row that a look leaves in the log, and the
addresses it guards. Who is not let in gets 404, or the first page when signed out. What a page then shows
is filtered once more for its reader: one person, one child, one kind of thing. A court order or no contact,
and a member of staff who knows the family, stand above every line here.
"""
SEEN = """
## Who sees what

Held by the personas of `tests/whole`: each asks for every address, and a word of each thing must not come
where this table says no.
"""


def app() -> Flask:
    """The program, on a database that nobody opens."""
    settings = Settings(
        mode="demo",
        data=Path(tempfile.gettempdir()),
        database_url="sqlite://",
        keys={"none": bytes(32)},
        secret="only-to-list-the-policies-never-served",
        base_url="http://localhost",
        timezone=ZoneInfo("Europe/London"),
        testing=True,
    )
    return create_app(settings)


def render(made: Flask) -> str:
    """The whole file. ValueError when two policies share a name."""
    policies: dict[str, Policy] = made.extensions["heard_policies"]
    guarded: dict[str, set[str]] = defaultdict(set)
    by_name: dict[str, Policy] = {}
    for rule in made.url_map.iter_rules():
        policy = policies[rule.endpoint]
        if by_name.setdefault(policy.name, policy) is not policy:
            raise ValueError(f"two policies are called {policy.name}")
        verb = "GET" if "GET" in (rule.methods or ()) else "POST"
        guarded[policy.name].add(f"{verb} {rule.rule}")
    lines = [HEAD, "| policy | who | log | guards |", "|---|---|---|---|"]
    lines += [_line(by_name[name], guarded[name]) for name in sorted(by_name)]
    return "\n".join([*lines, SEEN, *_seen()]) + "\n"


def _line(policy: Policy, routes: set[str]) -> str:
    shown = "<br>".join(f"`{route}`" for route in sorted(routes, key=lambda route: route.split(" ")[::-1]))
    return f"| {policy.name} | {policy.who} | {policy.act or ''} | {shown} |"


def _seen() -> list[str]:
    head = f"| thing | {' | '.join(COLUMNS)} |"
    rows = [f"| {thing} | {' | '.join(row)} |" for thing, row in TABLE.items()]
    return [head, "|---" * (len(COLUMNS) + 1) + "|", *rows]


if __name__ == "__main__":
    FILE.write_text(render(app()), encoding="utf-8")
    print(f"{FILE.relative_to(FILE.parent.parent)} is written")
