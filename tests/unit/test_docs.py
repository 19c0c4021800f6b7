"""What the documents name exists, and no page promises what we cannot keep."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import polib
import pytest
from babel.messages.extract import extract_from_dir

from webapp.cli import main

ROOT = Path(__file__).resolve().parents[2]
DOCS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], key=lambda path: path.relative_to(ROOT).as_posix()
)
FENCE = re.compile(r"^```.*?^```", re.S | re.M)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
# Made by a command, so not there in a fresh clone.
NOT_HERE = ("static/dist", ".venv/", "node_modules/", "translations/ur/", "Europe/London")
URDU = ROOT / "translations/ur/LC_MESSAGES/messages.po"

# practice.md §2: never said to a family, in any language.
FORBIDDEN = re.compile(
    r"\bsecret|\bjust beth\b|\bonly beth\b|\bonly you\b|\bnobody will know|\bsafe with us|\b100 ?% private"
    r"|\bdon['’]t worry"
    r"|(?<!\w)راز(?!\w)|خفیہ|صرف بیتھ|کسی کو پتہ نہیں|کسی کو معلوم نہیں ہو|ہمارے پاس محفوظ"
    r"|فکر نہ کریں|پریشان نہ ہوں",
    re.I,
)


def code(text: str) -> list[str]:
    """Every code span, and every line of every fenced block."""
    lines = [line for block in FENCE.findall(text) for line in block.splitlines()[1:-1]]
    return lines + SPAN.findall(FENCE.sub("", text))


def prose(text: str) -> str:
    return SPAN.sub("", FENCE.sub("", text))


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))


def settings() -> set[str]:
    found = re.findall(r'"((?:HEARD_[A-Z_]+)|DATABASE_URL|PORT)"', (ROOT / "webapp/config.py").read_text())
    return set(found)


def addresses() -> set[str]:
    """The fixed addresses of routes, as written beside their views."""
    found = {"/manifest.webmanifest"}
    for path in (ROOT / "webapp").rglob("*.py"):
        text = path.read_text()
        found |= set(re.findall(r'\.(?:get|post)\(\s*"(/[^"]*)"', text))
        found |= set(re.findall(r'^(?:PLACE|SET_UP) = "(/[^"]*)"', text, re.M))
    return found


def command(words: list[str]) -> click.Command | None:
    """The command of `heard …`, or None."""
    found: click.Command = main
    for word in words:
        if not isinstance(found, click.Group):
            break
        if word not in found.commands:
            return None
        found = found.commands[word]
    return found


def named(pattern: str) -> list[tuple[str, str]]:
    """(document, what was matched) for a pattern in the code of every document."""
    return [
        (doc.relative_to(ROOT).as_posix(), found)
        for doc in DOCS
        for span in code(doc.read_text())
        for found in re.findall(pattern, span)
    ]


def test_the_documents_are_there() -> None:
    wanted = {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "docs/deploy.md"}
    assert wanted <= {doc.relative_to(ROOT).as_posix() for doc in DOCS}
    assert len(list((ROOT / "docs/decisions").glob("000?-*.md"))) >= 3
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in (ROOT / "LICENSE").read_text()
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"] == "AGPL-3.0-or-later"


def test_every_make_target_exists() -> None:
    found = named(r"\bmake (?:-C \S+ )?([a-z-]+)")
    assert len(found) > 5
    assert [one for one in found if one[1] not in targets()] == []


def test_every_heard_command_and_option_exists() -> None:
    found = named(r"(?:^|\.venv/bin/)heard ([a-z-]+(?: [a-z-]+)?(?: --?[a-z-]+| [A-Z]\S*| \d+)*)")
    wrong = []
    for doc, text in found:
        known = command(re.findall(r"(?<!\S)[a-z][a-z-]*(?!\S)", text))
        options = {one for parameter in known.params for one in parameter.opts} if known else set()
        if known is None or set(re.findall(r"--[a-z-]+", text)) - options:
            wrong.append((doc, text))
    assert len(found) > 10
    assert wrong == []


def test_every_setting_exists_and_is_explained() -> None:
    found = named(r"\b(HEARD_[A-Z_]+)\b")
    others = {"HEARD_TEST_ENGINES"}
    assert [one for one in found if one[1] not in settings() | others] == []
    table = (ROOT / "docs/deploy.md").read_text()
    assert [name for name in sorted(settings()) if f"| `{name}` |" not in table] == []


def test_every_path_exists() -> None:
    found = named(
        r"^(?:\.venv/bin/\S+ )?((?:[\w.-]+/)+[\w.-]*|\.?[\w-]+\.(?:md|toml|json|yml)|\.importlinter)$"
    )
    wrong = [one for one in found if not one[1].startswith(NOT_HERE) and not (ROOT / one[1]).exists()]
    assert len(found) > 20
    assert wrong == []


def test_every_address_exists() -> None:
    found = named(r"^(?:GET |POST )?(/[a-z.-]*(?:/[a-z.-]+)*)$")
    machines = ("/etc/", "/opt/", "/var/", "/usr/")
    assert [one for one in found if not one[1].startswith(machines) and one[1] not in addresses()] == []


def test_every_module_that_is_run_exists() -> None:
    for doc, module in named(r"python -m ([a-z.]+)"):
        path = ROOT / module.replace(".", "/")
        assert (path / "__main__.py").exists() or path.with_suffix(".py").exists(), (doc, module)


@pytest.mark.parametrize("doc", DOCS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(doc: Path) -> None:
    links = [link for link in LINK.findall(FENCE.sub("", doc.read_text())) if "://" not in link]
    assert [link for link in links if not (doc.parent / link.split("#")[0]).exists()] == []


def test_the_tree_in_the_readme_is_the_tree() -> None:
    [tree] = [block for block in FENCE.findall((ROOT / "README.md").read_text()) if "webapp/" in block]
    inside = set(re.findall(r"^  (\w+)/", tree, re.M))
    real = {path.parent.name for path in (ROOT / "webapp").glob("*/__init__.py")}
    assert inside == real
    for folder in re.findall(r"^(\w[\w/]*)/ ", tree, re.M):
        assert (ROOT / folder).is_dir(), folder


def test_no_registry_and_no_machine_is_named() -> None:
    texts = [
        *DOCS,
        *(ROOT / ".github").rglob("*.yml"),
        ROOT / "package-lock.json",
        ROOT / "bench/node/package-lock.json",
    ]
    for path in texts:
        found = re.search(r"registry\.\w+|pypi\.org|files\.pythonhosted|npmjs", path.read_text())
        assert not found, (path, found)


def shown_words() -> Iterator[tuple[str, str]]:
    """(where, words) of everything a person may be shown, in every language."""
    methods = [("webapp/**.py", "python"), ("templates/**.html", "jinja2")]
    keywords = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}
    for file, line, message, _comments, _context in extract_from_dir(ROOT, methods, keywords=keywords):
        for one in [message] if isinstance(message, str) else message:
            yield f"{file}:{line}", one or ""
    for table in (ROOT / "webapp/feedback").glob("*.csv"):
        with table.open(encoding="utf-8") as lines:
            yield from ((table.name, " ".join(row)) for row in csv.reader(lines))
    if URDU.exists():
        yield from (("ur", entry.msgstr) for entry in polib.pofile(str(URDU)))


def test_no_page_promises_what_we_cannot_keep() -> None:
    shown = list(shown_words())
    assert len(shown) > 300
    assert [(where, words) for where, words in shown if FORBIDDEN.search(words)] == []


def test_no_document_promises_what_we_cannot_keep() -> None:
    for doc in DOCS:
        found = FORBIDDEN.search(prose(doc.read_text()))
        assert not found, (doc, found)


@pytest.mark.parametrize("words", ["It is our Secret.", "Don’t worry!", "یہ راز ہے", "Safe with us"])
def test_the_forbidden_words_are_found(words: str) -> None:
    assert FORBIDDEN.search(words)
