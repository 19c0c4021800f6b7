"""Lighthouse on welcome page, plan and houses, as a phone sees them. Its packages stay out of the product."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
from pathlib import Path

TIMES = 3
HERE = Path(__file__).parent / "node"


def scores(url: str, folder: Path, cookie: str = "") -> dict[str, int]:
    """Score out of 100 by category, the median of three runs: one alone swings with the machine's load.

    `cookie`: the Cookie header of whoever opens the page; '' for a stranger.
    """
    if not (HERE / "node_modules").exists():
        print("Setting up Lighthouse (once)…", flush=True)
        subprocess.run(["npm", "ci", "--silent", "--ignore-scripts"], cwd=HERE, check=True)
    headers = folder / "headers.json"
    headers.write_text(json.dumps({"Cookie": cookie} if cookie else {}))
    runs = [_run(url, folder / "lighthouse.json", headers) for _ in range(TIMES)]
    return {title: round(statistics.median(run[title] for run in runs)) for title in runs[0]}


def _run(url: str, report: Path, headers: Path) -> dict[str, float]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
    flags = "--headless=new --no-sandbox --disable-dev-shm-usage"
    options = ["--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={flags}"]
    options.append(f"--extra-headers={headers}")
    subprocess.run(
        [str(HERE / "node_modules/.bin/lighthouse"), url, *options],
        env=os.environ | {"CHROME_PATH": chromium},
        check=True,
        timeout=240,
    )
    found = json.loads(report.read_text())["categories"]
    return {one["title"]: (one["score"] or 0) * 100 for one in found.values()}
