"""The council's system as a small real HTTP server that says yes, no, nothing, or something else."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Listener:
    """`says`: what comes back to the next posts, in order; then 204. `got`: (path, headers, body) of each.

    A number is a status; "drip" a byte a tenth of a second; "garbage" is no HTTP; "cut" hangs up.
    """

    url: str = ""
    says: list[int | str] = field(default_factory=list)
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)


@contextmanager
def listening() -> Iterator[Listener]:
    """On a free port of this machine."""
    heard = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            names = {name.lower(): value for name, value in self.headers.items()}
            heard.got.append((self.path, names, body))
            _answer(self, heard, heard.says.pop(0) if heard.says else 204)

        def do_GET(self) -> None:
            heard.got.append((self.path, {}, b""))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            """Nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    heard.url = f"http://127.0.0.1:{server.server_port}/heard?for=plans"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield heard
    finally:
        heard.stopped.set()
        server.shutdown()
        server.server_close()


def _answer(handler: BaseHTTPRequestHandler, heard: Listener, says: int | str) -> None:
    if says == "drip":
        _drip(handler, heard)
    elif says == "garbage":
        handler.wfile.write(b"hello\r\n\r\n")
    elif says != "cut":
        handler.send_response(int(says))
        handler.send_header("Location", heard.url.replace("/heard", "/elsewhere"))
        handler.send_header("Content-Length", "0")
        handler.end_headers()


def _drip(handler: BaseHTTPRequestHandler, heard: Listener) -> None:
    """Each byte comes before a socket's own timeout is over."""
    try:
        for byte in b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 10_000:
            if heard.stopped.is_set():
                return
            handler.wfile.write(bytes([byte]))
            time.sleep(0.1)
    except OSError:
        return
