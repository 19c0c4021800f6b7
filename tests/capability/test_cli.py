"""The `heard` command as an operator runs it, each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def heard(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("HEARD_", "DATABASE_"))}
    env = kept | {"HEARD_MODE": "demo", "HEARD_DATA": str(folder)} | environ
    command = [sys.executable, "-m", "webapp.cli", *words]
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_backup_is_restored_into_an_empty_place_and_the_extract_is_the_same(tmp_path: Path) -> None:
    first, second, backup = tmp_path / "first", tmp_path / "second", tmp_path / "backup.zip"
    sheet = json.loads(heard(first, "demo", "--json").stdout)
    assert {"url", "workers", "people"} == set(sheet)
    assert heard(first, "verify-log").returncode == 0
    assert heard(first, "backup", str(backup)).returncode == 0
    keys = {
        "HEARD_KEYS": (first / "keys" / "keys").read_text(),
        "HEARD_SECRET": (first / "keys" / "secret").read_text(),
    }
    restored = heard(second, "restore", str(backup), **keys)
    assert restored.returncode == 0, restored.stderr
    again = heard(second, "restore", str(backup), **keys)
    assert again.returncode == 1
    assert "empty place" in again.stderr
    period = ("--from", "2020-01-01", "--to", "2035-01-01")
    outs = []
    for folder, environ in ((first, {}), (second, keys)):
        out = tmp_path / f"out-{folder.name}"
        done = heard(folder, "local-data", "extract", *period, "--out", str(out), **environ)
        assert done.returncode == 0, done.stderr
        outs.append({file.name: file.read_bytes() for file in sorted(out.iterdir())})
    assert outs[0] == outs[1]
    assert b"Zara" not in b"".join(outs[0].values())


def test_production_says_in_one_line_what_is_missing_and_never_loads_the_demo(tmp_path: Path) -> None:
    bare = heard(tmp_path, "migrate", HEARD_MODE="production")
    assert bare.returncode == 1
    assert "HEARD_KEYS" in bare.stderr
    assert "Traceback" not in bare.stderr
    key = heard(tmp_path, "make-key").stdout.strip()
    given = {
        "HEARD_MODE": "production",
        "HEARD_KEYS": key,
        "HEARD_SECRET": "x" * 40,
        "HEARD_BASE_URL": "https://heard.example",
    }
    refused = heard(tmp_path, "demo", **given)
    assert refused.returncode == 1
    assert "never loaded in production" in refused.stderr
    assert heard(tmp_path, "migrate", **given).returncode == 0


def test_production_refuses_to_serve_made_up_people(tmp_path: Path) -> None:
    data, keys = tmp_path / "data", {}
    heard(data, "demo", "--json")
    for name, file in (("HEARD_KEYS", "keys"), ("HEARD_SECRET", "secret")):
        keys[name] = (data / "keys" / file).read_text()
        (data / "keys" / file).unlink()
    (data / "keys").rmdir()
    given = {"HEARD_MODE": "production", "HEARD_BASE_URL": "https://heard.example"} | keys
    served = heard(data, "serve", "--port", "1", **given)
    assert served.returncode == 1
    assert "Made-up people" in served.stderr
