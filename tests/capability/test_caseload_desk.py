"""The data officer's desk in the browser: caseloads, shown first, brought in after yes, or at night."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.capability import desk_files
from tests.capability.desk_steps import NOON, acts, children, page_of, row_of, run_of, send
from tests.conftest import Browser, SignInAs
from tests.makers import Town
from webapp import localdata
from webapp.core.database import session, unit_of_work
from webapp.families.models import Allocation
from webapp.localdata.desk import keeping, unpacking
from webapp.localdata.models import Finding


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def owen(town: Town, sign_in: SignInAs) -> Browser:
    return sign_in(town.owen)


def test_a_caseload_is_shown_first_and_brought_in_after_yes(owen: Browser, town: Town) -> None:
    before = children()
    run_id = run_of(send(owen, *desk_files.small()))
    assert localdata.do_runs() == 1
    shown = page_of(owen, run_id)
    assert "Preview ready" in shown
    assert "Bring this in" in shown
    assert children() == before
    assert owen.post(f"/local-data/runs/{run_id}/apply").status_code == 303
    assert localdata.do_runs() == 1
    assert children() == before + 2
    assert "Brought in" in page_of(owen, run_id)
    assert not keeping.folder_of(run_id).exists()
    wanted = ["local_data.ask_preview", "local_data.apply_caseload"]
    assert [act for act, _actor in acts() if act in wanted] == wanted
    assert {actor for act, actor in acts() if act in wanted} == {town.owen}


def test_the_same_files_again_change_nothing(owen: Browser) -> None:
    for time in range(2):
        run_id = run_of(send(owen, *desk_files.small()))
        localdata.do_runs()
        assert owen.post(f"/local-data/runs/{run_id}/apply").status_code == (303 if time == 0 else 409)
        localdata.do_runs()
    assert "There is nothing to bring in" in page_of(owen, run_id)


def test_the_preview_and_the_load_say_the_same(owen: Browser) -> None:
    run_id = run_of(send(owen, *desk_files.small()))
    localdata.do_runs()
    preview = json.loads(row_of(run_id).counts)
    owen.post(f"/local-data/runs/{run_id}/apply")
    localdata.do_runs()
    assert json.loads(row_of(run_id).counts) == preview


def test_a_zip_is_as_good_as_its_files(owen: Browser) -> None:
    run_id = run_of(send(owen, (desk_files.zipped(desk_files.small()), "Caseload.ZIP")))
    localdata.do_runs()
    assert json.loads(row_of(run_id).counts)["children"] == 2


def test_every_bad_row_is_listed_by_page_and_no_name_is_shown(owen: Browser) -> None:
    run_id = run_of(send(owen, *desk_files.with_bad_rows(250)))
    localdata.do_runs()
    pages = [owen.get(f"/local-data/runs/{run_id}?page={place}").text for place in (1, 2, 3, 4)]
    lines = [
        int(one) for page in pages[:3] for one in re.findall(r"<bdi>ssd_person.csv</bdi></td><td>(\d+)", page)
    ]
    assert len(lines) == 250
    assert lines == sorted(set(lines))
    assert pages[3] == pages[2] or "Page 3 of 3" in pages[3]
    assert "pers_dob" in pages[0]
    assert all("Surname" not in page for page in pages)


def test_what_is_listed_lies_sealed_in_the_database(owen: Browser) -> None:
    run_id = run_of(send(owen, *desk_files.with_bad_rows(3)))
    localdata.do_runs()
    with unit_of_work():
        kept = session().scalars(select(Finding.about_sealed).where(Finding.run_id == run_id)).all()
    assert kept
    assert not any(b"pers_dob" in one for one in kept)


def test_what_was_sent_lies_sealed_on_the_disk(owen: Browser) -> None:
    run_id = run_of(send(owen, *desk_files.small()))
    files = sorted(keeping.folder_of(run_id).iterdir())
    assert len(files) > 1
    assert not any(b"Farouk" in one.read_bytes() for one in files)
    localdata.do_runs()
    assert not (keeping.folder_of(run_id) / "open").exists()


HOSTILE = [pytest.param(files, words, id=name) for name, files, words in desk_files.HOSTILE]


@pytest.mark.parametrize(("files", "words"), HOSTILE)
def test_hostile_files_get_a_kind_answer_and_leave_nothing(
    owen: Browser, files: list[tuple[bytes, str]], words: str
) -> None:
    before = children()
    folders = set(keeping.folder().iterdir()) if keeping.folder().exists() else set()
    answer = send(owen, *files)
    assert answer.status_code in (303, 422), answer.status_code
    if answer.status_code == 422:
        assert words in answer.text
        assert set(keeping.folder().iterdir()) == folders
    else:
        run_id = run_of(answer)
        assert localdata.do_runs() == 1
        assert words in page_of(owen, run_id)
    assert children() == before


def test_a_body_that_claims_a_gigabyte_is_413_before_it_is_read(owen: Browser) -> None:
    answer = owen.client.post(
        "/local-data/caseload",
        data={"csrf_token": owen.token(), "files": (io.BytesIO(b"x"), "ssd_person.csv")},
        environ_overrides={"CONTENT_LENGTH": str(2**30)},
    )
    assert answer.status_code == 413


def test_more_than_fits_unpacked_is_refused(owen: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking._Left, "__init__", lambda self: setattr(self, "bytes", 1000))
    bomb = desk_files.zipped([(b"0" * 2_000_000, "ssd_person.csv")])
    answer = send(owen, (bomb, "bomb.zip"))
    assert answer.status_code == 422
    assert "This is too big" in answer.text


@pytest.fixture
def nightly(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "caseload"
    made.mkdir()
    settings = replace(app.extensions["heard_settings"], caseload_dir=made)
    monkeypatch.setitem(app.extensions, "heard_settings", settings)
    return made


def put(folder: Path, files: list[tuple[bytes, str]]) -> None:
    """As the council's system does: long before anybody looks."""
    for data, name in files:
        (folder / name).write_bytes(data)
        os.utime(folder / name, (NOON.timestamp() - 86_400,) * 2)


