"""docs/access.md is what the code says: every policy, every address."""

from __future__ import annotations

from scripts import access
from tests.whole.table import WHO


def test_the_file_is_the_code() -> None:
    assert access.FILE.read_text(encoding="utf-8") == access.render(access.app()), "python -m scripts.access"


def test_every_policy_says_who_in_words() -> None:
    policies = access.app().extensions["heard_policies"].values()
    assert {policy.name for policy in policies} == set(WHO)
    for policy in policies:
        assert policy.who.endswith("."), policy.name
        assert len(policy.who) > 8, policy.name
