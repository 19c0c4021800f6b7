"""docs/security.md says what the code does: numbers, sealed columns, what the standard asks for (ASVS)."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import pytest

from webapp.accounts import forms, limits, rules
from webapp.core import pages
from webapp.core.flooding import FLOOD_LIMIT
from webapp.migrations.models import metadata

PAGE = (Path(__file__).resolve().parents[2] / "docs/security.md").read_text()
SUBJECTS = (
    "Ways in",
    "Limits on guessing",
    "Words that are never a password",
    "Sessions",
    "What is checked in what people send",
    "What is sealed",
    "Keys and algorithms",
    "Who talks to whom",
    "Logs",
    "What is slow",
    "Libraries",
    "Where we leave the standard, and why",
)
# Which class of the page's table each table with sealed columns belongs to.
CLASSES = {"A child's own", "A family's", "Staff"}


def section(heading: str) -> str:
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    return found[1].strip() if found else ""


def minutes(words: str) -> int:
    return int(words.split()[0]) * (60 if "hour" in words else 1)


def cells(heading: str, first: str) -> list[str]:
    """The cells after the first of the row that begins with `first`."""
    rows = [line.strip("| ").split(" | ") for line in section(heading).splitlines() if line.startswith("|")]
    return next(row[1:] for row in rows if row[0] == first)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_has_its_section(subject: str) -> None:
    assert len(section(subject)) > 200


def test_the_limits_are_the_limits_in_the_code() -> None:
    about = "Limits on guessing"
    assert cells(about, "wrong tries for one card or e-mail")[0] == str(rules.FREE_TRIES)
    waits = ", ".join(str(int(wait.total_seconds() // 60)) for wait in rules.WAITS[:-1])
    last = int(rules.WAITS[-1].total_seconds() // 60)
    assert f"wait {waits}, then {last} minutes" in cells(about, "wrong tries for one card or e-mail")[1]
    assert cells(about, "wrong tries from one phone in an hour")[0] == str(limits.PHONE_LIMIT)
    network = "wrong tries from one network (/24, /64) in an hour"
    assert cells(about, network)[0] == str(limits.ADDRESS_LIMIT)
    assert cells(about, "wrong tries by everyone in an hour")[0] == str(limits.GLOBAL_LIMIT)
    assert cells(about, "all requests from one address in a minute")[0] == FLOOD_LIMIT.split()[0]
    assert f"{int(rules.CODE_LIFE.total_seconds() // 60)} minutes, once, with five tries" in section(
        "Ways in"
    )
    assert rules.CODE_TRIES == 5


def test_the_session_times_are_the_times_in_the_code() -> None:
    for kind, row in (("child", "child"), ("adult", "parent, carer, others"), ("staff", "staff")):
        lock, idle, most = (minutes(cell) for cell in cells("Sessions", row))
        assert lock * 60 == pages.IDLE_SECONDS[kind]
        assert idle * 60 == rules.IDLE[kind].total_seconds()
        assert most * 60 == rules.AT_MOST.total_seconds()


def test_the_words_that_are_no_password_are_the_codes() -> None:
    assert set(re.findall(r"`(\w+)`", section("Words that are never a password"))) == set(forms.OUR_WORDS) - {
        "heard",
        "northbridge",
    }


def test_a_card_has_128_bits() -> None:
    """What `secrets.token_urlsafe(n)` makes has 8n bits: 16 for a card, 32 for a session."""
    service = (Path(rules.__file__).parent / "service.py").read_text()
    assert "secret = secret or secrets.token_urlsafe(16)" in service
    assert "token = secrets.token_urlsafe(32)" in service
    assert len({secrets.token_urlsafe(16) for _ in range(1000)}) == 1000


def test_every_sealed_column_has_a_class() -> None:
    """A column that keeps words is sealed or a hash, but for those named here."""
    words = re.compile(r"(^|_)(name|words|reason|address|phone|email|note|text|content|value|answers)$")
    clear = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if words.search(column.name) and not column.name.endswith(("_sealed", "_hash"))
    ]
    # Helplines, an authority's own questions and other authorities are public; the others are a yes or no, or
    # a code.
    assert set(clear) == {
        "help_lines.name",
        "help_lines.phone",
        "house_template_words.words",
        "cards.shared_phone",
        "sign_ins.shared_phone",
        "feedback_answers.reason",
        "feedback_holds.reason",
        "feedback_invitations.reason",
        "local_data_other_authorities.la_name",
    }
    for name in CLASSES:
        assert cells("What is sealed", name.lower())
