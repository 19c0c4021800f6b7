"""`python -m bench`: one run, one machine, everything against the same reference."""

from __future__ import annotations

import argparse
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import StorageState, sync_playwright

from bench import drawing, first_load, leave, lighthouse, load, local_data, people, reference
from bench.load import Target
from tests.browser import site as sites
from tests.browser.site import ROOT, Site

WORKERS, THREADS = 2, 4
PLAN, PACKED, INBOX, BARE = "parent's plan, Urdu", "the same, gzip", "worker's inbox", "reference page"
GOALS = {PLAN: 0.6}
# The child's session locks after two minutes without a touch, the parent's after five: so in this order.
SCORED = (
    ("child's houses", "/houses", "Zara"),
    ("child's plan", "/plan", "Zara"),
    (PLAN, "/plan", "Samina"),
    ("welcome", "/", people.NOBODY),
)


def main() -> None:
    """Print the figures. Nothing is kept."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--lighthouse",
        action="store_true",
        help="scores of welcome page, plan and houses instead",
    )
    parser.add_argument("--bytes", action="store_true", help="first-load bytes only")
    parser.add_argument("--rows", type=int, help="local data only, with so many answers")
    parser.add_argument("--people", type=int, default=local_data.PEOPLE, help="in the caseload loaded twice")
    asked = parser.parse_args()
    if asked.rows:
        local_data.run(asked.rows, asked.people)
        return
    if not (asked.lighthouse or asked.bytes):
        local_data.run(local_data.ROWS, asked.people)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with sites.running_site(_empty(folder / "site"), HEARD_TRUSTED_PROXIES="1") as site:
            with sync_playwright() as playwright, sites.open_browser(playwright) as browser:
                states = people.sign_in_all(browser, site)
                if asked.lighthouse:
                    print_scores(site, states, folder)
                    return
                weights = [
                    (page, first_load.weigh(browser, site.url, page, states[page.who]))
                    for page in first_load.PAGES
                ]
                sheet = leave.measure(browser, site.url, states["Zara"])
                drawn = drawing.measure(browser, site.url, states["Zara"])
            print_sheet(sheet)
            print_drawing(drawn)
            if not asked.bytes:
                print_load(site, states, folder)
            print_weights(weights)


def _empty(folder: Path) -> Path:
    folder.mkdir()
    return folder


def print_sheet(sheet: leave.Sheet) -> None:
    """How fast Leave covers the page."""
    print(
        f"Leave: white sheet after a median of {sheet.median:.0f} ms, worst {sheet.worst:.0f} ms, "
        f"of {leave.RUNS} at {leave.SLOWER}x slower (goal {leave.GOAL_MS} ms)"
    )


def print_drawing(drawn: drawing.Drawing) -> None:
    """What a drawing of many lines costs a slow phone, and its size when it is sent."""
    print(
        f"Drawing: {drawing.LINES} lines, {drawn.median:.1f} ms of main thread a pointer frame (median of "
        f"{len(drawn.frames)}, worst {max(drawn.frames):.0f}) at {drawing.SLOWER}x slower "
        f"(goal {drawing.GOAL_MS} ms); {drawn.wire / 1024:.1f} KB on the wire (goal {drawing.GOAL_KB} KB)"
    )


def print_scores(site: Site, states: dict[str, StorageState], folder: Path) -> None:
    """Lighthouse, mobile: each page with who opens it."""
    print("Lighthouse, mobile (search engines are kept out on purpose, so SEO is low)")
    for name, path, who in SCORED:
        found = lighthouse.scores(site.url + path, folder, people.cookie_header(states[who]))
        print(f"  {name:<22}" + "".join(f"{title} {score:>3}   " for title, score in found.items()))


def print_load(site: Site, states: dict[str, StorageState], folder: Path) -> None:
    """Requests per second of each page, and the ratio to the reference."""
    port = int(site.url.rsplit(":", 1)[1])
    mother, worker = people.cookie_header(states["Samina"]), people.cookie_header(states["Beth"])
    plan = Target(PLAN, port, "/plan", mother)
    targets = [plan, Target(PACKED, port, "/plan", mother, "gzip"), Target(INBOX, port, "/inbox", worker)]
    html = load.fetch(plan)
    with running_reference(_empty(folder / "reference"), len(html)) as bare:
        results = load.measure([bare, *targets])
    base = results[BARE].median
    print(
        f"Requests a second: {WORKERS} workers x {THREADS} threads, {load.CONNECTIONS} connections, SQLite, "
        f"median of {load.ROUNDS} rounds of {load.ROUND_S:.0f} s"
    )
    print(f"  {'page':<22}{'bytes':>9}{'a second':>10}{'ratio':>7}   rounds")
    for name, result in results.items():
        ratio = result.median / base
        goal = (
            f"  goal {GOALS[name]:.2f}: {'met' if ratio >= GOALS[name] else 'NOT met'}"
            if name in GOALS
            else ""
        )
        rounds = " ".join(f"{one:.0f}" for one in result.rounds)
        print(f"  {name:<22}{result.size:>9,}{result.median:>10.0f}{ratio:>7.2f}   {rounds}{goal}")
    print(
        f"  The plan has {sentences(html)} sentences. Each reading of plan and inbox writes an audit row.\n"
    )


def sentences(html: bytes) -> int:
    """How many sentences of the plan the page shows."""
    return len(re.findall(rb'id="line-', html))


def print_weights(weights: list[tuple[first_load.Page, first_load.Weight]]) -> None:
    """First-load bytes of each main page."""
    print("First load, nothing cached: KB of HTML + CSS + JS after gzip -6; fonts, images and the rest apart")
    heads = "".join(f"{one:>7}" for one in ("code", "html", "css", "js", "fonts"))
    print(f"  {'page':<22}{heads}{'images':>8}{'rest':>6}{'requests':>10}")
    for page, weight in weights:
        columns = [weight.code, *(weight.kb(kind) for kind in ("html", "css", "js", "font"))]
        shown = "".join(f"{one:>7.1f}" for one in columns)
        rest = f"{weight.kb('image'):>8.1f}{weight.kb('other'):>6.1f}{weight.requests:>10}"
        print(f"  {page.name:<22}{shown}{rest}   {first_load.verdict(page, weight)}".rstrip())


@contextmanager
def running_reference(folder: Path, size: int) -> Iterator[Target]:
    """The reference page under the same gunicorn settings as `heard serve`, signed in."""
    url = f"sqlite:///{folder / 'reference.db'}"
    reference.fill(url, size)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "bench.reference:create_app()",
        "--bind",
        f"127.0.0.1:{port}",
    ]
    command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--access-logfile", "/dev/null"]
    command += ["--no-control-socket", "--log-level", "error"]
    environ = os.environ | {
        "REFERENCE_URL": url,
        "REFERENCE_BYTES": str(size),
        "REFERENCE_KEY": "for the bench only",
    }
    process = subprocess.Popen(command, env=environ, cwd=ROOT, start_new_session=True)
    try:
        yield Target(BARE, port, "/", _reference_cookie(port))
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def _reference_cookie(port: int) -> str:
    until = time.monotonic() + 30
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/in")
            return str(connection.getresponse().headers["Set-Cookie"]).split(";")[0]
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        finally:
            connection.close()


if __name__ == "__main__":
    main()
