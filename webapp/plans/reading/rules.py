"""In which order a reader finds the parts of a plan. Pure."""

from __future__ import annotations

from webapp.plans.rules import MOVING_PARTS

# What a family asks, one question after the other: why, what we are worried about, what goes well, what needs
# to change, who does what by when, what is safe enough to stop, what is next. A question's part comes first.
QUESTIONS: tuple[tuple[str, ...], ...] = (
    # Where a child who is moving will live comes before anything else (R28).
    MOVING_PARTS,
    ("why", "before"),
    ("worried", "child_says", "why_think"),
    ("going_well", "culture"),
    ("change", "goals", "ideas"),
    ("steps", "who_helps"),
    ("safe_enough",),
    ("review", "how_long"),
)
READING_ORDER = tuple(part for question in QUESTIONS for part in question)


def starts(parts: list[str]) -> list[tuple[str, str]]:
    """(question, the part it starts with) for each question that one of these parts answers."""
    found = []
    for question in QUESTIONS:
        mine = [part for part in question if part in parts]
        if mine:
            found.append((question[0], mine[0]))
    return found
