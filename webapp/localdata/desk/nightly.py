"""The folder that the council's own system fills at night (HEARD_CASELOAD_DIR): loaded when it changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import current_app

from webapp.core import clock
from webapp.core.database import unit_of_work
from webapp.localdata.desk import keeping, queries, rules, service
from webapp.localdata.folder import fingerprint

# In the authority's own time: after the council's system has written its files, before anyone is at work.
FIRST_HOUR = 2
# A file that was changed a moment ago is still being copied.
QUIET_SECONDS = 300


def folder() -> Path:
    """The folder; FileNotFoundError when it is not set."""
    found: Path | None = current_app.extensions["heard_settings"].caseload_dir
    if found is None:
        raise FileNotFoundError("HEARD_CASELOAD_DIR is not set")
    return found


def is_on() -> bool:
    """Whether there is a folder to look at."""
    return current_app.extensions["heard_settings"].caseload_dir is not None


def look() -> bool:
    """An errand of `heard work`: once a night, have the folder loaded if it changed; whether it will be."""
    if not is_on() or clock.local(clock.now()).hour < FIRST_HOUR or _was_looked_at():
        return False
    found = _fingerprint()
    return found is not None and _keep(found)


def _was_looked_at() -> bool:
    with unit_of_work():
        last = queries.newest_nightly()
        return last is not None and last.looked_on == clock.today()


def _fingerprint() -> str | None:
    """One hash of the tables' names and content; '' when none can be read, None while they are copied."""
    try:
        files = [one for one in folder().iterdir() if one.name.lower() in rules.NAMES and one.is_file()]
        if any(keeping.age(path) < QUIET_SECONDS for path in files):
            return None
        lines = [f"{path.name.lower()} {fingerprint(path)[1]}" for path in files]
    except OSError:
        return ""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest() if lines else ""


def _keep(found: str) -> bool:
    with unit_of_work():
        last = queries.newest_nightly()
        # What failed is tried again the next night, the same files or not.
        if last is not None and last.fingerprint == found and last.state != "failed":
            last.looked_on = clock.today()
            return False
        service.keep_nightly(fingerprint=found)
        return True
