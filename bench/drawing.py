"""A drawing of 200 lines on a slow phone: main-thread work per pointer frame, and its size on the wire."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, sin
from statistics import median

from playwright.sync_api import Browser, CDPSession, FloatRect, Page, StorageState, ViewportSize

from tests.browser import steps

LINES = 200
POINTS = 24
FRAMES = 90
SLOWER = 4
GOAL_MS = 33
GOAL_KB = 30
PHONE: ViewportSize = {"width": 360, "height": 640}
# Two animation frames: what a move asked for is painted when this is over.
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@dataclass(frozen=True)
class Drawing:
    """`frames`: milliseconds of main-thread work per pointer move; `wire`: bytes of the drawing's POST."""

    frames: list[float]
    wire: int

    @property
    def median(self) -> float:
        return median(self.frames)


def measure(browser: Browser, url: str, state: StorageState) -> Drawing:
    """Draw 200 curls as a finger makes them, then one more line with the CPU four times slower."""
    with browser.new_context(
        base_url=url, storage_state=state, viewport=PHONE, has_touch=True, is_mobile=True
    ) as context:
        page = context.new_page()
        sizes: list[int] = []
        page.on("request", lambda sent: sizes.append(len(sent.post_data_buffer or b"")))
        page.goto("/houses")
        steps.begin(page)
        steps.enter(page, "good")
        box = page.locator("[data-canvas]").bounding_box()
        assert box
        cdp = context.new_cdp_session(page)
        for number in range(LINES):
            draw(cdp, box, number)
        page.wait_for_timeout(4000)
        return Drawing(frames(page, cdp, box), max(sizes))


def curl(box: FloatRect, number: int, at: float) -> dict[str, float]:
    """A point of a wobbly round line, one of many over the whole paper."""
    column, row = number % 10, number // 10
    turn = at * 6.6 + number
    wide = 0.035 + 0.01 * (number % 3)
    x = 0.08 + 0.092 * column + wide * cos(turn) * (1 + 0.2 * sin(3 * turn))
    y = 0.2 + 0.038 * row + wide * sin(turn) * (1 + 0.2 * cos(2 * turn))
    return {"x": box["x"] + box["width"] * x, "y": box["y"] + box["height"] * y}


def draw(cdp: CDPSession, box: FloatRect, number: int) -> None:
    """One line by touch."""
    touch(cdp, "touchStart", [curl(box, number, 0)])
    for at in range(1, POINTS):
        touch(cdp, "touchMove", [curl(box, number, at / POINTS)])
    touch(cdp, "touchEnd", [])


def touch(cdp: CDPSession, kind: str, points: list[dict[str, float]]) -> None:
    """One touch event."""
    cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def frames(page: Page, cdp: CDPSession, box: FloatRect) -> list[float]:
    """Main-thread milliseconds for each move of one more line."""
    # The thread's own time: what other programs take of a busy machine is not this page's work.
    cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    touch(cdp, "touchStart", [curl(box, 7, 0)])
    found = []
    for at in range(1, FRAMES):
        before = busy(cdp)
        touch(cdp, "touchMove", [curl(box, 7, at / POINTS)])
        page.evaluate(PAINTED)
        found.append(1000 * (busy(cdp) - before))
    touch(cdp, "touchEnd", [])
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return found


def busy(cdp: CDPSession) -> float:
    """Seconds the main thread has worked so far (styles, layout, script and paint; CDP "TaskDuration")."""
    metrics = cdp.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))
