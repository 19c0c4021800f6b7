"""What the long runs share: each figure is printed in one line, whatever pytest captures."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Say = Callable[[object], None]


@pytest.fixture
def figure(capsys: pytest.CaptureFixture[str]) -> Say:
    """Print one line."""

    def say(words: object) -> None:
        with capsys.disabled():
            print(f"\n{words}", end="")

    return say
