"""The stages in plain words, and why we keep each kind of part. Legal lines are drafts to be checked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l

from webapp.plans.rules import MOVING_PARTS

ADULT_STAGES = {
    "referral": (_l("Someone asked for help"), _l("This is how it began.")),
    "finding_out": (_l("We find out together"), _l("We talk. We look at what goes well and what is hard.")),
    "plan": (_l("The plan"), _l("It says what needs to change, and who does what.")),
    "review": (_l("We look at the plan again"), _l("We ask what got better. Then we decide what is next.")),
    "ending": (_l("The help ends"), _l("We stop when things are safe enough.")),
    "after": (_l("After the end"), _l("You can come back. Asking again is not failing.")),
}
CHILD_STAGES = {
    "referral": (_l("Someone asked us to help"), _l("It is not your fault.")),
    "finding_out": (_l("We get to know you"), _l("We ask what is good and what is hard.")),
    "plan": (_l("We make a plan"), _l("It says who does what.")),
    "review": (_l("We look at the plan again"), _l("We ask if things got better.")),
    "ending": (_l("We stop coming"), _l("We stop when things are safe enough. Tell us if they are not.")),
    "after": (_l("You can come back"), _l("You can ask us for help again.")),
}
# An icon beside every heading; a child under 13 gets a picture too.
ICONS = {
    "referral": "hand",
    "finding_out": "search",
    "plan": "plan",
    "review": "eye",
    "ending": "flag",
    "after": "home",
}
PICTURES = {
    "referral": "pic-umbrella",
    "finding_out": "pic-owl",
    "plan": "pic-kite",
    "review": "pic-star",
    "ending": "pic-sun",
    "after": "house-good",
}
FACTS = {
    "shared": _l("The plan was shared with you."),
    "changed": _l("A new plan was shared with you."),
    "look_again": _l("We look at the plan again."),
}


@dataclass(frozen=True)
class Kept:
    """Why we keep one kind of part, and who uses it (R92)."""

    parts: tuple[str, ...]
    # Said in the language of the page when it is shown.
    why: object
    who: object


KEPT = (
    Kept(
        ("why", "before"),
        _l("So that everyone knows why we came. You do not have to tell it all again."),
        _l("Your worker and their manager. A new worker, if yours leaves. The people who check the plan."),
    ),
    Kept(
        ("worried", "why_think", "change", "safe_enough"),
        _l("So that we say openly what worries us, and can be held to it. It shows when we can stop."),
        _l("Your worker and their manager. The people who check the plan, and those who meet about it."),
    ),
    Kept(
        ("child_says",),
        _l("So that what children say counts when people decide."),
        _l("Your worker and their manager, and those who decide with them."),
    ),
    Kept(
        ("going_well", "goals", "ideas", "who_helps"),
        _l("So that what your family does well is written down, and used first."),
        _l("Your worker and their manager, and the people who will help."),
    ),
    Kept(
        ("culture",),
        _l("So that the help fits your family. You choose what to tell us."),
        _l("Your worker and their manager. An interpreter sees what they put into words."),
    ),
    Kept(
        ("steps", "review", "how_long"),
        _l("So that everyone can see who does what, by when, and if we are late."),
        _l("Everyone who has a step to do. Your worker and their manager."),
    ),
    Kept(
        MOVING_PARTS,
        _l("So that people who care for a child know what matters to that child."),
        _l("Your worker and their manager, and the people who care for the child."),
    ),
)


def kept(parts: list[str]) -> list[Kept]:
    """The kinds of these parts, each with those of its parts that are among them."""
    mine = [replace(one, parts=tuple(part for part in one.parts if part in parts)) for one in KEPT]
    return [one for one in mine if one.parts]


def how_long(kind: str) -> str:
    """How long a plan of this kind is kept. Care plans: Care Planning Regulations 2010, regulation 50."""
    if kind == "care_plan":
        return str(_l("The law says 75 years from the day the child was born."))
    return str(_l("The council has a rule for how long. Ask your worker what it says."))


def stage_words(stage: str, audience: str) -> tuple[str, str]:
    """A stage's name and one line about it, in the language of the page."""
    name, about = (CHILD_STAGES if audience == "child" else ADULT_STAGES)[stage]
    return str(name), str(about)
