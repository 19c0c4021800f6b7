"""Who may see what (design §3), copied as data; and which of the story's tokens stand for each thing."""

from __future__ import annotations

COLUMNS = {
    "child who made it": ("child",),
    "sibling": ("sibling",),
    "parent, carer": ("mother",),
    "other parent": ("separated father",),
    "network, advocate, partner": ("network member added today",),
    "worker of the child": ("worker of the family",),
    "other worker": ("worker of another team",),
    "manager of the team": ("manager",),
    "administrator": ("administrator",),
    "data officer": ("data officer",),
}

WHEN_LATE = "that it waits and its age; content when late or someone may be hurt"

TABLE: dict[str, tuple[str, ...]] = {
    "child's entry, sent": (
        "own phone only",
        "if chosen",
        "if chosen",
        "if chosen",
        "if chosen",
        "yes, unless the child chose someone else",
        "no",
        WHEN_LATE,
        "no",
        "no",
    ),
    "child's draft": ("self only", "no", "no", "no", "no", "no", "no", "no", "no", "no"),
    "reply to a child": (
        "the child, as agreed for that phone",
        "no",
        "no",
        "no",
        "no",
        "yes",
        "no",
        "yes",
        "no",
        "no",
    ),
    "plan paragraph": (
        "own child's wording",
        "as addressed",
        "as addressed",
        "as addressed",
        "as addressed",
        "yes",
        "no",
        "yes",
        "no",
        "no",
    ),
    "an adult's answer to the plan": ("no", "no", "self", "no", "no", "yes", "no", "yes", "no", "no"),
    "address, phone, school, contact times": (
        "own",
        "if marked safe",
        "if marked safe",
        "no, unless marked safe for that person",
        "no",
        "yes",
        "no",
        "yes",
        "no",
        "no",
    ),
    "feedback answers": (
        "self",
        "no",
        "self",
        "no",
        "self",
        "no, unless the maker says so; a safety row says only that the person may not be safe",
        "no",
        "yes",
        "no",
        "codes only",
    ),
    "who has looked": (
        "self",
        "no",
        "self, items they may see",
        "same",
        "no",
        "yes",
        "no",
        "yes",
        "no",
        "no",
    ),
    "names, allocation, cards": (
        "–",
        "–",
        "–",
        "–",
        "–",
        "own cases",
        "no",
        "team",
        "yes",
        "authority ids only",
    ),
}

# By the start of a token's name, as tests/whole/story.py makes them.
TOKENS: dict[str, set[str]] = {
    "child's entry, sent": {"told-worker", "told-mum", "not-worker"},
    "reply to a child": {"reply"},
    "plan paragraph": {"everyone", "hers", "for-him", "childs", "step"},
    "an adult's answer to the plan": {
        "mothers-answer",
        "marked-of-mother",
        "kept-because-of-mother",
        "worry-of-mother",
        "ideas-of-mother",
        "her-lists",
    },
    "address, phone, school, contact times": {"address", "school", "his"},
    "feedback answers": {"feedback"},
}

# Held elsewhere: no page of the story shows these by a token of their own.
ELSEWHERE = {
    "child's draft": "tests/browser/test_no_traces.py",
    "who has looked": "tests/capability/test_looked.py",
    "names, allocation, cards": "tests/whole/test_routes.py",
}
