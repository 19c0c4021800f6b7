"""Headings, names of states and of answers, in plain words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from webapp.plans.rules import MOVING_PARTS

ADULT_HEADINGS = {
    "why": _l("Why we are involved"),
    "home": _l("Who %(name)s will live with"),
    "see_first": _l("Can %(name)s see it first?"),
    "siblings": _l("%(name)s's brothers and sisters"),
    "school": _l("%(name)s's school"),
    "things": _l("%(name)s's things"),
    "family_time": _l("When %(name)s sees the family"),
    "going_home": _l("Will %(name)s go home, and what has to happen"),
    "before": _l("What happened before, and what helped"),
    "child_says": _l("What %(name)s says, and is worried about"),
    "worried": _l("What we are worried about"),
    "going_well": _l("What is going well"),
    "why_think": _l("Why we think this, and where we do not agree"),
    "change": _l("What needs to change"),
    "safe_enough": _l("What is safe enough for us to stop"),
    "goals": _l("Your family's goals"),
    "ideas": _l("Your ideas for safety"),
    "culture": _l("Your family's language, faith and culture"),
    "who_helps": _l("Who will help: family, friends, professionals"),
    "steps": _l("What will happen, who does it, by when"),
    "review": _l("When we will look at it again"),
    "how_long": _l("How long this will take, and why if it is late"),
}
CHILD_HEADINGS = {
    "why": _l("Why we come to see you"),
    "home": _l("Who you will live with"),
    "see_first": _l("Can you see it first?"),
    "siblings": _l("Your brothers and sisters"),
    "school": _l("Your school"),
    "things": _l("Your things"),
    "family_time": _l("When you see your family"),
    "going_home": _l("Will you go home?"),
    "before": _l("What happened before"),
    "child_says": _l("What you say"),
    "worried": _l("What we are worried about"),
    "going_well": _l("What is going well"),
    "why_think": _l("Why we think this"),
    "change": _l("What needs to get better"),
    "safe_enough": _l("When we can stop coming"),
    "goals": _l("What your family wants"),
    "ideas": _l("Ideas to keep safe"),
    "culture": _l("Your language, faith and family ways"),
    "who_helps": _l("Who will help"),
    "steps": _l("What will happen"),
    "review": _l("When we look at this again"),
    "how_long": _l("How long this will take"),
}
# What a worker is asked to write for a child who is moving (R28–R31).
MOVING_HINTS = {
    "home": _l(
        "Who is there, what the home is like, the rules, the pets. No address: not everyone may know it."
    ),
    "see_first": _l("When %(name)s can visit, or meet them first. If not, why."),
    "siblings": _l("Who stays together. If not, why, and when they see each other."),
    "school": _l("The same school or another one, and how %(name)s gets there."),
    "things": _l("What comes along, who packs it with %(name)s, and where the rest is kept."),
    "family_time": _l("Who, where, how often, and who is there. Calls too."),
    "going_home": _l(
        "Say it plainly: yes, no, or not known yet. Then what has to happen, who decides, and by when."
    ),
}
NEXT = _l("What happens next")
MOVING = {"adult": _l("Where %(name)s will live"), "child": _l("Where you will live")}
KIND_NAMES = {
    "early_help": _l("Early help plan"),
    "child_in_need": _l("Child in need plan"),
    "child_protection": _l("Child protection plan"),
    "care_plan": _l("Care plan"),
    "pathway_plan": _l("Pathway plan"),
}
POSITIONS = {
    "advice_first": _l("I want advice first"),
    "agree": _l("I agree"),
    "partly": _l("I partly agree"),
    "do_not_agree": _l("I do not agree"),
}
# A reader's own view, kept exactly (R97, R113); a child under 13 has the first two.
OWN_WORDS = {
    "worry": _l("What I think the worry is"),
    "ideas": _l("My ideas"),
    "own_words": _l("My own words"),
}
# What came back to a marked sentence (practice §4).
SENTENCE_OUTCOMES = {
    "reworded": _l("In plainer words"),
    "corrected": _l("Put right"),
    "kept": _l("The sentence stays"),
    # To what was said of a step, and to an idea for one.
    "confirmed": _l("Yes, it is so"),
    "not_yet": _l("Not yet"),
    "taken": _l("It goes into the next plan"),
    "not_taken": _l("Not this time"),
}
# How a step is going, as the one whose step it is says.
STEP_SAID = {
    "done": _l("It is done"),
    "doing": _l("It is going on"),
    "stuck": _l("We need help with this"),
}
STEP_STATES = {
    "not_started": _l("Not started"),
    "doing": _l("Started"),
    "done": _l("Done"),
    "stuck": _l("Stuck"),
}
ASKED = {
    "asked": _l("Asked for their view"),
    "could_not_find": _l("We could not find them"),
    "not_safe": _l("Not safe to ask"),
    "said_no": _l("They said no"),
}
WORDING_STATES = {
    "machine": _l("Computer translation. Not checked"),
    "checked": _l("Checked by a person"),
    "talked_through": _l("Talked through with an interpreter"),
}


def part_heading(part: str, audience: str, name: str) -> str:
    """A part's heading for adults or for the child, in the language of the page."""
    return str((CHILD_HEADINGS if audience == "child" else ADULT_HEADINGS)[part]) % {"name": name}


def question(lead: str, audience: str, name: str) -> str:
    """What a link to the part that starts with `lead` says; the last question is wider than its part."""
    if lead in MOVING_PARTS:
        return str(MOVING[audience]) % {"name": name}
    return str(NEXT) if lead == "review" else part_heading(lead, audience, name)


def moving_hints(name: str) -> dict[str, str]:
    """What to write in each part for a child who is moving, in the language of the page."""
    return {part: str(hint) % {"name": name} for part, hint in MOVING_HINTS.items()}


def kind_name(kind: str) -> str:
    """What this kind of plan is called."""
    return str(KIND_NAMES[kind])


def position_options() -> list[tuple[str, str]]:
    """The four answers to a plan, "I want advice first" first, in the language of the page."""
    return [(code, str(label)) for code, label in POSITIONS.items()]


def own_kinds(band: str) -> list[tuple[str, str]]:
    """What a reader of this band can write under the plan, with its label."""
    shown = OWN_WORDS if band in ("adult", "teen") else ("worry", "ideas")
    return [(kind, str(OWN_WORDS[kind])) for kind in shown]


def everyone() -> str:
    """For whom: everyone who may read the plan."""
    return str(_l("Everyone who reads this plan"))


def nobody() -> str:
    """Whose step: no reader's."""
    return str(_l("Nobody who reads this plan"))


def no_longer_reads(name: str) -> str:
    """For whom: a person who may not read the plan any more."""
    return str(_l("%(name)s (does not read this plan any more)")) % {"name": name}
