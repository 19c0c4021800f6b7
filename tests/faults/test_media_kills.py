"""SIGKILL while photos are kept: no row lacks its bytes, and bytes without a row are swept (safety R7)."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.conftest import settings_for
from tests.faults.conftest import Say
from webapp import create_app, media, migrations
from webapp.core.database import database, session, unit_of_work
from webapp.media import service, stores
from webapp.media.models import Blob
from webapp.media.rules import ORPHAN_AGE


def write_and_kill(folder: Path, seconds: float) -> None:
    command = [sys.executable, "-m", "tests.faults.media_writer", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == b"begun\n"
        time.sleep(seconds)
        writer.kill()


def run(kills: int, folder: Path) -> str:
    app = create_app(settings_for(f"sqlite:///{folder / 'heard.db'}", folder))
    with app.app_context():
        migrations.upgrade(database().engine)
        for _ in range(kills):
            write_and_kill(folder, random.uniform(0.05, 0.4))
        with unit_of_work():
            rows = list(session().scalars(select(Blob.id).order_by(Blob.id)))
            assert [one for one in rows if media.open_piece(one) is None] == []
        orphans = len(list(stores.store().places())) - len(rows)
        before = time.time() - ORPHAN_AGE.total_seconds() - 60
        for file in (folder / "media").glob("??/??/*"):
            os.utime(file, (before, before))
        service.destroy_orphans()
        assert len(rows) > kills
        assert len(list(stores.store().places())) == len(rows)
    return f"{kills} kills while keeping {len(rows)} photos: none without its bytes, {orphans} orphans swept"


def test_no_photo_lacks_its_bytes_after_a_few_kills(tmp_path: Path) -> None:
    run(3, tmp_path)


@pytest.mark.faults
def test_no_photo_lacks_its_bytes_after_many_kills(tmp_path: Path, figure: Say) -> None:
    figure(run(100, tmp_path))
