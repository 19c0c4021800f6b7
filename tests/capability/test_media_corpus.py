"""Every file of the corpus: refused by name or made again; nothing that it hid comes out (safety T8)."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from tests.capability.media_corpus import CANARY, MAYBE, READ, SCRIPT, Sent, corpus, drawn
from webapp import media
from webapp.core.database import unit_of_work

pytestmark = pytest.mark.one_engine
CODES = {"not_a_picture", "not_a_sound", "too_large", "too_many_pixels", "too_long", "damaged", "too_slow"}
# Each of these once through the whole way in, each in a process of its own.
ALL_THE_WAY = (
    "flood-png",
    "jpeg-then-zip",
    "photo-svg",
    "heif-where",
    "webp-10000-frames",
    "film-with-sound",
)
MEMORY = 256 * 1024 * 1024


@pytest.fixture(scope="module")
def sent() -> list[Sent]:
    return corpus()


@pytest.fixture(scope="module")
def folder(sent: list[Sent], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sent")
    for one in sent:
        (made / f"{one.door}--{one.name}").write_bytes(one.data)
    return made


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[str, dict[str, Any]]:
    """By door, what one process apart said to all its files."""
    running = {
        door: subprocess.Popen(
            [sys.executable, "-m", "tests.capability.media_batch", door, str(folder)], stdout=subprocess.PIPE
        )
        for door in ("photo", "voice")
    }
    return {door: json.loads(one.communicate(timeout=120)[0]) for door, one in running.items()}


def test_there_are_many_and_some_would_do_harm(sent: list[Sent]) -> None:
    assert len(sent) >= 120
    assert sum(CANARY in one.data for one in sent) > 40
    assert sum(one.wanted == READ for one in sent) > 60


def test_each_is_made_again_or_refused_by_name(sent: list[Sent], told: dict[str, dict[str, Any]]) -> None:
    wrong = {}
    for one in sent:
        code, _seconds = told[one.door][f"{one.door}--{one.name}"]
        allowed = CODES | {READ} if one.wanted == MAYBE else {one.wanted}
        if code not in allowed:
            wrong[one.name] = (code, one.wanted)
    assert wrong == {}


def test_none_takes_long_or_much_memory(told: dict[str, dict[str, Any]]) -> None:
    for door, found in told.items():
        memory = found["memory"]
        slowest = max((seconds, name) for name, (_code, seconds) in _files(found))
        print(f"{door}: {len(found) - 1} files, {memory // 1024**2} MB, slowest {slowest}")
        assert memory < MEMORY, door
        assert slowest[0] < 5


def _files(found: dict[str, Any]) -> list[tuple[str, tuple[str, float]]]:
    return [(name, value) for name, value in found.items() if name != "memory"]


def test_nothing_that_was_hidden_comes_out(folder: Path, told: dict[str, dict[str, Any]]) -> None:
    read = [name for found in told.values() for name, (code, _) in _files(found) if code == READ]
    assert len(read) > 60
    for name in read:
        made = (folder / f"out-{name}").read_bytes()
        assert made.startswith(b"\xff\xd8\xff" if name.startswith("photo") else b"\xff"), name
        for hidden in (
            CANARY,
            SCRIPT,
            b"<script",
            b"PK\x03\x04",
            b"%PDF",
            b"Exif",
            b"ICC_PROFILE",
            b"http",
            b"ID3",
        ):
            assert hidden not in made, (name, hidden)


def test_a_photo_has_no_part_but_its_colours(folder: Path, told: dict[str, dict[str, Any]]) -> None:
    for name, (code, _seconds) in _files(told["photo"]):
        if code == READ:
            with Image.open(folder / f"out-{name}") as made:
                assert (made.format, made.mode) == ("JPEG", "RGB"), name
                assert max(made.size) <= media.LONGEST_SIDE, name
                assert not made.getexif(), name
                assert set(made.info) <= {
                    "jfif",
                    "jfif_version",
                    "jfif_unit",
                    "jfif_density",
                    "progressive",
                    "progression",
                }, name


def test_every_way_of_holding_a_phone_comes_out_upright(
    folder: Path, told: dict[str, dict[str, Any]]
) -> None:
    """The yellow corner is where the phone said that the top left is."""
    wide, high = drawn().size
    corners = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}
    for turned, (x, y) in corners.items():
        with Image.open(folder / f"out-photo--jpeg-turned-{turned}") as made:
            assert made.size == ((wide, high) if turned < 5 else (high, wide))
            red, green, blue = made.getpixel((x * (made.width - 8) + 4, y * (made.height - 8) + 4))  # type: ignore[misc]
            assert red > 200, turned
            assert green > 180, turned
            assert blue < 90, turned


@pytest.mark.parametrize("name", ALL_THE_WAY)
def test_the_whole_way_in_says_the_same(app: Flask, sent: list[Sent], name: str) -> None:
    one = next(one for one in sent if one.name == name)
    keep = media.keep_photo if one.door == "photo" else media.keep_voice
    with unit_of_work():
        try:
            kept = keep(owner=("child", uuid.UUID(int=7)), data=one.data)
            piece = media.open_piece(kept.id)
            assert piece
            assert CANARY not in piece.data
            found = READ
        except media.Unreadable as refused:
            found = refused.code
    assert found == one.wanted


def test_a_photo_that_is_seen_through_stands_on_white(folder: Path, told: dict[str, dict[str, Any]]) -> None:
    with Image.open(io.BytesIO((folder / "out-photo--png-RGBA").read_bytes())) as made:
        assert made.convert("L").getpixel((120, 2)) > 240  # type: ignore[operator]
