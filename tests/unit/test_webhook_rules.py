"""Where news about a plan may go, when they are tried again, and what they say."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from webapp.plans.webhook import rules


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("10.1.2.3", True),
        ("192.168.0.9", True),
        ("fd00::1", True),
        ("81.2.69.160", True),
        ("169.254.169.254", False),
        ("::ffff:169.254.169.254", False),
        ("fe80::1%eth0", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
    ],
)
def test_where_a_message_may_go(address: str, may: bool) -> None:
    assert rules.may_send_to(address) is may


def test_the_waits_grow_and_never_end() -> None:
    now = datetime(2030, 3, 4, tzinfo=UTC)
    minutes = [(rules.next_try(tries, now) - now).total_seconds() / 60 for tries in (1, 2, 3, 4, 5, 6, 900)]
    assert minutes == [1, 5, 15, 60, 180, 360, 360]


def test_a_message_has_ids_and_no_more() -> None:
    at = datetime(2030, 3, 4, 9, 30, tzinfo=UTC)
    said = rules.body(kind="answered", at=at, authority_id="", version=3)
    assert said == (
        b'{"type":"plan.answered","timestamp":"2030-03-04T09:30:00+00:00",'
        b'"data":{"council_person_id":null,"version":3}}'
    )


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """The example of the standard's own libraries (standardwebhooks.com)."""
    made = rules.signature(
        base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
