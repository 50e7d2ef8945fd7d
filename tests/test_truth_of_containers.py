"""An object that is handed in is used, also while it is empty."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
TREES = {
    path: ast.parse(path.read_text("utf-8"))
    for package in ("bot", "cogs")
    for path in (ROOT / package).rglob("*.py")
}


def sized_classes() -> set[str]:
    """The classes of this project whose objects may be false."""
    return {
        node.name
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for inner in node.body
        if isinstance(inner, ast.FunctionDef) and inner.name in {"__len__", "__bool__"}
    }


def defaults(tree: ast.Module) -> Iterator[str]:
    """The classes that an `or` makes an object of where there is none."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            for value in node.values[1:]:
                if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
                    yield value.func.id


def test_some_classes_are_false_while_empty() -> None:
    assert "Memory" in sized_classes()


def test_no_or_takes_an_empty_one_for_none() -> None:
    sized = sized_classes()
    found = {path: sized.intersection(defaults(tree)) for path, tree in TREES.items()}
    assert {str(path): names for path, names in found.items() if names} == {}
