"""Positive controls: a small site that leaves its words everywhere, so that a search that finds nothing means something."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli

TOKENS = {
    "indexeddb": "planted-in-indexeddb-7Q",
    "localstorage": "planted-in-localstorage-7Q",
    "cachestorage": "planted-in-cachestorage-7Q",
    "page": "planted-in-a-plain-page-7Q",
    "gzip": "planted-in-a-gzip-page-7Q",
    "brotli": "planted-in-a-brotli-page-7Q",
    "textarea": "planted-in-a-textarea-7Q",
}
PLANT = """async (tokens) => {
  localStorage.setItem("x", tokens.localstorage);
  await (await caches.open("x")).put("/x", new Response(tokens.cachestorage));
  const db = await new Promise((done) => {
    const asked = indexedDB.open("x", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("x", { keyPath: "id" });
    asked.onsuccess = () => done(asked.result);
  });
  const tx = db.transaction("x", "readwrite", { durability: "strict" });
  tx.objectStore("x").put({ id: 1, words: tokens.indexeddb });
  await new Promise((done) => { tx.oncomplete = done; });
  db.close();
}"""


class Planted(BaseHTTPRequestHandler):
    """`/` with a textarea; `/gzip` and `/brotli` the same compressed. All may be cached for a day."""

    def do_GET(self) -> None:
        kind = self.path.strip("/") or "page"
        words = (
            f"<!doctype html><title>x</title><p>{TOKENS.get(kind, '')}</p><textarea></textarea>".encode() * 8
        )
        body = {"gzip": gzip.compress, "brotli": brotli.compress}.get(kind, bytes)(words)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Cache-Control", "max-age=86400")
        if kind in ("gzip", "brotli"):
            self.send_header("Content-Encoding", {"gzip": "gzip", "brotli": "br"}[kind])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: pytest shows what matters."""


@contextmanager
def planted_site() -> Iterator[str]:
    """Its address while it runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Planted)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
