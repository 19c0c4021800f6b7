"""The law behind each kind of plan, and what is a choice, in plain words. Drafts a practitioner must check.

Early help: no duty to take it; Children Act 2004 s10. Child in need: Children Act 1989 s17, s17(4A) the
child's wishes. Child protection: s47, s47(5A). Care plan: s20(8), s22(4), s31A, s39. Pathway plan: s23E;
advice until 25: Children and Social Work Act 2017 s3.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Law:
    """What a reader is told of the law: what is a choice stands open, the rest opens with one tap."""

    choice: str
    says: str
    advice: str
    act: str


_MUST_ASK = _l("As far as we can, we must also ask what %(name)s wants.")
_MAY_ACT = _l("If %(name)s may not be safe, we may still have to act.")
_ASK_CHILD = _l("We must ask you what you want.")
_FAMILY_CHOSE = _l("Your family chose this help. They can say no to it.")

ADULT_CHOICE = {
    "early_help": (_l("You choose early help. You can say no, and you can change your mind."),),
    "child_in_need": (_l("You choose whether to take this help. You can say no to all or some of it."),),
    "child_protection": (
        _l("You did not choose this plan. You can still say what you think, and you can disagree."),
    ),
    "care_plan": (
        _l(
            "If you said yes to this under section 20, you can change your mind at any time. "
            "Get free legal advice first if you can."
        ),
        _l("If a judge decided it, only a judge can change it."),
    ),
    "pathway_plan": (_l("%(name)s says what goes in it, and which help to take."),),
}
ADULT_LAW = {
    "early_help": (
        _l("No law makes a family take early help. A law asks services to work together for children."),
        _MAY_ACT,
    ),
    "child_in_need": (
        _l(
            "Section 17 of the Children Act 1989 says that the council must help children "
            "who need extra support."
        ),
        _MUST_ASK,
        _MAY_ACT,
    ),
    "child_protection": (
        _l("Section 47 of the Children Act 1989 says that we must find out when a child may be badly hurt."),
        _l("A meeting decided that %(name)s needs a plan to be safe."),
        _MUST_ASK,
        _l("If %(name)s does not become safer, we may ask a judge to decide."),
    ),
    "care_plan": (
        _l(
            "The council looks after %(name)s. The Children Act 1989 says that we must write a plan for that."
        ),
        _l("Before we decide, we must ask what %(name)s and the parents want, as far as we can."),
    ),
    "pathway_plan": (
        _l("The law says that the council must plan with %(name)s for life after care."),
        _l("%(name)s can ask for this help until the age of 25."),
    ),
}
CHILD_CHOICE = {
    "early_help": (_FAMILY_CHOSE,),
    "child_in_need": (_FAMILY_CHOSE,),
    "child_protection": (_l("Your family did not choose this plan. It is not your fault."),),
    "care_plan": (_l("Grown-ups decided this. You can say what you think of it."),),
    "pathway_plan": (_l("You can say what goes in it. You can say no to help."),),
}
CHILD_LAW = {
    "early_help": (_l("No rule makes your family take this help."),),
    "child_in_need": (
        _l("There is a rule that says children who need extra help should get it."),
        _ASK_CHILD,
    ),
    "child_protection": (
        _l("A rule says we must check when a child might not be safe."),
        _ASK_CHILD,
    ),
    "care_plan": (
        _l("A rule says the council must plan well for each child it looks after."),
        _l("Before we decide, we must ask you what you want."),
    ),
    "pathway_plan": (
        _l("A rule says we must plan with you for when you leave care."),
        _l("You can ask for this help until you are 25."),
    ),
}
ACTS = {
    "early_help": _l("Children Act 2004, section 10"),
    "child_in_need": _l("Children Act 1989, section 17"),
    "child_protection": _l("Children Act 1989, section 47"),
    "care_plan": _l("Children Act 1989, sections 20, 22 and 31A"),
    "pathway_plan": _l("Children Act 1989, section 23E. Children and Social Work Act 2017, section 3"),
}
ADULT_ADVICE = _l(
    "You can get free advice that does not come from us. Ask a lawyer, Citizens Advice, "
    "or the Family Rights Group on 0808 801 0366."
)
CHILD_ADVICE = _l(
    'You can have a person on your side. They do not work for us. Tap "Get someone on my side".'
)


def law(kind: str, audience: str, name: str) -> Law:
    """The law of this kind of plan for adults or for the child, in the language of the page (R105)."""
    is_child = audience == "child"
    choice, says = (CHILD_CHOICE, CHILD_LAW) if is_child else (ADULT_CHOICE, ADULT_LAW)
    return Law(
        choice=_joined(choice[kind], name),
        says=_joined(says[kind], name),
        advice=str(CHILD_ADVICE if is_child else ADULT_ADVICE),
        act=str(ACTS[kind]),
    )


def _joined(lines: tuple[str, ...], name: str) -> str:
    return " ".join(str(line) % {"name": name} for line in lines)
