"""Small wrong changes of a syntax tree, one at a time."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.mutants import targets

COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
BINARY: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
CALLS = {"and_": "or_", "or_": "and_", "any": "all", "all": "any", "min": "max", "max": "min"}
CALLS |= {"is_": "is_not", "is_not": "is_", "in_": "not_in", "not_in": "in_"}
# Calls that narrow or widen a statement: once without each argument, or without the call.
NARROWING = {"where", "and_", "or_", "union", "union_all"}


@dataclass(frozen=True)
class Mutant:
    """One wrong change: where it stands, in which function or constant, the file's tree with it."""

    path: Path
    name: str
    line: int
    what: str
    tree: ast.Module


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file, in the order of its lines."""
    tree = ast.parse(path.read_text())
    names = targets.wanted(path)
    for name, statement in targets.top(tree):
        if name in names:
            yield from _of(path, tree, name, statement)


def _of(path: Path, tree: ast.Module, name: str, statement: ast.stmt) -> Iterator[Mutant]:
    places = _places(statement)
    for number, node in enumerate(places):
        for what in _changes(node):
            copied = copy.deepcopy(statement)
            changed = _change(_places(copied)[number], what)
            fresh = ast.Module([copied if one is statement else one for one in tree.body], [])
            _Put(_places(copied)[number], changed).visit(fresh)
            # What stands before a function marks a policy: no test reaches that line by calling it.
            where = f"@{name}" if node.lineno < statement.lineno else name
            yield Mutant(path, where, node.lineno, f"{ast.unparse(node)[:70]} → {what}", fresh)


class _Put(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self.old:
            return ast.copy_location(self.new, node)
        self.generic_visit(node)
        return node


def _places(statement: ast.stmt) -> list[ast.expr | ast.stmt]:
    """Every expression and return that may be changed: no annotation, no docstring, no words of a policy."""
    found: list[ast.expr | ast.stmt] = []
    for node in _walk(statement):
        if isinstance(node, ast.expr | ast.Return | ast.If):
            found.append(node)
    return found


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.JoinedStr) or _is_docstring(node):
        return
    yield node
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "ctx"):
            continue
        for one in value if isinstance(value, list) else [value]:
            if field == "decorator_list":
                for keyword in _keywords(one):
                    yield from _walk(keyword.value)
            elif isinstance(one, ast.AST):
                yield from _walk(one)


def _keywords(decorator: ast.AST) -> list[ast.keyword]:
    return decorator.keywords if isinstance(decorator, ast.Call) and _is_policy(decorator) else []


def _is_policy(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "policy"


def _is_docstring(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _changes(node: ast.expr | ast.stmt) -> list[str]:
    """Short names of what can be done to a node; `_change` does one of them."""
    if isinstance(node, ast.Compare):
        return [f"compare {place}" for place, op in enumerate(node.ops) if type(op) in COMPARE]
    if isinstance(node, ast.BoolOp):
        return ["and/or", *(f"without {place}" for place in range(len(node.values)))]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        return ["without not"]
    if isinstance(node, ast.BinOp) and type(node.op) in BINARY:
        return ["operator"]
    if isinstance(node, ast.Constant):
        return _constant_changes(node.value)
    if isinstance(node, ast.Call):
        return _call_changes(node)
    if isinstance(node, ast.Return):
        return _return_changes(node)
    if isinstance(node, ast.If | ast.IfExp):
        return ["always", "never"]
    return []


def _constant_changes(value: object) -> list[str]:
    if isinstance(value, bool):
        return ["other"]
    if isinstance(value, int):
        return ["one more", "one less"]
    return ["other words"] if isinstance(value, str) else []


def _call_changes(node: ast.Call) -> list[str]:
    name = _called(node)
    found = [f"call {CALLS[name]}"] if name in CALLS else []
    if name in NARROWING:
        several = len(node.args) > 1 or name in ("and_", "or_")
        found += [f"drop {place}" for place in range(len(node.args))] if several else ["drop call"]
    return found


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _return_changes(node: ast.Return) -> list[str]:
    if isinstance(node.value, ast.Constant) or node.value is None:
        return []
    return ["return True", "return False"] if _is_decision(node.value) else []


def _is_decision(value: ast.expr) -> bool:
    return isinstance(value, ast.Compare | ast.BoolOp) or (
        isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not)
    )


def _change(node: ast.expr | ast.stmt, what: str) -> ast.AST:
    place = int(what.split()[-1]) if what[-1].isdigit() else 0
    if isinstance(node, ast.Compare):
        node = copy.deepcopy(node)
        node.ops[place] = COMPARE[type(node.ops[place])]()
        return node
    if isinstance(node, ast.BoolOp):
        return _boolean(node, what, place)
    if isinstance(node, ast.UnaryOp):
        return node.operand
    if isinstance(node, ast.BinOp):
        return ast.BinOp(node.left, BINARY[type(node.op)](), node.right)
    if isinstance(node, ast.Constant):
        return ast.Constant(_constant(node.value, what))
    if isinstance(node, ast.Call):
        return _call(node, what, place)
    if isinstance(node, ast.Return):
        return ast.Return(ast.Constant(what.endswith("True")))
    return _branch(node, what)


def _branch(node: ast.expr | ast.stmt, what: str) -> ast.AST:
    fixed = ast.Constant(what == "always")
    if isinstance(node, ast.If):
        return ast.If(fixed, node.body, node.orelse)
    assert isinstance(node, ast.IfExp)
    return ast.IfExp(fixed, node.body, node.orelse)


def _boolean(node: ast.BoolOp, what: str, place: int) -> ast.AST:
    if what == "and/or":
        return ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    rest = [one for number, one in enumerate(node.values) if number != place]
    return rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def _constant(value: object, what: str) -> bool | int | str:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1 if what == "one more" else value - 1
    return f"x{value}x"


def _call(node: ast.Call, what: str, place: int) -> ast.AST:
    if what == "drop call":
        assert isinstance(node.func, ast.Attribute)
        return node.func.value
    if what.startswith("drop"):
        rest = [one for number, one in enumerate(node.args) if number != place]
        return ast.Call(node.func, rest, node.keywords)
    name = what.split()[-1]
    if isinstance(node.func, ast.Attribute):
        return ast.Call(ast.Attribute(node.func.value, name, ast.Load()), node.args, node.keywords)
    return ast.Call(ast.Name(name, ast.Load()), node.args, node.keywords)
