"""Several workers write one draft at once; what became of every text that any of them typed."""

from __future__ import annotations

import html
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from tests.capability.plan_makers import draft
from tests.capability.test_plans_writing import fields_of
from tests.conftest import Browser, SignInAs
from tests.makers import Town, make_staff
from webapp import families, plans
from webapp.core.database import unit_of_work
from webapp.plans import queries

Fields = dict[str, list[str]]


@dataclass
class Saved:
    """One save that was taken: the page the worker had before their eyes, and every text they sent."""

    page: str
    sent: set[str]


@dataclass
class Log:
    """What happened. `saves` by the revision each began from; `unshown`: refused, and not shown back."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    typed: set[str] = field(default_factory=set)
    saves: dict[int, Saved] = field(default_factory=dict)
    refused: int = 0
    unshown: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Figures:
    """`lost`: texts neither in the draft nor before the eyes of whoever replaced them."""

    typed: int
    saved: int
    refused: int
    in_draft: int
    replaced: int
    lost: list[str]


def write_at_once(town: Town, sign_in: SignInAs, *, workers: int, edits: int) -> Figures:
    """Each worker edits, in turns, a paragraph of their own and one that all of them edit."""
    with unit_of_work():
        version = draft(town)
        add = partial(plans.save_paragraph, version_id=version, part="change", actor_id=town.beth)
        own = [add(adult={"en": f"Begun for worker {number}."}) for number in range(workers)]
        shared = add(adult={"en": "Begun for everyone."})
        staff = [town.beth, *(_another(town, number) for number in range(1, workers))]
    log, path = Log(), f"/plans/{version}/edit"
    first = sign_in(town.beth).get(path).text
    threads = []
    for number, person in enumerate(staff):
        names = [f"adult-en-{one}" for one in (own[number], shared)]
        work = _worker(sign_in(person), path, names, f"Worker {number}", edits, log)
        threads.append(threading.Thread(target=work))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert log.broken == []
    return _figures(log, _texts(fields_of(first)), version)


def _another(town: Town, number: int) -> uuid.UUID:
    made = make_staff(f"Worker{number} Made-up", "worker")
    families.add_to_team(person_id=made, team_id=town.team)
    families.allocate(child_id=town.zara, worker_id=made)
    return made


def _worker(
    browser: Browser, path: str, names: list[str], who: str, edits: int, log: Log
) -> Callable[[], None]:
    def work() -> None:
        try:
            page = browser.get(path).text
            for number in range(edits):
                page = _edit(browser, path, page, names[number % 2], f"{who}, text {number}.", log)
        except Exception as error:  # a thread's error is the test's
            log.broken.append(repr(error))

    return work


def _edit(browser: Browser, path: str, page: str, name: str, text: str, log: Log) -> str:
    """Type the text and save, as often as it takes, from whatever page the last save gave back."""
    with log.lock:
        log.typed.add(text)
    fields = fields_of(page)
    fields[name] = [text]
    while True:
        answer = browser.post(path, fields | {"do": ["save"]}, page=path)
        if answer.status_code == 303:
            with log.lock:
                log.saves[_revision(fields)] = Saved(html.unescape(page), _texts(fields))
            return browser.get(path).text
        assert answer.status_code == 409, answer.status_code
        page = answer.text
        fields = fields_of(page)
        with log.lock:
            log.refused += 1
            if fields.get(name) != [text]:
                log.unshown.append(text)


def _revision(fields: Fields) -> int:
    return int(fields["revision"][0])


def _texts(fields: Fields) -> set[str]:
    return {value for name, values in fields.items() if name.startswith("adult-en-") for value in values}


def _figures(log: Log, begun: set[str], version: uuid.UUID) -> Figures:
    """Follow the draft from save to save: a text that goes was shown to the worker whose save it was."""
    with unit_of_work():
        kept = queries.content_of(version)
    now = {words.text for one in kept.paragraphs for words in one.words.values()}
    lost, before, replaced = list(log.unshown), begun, set[str]()
    for revision in sorted(log.saves):
        save = log.saves[revision]
        gone = before - save.sent
        lost += [text for text in gone if text not in save.page]
        replaced |= gone
        before = save.sent
    lost += sorted(before - now)
    lost += sorted(log.typed - now - replaced)
    return Figures(
        len(log.typed), len(log.saves), log.refused, len(log.typed & now), len(log.typed & replaced), lost
    )
