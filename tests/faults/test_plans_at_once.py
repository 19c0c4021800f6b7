"""Four workers, fifty edits each, on one draft, on each database: every text is kept or was shown."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import kept
from tests.at_once import write_at_once
from tests.conftest import SignInAs
from webapp.core.database import database


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_four_workers_make_fifty_edits_each(
    app: Flask, sign_in: SignInAs, capsys: pytest.CaptureFixture[str]
) -> None:
    found = write_at_once(kept.town(), sign_in, workers=4, edits=50)
    engine = database().engine.dialect.name
    with capsys.disabled():
        print(f"\n{engine}: {found.typed} texts typed, {found.saved} saves, {found.refused} refused")
        print(f"{found.in_draft} in the draft, {found.replaced} replaced in sight, {len(found.lost)} lost")
    assert found.lost == []
    assert (found.typed, found.saved) == (200, 200)
