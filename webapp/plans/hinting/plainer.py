"""Our list of hard words, from public plain-English practice; `source` says from which list each is."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from webapp.plans.hinting.rules import Plainer

OURS = Path(__file__).parent / "plainer.csv"


@cache
def ours() -> Plainer:
    """The list, read once."""
    with OURS.open(newline="", encoding="utf-8") as lines:
        return Plainer({row["word"]: row["plainer"] for row in csv.DictReader(lines)})
