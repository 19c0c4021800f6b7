"""The `heard` command as an operator runs it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from webapp.cli import main

ROOT = Path(__file__).resolve().parents[2]


def environment(folder: Path, **environ: str) -> dict[str, str | None]:
    """Demo mode on this folder, with nothing of ours left over from outside."""
    gone: dict[str, str | None] = {key: None for key in os.environ if key.startswith(("HEARD_", "DATABASE_"))}
    return gone | {"HEARD_MODE": "demo", "HEARD_DATA": str(folder)} | environ


def heard(folder: Path, *words: str, **environ: str) -> Result:
    """The command as `heard` runs it, without the seconds that a new process takes to begin."""
    return CliRunner().invoke(main, list(words), env=environment(folder, **environ))


def started(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own: what would take this one's place."""
    env = {name: value for name, value in environment(folder, **environ).items() if value is not None}
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("HEARD_", "DATABASE_"))}
    command = [sys.executable, "-m", "webapp.cli", *words]
    return subprocess.run(command, env=kept | env, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the command loaded the made-up authority."""
    folder = tmp_path_factory.mktemp("demo") / "first"
    sheet = json.loads(heard(folder, "demo", "--json").stdout)
    assert {"url", "workers", "people"} == set(sheet)
    return folder


def test_a_backup_is_restored_into_an_empty_place_and_the_extract_is_the_same(
    loaded: Path, tmp_path: Path
) -> None:
    first, second, backup = tmp_path / "first", tmp_path / "second", tmp_path / "backup.zip"
    shutil.copytree(loaded, first)
    assert heard(first, "verify-log").exit_code == 0
    assert heard(first, "backup", str(backup)).exit_code == 0
    keys = {
        "HEARD_KEYS": (first / "keys" / "keys").read_text(),
        "HEARD_SECRET": (first / "keys" / "secret").read_text(),
    }
    restored = heard(second, "restore", str(backup), **keys)
    assert restored.exit_code == 0, restored.stderr
    again = heard(second, "restore", str(backup), **keys)
    assert again.exit_code == 1
    assert "empty place" in again.stderr
    period = ("--from", "2020-01-01", "--to", "2035-01-01")
    outs = []
    for folder, environ in ((first, {}), (second, keys)):
        out = tmp_path / f"out-{folder.name}"
        done = heard(folder, "local-data", "extract", *period, "--out", str(out), **environ)
        assert done.exit_code == 0, done.stderr
        outs.append({file.name: file.read_bytes() for file in sorted(out.iterdir())})
    assert outs[0] == outs[1]
    assert b"Zara" not in b"".join(outs[0].values())


def test_production_says_in_one_line_what_is_missing_and_never_loads_the_demo(tmp_path: Path) -> None:
    bare = heard(tmp_path, "migrate", HEARD_MODE="production")
    assert bare.exit_code == 1
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
    assert refused.exit_code == 1
    assert "never loaded in production" in refused.stderr
    assert heard(tmp_path, "migrate", **given).exit_code == 0


def test_production_refuses_to_serve_made_up_people(loaded: Path, tmp_path: Path) -> None:
    data, keys = tmp_path / "data", {}
    shutil.copytree(loaded, data)
    for name, file in (("HEARD_KEYS", "keys"), ("HEARD_SECRET", "secret")):
        keys[name] = (data / "keys" / file).read_text()
        (data / "keys" / file).unlink()
    (data / "keys").rmdir()
    given = {"HEARD_MODE": "production", "HEARD_BASE_URL": "https://heard.example"} | keys
    served = started(data, "serve", "--port", "1", **given)
    assert served.returncode == 1
    assert "Made-up people" in served.stderr


def test_handing_over_says_what_it_did_and_what_is_wrong(tmp_path: Path) -> None:
    data, record = tmp_path / "data", tmp_path / "record"
    assert "HEARD_RECORD_FOLDER is not set" in heard(data, "hand-over").stderr
    assert heard(data, "migrate").exit_code == 0
    missing = heard(data, "hand-over", HEARD_RECORD_FOLDER=str(record))
    assert (missing.exit_code, "record_missing" in missing.stderr) == (1, True)
    record.mkdir()
    done = heard(data, "hand-over", HEARD_RECORD_FOLDER=str(record))
    assert (done.exit_code, done.stdout) == (0, "0 copies written. 0 receipts read.\n")
