"""The last step of the story: the extract for local data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from frictionless import Package

from tests.browser.site import ROOT, Site, today


def the_extract_validates(site: Site, folder: Path, say: Callable[[str, str], None]) -> None:
    """`heard local-data extract` over what the story left, as the council would check it."""
    out = folder / "extract"
    env = {key: value for key, value in os.environ.items() if not key.startswith("HEARD_")}
    env |= {"HEARD_MODE": "demo", "HEARD_DATA": str(folder / "data"), "HEARD_BASE_URL": site.url}
    last = today()
    days = ["--from", (last - timedelta(days=90)).isoformat(), "--to", last.isoformat()]
    command = [sys.executable, "-m", "webapp.cli", "local-data", "extract", *days, "--out", str(out)]
    subprocess.run(command, env=env, cwd=ROOT, check=True, capture_output=True)
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    report = Package(str(out / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "message"])
    rows = {
        one["path"]: sum(1 for _line in (out / one["path"]).open(encoding="utf-8")) - 1
        for one in package["resources"]
    }
    assert rows
    say("7", f"heard local-data extract: every file validates {rows}")
