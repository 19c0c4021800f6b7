"""Two hundred ways to smuggle a script, put into every sealed text there is (safety T10; ASVS 1.2)."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from webapp.core import sealing
from webapp.core.database import Base, session, unit_of_work
from webapp.families.models import Family

ACTS = (
    "window.hit=1",
    "alert(1)",
    "parent.hit=1",
    "fetch('https://elsewhere.example')",
    "document.title='hit'",
)
SHAPES = (
    "<script>{}</script>",
    '"><script>{}</script>',
    "'><script>{}</script>",
    "</textarea><script>{}</script>",
    "</title><script>{}</script>",
    "</style><script>{}</script>",
    "<!--><script>{}</script>",
    "]]><script>{}</script>",
    "<scr<script>ipt>{}</script>",
    "<img src=x onerror={}>",
    '"><img src=x onerror="{}">',
    "'><img src=x onerror='{}'>",
    "<svg onload={}>",
    "<svg><script>{}</script></svg>",
    "<math><mtext></math><script>{}</script>",
    "<body onload={}>",
    '<iframe srcdoc="<script>{}</script>"></iframe>',
    '<a href="javascript:{}">x</a>',
    "<details open ontoggle={}>x</details>",
    "<video><source onerror={}></video>",
    "<input autofocus onfocus={}>",
    '<form action="javascript:{}"><button>x</button></form>',
    '<object data="javascript:{}"></object>',
    '<embed src="javascript:{}">',
    '<meta http-equiv="refresh" content="0;url=javascript:{}">',
    '<style>@import "javascript:{}"</style>',
    "<template><script>{}</script></template>",
    "javascript:{}",
    '" onmouseover="{}',
    "' onmouseover='{}",
    '" autofocus onfocus="{}',
    "\\u003cscript\\u003e{}\\u003c/script\\u003e",
    "&lt;script&gt;{}&lt;/script&gt;",
    "%3Cscript%3E{}%3C/script%3E",
    '<div hx-get="/help" hx-trigger="load" hx-on::load="{}">x</div>',
    '<div data-hx-get="/help" data-hx-on:click="{}">x</div>',
    '<base href="https://elsewhere.example/{}">',
    '<link rel="stylesheet" href="https://elsewhere.example/{}">',
    "{{{{ 1234567*3 }}}}{{% print({}) %}}",
    "${{1234567*3}}#{{1234567*3}}%(x)s{}",
)
PAYLOADS = tuple(shape.format(act) for shape in SHAPES for act in ACTS)
# What a template engine would make of two of the shapes.
EVALUATED = "3703701"
# Codes, dates, numbers, addresses: not text that a person typed.
NOT_WORDS = re.compile(r"[0-9:.T+Z-]*|[A-Z2-7]{16,}|[^ @]+@[^ @]+|[a-z_]{1,24}")


def poison() -> int:
    """Put every payload into every text of every row, in its own box; gives how many texts there were."""
    with unit_of_work():
        keys = boxes()
        return sum(_poison_column(row, name, keys) for row, name in sealed_texts())


def boxes() -> list[sealing.Box]:
    """Every key of this database."""
    families = [row.id for row in session().scalars(select(Family))]
    owners: list[sealing.Owner] = [sealing.STAFF, *(("family", one) for one in families)]
    rows = session().scalars(select(sealing.RecordKey))
    return [sealing.box_for(owner) for owner in {*owners, *((row.owner_kind, row.owner_id) for row in rows)}]


def sealed_texts() -> Iterator[tuple[Any, str]]:
    """Each row with the name of each of its sealed texts that is there."""
    for mapper in Base.registry.mappers:
        names = [
            name.removesuffix("_sealed")
            for name, _column in mapper.columns.items()
            if name.endswith("_sealed")
        ]
        for row in session().scalars(select(mapper.class_)) if names else ():
            yield from ((row, name) for name in names if getattr(row, f"{name}_sealed") is not None)


def opened(row: Any, name: str, keys: list[sealing.Box]) -> tuple[sealing.Box, str]:
    """The one key that opens it, and what it says."""
    for box in keys:
        try:
            return box, box.text(row, name)
        except (sealing.SealError, UnicodeDecodeError):
            continue
    raise AssertionError(f"{row.__tablename__}.{name} opens with no key")


def _poison_column(row: Any, name: str, keys: list[sealing.Box]) -> int:
    box, plain = opened(row, name, keys)
    changed = _poisoned(plain)
    box.put(row, **{name: changed})
    return int(changed != plain)


def _poisoned(plain: str) -> str:
    try:
        found = json.loads(plain)
    except ValueError:
        found = plain
    if isinstance(found, dict | list):
        return json.dumps(_leaves(found))
    return plain if NOT_WORDS.fullmatch(plain) else "\n".join([plain, *PAYLOADS])


def _leaves(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _leaves(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_leaves(one) for one in value]
    if isinstance(value, str) and not NOT_WORDS.fullmatch(value) and not _is_id(value):
        return "\n".join([value, *PAYLOADS])
    return value


def _is_id(value: str) -> bool:
    try:
        uuid.UUID(value)
    except ValueError:
        return False
    return True
