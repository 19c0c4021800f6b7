"""A pytest plugin: collects once, runs each test once to learn what it reaches, then a child a mutant.

pytest -p tests.mutants.driver --mutants=REGEX tests/unit … : mutants of the files whose path matches.
"""

from __future__ import annotations

import argparse
import ast
import gc
import importlib
import json
import os
import random
import re
import signal
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from sqlalchemy import Engine

from tests.mutants import operators, swap, targets

# Seconds of tests for one mutant, as measured without it; and until a child counts as hanging.
BUDGET = 45.0
HANGS = 240.0
QUICK = 0.3
DEAD = ("killed", "hangs")
HITS: set[tuple[str, str]] = set()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--mutants", default="", help="regex of the files to mutate")
    parser.addoption("--mutants-out", default="", help="a file for the results, as JSON")
    parser.addoption("--mutants-least", type=float, default=95.0, help="percent that have to be killed")
    parser.addoption("--mutants-sample", type=int, default=0, help="so many alone, by chance")
    parser.addoption("--mutants-seed", type=int, default=1)
    parser.addoption("--mutants-only", default="", help="regex of function names")


@dataclass
class Reach:
    """Which tests reach which function, and how long they take."""

    items: dict[tuple[str, str], list[pytest.Item]] = field(default_factory=lambda: defaultdict(list))
    seconds: dict[str, float] = field(default_factory=dict)
    breadth: Counter[str] = field(default_factory=Counter)
    whole: list[pytest.Item] = field(default_factory=list)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """In place of running the tests; fails when fewer are killed than --mutants-least."""
    options = session.config.option
    if not options.mutants:
        return None
    paths = [path for path in targets.files() if re.search(options.mutants, targets.short(path))]
    reach = _baseline(session, paths)
    _let_go()
    rows = [_row(session, one, _try(session, one, _tests(reach, one))) for one in _chosen(paths, options)]
    killed = _report(session, rows, options.mutants_out)
    session.testsfailed = int(killed < options.mutants_least)
    return True


def _chosen(paths: list[Path], options: argparse.Namespace) -> list[operators.Mutant]:
    found = [one for path in paths for one in operators.mutants(path)]
    found = [one for one in found if re.search(options.mutants_only, one.name)]
    if not options.mutants_sample:
        return found
    return random.Random(options.mutants_seed).sample(found, min(options.mutants_sample, len(found)))


def _row(session: pytest.Session, mutant: operators.Mutant, result: str) -> dict[str, str]:
    place = targets.short(mutant.path)
    if result not in DEAD:
        _say(session, f"{result}: {place}:{mutant.line} {mutant.name}: {mutant.what}")
    row = {"file": place, "name": mutant.name, "line": str(mutant.line), "what": mutant.what}
    return row | {"result": result}


def _say(session: pytest.Session, line: str) -> None:
    """At once, past pytest's capture."""
    with session.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(line.replace("\n", " "), flush=True)


def _baseline(session: pytest.Session, paths: list[Path]) -> Reach:
    """Run every test once on code that says when it is reached. A test that fails now cannot kill."""
    reach = Reach()
    for path in paths:
        _watch(path)
    for number, item in enumerate(session.items):
        HITS.clear()
        began = time.monotonic()
        following = session.items[number + 1] if number + 1 < len(session.items) else item
        reports = runtestprotocol(item, nextitem=following, log=False)
        if any(report.failed for report in reports):
            _say(session, f"fails without a mutant: {item.nodeid}")
            continue
        reach.seconds[item.nodeid] = time.monotonic() - began
        reach.breadth[item.nodeid] = len(HITS)
        reach.whole.append(item)
        for hit in HITS:
            reach.items[hit].append(item)
    _say(session, f"{len(reach.seconds)} tests in {sum(reach.seconds.values()):.0f} s")
    return reach


def _watch(path: Path) -> None:
    """The same code, with a call at the head of each function of the file."""
    tree = ast.parse(path.read_text())
    module = importlib.import_module(targets.module_name(path))
    vars(module)["__hit__"] = HITS.add
    for name, node in targets.top(tree):
        if isinstance(node, ast.FunctionDef):
            call = ast.parse(f"__hit__(({str(path)!r}, {name!r}))").body
            node.body[1:1] = call
            if not operators._is_docstring(node.body[0]):
                node.body[:2] = [call[0], node.body[0]]
    swap.swap(module, tree)


def _tests(reach: Reach, mutant: operators.Mutant) -> list[pytest.Item]:
    """Tests that reach the function; for a constant or what a policy is marked with, any quick one too."""
    found = reach.items.get((str(mutant.path), mutant.name))
    if found is None:
        file = str(mutant.path)
        found = [item for (path, _), items in reach.items.items() if path == file for item in items]
        found += [item for item in reach.whole if reach.seconds[item.nodeid] < QUICK]
    order = sorted(
        {item.nodeid: item for item in found}.values(),
        key=lambda item: (round(reach.seconds[item.nodeid], 1), reach.breadth[item.nodeid]),
    )
    chosen: list[pytest.Item] = []
    spent = 0.0
    for item in order:
        spent += reach.seconds[item.nodeid]
        if spent > BUDGET and chosen:
            break
        chosen.append(item)
    return chosen


def _try(session: pytest.Session, mutant: operators.Mutant, items: list[pytest.Item]) -> str:
    """killed, survived, hangs, or reached by no test."""
    if not items:
        return "no test"
    child = os.fork()
    if child == 0:
        os._exit(_run(session, mutant, items))
    deadline = time.monotonic() + HANGS
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return "survived" if os.waitstatus_to_exitcode(status) == 0 else "killed"
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "hangs"


def _let_go() -> None:
    """No connection may cross the fork."""
    for one in gc.get_objects():
        if isinstance(one, Engine):
            one.dispose()


def _run(session: pytest.Session, mutant: operators.Mutant, items: list[pytest.Item]) -> int:
    """In the child: 0 when every test passes with the mutant."""
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    try:
        swap.swap(importlib.import_module(targets.module_name(mutant.path)), mutant.tree)
        for item in items:
            session._setupstate.teardown_exact(item)
            reports = runtestprotocol(item, nextitem=item, log=False)
            if any(report.failed for report in reports):
                return 1
    except BaseException:
        return 1
    return 0


def _report(session: pytest.Session, rows: list[dict[str, str]], out: str) -> float:
    """A line a file and one for all; returns the percentage killed of all."""
    if out:
        Path(out).write_text(json.dumps(rows, indent=1, ensure_ascii=False))
    for name in sorted({row["file"] for row in rows}):
        _line(session, name, [row for row in rows if row["file"] == name])
    return _line(session, "all", rows)


def _line(session: pytest.Session, name: str, rows: list[dict[str, str]]) -> float:
    killed = sum(row["result"] in DEAD for row in rows)
    percent = 100 * killed / max(1, len(rows))
    _say(session, f"{name}: {len(rows)} mutants, {killed} killed ({percent:.1f} %)")
    return percent
