"""`heard local-data publish`: a period, made safe, as a whole folder; nothing of a family in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from tests import kept
from tests.makers import Town
from webapp import feedback, localdata
from webapp.core.database import end_session, unit_of_work
from webapp.localdata import Period, Place
from webapp.localdata.publication import edition, queries

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
YEAR, QUARTER = Period(2026), Period(2026, 1)
NORTHBRIDGE = Place("Northbridge")
CANARY = "canary-own-words"


@pytest.fixture
def town(app: Flask) -> Iterator[Town]:
    with time_machine.travel(NOON, tick=False):
        town = kept.town()
        with unit_of_work():
            feedback.record_submission(
                person_id=town.zara,
                child_id=town.zara,
                answers={"LISTEN": 3},
                answered_at=NOON,
                words={"OPEN_GOOD": CANARY},
            )
        end_session()
    with time_machine.travel(datetime(2027, 4, 1, 12, tzinfo=UTC), tick=False):
        yield town


def publish(
    out: Path, period: Period, after: Path | None = None, correction: str = ""
) -> localdata.Publication:
    try:
        return localdata.publish(
            place=NORTHBRIDGE, period=period, out=out, after=after, correction=correction
        )
    finally:
        end_session()


def test_one_child_alone_is_never_published(town: Town, tmp_path: Path) -> None:
    done = publish(tmp_path / "out", QUARTER)
    assert done.shown == 0
    assert done.hidden > 0
    written = {path.name: path.read_bytes() for path in done.out.iterdir()}
    assert set(written) >= {*edition.FILES, edition.METADATA, "methodology.md"}
    everything = b"".join(written.values()).decode()
    for word in (CANARY, "Zara", str(town.zara)):
        assert word not in everything


def test_the_next_period_comes_after_the_first(town: Town, tmp_path: Path) -> None:
    first = publish(tmp_path / "one", QUARTER)
    second = publish(tmp_path / "two", YEAR, first.out)
    for name in ("family_feedback.csv", "family_feedback_rate.csv"):
        assert (second.out / name).read_bytes() == (first.out / name).read_bytes()
    with pytest.raises(ValueError, match="do not change"):
        publish(tmp_path / "three", QUARTER, second.out)
    with pytest.raises(ValueError, match="nothing to correct"):
        publish(tmp_path / "three", QUARTER, correction="Nobody knows why.")
    assert not (tmp_path / "three").exists()


def test_each_edition_is_kept_and_the_next_comes_after_it(town: Town, tmp_path: Path) -> None:
    first = publish(tmp_path / "one", QUARTER)
    assert queries.newest_files() == {path.name: path.read_bytes() for path in first.out.iterdir()}
    end_session()
    second = publish(tmp_path / "two", YEAR)
    assert (second.out / "family_feedback.csv").read_bytes() == (
        first.out / "family_feedback.csv"
    ).read_bytes()
    with pytest.raises(ValueError, match="published last"):
        publish(tmp_path / "three", Period(2025), first.out)
    assert [one.number for one in queries.kept()] == [2, 1]
    end_session()


def test_a_period_that_is_not_over_is_refused(town: Town, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not over"):
        publish(tmp_path / "out", Period(2027, 1))
    with pytest.raises(ValueError, match="not a folder that was published"):
        publish(tmp_path / "out", QUARTER, tmp_path / "nothing")
    assert not (tmp_path / "out").exists()
