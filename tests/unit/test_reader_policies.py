"""Policies that look at the reader alone, asked directly: one line a policy, every kind of reader."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, cast

import pytest

from tests.makers import As
from webapp.accounts.own_ways import policies as own_ways
from webapp.accounts.rules import ROLES
from webapp.accounts.sessions import policies as sessions
from webapp.core import access
from webapp.core.access import Handed, Policy
from webapp.families import policies as families
from webapp.families.administration import policies as administration
from webapp.families.allocating import policies as allocating
from webapp.families.looked import policies as looked
from webapp.houses import policies as houses
from webapp.houses.sharing import policies as sharing
from webapp.letterbox import policies as letterbox
from webapp.plans.reading import policies as reading
from webapp.review import policies as review
from webapp.support import policies as support


def made(kind: str, role: str, **more: Any) -> As:
    return As(uuid.UUID(int=1), kind, role, **more)


HANDED = cast(Handed, object())
READERS: dict[str, As] = {
    "child": made("child", "child"),
    "child, own phone": made("child", "child", shared_phone=False),
    "child, handed": made("child", "child", shared_phone=False, handed=HANDED),
    **{role: made("adult", role) for role in ("parent", "carer", "network", "partner", "interpreter")},
    **{f"staff {role}": made("staff", role) for role in ROLES},
    # No such people: a family member is never taken for staff by the word for a role.
    **{f"adult called {role}": made("adult", role) for role in ROLES},
    **{f"child called {role}": made("child", role) for role in ROLES},
    "staff called parent": made("staff", "parent", shared_phone=False),
}


def of_kind(*kinds: str) -> set[str]:
    return {name for name, one in READERS.items() if one.kind in kinds}


def staff(*roles: str) -> set[str]:
    return {f"staff {role}" for role in roles}


FAMILY = of_kind("child", "adult")
OUTSIDE = {name for name, one in READERS.items() if one.role in ("advocate", "plan_checker")}
OWN_PHONE = {"child, own phone", "child, handed"}
MAY: dict[str, tuple[Policy, set[str]]] = {
    one.name: (one, readers)
    for one, readers in [
        (access.anyone, set(READERS)),
        (access.anyone_signed_in, set(READERS)),
        (access.a_child, of_kind("child")),
        (access.any_staff, of_kind("staff")),
        (access.a_practitioner, staff("worker", "manager")),
        (access.a_manager, staff("manager")),
        (own_ways.may_change_own_ways, FAMILY - {"child, handed"}),
        (sessions.a_family_member, FAMILY),
        (sessions.may_keep_words, set(READERS)),
        (families.may_keep_conflicts, staff("manager", "administrator")),
        (families.may_see_opened, staff("manager", "administrator")),
        (administration.may_keep_people, staff("manager", "administrator")),
        (administration.an_administrator, staff("administrator")),
        (allocating.may_read_worker_news, FAMILY),
        (looked.may_see_who_looked, {"child, own phone", "parent", "carer"}),
        (houses.may_read_shown, of_kind("adult") | OUTSIDE),
        (houses.may_look_back, OWN_PHONE),
        (sharing.may_choose_who_sees, of_kind("child") - {"child, handed"}),
        (letterbox.a_phone_adding, set(READERS)),
        (reading.may_read_own_plan, FAMILY),
        (reading.may_answer_own_plan, FAMILY),
        (review.may_open_inbox, staff("worker", "manager")),
        (review.may_read_own_replies, FAMILY),
        (support.anyone_but_staff, FAMILY),
        (support.may_ask_for_support, FAMILY),
        (support.may_receive_requests, staff("advocacy", "advocate")),
        (support.may_receive_complaints, staff("complaints")),
        (support.may_keep_help_lines, staff("administrator")),
    ]
}


@pytest.mark.parametrize("name", MAY)
def test_each_kind_of_reader_is_let_in_or_not(name: str) -> None:
    policy, expected = MAY[name]
    assert {who for who, reader in READERS.items() if policy.check(reader)} == expected


SIGNED_OUT: list[Callable[..., bool]] = [
    access.anyone.check,
    sessions.may_keep_words.check,
    letterbox.a_phone_adding.check,
    support.anyone_but_staff.check,
]


@pytest.mark.parametrize("check", SIGNED_OUT)
def test_some_are_open_to_nobody_signed_in(check: Callable[..., bool]) -> None:
    assert check(None) is True


def test_a_policy_asks_for_a_signed_in_person_and_a_token_unless_it_says_otherwise() -> None:
    @access.policy("Someone.")
    def someone(reader: access.Reader, **_view: object) -> bool:
        return reader.kind == "child"

    assert (someone.name, someone.who, someone.act) == ("someone", "Someone.", None)
    assert someone.signed_in is True
    assert someone.token is True
    assert Policy("a", "b", lambda reader: True).token is True
    open_ones = {name for name, (policy, _) in MAY.items() if not policy.signed_in}
    assert open_ones == {"anyone", "may_keep_words", "a_phone_adding", "anyone_but_staff"}
    assert {name for name, (policy, _) in MAY.items() if not policy.token} == {"a_phone_adding"}
