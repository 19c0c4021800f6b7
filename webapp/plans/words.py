"""Headings, the law in plain words, names of states. Legal lines are drafts a practitioner must check."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

ADULT_HEADINGS = {
    "why": _l("Why we are involved"),
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
KIND_NAMES = {
    "early_help": _l("Early help plan"),
    "child_in_need": _l("Child in need plan"),
    "child_protection": _l("Child protection plan"),
    "care_plan": _l("Care plan"),
    "pathway_plan": _l("Pathway plan"),
}
ADULT_LAW = {
    "early_help": _l(
        "You choose early help. No law makes you take it. You can say no, and you can change your mind. "
        "If %(name)s may not be safe, we may still have to act."
    ),
    "child_in_need": _l(
        "Section 17 of the Children Act 1989 says that the council must help children "
        "who need extra support. You choose whether to take this help. You can say no. "
        "If %(name)s may not be safe, we may still have to act."
    ),
    "child_protection": _l(
        "Section 47 of the Children Act 1989 says that we must find out when a child may be badly hurt. "
        "A meeting decided that %(name)s needs a plan to be safe. You did not choose this plan. "
        "You can still say what you think, and you can disagree."
    ),
    "care_plan": _l(
        "The council looks after %(name)s. The Children Act 1989 says that we must write a plan for that. "
        "If you said yes to this under section 20, you can change your mind at any time. "
        "Get free legal advice first if you can. If a judge decided it, only a judge can change it."
    ),
    "pathway_plan": _l(
        "The Children (Leaving Care) Act 2000 says that the council must plan with %(name)s "
        "for life after care. "
        "%(name)s can say what goes in it."
    ),
}
CHILD_LAW = {
    "early_help": _l("Your family chose this help. They can say no to it."),
    "child_in_need": _l("There is a rule that says children who need extra help should get it."),
    "child_protection": _l(
        "There is a rule that says we must check when a child might not be safe. It is not your fault."
    ),
    "care_plan": _l("There is a rule that says the council must plan well for every child it looks after."),
    "pathway_plan": _l(
        "There is a rule that says we must plan with you for when you leave care. "
        "You can say what goes in it."
    ),
}
ADULT_ADVICE = _l(
    "You can get free advice that does not come from us. Ask a lawyer, Citizens Advice, "
    "or the Family Rights Group on 0808 801 0366."
)
CHILD_ADVICE = _l(
    'You can have a person on your side. They do not work for us. Tap "Get someone on my side".'
)
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


def law(kind: str, audience: str, name: str) -> str:
    """The law behind this kind of plan, and what is a choice, in plain words (R105)."""
    return str((CHILD_LAW if audience == "child" else ADULT_LAW)[kind]) % {"name": name}


def advice(audience: str) -> str:
    """Where to get advice that does not come from us."""
    return str(CHILD_ADVICE if audience == "child" else ADULT_ADVICE)


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


def no_longer_reads(name: str) -> str:
    """For whom: a person who may not read the plan any more."""
    return str(_l("%(name)s (does not read this plan any more)")) % {"name": name}
