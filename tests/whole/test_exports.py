"""What leaves by other doors than pages: extract, backup, heads, command line, error pages, logs."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from tests.conftest import Browser, SignInAs
from tests.whole.story import Story
from webapp import audit, localdata, media, plans
from webapp.core import backup, clock
from webapp.core.database import unit_of_work
from webapp.houses.models import Entry
from webapp.record import pdf

ROOT = Path(__file__).resolve().parents[2]
# What the story calls words of houses, feedback, notes, contacts, drafts and the other family.
NOT_THE_PLAN = re.compile(
    "told-|not-worker|draft|feedback|good-|change-|note|reply|address|phone|school|contact_time|way|other-"
    "|reach|asked-for|complained|floor|card|kept-(?!because)"
)
NAMES = ("Samina", "Zara", "Imran", "Made-up Street", "Mr Osei", "@northbridge")


def found_in(story: Story, *texts: bytes) -> list[str]:
    """Which tokens and names stand readable in any of these."""
    return [word for word in (*story.tokens, *NAMES) if any(word.encode() in text for text in texts)]


def test_an_extract_has_codes_and_no_words(app: Flask, story: Story, tmp_path: Path) -> None:
    today, out = clock.today(), tmp_path / "extract"
    report = localdata.extract(from_on=today - timedelta(days=90), to_on=today, out=out)
    assert sum(report.rows.values()) > 3
    files = {file.name: file.read_bytes() for file in out.iterdir()}
    assert len(files) > 8
    # The council's own ids stand beside what the council did, and beside answers a child was told about:
    # these were not.
    did = files.pop("heard_journey.csv")
    assert all(word.startswith("other-id") for word in found_in(story, did))
    assert b"NB-100234" in did
    assert found_in(story, *files.values()) == []
    assert not any(b"NB-100234" in text for text in files.values())


def test_a_backup_tells_nobody_anything(app: Flask, story: Story, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    assert backup.write(file, media.for_backup) > 500
    with zipfile.ZipFile(file) as archive:
        texts = [archive.read(name) for name in archive.namelist()]
    assert any(str(story.town.zara).encode() in text for text in texts)
    assert found_in(story, *texts) == []


def test_the_council_s_record_holds_the_plan_as_its_worker_sees_it_and_nothing_else(
    app: Flask, story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = replace(app.extensions["heard_settings"], record_folder=tmp_path)
    monkeypatch.setitem(app.extensions, "heard_settings", made)
    assert plans.hand_over().written >= 1
    files = [file for file in (tmp_path / "NB-100234").iterdir() if file.suffix == ".json"]
    found = set(found_in(story, *(file.read_bytes() for file in files))) - set(NAMES)
    assert [word for word in found if "worker of the family" not in story.allowed[word]] == []
    assert [word for word in found if NOT_THE_PLAN.match(word)] == []
    assert len(found) > 25
    names = " ".join(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*"))
    assert found_in(story, names.encode()) == []


def test_a_child_s_houses_in_the_council_s_record_hold_what_she_let_her_worker_see_and_nothing_else(
    app: Flask, story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sign_in: SignInAs
) -> None:
    made = replace(app.extensions["heard_settings"], record_folder=tmp_path)
    monkeypatch.setitem(app.extensions, "heard_settings", made)
    monkeypatch.setattr(pdf, "_render", lambda html, _pictures: html.encode())
    beth = sign_in(story.town.beth)
    with unit_of_work() as db:
        sets = {row.set_id for row in db.query(Entry).order_by(Entry.id)}
    for data in [{"set": str(one)} for one in sorted(sets)] + [{"what": "meeting"}]:
        assert beth.post(f"/children/{story.town.zara}/record", data=data).status_code in (303, 422)
    files = [file.read_bytes() for file in (tmp_path / "NB-100234").iterdir()]
    # By name: the child, and whom she let see something.
    found = set(found_in(story, *files)) - {"Zara", "Samina", "Imran"}
    assert len(found) > 2
    assert [word for word in found if "worker of the family" not in story.allowed.get(word, set())] == []
    assert [one.name for one in tmp_path.iterdir()] == ["NB-100234"]
    names = " ".join(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*"))
    assert found_in(story, names.encode()) == []


def test_the_log_and_its_heads_hold_no_words(app: Flask, story: Story) -> None:
    assert audit.verify() == []
    assert found_in(story, json.dumps(audit.heads()).encode()) == []
    assert found_in(story, "\n".join(audit.verify({"made up": {9: "0" * 64}})).encode()) == []
    assert found_in(story, (ROOT / "docs" / "access.md").read_bytes()) == []


def refusals(phone: Browser, word: str) -> dict[int, tuple[int, bytes]]:
    """Each way to be refused while sending somebody's word along, by the status it should have."""
    big = {"words": word + "x" * 3_000_000}
    answers = {
        400: phone.client.post("/plan/sentences", data={"words": word}),
        404: phone.get("/nothing-here", headers={"Referer": word}),
        405: phone.client.put("/plan", data={"words": word}),
        413: phone.client.post("/plan/sentences", data=big),
    }
    return {code: (answer.status_code, answer.data) for code, answer in answers.items()}


@pytest.mark.parametrize("name", ["samina", "beth"])
def test_an_error_page_and_its_log_line_tell_nothing(
    app: Flask,
    story: Story,
    sign_in: SignInAs,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    phone, word = sign_in(getattr(story.town, name)), story.tokens[0]
    capfd.readouterr()
    for code, (status, body) in refusals(phone, word).items():
        assert status == code
        assert found_in(story, body) == [], code
    for code, error in (
        (500, ValueError(f"{word} at 1 Made-up Street")),
        (503, OperationalError(f"SELECT '{word}'", {"name": word}, Exception(word))),
    ):
        answer = _broken(app, phone, error, monkeypatch)
        assert answer[0] == code
        assert found_in(story, answer[1]) == [], code
    captured = capfd.readouterr()
    assert "500" in captured.out
    assert found_in(story, captured.out.encode(), captured.err.encode()) == []


def _broken(
    app: Flask, phone: Browser, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> tuple[int, bytes]:
    """Ask for a page that breaks with this error, as on a real server."""

    def breaks() -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setitem(app.config, "TESTING", False)
        patch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
        patch.setitem(app.view_functions, "home.show_attribution", breaks)
        answer = phone.get("/attribution")
    return answer.status_code, answer.data
