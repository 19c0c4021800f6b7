"""What no page may do: report a CSP break, log an error, throw, answer 5xx, or ask another origin."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response

# Chromium writes a line for every 4xx and for every request without a network; tests provoke both on purpose.
EXPECTED = ("Failed to load resource:",)
TELL = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP report: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`), true);"""


@dataclass
class Watch:
    """Collects what went wrong in every context it follows."""

    problems: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext, origin: str) -> BrowserContext:
        """Listen to everything in this context. `origin` is the only one its pages may ask."""
        context.add_init_script(TELL)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"page error: {error.error}"))
        context.on("request", lambda request: self._request(request, origin))
        context.on("response", self._response)
        return context

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED):
            self.problems.append(f"console: {message.text}")

    def _request(self, request: Request, origin: str) -> None:
        if not request.url.startswith((f"{origin}/", "data:", "blob:", "about:")):
            self.problems.append(f"another origin: {request.url}")

    def _response(self, response: Response) -> None:
        is_lost_file = response.status == 404 and "/static/" in response.url
        if response.status >= 500 or is_lost_file:
            self.problems.append(f"{response.status} {response.request.method} {response.url}")
