"""Which tests go to one worker of xdist: those that share something dear to make, an engine at a time."""

from __future__ import annotations

import re

from xdist.scheduler import LoadScopeScheduling

# The demo is loaded once for the whole file.
FILES = ("tests/capability/test_demo.py", "tests/capability/test_cli.py")
PARAMETERS = re.compile(r"\[(sqlite|postgresql)(?:-(.*))?\]$")


def group(nodeid: str) -> str:
    """The tests of one persona's walk, of one file that loads the demo; any other is a group of its own."""
    file = nodeid.partition("::")[0]
    found = PARAMETERS.search(nodeid)
    engine, persona = (found[1], found[2]) if found else ("", None)
    if file in FILES:
        return f"{file} {engine}"
    if file.startswith("tests/whole/") and persona:
        return f"tests/whole {engine} {persona}"
    return nodeid


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
    """One group after the other, in the order in which pytest collected them (`--no-loadscope-reorder`)."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)
