"""One POST to the one address that was resolved and looked at: no redirect, no proxy, no long wait."""

from __future__ import annotations

import socket
import ssl
import threading
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from webapp.plans.webhook.rules import may_send_to

SECONDS = 10.0


class NotTaken(Exception):
    """The other side did not say yes. The message says why, without the address."""


def post(url: str, headers: dict[str, str], content: bytes) -> None:
    """Send it; NotTaken unless the answer is 2xx within ten seconds."""
    try:
        connection = _connection(url)
        status = _status(connection, _target(url), headers, content)
    except (OSError, HTTPException, ValueError) as error:
        raise NotTaken(type(error).__name__) from error
    if not 200 <= status < 300:
        raise NotTaken(str(status))


def _status(connection: HTTPConnection, target: str, headers: dict[str, str], content: bytes) -> int:
    """The answer's status. A socket's own timeout begins anew with each byte, so a clock stands beside it."""
    clock = threading.Timer(SECONDS, _cut, [connection])
    clock.start()
    try:
        connection.request("POST", target, body=content, headers=headers)
        return connection.getresponse().status
    finally:
        clock.cancel()
        connection.close()


def _cut(connection: HTTPConnection) -> None:
    opened: socket.socket | None = connection.sock
    if opened is not None:
        opened.shutdown(socket.SHUT_RDWR)


def _target(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _connection(url: str) -> HTTPConnection:
    parts = urlsplit(url)
    host, is_https = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_https else 80)
    address = _address(host, port)
    return _Https(host, port, address) if is_https else _Http(host, port, address)


def _address(host: str, port: int) -> str:
    """The first address of a name, when every one of them may be sent to. OSError."""
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(may_send_to(one) for one in found):
        raise OSError("not an address that a message may go to")
    return found[0]


class _Http(HTTPConnection):
    """Connects to the address that was looked at, not to what the name says a moment later."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), SECONDS)


class _Https(HTTPSConnection):
    """The same with TLS; the certificate has to be the name's."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self.tls = ssl.create_default_context()
        super().__init__(host, port, timeout=SECONDS, context=self.tls)
        self.address = address

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), SECONDS)
        self.sock = self.tls.wrap_socket(plain, server_hostname=self.host)
