"""Photos and voices kept: sealed, once, in files or in an object store, and gone when nothing uses them."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
import time_machine
from flask import Flask
from moto import mock_aws

from tests.capability.media_corpus import CANARY, saved
from tests.unit.test_sound import tone
from webapp import audit, documents, media
from webapp.core import backup, clock, sealing
from webapp.core.database import session, unit_of_work
from webapp.documents import picture, sound
from webapp.media import service, stores
from webapp.media.models import Blob
from webapp.media.rules import KEPT_AFTER_RELEASE, ORPHAN_AGE

ZARA = ("child", uuid.UUID(int=1))
OMAR = ("child", uuid.UUID(int=2))
DAY = ORPHAN_AGE + timedelta(minutes=1)
PHOTO = saved("JPEG", comment=CANARY)


def set_store(app: Flask, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    changed = replace(app.extensions["heard_settings"], media_url=url)
    monkeypatch.setitem(app.extensions, "heard_settings", changed)


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads a file has a process of its own; test_media_corpus goes that way."""
    monkeypatch.setattr(documents, "make_picture", picture.make_again)
    monkeypatch.setattr(documents, "make_sound", sound.make_again)


@pytest.fixture
def folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    set_store(app, monkeypatch, tmp_path.as_uri())
    return tmp_path