def night(traveller: time_machine.Traveller, number: int) -> bool:
    """The errands of one night."""
    traveller.move_to(NOON + timedelta(days=number))
    found = localdata.look_at_night()
    localdata.do_runs()
    return found


def test_the_nightly_folder_is_loaded_when_it_changed(
    town: Town, nightly: Path, noon: time_machine.Traveller, sign_in: SignInAs
) -> None:
    before = children()
    put(nightly, desk_files.small())
    assert night(noon, 0)
    assert children() == before + 2
    assert not localdata.look_at_night(), "once a night"
    assert not night(noon, 1), "the same files"
    put(nightly, desk_files.small(more=1))
    assert night(noon, 2)
    assert children() == before + 3
    shown = sign_in(town.owen).get("/local-data").text
    assert "Caseload from the nightly folder" in shown
    assert "looked at once a night" in shown


def test_a_nightly_folder_that_is_still_being_copied_waits(
    town: Town, nightly: Path, noon: time_machine.Traveller
) -> None:
    put(nightly, desk_files.small())
    last = nightly / "ssd_person.csv"
    os.utime(last, (NOON.timestamp() - 10,) * 2)
    assert not night(noon, 0)
    noon.move_to(NOON + timedelta(minutes=6))
    assert localdata.look_at_night()


def test_an_empty_nightly_folder_is_told_and_tried_again(
    town: Town, nightly: Path, noon: time_machine.Traveller, sign_in: SignInAs
) -> None:
    assert night(noon, 0)
    assert "It did not work" in sign_in(town.owen).get("/local-data").text
    put(nightly, desk_files.small())
    assert night(noon, 1)
    assert "Brought in" in sign_in(town.owen).get("/local-data").text


def test_without_a_folder_the_night_does_nothing(town: Town, noon: time_machine.Traveller) -> None:
    assert not night(noon, 0)


def test_who_works_with_whom_comes_in_by_the_browser(owen: Browser, town: Town) -> None:
    run_id = run_of(send(owen, *desk_files.small()))
    localdata.do_runs()
    owen.post(f"/local-data/runs/{run_id}/apply")
    localdata.do_runs()
    with unit_of_work():
        rows = session().scalars(select(Allocation).where(Allocation.worker_id == town.beth)).all()
    assert len(rows) == 4
