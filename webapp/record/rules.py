"""What files in the council's record are called, and what their manifest says. Pure."""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

LONGEST_FOLDER = 120
PART = ".heard-"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def case_folder(authority_id: str) -> str:
    """The folder of a case: the council's person id and nothing else; '' when it cannot be one.

    As the id is compared (no spaces, capitals), and escaped so that no id is a path or a hidden file.
    """
    name = quote("".join(authority_id.split()).upper(), safe="-_.")
    if name.startswith("."):
        name = "%2E" + name[1:]
    return name if len(name) <= LONGEST_FOLDER else ""


def file_stem(series: str, copy: int) -> str:
    """What every file of a copy is called before its ending: `plan-003-02`, the second of plan-003."""
    return f"{series}-{copy:02}"


def as_bytes(record: Mapping[str, object]) -> bytes:
    """The record as it is written: UTF-8, readable by people too."""
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def sha256(data: bytes) -> str:
    """In hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def manifest(
    *,
    form: str,
    about: Mapping[str, Any],
    copy: int,
    at: datetime,
    content: str,
    files: Mapping[str, bytes],
) -> bytes:
    """Says that a copy is whole: each file with its size and SHA-256 (hex). Written last.

    `form`: how the JSON is built; `about`: what it is a copy of. `content` is a keyed hash of the words: the
    same words give the same.
    """
    return as_bytes(
        {
            "format": form,
            **about,
            "copy": copy,
            "written_at": at.isoformat(timespec="seconds"),
            "content": content,
            "pdf": any(name.endswith(".pdf") for name in files),
            "files": {name: {"bytes": len(data), "sha256": sha256(data)} for name, data in files.items()},
        }
    )


def same_content(kept: bytes, about: Mapping[str, Any], content: str) -> bool:
    """Whether a manifest that is there already is of this thing and these words."""
    found = _read(kept)
    wanted = {**about, "content": content}
    return {key: found.get(key) for key in wanted} == wanted


def says_pdf(kept: bytes) -> bool:
    """Whether a manifest names a PDF."""
    return _read(kept).get("pdf") is True


def is_receipt(receipt: bytes, manifest_hash: bytes) -> bool:
    """Whether the council's side says that it took this copy in: it names the manifest's SHA-256."""
    return _read(receipt).get("manifest_sha256") == manifest_hash.hex()


def _read(data: bytes) -> dict[str, object]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def trouble(error: OSError) -> str:
    """What people are told: record_full, or record_refused."""
    return "record_full" if error.errno in FULL else "record_refused"
