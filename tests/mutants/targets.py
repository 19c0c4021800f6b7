"""Which code is mutated: every policy, every rule, and the queries that decide what a reader may see."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WHOLE = ("policies.py", "rules.py", "barred.py", "grants.py")
# In queries, by name: what says whose things a reader may know of, and what that is made of.
PARTS = re.compile(
    r"visible_\w+|answers_visible_to|granted\w*|seen|_seen|_rows|_allocated|_of_team|_limits|_opened_family"
    r"|grants_now|allocations_now|since_granted|works_with\w*|may_be_shown|shown_to|may_see|may_write"
    r"|_chosen_since|_as_worker|_late|_someone_may_be_hurt|duty_teams|_answers_today|open_now|keeps"
    # In core/access, the policies that any capability uses.
    r"|anyone|anyone_signed_in|a_child|any_staff|a_practitioner|a_manager"
    r"|may_keep_members|family_kept|child_kept|staff_ids|worker_ids|manager_ids"
)


def files() -> list[Path]:
    """Every file with something to mutate, in order."""
    found = [*(ROOT / "webapp").rglob("*.py")]
    return sorted(path for path in found if path.name in WHOLE or (_has_queries(path) and wanted(path)))


def _has_queries(path: Path) -> bool:
    return path.name in ("queries.py", "replies.py", "access.py")


def wanted(path: Path) -> set[str]:
    """Names of the functions and constants at the top of this file that are mutated."""
    return {name for name, _ in top(ast.parse(path.read_text())) if _is_wanted(path, name)}


def _is_wanted(path: Path, name: str) -> bool:
    return path.name in WHOLE or PARTS.fullmatch(name) is not None


def top(tree: ast.Module) -> list[tuple[str, ast.stmt]]:
    """(name, statement) of each function, class and constant."""
    found: list[tuple[str, ast.stmt]] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.append((node.name, node))
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.append((node.targets[0].id, node))
    return found


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def short(path: Path) -> str:
    """The path as people write it."""
    return str(path.relative_to(ROOT))
