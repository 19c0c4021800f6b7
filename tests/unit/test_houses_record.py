"""What a child's houses are called in the council's record, and that paper has the colours of the screen."""

from __future__ import annotations

import re
import uuid
from datetime import date
from pathlib import Path

from flask import Flask

from webapp.houses import content, stickers
from webapp.houses.in_record import paints, rules

CSS = (Path(__file__).resolve().parents[2] / "static" / "src" / "css" / "houses.css").read_text()
SET = uuid.UUID("0b0b7a52-5d0e-7c53-9a39-6f2f6b3c9d11")


def test_files_are_named_by_the_set_and_by_nothing_that_counts() -> None:
    assert rules.series(SET, date(2026, 11, 20)) == "houses-2026-11-20-6b3c9d11"
    assert rules.series(None, date(2026, 11, 22)) == "meeting-2026-11-22"
    assert rules.media_name("houses-x-01", "9f86d081884c7d65" + "0" * 48, "voice").endswith(
        "-9f86d081884c7d65.mp3"
    )


def test_paper_and_pens_are_those_of_the_screen() -> None:
    pens = dict(re.findall(r"--pen-(\w+): (#\w+)", CSS))
    assert {name: pens[name] for name in paints.PENS} == paints.PENS
    assert set(paints.PENS) == set(content.COLOURS)
    papers = dict(re.findall(r"\.paper-(\w+), .*?--paper: (#\w+)", CSS))
    assert papers | {"": re.findall(r"--paper: (#\w+)", CSS)[0]} == paints.PAPERS
    assert {
        int(tone): skin for tone, skin in re.findall(r"\.tone-(\d) \{ --skin: (#\w+)", CSS)
    } == paints.SKINS


def test_every_sticker_can_be_drawn_and_none_keeps_a_colour_to_be_looked_up(engine_app: Flask) -> None:
    with engine_app.app_context():
        for code in stickers.NAMES:
            symbol = stickers.sticker(code).symbol
            assert paints.sticker_box(symbol), code
            assert "var(" not in paints.sticker(symbol, 2)
        assert paints.sticker("no-such", 1) == ""
