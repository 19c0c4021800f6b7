"""What a message says, how it is signed and when it is tried again. Pure (standardwebhooks.com, 1.0.0)."""

from __future__ import annotations

import base64
import hmac
import ipaddress
import json
import uuid
from datetime import datetime, timedelta

# Never given up: news reach the council at least once, however long its system was away.
WAITS = (1, 5, 15, 60, 180)
LONGEST_WAIT = 360


def message_id(event_id: uuid.UUID) -> str:
    """The same for every try, so that whoever receives it twice can tell."""
    return f"msg_{event_id.hex}"


def body(*, kind: str, at: datetime, authority_id: str, version: int) -> bytes:
    """What happened, to whose plan, by the council's own id; no name and nobody's words."""
    data = {"council_person_id": authority_id or None, "version": version}
    said = {"type": f"plan.{kind}", "timestamp": at.isoformat(timespec="seconds"), "data": data}
    return json.dumps(said, separators=(",", ":")).encode()


def signature(secret: bytes, message: str, timestamp: int, content: bytes) -> str:
    """`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`."""
    signed = f"{message}.{timestamp}.".encode() + content
    return "v1," + base64.b64encode(hmac.new(secret, signed, "sha256").digest()).decode()


def next_try(tries: int, now: datetime) -> datetime:
    """When to try again after this many tries: a minute, five, …, then every six hours."""
    minutes = WAITS[tries - 1] if tries <= len(WAITS) else LONGEST_WAIT
    return now + timedelta(minutes=minutes)


def may_send_to(address: str) -> bool:
    """Whether a message may go to this network address.

    The council's own network is private, and the operator alone chooses the address: so private is right.
    Link-local is not: machines in a cloud give their own keys away there.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return not (found.is_link_local or found.is_multicast or found.is_unspecified or _is_reserved(found))


def _is_reserved(found: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    # ::1 lies in a reserved block; it is this same machine.
    return found.is_reserved and not found.is_loopback
