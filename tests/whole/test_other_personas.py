"""People who differ from one of the sixteen in a few things: what each may, and is sent, in one walk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from flask import Flask

from tests.whole.table import WHO
from tests.whole.walk import Walk, method, rules
from webapp.core.access import Policy

REFUSED = {401, 403, 404}


@dataclass(frozen=True)
class Other:
    """`like`: one of the sixteen; `also` and `never`: policies in which they differ.

    `sent`: whose tokens they may be sent.

    `sees`: tokens that must come, so that an empty page cannot pass for a safe one.
    """

    like: str
    sent: str
    also: set[str] = field(default_factory=set)
    never: set[str] = field(default_factory=set)
    sees: set[str] = field(default_factory=set)
    # Endpoints where the story's own body is about what is not theirs.
    never_at: set[str] = field(default_factory=set)


# Every manager, whatever their team.
AUTHORITY_WIDE = {
    "a_manager",
    "may_keep_conflicts",
    "may_keep_people",
    "may_learn",
    "may_make_links",
    "may_read_outside_words",
    "may_see_opened",
}
# Policies that ask which child, family, team or person it is about.
OF_THE_FAMILY = {
    name for name, who in WHO.items() if "manager" in who and "worker of another team" not in who
} - AUTHORITY_WIDE

OTHERS = {
    # Under a court order, though once given everything: as someone who was never given anything.
    "floored father": Other(like="stranger", sent="stranger", never={"may_see_who_looked"}),
    # May read a plan that is published from now on; nothing from before.
    "network member added today": Other(
        like="stranger",
        sent="stranger",
        also={"may_need_someone", "may_ask_beside_plan", "may_make_lists"},
        never={"may_see_who_looked"},
    ),
    # Opened the family for an hour: reads as its worker, changes nothing.
    "worker in an emergency": Other(
        like="worker of another team",
        sent="worker of the family",
        never={
            "may_keep_contacts",
            "may_keep_members",
            "may_see_all_looks",
            "may_check_brought",
            "may_keep_asking",
            "may_write_for_child",
        },
        sees={"everyone", "hers", "told-worker", "mothers-answer", "reply"},
    ),
    "carer": Other(like="separated father", sent="carer", sees={"everyone", "step", "told-carer"}),
    "grandmother": Other(
        like="separated father",
        sent="grandmother",
        never={"may_see_who_looked", "may_answer"},
        sees={"everyone", "step", "told-grandmother"},
    ),
    # Has none of the family's children, but answers its alerts today.
    "duty cover": Other(
        like="worker of another team",
        sent="duty cover",
        also={"may_open_alert", "may_mark_alert", "may_read_note", "may_see_locked"},
        sees={"way", "phone-of-child", "care-why", "locked-words"},
    ),
    "other mother": Other(
        like="mother",
        sent="other mother",
        never={
            "may_answer_own_plan",
            "may_ask_beside_plan",
            "may_propose_step",
            "may_say_position",
            "may_say_step",
        },
        sees={"other-everyone", "other-step", "other-answer"},
    ),
    "other manager": Other(
        like="manager",
        sent="other manager",
        never=OF_THE_FAMILY,
        never_at={"families.sign_off_glass"},
        sees={"other-everyone", "other-reply", "other-good", "other-office-note"},
    ),
}
# What whoever opened a family in an emergency may read besides.
READS_AS_WORKER = "worker in an emergency"


def may(persona: str, policy: Policy, verb: str) -> bool:
    other = OTHERS[persona]
    as_worker = persona == READS_AS_WORKER and verb == "GET" and "worker of the family" in WHO[policy.name]
    listed = other.like in WHO[policy.name] or policy.name in other.also or as_worker
    return listed and policy.name not in other.never


@pytest.mark.parametrize("persona", OTHERS)
def test_each_may_just_what_is_theirs(app: Flask, walked: Callable[[str], Walk], persona: str) -> None:
    policies: dict[str, Policy] = app.extensions["heard_policies"]
    walk, wrong = walked(persona), []
    own = {(one.endpoint, one.verb): one.status for one in walk.own}
    for rule in rules(app):
        policy, verb = policies[rule.endpoint], method(rule)
        status = own[rule.endpoint, verb]
        assert status < 500, rule.endpoint
        if may(persona, policy, verb) and rule.endpoint not in OTHERS[persona].never_at:
            fine = status not in REFUSED or rule.endpoint in walk.story.may_be_gone
        else:
            fine = status == 404
        if not fine:
            wrong.append((verb, rule.endpoint, policy.name, status))
    assert not wrong, wrong
    seen = {token[:-10] for token in walk.story.tokens if walk.holds(token)}
    assert OTHERS[persona].sees <= seen
