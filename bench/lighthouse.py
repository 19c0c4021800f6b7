"""Lighthouse on the welcome page, as a phone sees it. Its many packages stay out of the product's own."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
from pathlib import Path

TIMES = 3
HERE = Path(__file__).parent / "node"


def scores(url: str, folder: Path) -> dict[str, int]:
    """Score out of 100 by category, the median of three runs: one alone swings with the machine's load."""
    if not (HERE / "node_modules").exists():
        print("Setting up Lighthouse (once)…", flush=True)
        subprocess.run(["npm", "ci", "--silent", "--ignore-scripts"], cwd=HERE, check=True)
    runs = [_run(url, folder / "lighthouse.json") for _ in range(TIMES)]
    return {title: round(statistics.median(run[title] for run in runs)) for title in runs[0]}


def _run(url: str, report: Path) -> dict[str, float]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
    flags = "--headless=new --no-sandbox --disable-dev-shm-usage"
    options = ["--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={flags}"]
    subprocess.run(
        [str(HERE / "node_modules/.bin/lighthouse"), url, *options],
        env=os.environ | {"CHROME_PATH": chromium},
        check=True,
        timeout=240,
    )
    found = json.loads(report.read_text())["categories"]
    return {one["title"]: (one["score"] or 0) * 100 for one in found.values()}
