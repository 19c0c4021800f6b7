"""Four workers on one draft at once never lose a word (the long form: `make faults`)."""

from __future__ import annotations

from tests.at_once import write_at_once
from tests.conftest import SignInAs
from tests.makers import Town


def test_four_workers_at_once_lose_nothing(town: Town, sign_in: SignInAs) -> None:
    found = write_at_once(town, sign_in, workers=4, edits=5)
    assert found.lost == []
    assert (found.typed, found.saved) == (20, 20)
    assert found.in_draft + found.replaced >= found.typed
