"""What the source must never do, read from the source itself (ASVS 1.2, 1.3, 3.2, 11)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sorted((ROOT / "webapp").rglob("*.py"))
SCRIPTS = sorted((ROOT / "static/src/js").rglob("*.ts"))
PATTERNS = ("compile", "match", "search", "sub", "fullmatch", "split", "findall")
PATTERN_CALLS = {f"re.{name}" for name in PATTERNS}
CIPHERS = {"AESGCM"}
HASHES = {"sha256"}
# A hash of a file's bytes and of what a hash covers; nothing weaker.
WEAK = re.compile(r"\b(md5|sha1|SHA1|MD5|RC4|ARC4|DES3?|ECB|CBC|PKCS1v15|Fernet)\b")


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Each call with the dotted name of what is called."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def all_calls() -> Iterator[tuple[Path, str, ast.Call]]:
    for path in PYTHON:
        for name, node in calls(path):
            yield path, name, node


def is_fixed(node: ast.expr) -> bool:
    """Whether a text is written in the code, with no value put in."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_no_sql_is_put_together_from_text() -> None:
    found = [
        (path.name, ast.unparse(node))
        for path, name, node in all_calls()
        if name in ("text", "sqlalchemy.text", "sa.text", "op.execute") or name.endswith(".exec_driver_sql")
        if node.args
        and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
        # The settings and triggers of the engine, from tuples in the code.
        and path.name not in ("database.py", "triggers.py", "0004_access.py")
    ]
    assert found == []


def test_nothing_runs_through_a_shell() -> None:
    names = {name for _path, name, _node in all_calls()}
    assert not names & {"os.system", "os.popen", "subprocess.getoutput"}
    shells = [path for path, _name, node in all_calls() if any(word.arg == "shell" for word in node.keywords)]
    assert shells == []
    starts = {path.name for path, name, _node in all_calls() if name.startswith(("subprocess.", "os.exec"))}
    assert starts == {"cli.py", "apart.py"}


# Names become placeholders: each goes through re.escape(), which `test_names_that_look_like_patterns` holds.
OF_ESCAPED_WORDS = {"finding.py", "hiding.py"}


def test_no_pattern_is_made_from_what_was_typed() -> None:
    made = [
        (path.name, ast.unparse(node))
        for path, name, node in all_calls()
        if name
        in {f"re.{one}" for one in ("compile", "match", "search", "sub", "fullmatch", "split", "findall")}
        if node.args and not is_fixed(node.args[0]) and path.name not in OF_ESCAPED_WORDS
    ]
    assert made == []


def test_no_code_is_made_from_text() -> None:
    names = {name for _path, name, _node in all_calls()}
    assert not names & {"eval", "exec", "compile", "__import__", "render_template_string"}
    for path in SCRIPTS:
        assert not re.search(r"\beval\(|new Function\(|setTimeout\(\s*[\"'`]", path.read_text()), path.name


def test_nothing_unpickles() -> None:
    for path in PYTHON:
        assert not re.search(r"\b(pickle|marshal|shelve|yaml|xml)\b\.", path.read_text()), path.name


def test_scripts_set_text_not_markup() -> None:
    unsafe = re.compile(r"\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write|__proto__")
    assert [path.name for path in SCRIPTS if unsafe.search(path.read_text())] == []


# People and numbers that nobody is: the same seed must give the same ones.
MADE_UP = {"synthetic.py", "practice.py"}


def test_random_things_come_from_the_operating_system() -> None:
    """`random` only shuffles through SystemRandom; a UUID is an id and never what opens something."""
    for path, name, _node in all_calls():
        if path.name in MADE_UP:
            continue
        assert not name.startswith("random.") or name.startswith("random.SystemRandom"), path.name
    guessed = re.compile(r"(secret|token|ticket|challenge|nonce|code)\w*\s*=\s*(str\()?(uuid\.uuid|ids\.new)")
    assert [path.name for path in PYTHON if guessed.search(path.read_text())] == []
    assert not any("Math.random" in path.read_text() for path in SCRIPTS)


def test_short_codes_are_kept_as_slow_hashes() -> None:
    service = (ROOT / "webapp/accounts/service.py").read_text()
    assert "row.code_hash = hashing.hash_secret(code)" in service


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_ciphers_come_from_the_library(path: Path) -> None:
    text = path.read_text()
    assert not WEAK.search(text)
    named = re.findall(r"hashlib\.(\w+)\(|file_digest\([^)]*\"(\w+)\"|hmac\.new\([^)]*\"(\w+)\"\)", text)
    assert {name for found in named for name in found if name} <= HASHES | {"file_digest"}
    for module in re.findall(r"^from cryptography\.hazmat\.primitives\.ciphers\S* import (.+)$", text, re.M):
        assert set(module.split(", ")) <= CIPHERS
