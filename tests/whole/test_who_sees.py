"""Design §3's table against the story: what each persona may ever be sent, and is sent."""

from __future__ import annotations

from pathlib import Path

from tests.whole.story import Story
from tests.whole.test_canaries import SEES
from tests.whole.who_sees import COLUMNS, ELSEWHERE, TABLE, TOKENS

ROOT = Path(__file__).resolve().parents[2]
CELLS = [
    (thing, persona, said)
    for thing, row in TABLE.items()
    for (_column, personas), said in zip(COLUMNS.items(), row, strict=True)
    for persona in personas
]


def names(story: Story, thing: str, persona: str) -> set[str]:
    """Which of the thing's tokens this persona may be sent, by the start of their names."""
    mine = {token[:-10] for token, allowed in story.allowed.items() if persona in allowed}
    return mine & TOKENS[thing]


def test_every_thing_of_the_table_is_held_somewhere(story: Story) -> None:
    assert set(TABLE) == set(TOKENS) | set(ELSEWHERE)
    made = {token[:-10] for token in story.tokens}
    for thing, tokens in TOKENS.items():
        assert tokens <= made, thing
    assert [place for place in ELSEWHERE.values() if not (ROOT / place).exists()] == []


def test_no_means_never_and_yes_means_all(story: Story) -> None:
    wrong = []
    for thing, persona, said in CELLS:
        if thing in ELSEWHERE:
            continue
        found = names(story, thing, persona)
        if said == "no" and found:
            wrong.append((thing, persona, "may not", found))
        if said == "yes" and found != TOKENS[thing]:
            wrong.append((thing, persona, "may", TOKENS[thing] - found))
        if "if " in said and found == TOKENS[thing]:
            wrong.append((thing, persona, "not all", found))
    assert wrong == []


def test_what_is_promised_is_sent(story: Story) -> None:
    """Each "yes" of whoever is followed by the walk: something of it must reach them there."""
    for thing, persona, said in CELLS:
        if thing not in ELSEWHERE and said.startswith("yes") and persona in SEES:
            assert SEES[persona] & TOKENS[thing], (thing, persona)
