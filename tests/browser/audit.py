"""What every page must be: no axe violation in light and dark, no sideways scroll at 320 px, fingers can hit everything."""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.browser.site import ROOT

NARROW = 320
FINGER, CHILDS_FINGER = 48, 64
# What a child under 13 is there to tap; the bar, the footer and the tabs keep the size that everyone has.
CHILDS_MAIN = '[data-band="young"] main, [data-band="mid"] main'
# What a theme changes is colour: the second one is asked the rules about colour alone (AA: WCAG 1.4.1, 1.4.3).
COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
THEMES: dict[str, dict[str, Any]] = {"light": {}, "dark": COLOUR}
RUN_AXE = """async (rules) => (await axe.run(document, { resultTypes: ["violations"], ...rules })).violations.flatMap((one) =>
  one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} ${node.failureSummary.split("\\n")[1] ?? ""}`))"""
# The box that a finger hits: of a radio, a box or a file it is the whole label; links inside running text are text.
SMALL_TARGETS = """([within, least]) => {
  const seen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !one.disabled;
  const isText = (link) => link.matches("a") && getComputedStyle(link).display === "inline";
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const all = [...document.querySelectorAll(within)].flatMap((one) => [...one.querySelectorAll(controls)]);
  return [...new Set(all.filter((one) => seen(one) && !isText(one) && !one.matches(".skip"))
    .map((one) => one.matches("[type=radio], [type=checkbox], [type=file]") ? (one.closest("label") ?? one) : one))]
    .filter((one) => { const box = one.getBoundingClientRect(); return box.width && (box.width < least - 0.5 || box.height < least - 0.5); })
    .map((one) => { const box = one.getBoundingClientRect();
      return `${one.tagName.toLowerCase()}.${one.className} "${(one.innerText || one.name || "").slice(0, 30)}" ${Math.round(box.width)}x${Math.round(box.height)}`; });
}"""
IDS = """() => { const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at); }"""
NAMELESS = """() => [...document.querySelectorAll("button, input:not([type=hidden]), select, textarea, a[href], summary")]
  .filter((one) => one.checkVisibility() && !(one.innerText || one.getAttribute("aria-label") || one.labels?.length
    || one.getAttribute("aria-labelledby") || "").toString().trim()).map((one) => one.outerHTML.slice(0, 120))"""


@cache
def axe() -> str:
    """The checker's own source, given to the page by the debugger: the page's CSP stays as it is."""
    return (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def audit(page: Page, where: str) -> list[str]:
    """Everything wrong with the page as it stands, each line beginning with `where`."""
    found: list[str] = []
    _bring_axe(page)
    before = page.locator("html").get_attribute("data-theme")
    for theme, rules in THEMES.items():
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        # Colours must have arrived before they are measured.
        page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished.catch(() => 0)))")
        found += [f"{theme}: {line}" for line in page.evaluate(RUN_AXE, rules)]
    page.evaluate(
        "(theme) => theme ? document.documentElement.dataset.theme = theme"
        " : delete document.documentElement.dataset.theme",
        before,
    )
    found += [f"smaller than {FINGER}: {line}" for line in page.evaluate(SMALL_TARGETS, ["body", FINGER])]
    found += [
        f"small for a child: {line}" for line in page.evaluate(SMALL_TARGETS, [CHILDS_MAIN, CHILDS_FINGER])
    ]
    found += [f"id twice: {line}" for line in page.evaluate(IDS)]
    found += [f"no name: {line}" for line in page.evaluate(NAMELESS)]
    found += _language(page) + _sideways(page)
    return [f"{where}: {line}" for line in found]


def _bring_axe(page: Page) -> None:
    """Into this page, and into every page that its phone opens from now on: half a megabyte is sent once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())
        page.context.add_init_script(axe())


def _language(page: Page) -> list[str]:
    html: dict[str, Any] = page.evaluate(
        "({ lang: document.documentElement.lang, dir: document.documentElement.dir })"
    )
    right = {"en": "ltr", "ur": "rtl"}.get(html["lang"])
    return [] if html["dir"] == right else [f"html says {html}"]


def _sideways(page: Page) -> list[str]:
    size = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 640})
    wide = page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")
    page.set_viewport_size(size or {"width": 360, "height": 640})
    return [f"scrolls sideways: {wide} px"] if wide > NARROW else []


def expect_fine(found: list[str]) -> None:
    """Fails with every line."""
    assert not found, "\n".join(found)
