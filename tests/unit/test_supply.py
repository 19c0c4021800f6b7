"""Where the libraries come from: pinned, with hashes, looked after (safety T11; ASVS 15.1, 15.2)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-node.lock"])
def test_every_library_is_pinned_with_its_hash(name: str) -> None:
    lines = (ROOT / name).read_text().replace("\\\n", " ").splitlines()
    wanted = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert wanted
    for line in wanted:
        assert re.match(r"[A-Za-z0-9_.\[\]-]+==\S+", line), line
        assert "--hash=sha256:" in line, line


@pytest.mark.parametrize("name", ["package-lock.json", "bench/node/package-lock.json"])
def test_every_front_end_library_has_its_hash(name: str) -> None:
    packages = json.loads((ROOT / name).read_text())["packages"]
    found = {where: one for where, one in packages.items() if where}
    assert found
    assert [where for where, one in found.items() if not one.get("integrity", "").startswith("sha512-")] == []


def test_no_library_is_copied_in() -> None:
    ours = [path for path in (ROOT / "static/src").rglob("*") if path.suffix == ".js"]
    assert ours == []
    assert not [path for path in (ROOT / "static/src").rglob("*") if ".min." in path.name]


def test_the_workflow_asks_about_known_holes() -> None:
    workflow = "\n".join(path.read_text() for path in (ROOT / ".github/workflows").glob("*.yml"))
    assert "pip-audit --require-hashes -r requirements.lock" in workflow
    assert "npm audit" in workflow
    assert "cron:" in workflow
