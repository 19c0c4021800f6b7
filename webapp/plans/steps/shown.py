"""What a reader's plan shows at their own steps and ideas, and at nobody else's."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace

from webapp.core.access import Reader
from webapp.plans.content import Page
from webapp.plans.reading.queries import Moved, Said, ToldStep
from webapp.plans.steps import rules
from webapp.plans.steps.policies import proposes_steps


@dataclass(frozen=True)
class StepTools:
    """`mine`: ids of the steps this reader may say something about; `told`: what they said, by step id."""

    mine: frozenset[str] = frozenset()
    told: dict[str, ToldStep] = field(default_factory=dict)
    ideas: list[ToldStep] = field(default_factory=list)
    may_propose: bool = False


NO_TOOLS = StepTools()


def step_tools(reader: Reader, page: Page, said: Said, moved: dict[str, Moved]) -> StepTools:
    """For one reader's own page."""
    here = {block["id"]: moved[block["id"]] for block in page["steps"] if block["id"] in moved}
    told = {key: one for key, step in here.items() if (one := said.steps.get(step.line_id))}
    return StepTools(
        mine=frozenset(key for key, step in here.items() if _is_mine(reader.person_id, step)),
        told={
            key: one for key, one in told.items() if rules.is_open(one.state, one.outcome, here[key].state)
        },
        ideas=[
            replace(one, is_here=one.step_id in here) for one in said.ideas if _still_tells(one, set(here))
        ],
        may_propose=proposes_steps(reader),
    )


def _is_mine(person_id: uuid.UUID, step: Moved) -> bool:
    return step.owner_id == person_id


def _still_tells(idea: ToldStep, here: set[str]) -> bool:
    """What waits; what was answered since this version, or is a step of it now."""
    return idea.outcome in ("", "sent") or idea.is_of_this_version or idea.step_id in here
