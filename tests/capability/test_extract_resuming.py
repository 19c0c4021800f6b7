"""An extract that is broken off goes on where it was, and is the same to the byte (local-data §1)."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from tests import kept
from tests.makers import Town
from webapp import feedback, localdata
from webapp.core.database import end_session, unit_of_work
from webapp.feedback import streaming
from webapp.localdata.extract import making, service

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SAID = {"LISTEN": 1, "RELIABLE": 8, "SAFE_NOW": 3, "HELPED": 2, "SSD_PLAN_SAFE": 1}
ROOT = Path(__file__).parents[2]
# Another process, that is killed when so many answers are done.
KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from tests.conftest import settings_for
from webapp import create_app, localdata
from webapp.feedback import streaming
from webapp.localdata.extract import service

url, data, out, after = sys.argv[1:]
streaming.BATCH = service.SAVE_EVERY = 1

def kill(done, total):
    if done >= int(after):
        os.kill(os.getpid(), signal.SIGKILL)

with create_app(settings_for(url, Path(data))).app_context():
    day = date(2026, 3, 2)
    localdata.extract(from_on=day, to_on=day, out=Path(out), on_progress=kill)
"""


@pytest.fixture
def town(app: Flask) -> Iterator[Town]:
    with time_machine.travel(NOON, tick=False):
        found = kept.town()
        for number in range(4):
            say(found.zara, found.zara, SAID, number)
            say(found.yusuf, found.yusuf, {"LISTEN": 3, "SAFE_NOW": 2}, number)
            say(found.samina, found.zara, {"LISTEN": 2, "WORRY": 1}, number)
        yield found


def say(person_id: uuid.UUID, child_id: uuid.UUID, answers: dict[str, int], minute: int) -> None:
    with unit_of_work():
        feedback.record_submission(
            person_id=person_id,
            child_id=child_id,
            answers=answers,
            answered_at=NOON + timedelta(minutes=minute),
        )


def extract(out: Path, day: date = DAY) -> localdata.Report:
    try:
        return localdata.extract(from_on=day, to_on=day, out=out)
    finally:
        end_session()


def same(one: Path, other: Path) -> bool:
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in other.iterdir())
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in names)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A place to go on from after every submission."""
    monkeypatch.setattr(streaming, "BATCH", 1)
    monkeypatch.setattr(service, "SAVE_EVERY", 1)


def test_killed_in_the_middle_it_goes_on(town: Town, app: Flask, tmp_path: Path, small: None) -> None:
    extract(tmp_path / "unbroken")
    settings = app.extensions["heard_settings"]
    begun = (tmp_path / ".out.part", tmp_path / "out")
    for after in (9, 21):
        command = [sys.executable, "-c", KILLED, settings.database_url, str(settings.data), str(begun[1])]
        killed = subprocess.run([*command, str(after)], cwd=ROOT, env=os.environ, check=False)
        assert killed.returncode == -signal.SIGKILL
        assert begun[0].is_dir()
        assert not begun[1].exists()
        assert not (begun[0] / "datapackage.json").exists()
    told: list[tuple[int, int]] = []
    localdata.extract(
        from_on=DAY, to_on=DAY, out=begun[1], on_progress=lambda done, total: told.append((done, total))
    )
    end_session()
    assert told[0][0] >= 9, "it began anew"
    assert same(tmp_path / "unbroken", begun[1])
    assert not begun[0].exists()


def test_wherever_it_stops_it_goes_on(
    town: Town, tmp_path: Path, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every place it is kept, and half a row more was written when the power went."""
    extract(tmp_path / "unbroken")
    save, left = making.Making.save, 0

    def stop(self: making.Making, *places: object, **named: object) -> None:
        nonlocal left
        save(self, *places, **named)  # type: ignore[arg-type]
        left -= 1
        if left == 0:
            raise KeyboardInterrupt

    stops = 0
    while True:
        out, left = tmp_path / str(stops), stops + 1
        with monkeypatch.context() as patch:
            patch.setattr(making.Making, "save", stop)
            try:
                extract(out)
                break
            except KeyboardInterrupt:
                for file in making.part_of(out).glob("*.csv"):
                    with file.open("a", encoding="utf-8") as torn:
                        torn.write("half-a-ro")
        extract(out)
        assert same(tmp_path / "unbroken", out), stops
        stops += 1
    assert stops > 15


def test_how_far_it_is(town: Town, tmp_path: Path, small: None) -> None:
    told: list[tuple[int, int]] = []
    localdata.extract(
        from_on=DAY,
        to_on=DAY,
        out=tmp_path / "out",
        on_progress=lambda done, total: told.append((done, total)),
    )
    end_session()
    assert told == sorted(told)
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1] > 40
    assert len(told) > 10


def broken_off(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_any: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(service, "in_order_of_keys", fail)
        with pytest.raises(OSError, match="full"):
            extract(out)


def test_what_others_began_is_not_gone_on_with(
    town: Town, tmp_path: Path, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other days; or so long ago that people may have taken something back."""
    extract(tmp_path / "other", DAY + timedelta(days=1))
    broken_off(tmp_path / "out", monkeypatch)
    extract(tmp_path / "out", DAY + timedelta(days=1))
    assert same(tmp_path / "other", tmp_path / "out")
    broken_off(tmp_path / "late", monkeypatch)
    (tmp_path / ".late.part" / "rejects.csv").write_text("x" * 1_000)
    with time_machine.travel(NOON + timedelta(hours=25), tick=False):
        extract(tmp_path / "late")
    extract(tmp_path / "unbroken")
    assert same(tmp_path / "unbroken", tmp_path / "late")


@pytest.mark.parametrize("state", ["", "{}", "null", '{"about": 1, "begun_at": "x", "sizes": {}}'])
def test_a_checkpoint_that_cannot_be_read_is_begun_anew(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    broken_off(tmp_path / "out", monkeypatch)
    (tmp_path / ".out.part" / making.STATE).write_text(state)
    extract(tmp_path / "out")
    extract(tmp_path / "unbroken")
    assert same(tmp_path / "unbroken", tmp_path / "out")


def test_two_runs_do_not_write_one_folder(town: Town, tmp_path: Path) -> None:
    (tmp_path / ".out.part").mkdir()
    handle = os.open(tmp_path / ".out.part", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(FileExistsError, match="another run"):
        extract(tmp_path / "out")
    os.close(handle)
    extract(tmp_path / "out")
