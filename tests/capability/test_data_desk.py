"""The data officer's desk in the browser: extracts, asked for here, made by `heard work`."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from tests.capability import desk_files
from tests.capability.desk_steps import NOON, acts, page_of, row_of, run_of, send
from tests.conftest import Browser, SignInAs
from tests.makers import Town
from webapp import localdata
from webapp.core import clock as clocks
from webapp.core import work
from webapp.core.database import unit_of_work
from webapp.localdata.desk import jobs, keeping, rules

DAYS = {"from": "2030-01-01", "to": "2030-02-28"}


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def owen(town: Town, sign_in: SignInAs) -> Browser:
    return sign_in(town.owen)


def test_the_first_page_leads_to_everything(owen: Browser) -> None:
    assert "/local-data" in owen.get("/").text
    shown = owen.get("/local-data").text
    for path in ("/local-data/extract", "/local-data/caseload"):
        assert f'href="{path}"' in shown
        assert owen.get(path).status_code == 200


def test_the_days_of_the_last_whole_quarter_are_offered_first(owen: Browser) -> None:
    shown = owen.get("/local-data/extract").text
    assert 'value="2029-10-01"' in shown
    assert 'value="2029-12-31"' in shown


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("", "2030-01-31", "Choose a day."),
        ("2030-02-30", "2030-03-01", "Choose a day."),
        ("2030-02-01", "2030-01-31", "This day is before the first one."),
        ("2030-02-01", "2030-03-04", "This day is not over."),
    ],
)
def test_wrong_days_are_said_kindly_and_nothing_waits(
    owen: Browser, first: str, last: str, words: str
) -> None:
    answer = owen.post("/local-data/extract", {"from": first, "to": last}, page="/local-data/extract")
    assert answer.status_code == 422
    assert words in answer.text
    assert localdata.do_runs() == 0


def test_an_extract_is_made_in_the_background_and_taken_as_one_zip(owen: Browser, town: Town) -> None:
    run_id = run_of(owen.post("/local-data/extract", DAYS, page="/local-data/extract"))
    assert "Waiting" in page_of(owen, run_id)
    assert owen.get(f"/local-data/runs/{run_id}/files").status_code == 404
    assert localdata.do_runs() == 1
    assert "Take the zip" in page_of(owen, run_id)
    taken = owen.get(f"/local-data/runs/{run_id}/files")
    assert taken.headers["Cache-Control"] == "no-store"
    assert "heard-local-data-2030-01-01-to-2030-02-28.zip" in taken.headers["Content-Disposition"]
    assert int(taken.headers["Content-Length"]) == len(taken.data)
    names = zipfile.ZipFile(io.BytesIO(taken.data)).namelist()
    assert "heard-local-data/ssd_voice_of_child.csv" in names
    assert "heard-local-data/datapackage.json" in names
    assert ("local_data.ask_extract", town.owen) in acts()
    assert ("local_data.download", town.owen) in acts()


def test_nothing_of_an_extract_lies_open_on_the_disk(owen: Browser) -> None:
    run_id = run_of(owen.post("/local-data/extract", DAYS, page="/local-data/extract"))
    localdata.do_runs()
    (kept,) = keeping.folder_of(run_id).iterdir()
    assert kept.name == "extract.zip"
    assert b"PK\x03\x04" not in kept.read_bytes()
    assert b"voch_table_id" not in kept.read_bytes()


def test_asking_for_the_same_days_twice_asks_once(owen: Browser) -> None:
    first = run_of(owen.post("/local-data/extract", DAYS, page="/local-data/extract"))
    assert run_of(owen.post("/local-data/extract", DAYS, page="/local-data/extract")) == first
    assert localdata.do_runs() == 1


def test_an_extract_of_the_same_days_takes_the_place_of_the_earlier(owen: Browser) -> None:
    first = run_of(owen.post("/local-data/extract", DAYS, page="/local-data/extract"))
    localdata.do_runs()
    second = run_of(owen.post("/local-data/extract", DAYS, page="/local-data/extract"))
    assert owen.get(f"/local-data/runs/{first}/files").status_code == 200
    localdata.do_runs()
    assert owen.get(f"/local-data/runs/{first}/files").status_code == 404
    assert "Deleted" in page_of(owen, first)
    assert owen.get(f"/local-data/runs/{second}/files").status_code == 200


def test_files_are_gone_after_seven_days(owen: Browser, noon: time_machine.Traveller) -> None:
    run_id = run_of(owen.post("/local-data/extract", DAYS, page="/local-data/extract"))
    localdata.do_runs()
    for days, there in ((6, True), (8, False)):
        noon.move_to(NOON + timedelta(days=days))
        with unit_of_work():
            localdata.sweep_runs()
        assert keeping.folder_of(run_id).exists() is there
    assert row_of(run_id).state == "gone"


def test_the_sweep_takes_a_folder_that_belongs_to_no_run(app: Flask, town: Town) -> None:
    lost, fresh = uuid.uuid4(), uuid.uuid4()
    made = keeping.make_folder(lost)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2)), unit_of_work():
        localdata.sweep_runs()
    assert not made.exists()
    with time_machine.travel(clocks.now()):
        keeping.make_folder(fresh)
    keeping.remove(fresh)


def test_how_far_an_extract_has_come_is_shown(owen: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = run_of(owen.post("/local-data/extract", DAYS, page="/local-data/extract"))
    seen: list[str] = []

    def slow(*, out: Path, on_progress: Any, **_days: object) -> localdata.Report:
        out.mkdir()
        on_progress(12_000, 80_000)
        seen.append(page_of(owen, run_id))
        return localdata.Report(out, {"heard_response.csv": 0}, 0)

    monkeypatch.setattr(jobs, "extract", slow)
    localdata.do_runs()
    assert "12,000 of 80,000 rows" in seen[0]
    assert 'value="15"' in seen[0]
    assert 'hx-trigger="every 3s"' in seen[0]
    assert "hx-trigger" not in page_of(owen, run_id)


def test_the_page_asks_for_its_state_alone_and_is_made_anew_when_it_is_done(owen: Browser) -> None:
    run_id = run_of(owen.post("/local-data/extract", DAYS, page="/local-data/extract"))
    asks = {"HX-Request": "true", "HX-Target": "state"}
    piece = owen.get(f"/local-data/runs/{run_id}", headers=asks)
    assert piece.text.lstrip().startswith("<section")
    assert "HX-Refresh" not in piece.headers
    localdata.do_runs()
    assert owen.get(f"/local-data/runs/{run_id}", headers=asks).headers["HX-Refresh"] == "true"


class Killed(BaseException):
    """As if the process were gone."""


def test_an_extract_that_was_killed_goes_on_after_a_restart(
    owen: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = run_of(owen.post("/local-data/extract", DAYS, page="/local-data/extract"))
    real, outs = localdata.extract, []

    def killed(*, out: Path, **_more: object) -> None:
        outs.append(out)
        raise Killed

    monkeypatch.setattr(jobs, "extract", killed)
    with pytest.raises(Killed):
        localdata.do_runs()
    assert row_of(run_id).state == "running"

    def again(**given: Any) -> localdata.Report:
        outs.append(given["out"])
        return real(**given)

    monkeypatch.setattr(jobs, "extract", again)
    assert localdata.do_runs() == 1
    assert outs[0] == outs[1]
    assert row_of(run_id).state == "done"


def test_what_stops_the_process_each_time_is_not_begun_for_ever(
    owen: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = run_of(owen.post("/local-data/extract", DAYS, page="/local-data/extract"))

    def killed(**_given: object) -> None:
        raise Killed

    monkeypatch.setattr(jobs, "extract", killed)
    for _time in range(rules.MOST_TRIES):
        with pytest.raises(Killed):
            localdata.do_runs()
    assert localdata.do_runs() == 0
    assert row_of(run_id).state == "failed"
    assert "It was stopped several times" in page_of(owen, run_id)


@pytest.mark.parametrize(
    ("error", "words"),
    [(OSError(28, "full"), "could not be read or written"), (ValueError("NB-1"), "it is our fault")],
)
def test_a_failure_is_said_kindly_and_the_rest_goes_on(
    owen: Browser, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    run_id = run_of(owen.post("/local-data/extract", DAYS, page="/local-data/extract"))
    load = run_of(send(owen, *desk_files.small()))

    def broken(**_given: object) -> None:
        raise error

    monkeypatch.setattr(jobs, "extract", broken)
    assert localdata.do_runs() == 2
    shown = page_of(owen, run_id)
    assert words in shown
    assert "NB-1" not in shown
    assert row_of(load).state == "done"
    assert not keeping.folder_of(run_id).exists()


def test_a_cut_or_changed_file_is_an_error_and_never_half_a_zip(owen: Browser) -> None:
    run_id = run_of(owen.post("/local-data/extract", DAYS, page="/local-data/extract"))
    localdata.do_runs()
    path = keeping.zip_of(run_id)
    path.write_bytes(path.read_bytes()[:-1])
    answer = owen.get(f"/local-data/runs/{run_id}/files")
    assert answer.status_code == 500
    assert "Content-Disposition" not in answer.headers


def test_a_run_is_deleted_when_the_data_officer_says_so(owen: Browser) -> None:
    run_id = run_of(owen.post("/local-data/extract", DAYS, page="/local-data/extract"))
    localdata.do_runs()
    assert owen.post(f"/local-data/runs/{run_id}/remove").status_code == 303
    assert owen.get(f"/local-data/runs/{run_id}/files").status_code == 404
    assert not keeping.folder_of(run_id).exists()
    waiting = run_of(owen.post("/local-data/extract", DAYS, page="/local-data/extract"))
    owen.post(f"/local-data/runs/{waiting}/remove")
    assert localdata.do_runs() == 0


def test_only_the_data_officer_has_these_pages(owen: Browser, town: Town, sign_in: SignInAs) -> None:
    run_id = run_of(owen.post("/local-data/extract", DAYS, page="/local-data/extract"))
    localdata.do_runs()
    for person in (town.beth, town.farah, town.priya, town.zara):
        other = sign_in(person)
        for path in ("", "/extract", "/caseload", f"/runs/{run_id}", f"/runs/{run_id}/files"):
            assert other.get(f"/local-data{path}").status_code == 404
        assert other.post(f"/local-data/runs/{run_id}/remove").status_code == 404


def test_heard_work_does_what_waits(app: Flask, owen: Browser) -> None:
    run_id = run_of(owen.post("/local-data/extract", DAYS, page="/local-data/extract"))
    work.do_what_is_waited_for(app, (localdata.do_runs,))
    assert row_of(run_id).state == "done"
