"""The colours and stickers of the screen, for paper: nothing of a picture is fetched but its photos."""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup

from webapp.core import pages

# As in static/src/css/houses.css; a test holds the two equal.
PLAIN = "#FFFDF9"
PENS = {
    "damson": "#642853",
    "rust": "#C0492C",
    "gorse": "#E0A93A",
    "fern": "#2F7566",
    "night": "#1F7C8C",
    "rain": "#5A62A8",
    "bark": "#714A58",
    "ink": "#2B1A28",
}
PAPERS = {
    "": PLAIN,
    "damson": "#CAB5C1",
    "rust": "#EAC0B3",
    "gorse": "#F0D39A",
    "fern": "#B8CFC7",
    "night": "#B3D1D4",
    "rain": "#C7C8DD",
    "bark": "#CFC0C2",
    "ink": "#B7B0B2",
}
SKINS = {1: "#F6D8BF", 2: "#E4B08A", 3: "#C68A63", 4: "#915A3A", 5: "#5C3626"}
USUAL_SKIN = 3
SYMBOL = re.compile(r'<symbol id="([^"]+)" viewBox="([^"]+)">(.*?)</symbol>', re.DOTALL)
SKIN = re.compile(r"var\(--skin,[^)]*\)")


def sticker_box(name: str) -> str:
    """The viewBox of a sticker; '' for one we do not have."""
    return _sheet().get(name, ("", ""))[0]


def sticker(name: str, tone: int) -> Markup:
    """A sticker's own drawing, its skin in that tone; nothing for one we do not have."""
    drawn = _sheet().get(name, ("", ""))[1]
    # Our own drawing, built from static/src/art.
    return Markup(SKIN.sub(SKINS.get(tone, SKINS[USUAL_SKIN]), drawn))  # noqa: S704


@cache
def _sheet() -> dict[str, tuple[str, str]]:
    path = pages.dist_folder() / pages.asset("stickers.svg").rpartition("/")[2]
    return {name: (box, drawn) for name, box, drawn in SYMBOL.findall(path.read_text(encoding="utf-8"))}
