"""What of a file that came back can be taken, line by line, each named with its line of the file. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from webapp.plans.content import Words
from webapp.plans.rules import Check
from webapp.plans.translating.files import BadFile, Returned, Row, codes_of
from webapp.plans.translating.hiding import Hiding, tidy, tokens
from webapp.plans.translating.rules import HTML, Fault, Line, LineKey, checked, fault_in, merged


@dataclass(frozen=True)
class Remark:
    """About one row: what is wrong (it is left out) or, of one that is taken, what to look at."""

    line: int
    code: str
    detail: str = ""
    is_taken: bool = False


@dataclass
class Preview:
    """Words by line and field that can be taken, rows whose English has changed, and every remark."""

    given: dict[LineKey, dict[str, str]] = field(default_factory=dict)
    stale: set[LineKey] = field(default_factory=set)
    fuzzy: set[LineKey] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)
    empty: int = 0

    @property
    def count(self) -> int:
        """How many pieces of text can be taken."""
        return sum(len(one) for one in self.given.values())


def preview(found: Returned, lines: list[Line], *, version: str, code: str, known: Hiding) -> Preview:
    """Check every row against the lines as they are now. BadFile when the whole file is for another text."""
    if found.version != version:
        raise BadFile("other_version")
    if found.language.replace("_", "-").partition("-")[0].lower() != code:
        raise BadFile("other_language")
    by_code = {
        one: (line, name, english)
        for line in lines
        for (one, english), name in zip(codes_of(line), line.english, strict=True)
    }
    made, seen = Preview(), set()
    for row in found.rows:
        if row.code in seen:
            made.remarks.append(Remark(row.line, "twice"))
        elif row.code not in by_code:
            made.remarks.append(Remark(row.line, "unknown"))
        else:
            _take(made, row, *by_code[row.code], code, known)
        seen.add(row.code)
    made.remarks.sort(key=lambda one: one.line)
    return made


def _take(made: Preview, row: Row, line: Line, name: str, english: str, code: str, known: Hiding) -> None:
    if not row.words.strip():
        made.empty += 1
        return
    is_stale = row.english.strip() != english.strip()
    # What was translated is the English of the file: its placeholders are those that must be there.
    fault = fault_in(row.english if is_stale else english, row.words, code)
    unknown = sorted(tokens(tidy(row.words)) - known.kept.keys())
    if unknown and fault is None:
        fault = Fault("strange", unknown[0])
    if fault:
        made.remarks.append(Remark(row.line, fault.code, fault.detail))
        return
    made.given.setdefault(line.key, {})[name] = row.words
    if is_stale:
        made.stale.add(line.key)
        made.remarks.append(Remark(row.line, "stale", is_taken=True))
    if row.is_fuzzy:
        made.fuzzy.add(line.key)
        made.remarks.append(Remark(row.line, "fuzzy", is_taken=True))
    if line.is_done and tidy(row.words).strip() != line.theirs[name].strip():
        made.remarks.append(Remark(row.line, "replaces", is_taken=True))
    if HTML.search(row.words):
        made.remarks.append(Remark(row.line, "html", is_taken=True))


def wordings(
    found: Preview,
    lines: list[Line],
    before: Mapping[LineKey, Words | None],
    hiding: Hiding,
    *,
    reference: str = "",
    on: date | None = None,
) -> dict[LineKey, Words]:
    """What the draft gets. Checked only with an agency's reference and a day, whole, and not fuzzy."""
    by_key = {line.key: line for line in lines}
    made = {}
    for key, given in found.given.items():
        line, old = by_key[key], before.get(key)
        words = merged(line, old, given, hiding)
        is_whole = set(given) == set(line.english) and key not in found.fuzzy
        check = Check("checked", reference, on) if reference and on and is_whole else Check()
        made[key] = checked(words, old, check, is_stale=key in found.stale)
    return made
