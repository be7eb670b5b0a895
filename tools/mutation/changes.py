"""Which faults there are: each is one small change in one function, as somebody might slip."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef
Change = tuple[ast.AST, Callable[[ast.AST], ast.AST]]

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult, ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}


@dataclass(frozen=True)
class Mutant:
    """`tree` is the whole module with the one change in it."""

    file: str
    function: str  # with its class, if it has one
    line: int
    lines: range  # of the function
    before: str
    after: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return f"{self.file} {self.function}: {self.before} -> {self.after}"


def mutants(root: Path, file: Path) -> Iterator[Mutant]:
    tree = ast.parse(file.read_text())
    for function, name in _functions(tree):
        for node, change in _changes(function):
            changed = copy.deepcopy(tree)
            spot = _same(tree, changed, node)
            after = change(spot)
            _put(changed, spot, after)
            line = (node.iter if isinstance(node, ast.comprehension) else node).lineno  # type: ignore[attr-defined]  # others have one
            lines = range(function.body[0].lineno, (function.end_lineno or 0) + 1)
            relative = file.relative_to(root).as_posix()
            before = ast.unparse(node)
            yield Mutant(relative, name, line, lines, before, ast.unparse(after), changed)


def _functions(tree: ast.Module) -> Iterator[tuple[Function, str]]:
    for node in tree.body:
        if isinstance(node, Function):
            yield node, node.name
        elif isinstance(node, ast.ClassDef):
            methods = (each for each in node.body if isinstance(each, Function))
            yield from ((each, f"{node.name}.{each.name}") for each in methods)


def _changes(function: Function) -> Iterator[Change]:
    """Annotations and docstrings say nothing to a test."""
    for statement in function.body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue
        for node in _said(statement):
            for change in _of(node):
                yield node, change


def _said(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, ast.AST):
                yield from _said(each)


def _of(node: ast.AST) -> Iterator[Callable[[ast.AST], ast.AST]]:
    match node:
        case ast.Compare(ops=[only]) if type(only) in COMPARED:
            yield _compared
        case ast.BoolOp():
            yield _other_word
            yield from (_without(number) for number in range(len(node.values)))
        case ast.UnaryOp(op=ast.Not()):
            yield lambda spot: spot.operand  # type: ignore[attr-defined]  # a Not
        case ast.UnaryOp(op=ast.USub()):
            yield lambda spot: spot.operand  # type: ignore[attr-defined]  # a minus
        case ast.BinOp(op=counted) if type(counted) in COUNTED:
            yield _counted
        case ast.Constant(value=bool()):
            yield lambda spot: ast.Constant(not spot.value)  # type: ignore[attr-defined]
        case ast.Constant(value=int()):
            yield lambda spot: ast.Constant(spot.value + 1)  # type: ignore[attr-defined]
        case ast.Constant(value=str()) if node.value:
            yield lambda spot: ast.Constant(f"{spot.value}?")  # type: ignore[attr-defined]
        case ast.Return(value=ast.expr()) if not _is_none(node.value):
            yield lambda spot: ast.Return(ast.Constant(None))
        case ast.IfExp():
            yield lambda spot: spot.body  # type: ignore[attr-defined]
            yield lambda spot: spot.orelse  # type: ignore[attr-defined]
        case ast.comprehension(ifs=[_, *_]):
            yield _unfiltered
        case ast.Call(func=ast.Name(id=called)):
            if called in CALLED:
                yield _called
            if called == "replace":
                yield from (_without_keyword(n) for n in range(len(node.keywords)))
        case ast.Raise() | ast.Continue() | ast.Break():
            yield lambda spot: ast.Pass()


def _is_none(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _compared(spot: ast.AST) -> ast.AST:
    assert isinstance(spot, ast.Compare)
    return ast.Compare(spot.left, [COMPARED[type(spot.ops[0])]()], spot.comparators)


def _other_word(spot: ast.AST) -> ast.AST:
    assert isinstance(spot, ast.BoolOp)
    return ast.BoolOp(ast.Or() if isinstance(spot.op, ast.And) else ast.And(), spot.values)


def _without(number: int) -> Callable[[ast.AST], ast.AST]:
    def change(spot: ast.AST) -> ast.AST:
        assert isinstance(spot, ast.BoolOp)
        left = [each for n, each in enumerate(spot.values) if n != number]
        return left[0] if len(left) == 1 else ast.BoolOp(spot.op, left)

    return change


def _counted(spot: ast.AST) -> ast.AST:
    assert isinstance(spot, ast.BinOp)
    return ast.BinOp(spot.left, COUNTED[type(spot.op)](), spot.right)


def _unfiltered(spot: ast.AST) -> ast.AST:
    assert isinstance(spot, ast.comprehension)
    return ast.comprehension(spot.target, spot.iter, spot.ifs[1:], spot.is_async)


def _called(spot: ast.AST) -> ast.AST:
    assert isinstance(spot, ast.Call)
    assert isinstance(spot.func, ast.Name)
    other = CALLED[spot.func.id]
    keywords = [] if other == "list" else spot.keywords
    return ast.Call(ast.Name(other, ast.Load()), spot.args, keywords)


def _without_keyword(number: int) -> Callable[[ast.AST], ast.AST]:
    def change(spot: ast.AST) -> ast.AST:
        assert isinstance(spot, ast.Call)
        left = [each for n, each in enumerate(spot.keywords) if n != number]
        return ast.Call(spot.func, spot.args, left)

    return change


def _same(tree: ast.AST, copied: ast.AST, node: ast.AST) -> ast.AST:
    """The node of the copy at the same place."""
    for mine, other in zip(ast.walk(tree), ast.walk(copied), strict=True):
        if mine is node:
            return other
    raise LookupError(ast.dump(node))


def _put(tree: ast.AST, spot: ast.AST, after: ast.AST) -> None:
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is spot:
                setattr(parent, field, after)
            elif isinstance(value, list) and any(each is spot for each in value):
                value[:] = [after if each is spot else each for each in value]
    ast.fix_missing_locations(ast.copy_location(after, spot) if hasattr(spot, "lineno") else tree)
    ast.fix_missing_locations(tree)
