"""What folders and files of the council's record are called."""

from __future__ import annotations

import errno

import pytest

from webapp.plans.council_record.rules import series
from webapp.record import rules


@pytest.mark.parametrize(
    ("authority_id", "folder"),
    [
        ("NB-100234", "NB-100234"),
        (" nb 100234", "NB100234"),
        ("NB/7", "NB%2F7"),
        ("NB%2F7", "NB%252F7"),
        ("..", "%2E."),
        ("../../etc", "%2E.%2F..%2FETC"),
        (".heard-x", "%2EHEARD-X"),
        ("a\\b\x00c", "A%5CB%00C"),
        ("زارا", "%D8%B2%D8%A7%D8%B1%D8%A7"),
        ("", ""),
        ("   ", ""),
        ("X" * 121, ""),
    ],
)
def test_a_case_is_a_folder_and_never_a_path(authority_id: str, folder: str) -> None:
    assert rules.case_folder(authority_id) == folder


def test_copies_sort_by_version_and_number() -> None:
    stems = [rules.file_stem(series(version), copy) for version, copy in ((1, 1), (1, 2), (2, 1), (10, 1))]
    assert stems == sorted(stems)


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "full"), (errno.EDQUOT, "full"), (1, "refused")])
def test_what_an_administrator_is_told(number: int, code: str) -> None:
    assert rules.trouble(OSError(number, "")) == f"record_{code}"