@pytest.fixture
def bucket(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An object store in memory; not of Amazon."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "made-up")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-2")
    with mock_aws():
        made = boto3.client("s3")
        made.create_bucket(Bucket="heard", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
        set_store(app, monkeypatch, "s3://heard/media")
        yield made
    app.extensions.pop("heard_stores")


@pytest.fixture(params=["files", "objects"])
def store(app: Flask, request: pytest.FixtureRequest) -> stores.Store:
    request.getfixturevalue("folder" if request.param == "files" else "bucket")
    return stores.store()


def places() -> list[str]:
    return [place for place, _written in stores.store().places()]


def keep(data: bytes = PHOTO, blob_id: uuid.UUID | None = None, owner: sealing.Owner = ZARA) -> media.Kept:
    with unit_of_work():
        return media.keep_photo(owner=owner, data=data, blob_id=blob_id)


def opened(blob_id: uuid.UUID) -> media.Piece | None:
    with unit_of_work():
        return media.open_piece(blob_id)


def test_what_was_kept_comes_back(store: stores.Store) -> None:
    photo = keep()
    with unit_of_work():
        voice = media.keep_voice(owner=ZARA, data=tone("mp4", 1))
    found = opened(photo.id)
    assert found
    assert (found.kind, found.mime, found.width, found.height) == ("photo", "image/jpeg", 240, 180)
    assert len(found.data) == photo.bytes
    heard = opened(voice.id)
    assert heard
    assert (heard.kind, heard.mime, heard.seconds) == ("voice", "audio/mpeg", 1)
    assert opened(uuid.uuid4()) is None


def test_what_lies_in_the_store_is_sealed(store: stores.Store) -> None:
    photo = keep()
    (place,) = places()
    sealed, piece = store.get(place), opened(photo.id)
    assert sealed
    assert piece
    assert piece.data[:20] not in sealed
    assert b"JFIF" not in sealed
    assert str(photo.id) not in place


def test_a_box_under_another_row_does_not_open(folder: Path) -> None:
    one, other = keep(), keep(saved("PNG"))
    with unit_of_work() as db:
        mine, theirs = db.get_one(Blob, one.id), db.get_one(Blob, other.id)
        mine.place, theirs.place = "x", mine.place
        db.flush()
    with pytest.raises(sealing.SealError):
        opened(other.id)


def test_the_same_again_is_the_same_answer(store: stores.Store) -> None:
    blob_id = uuid.uuid4()
    assert keep(blob_id=blob_id) == keep(blob_id=blob_id)
    assert len(places()) == 1
    for changed in ({"data": saved("PNG")}, {"owner": OMAR}):
        with pytest.raises(media.Refused) as refused:
            keep(blob_id=blob_id, **changed)
        assert refused.value.code == "changed"


def test_it_takes_no_file_larger_than_its_kind(folder: Path) -> None:
    with unit_of_work():
        with pytest.raises(media.Unreadable, match="too_large"):
            media.keep_photo(owner=ZARA, data=PHOTO.ljust(media.LARGEST_PHOTO + 1))
        with pytest.raises(media.Unreadable, match="too_large"):
            media.keep_voice(owner=ZARA, data=tone("mp3", 0.1).ljust(media.LARGEST_VOICE + 1))
    assert places() == []


def test_a_full_record_says_so_and_another_is_not_full(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = keep()
    monkeypatch.setattr(service, "LARGEST_RECORD", first.bytes + 100)
    with pytest.raises(media.Full):
        keep(saved("PNG"))
    assert opened(first.id)
    assert keep(owner=OMAR)
    with unit_of_work():
        media.release([first.id])
    assert keep(saved("PNG"))


def test_what_was_let_go_opens_for_nobody_and_is_destroyed(store: stores.Store) -> None:
    gone, stays = keep(), keep(saved("PNG"))
    with unit_of_work():
        media.release([gone.id])
    assert opened(gone.id) is None
    with pytest.raises(media.Refused) as refused:
        keep(blob_id=gone.id)
    assert refused.value.code == "released"
    service.destroy_released()
    assert len(places()) == 2, "a backup that has begun still finds it"
    with time_machine.travel(clock.now() + KEPT_AFTER_RELEASE + timedelta(minutes=1)):
        service.destroy_released()
    assert len(places()) == 1
    assert opened(stays.id)
    with unit_of_work():
        assert session().get(Blob, gone.id) is None


def test_bytes_whose_row_never_came_are_swept_a_day_later(folder: Path) -> None:
    kept = keep()
    with unit_of_work() as db:
        media.keep_photo(owner=ZARA, data=saved("PNG"))
        db.rollback()
    unfinished = folder / "ab" / "cd" / "abcd.part"
    unfinished.parent.mkdir(parents=True)
    unfinished.write_bytes(b"cut short")
    assert len(places()) == 3
    service.destroy_orphans()
    assert len(places()) == 3, "their transaction may be open still"
    before = time.time() - DAY.total_seconds()
    for file in folder.glob("??/??/*"):
        os.utime(file, (before, before))
    service.destroy_orphans()
    assert len(places()) == 1
    assert opened(kept.id)


def test_a_store_is_swept_of_objects_without_a_row(bucket: Any) -> None:
    kept = keep()
    bucket.put_object(Bucket="heard", Key="media/0123", Body=b"no row")
    bucket.put_object(Bucket="heard", Key="somebody-elses", Body=b"not ours")
    with time_machine.travel(clock.now() + DAY):
        service.destroy_orphans()
    assert len(places()) == 1
    assert opened(kept.id)
    assert bucket.get_object(Bucket="heard", Key="somebody-elses")


def test_the_sweep_looks_through_the_store_some_times_a_day(
    app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []
    monkeypatch.setattr(service, "destroy_orphans", lambda: looked.append(1))
    monkeypatch.delitem(app.extensions, "heard_orphans_due", raising=False)
    for _ in range(3):
        media.sweep()
    assert len(looked) == 1
    with time_machine.travel(clock.now() + timedelta(hours=7)):
        media.sweep()
    assert len(looked) == 2
    app.extensions.pop("heard_orphans_due")


def test_a_store_that_is_away_keeps_nothing(app: Flask, bucket: Any) -> None:
    bucket.delete_bucket(Bucket="heard")
    with pytest.raises(media.Away):
        keep()
    with unit_of_work() as db:
        assert db.query(Blob).count() == 0


def test_a_disk_that_is_full_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(media.Away):
        keep()
    monkeypatch.undo()
    assert list(folder.glob("??/??/*")) == []


def test_a_file_is_its_owners_alone(folder: Path) -> None:
    keep()
    (file,) = folder.glob("??/??/*")
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_bytes_reach_the_disk_before_their_name_does(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """File to the disk, then its name, then the folder to the disk (safety R7)."""
    done, real_sync, real_replace = [], os.fsync, Path.replace

    def sync(handle: int) -> None:
        done.append("folder" if Path(f"/proc/self/fd/{handle}").resolve().is_dir() else "file")
        real_sync(handle)

    def named(self: Path, target: Path) -> Path:
        done.append("name")
        return real_replace(self, target)

    stores.store().put("aabb" + "0" * 28, b"first: folders are made")
    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", named)
    stores.store().put("aabb" + "1" * 28, b"sealed")
    assert done == ["file", "name", "folder"]


def test_a_backup_carries_the_pieces_of_a_store_of_files(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_store(app, monkeypatch, (tmp_path / "one").as_uri())
    kept = keep()
    file = tmp_path / "backup.zip"
    backup.write(file, media.for_backup)
    assert CANARY not in file.read_bytes()
    backup.erase(audit.unprotect, audit.protect)
    set_store(app, monkeypatch, (tmp_path / "two").as_uri())
    backup.read(file, media.put_back)
    piece = opened(kept.id)
    assert piece
    assert len(piece.data) == kept.bytes


def test_an_object_store_is_not_copied_into_a_backup(bucket: Any) -> None:
    keep()
    with unit_of_work():
        assert list(media.for_backup()) == []


def answered(app: Flask, blob_id: uuid.UUID, **options: Any) -> Any:
    with app.test_request_context(**options):
        piece = media.open_piece(blob_id)
        assert piece
        return media.answer(piece, name="photo.jpg")


def test_an_answer_can_run_nothing(app: Flask, folder: Path) -> None:
    answer = answered(app, keep().id, headers={"Range": "bytes=0-9", "If-None-Match": "*"})
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    headers = answer.headers
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Disposition"] == 'inline; filename="photo.jpg"'
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "ETag" not in headers


def test_a_voice_can_be_asked_for_in_parts(app: Flask, folder: Path) -> None:
    with unit_of_work():
        kept = media.keep_voice(owner=ZARA, data=tone("mp4", 1))
    answer = answered(app, kept.id, headers={"Range": "bytes=0-9"})
    answer.direct_passthrough = False
    assert (answer.status_code, len(answer.data)) == (206, 10)
    assert answer.headers["Content-Range"] == f"bytes 0-9/{kept.bytes}"


def test_a_type_that_is_not_ours_is_never_shown_in_the_browser(app: Flask, folder: Path) -> None:
    kept = keep()
    with unit_of_work() as db:
        db.get_one(Blob, kept.id).mime = "text/html"
    answer = answered(app, kept.id)
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
