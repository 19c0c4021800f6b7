"""Put a changed tree in the place of a loaded module: in this process, for good. Call in a child process."""

from __future__ import annotations

import ast
import sys
from types import FunctionType, ModuleType
from typing import Any


def swap(module: ModuleType, tree: ast.Module) -> None:
    """Functions keep their identity and get other code, so that whoever holds them runs the mutant."""
    changed = run(module, tree)
    for name, new in changed.items():
        old = vars(module).get(name)
        if isinstance(new, FunctionType) and isinstance(old, FunctionType):
            _code(old, new)
        elif _is_policy(new) and _is_policy(old):
            _policy(old, new)
        elif isinstance(new, type) and isinstance(old, type) and new.__module__ == module.__name__:
            _class(old, new)
        elif not isinstance(new, ModuleType) and not _same(old, new):
            _everywhere(name, old, new)


def run(module: ModuleType, tree: ast.Module) -> dict[str, Any]:
    """What the tree defines, made in a namespace of its own."""
    apart: dict[str, Any] = {
        name: vars(module).get(name)
        for name in ("__name__", "__package__", "__file__", "__spec__", "__loader__", "__hit__")
    }
    exec(compile(ast.fix_missing_locations(tree), str(module.__file__), "exec"), apart)  # noqa: S102
    return {name: value for name, value in apart.items() if not name.startswith("__")}


def _code(old: FunctionType, new: FunctionType) -> None:
    if (
        old is not new
        and old.__module__ == new.__module__
        and old.__code__.co_freevars == new.__code__.co_freevars
    ):
        old.__code__, old.__defaults__, old.__kwdefaults__ = (
            new.__code__,
            new.__defaults__,
            new.__kwdefaults__,
        )


def _is_policy(value: object) -> bool:
    """By name: the mutant of the module that defines policies has a class of its own."""
    return type(value).__name__ == "Policy"


def _policy(old: Any, new: Any) -> None:
    if isinstance(old.check, FunctionType) and isinstance(new.check, FunctionType):
        _code(old.check, new.check)
    for field in ("signed_in", "act", "token"):
        object.__setattr__(old, field, getattr(new, field))


def _class(old: type, new: type) -> None:
    for name, value in vars(new).items():
        mine = vars(old).get(name)
        if isinstance(value, FunctionType) and isinstance(mine, FunctionType):
            _code(mine, value)
        elif not name.startswith("__") and name in vars(old) and not _same(mine, value):
            setattr(old, name, value)


def _same(old: object, new: object) -> bool:
    return type(old) is type(new) and repr(old) == repr(new)


def _everywhere(name: str, old: object, new: object) -> None:
    for key, module in list(sys.modules.items()):
        if key.startswith(("webapp", "tests")) and vars(module).get(name, module) is old:
            setattr(module, name, new)
