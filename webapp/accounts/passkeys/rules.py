"""Pure decisions about passkeys: for which address they are made, how long a challenge lives."""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta
from urllib.parse import urlsplit

CHALLENGE_LIFE = timedelta(minutes=5)
# More than anyone has; a cap so that nobody fills the table.
MOST = 10


def relying_party(base_url: str) -> str:
    """The host that passkeys are bound to (WebAuthn's RP id); '' where none is possible: an IP address."""
    host = urlsplit(base_url).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host
    return ""


def is_alive(now: datetime, made_at: datetime) -> bool:
    """Whether a challenge made then may still be answered."""
    return timedelta(0) <= now - made_at <= CHALLENGE_LIFE
