"""The shape of the code: tests mirror the program, style sheets in one place, sizes within what is readable."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "kcdesk"
LARGEST_FILE = 450
LONGEST_FUNCTION = 70


def sources() -> list[Path]:
    """Every module of the program."""
    return sorted(path for path in PROGRAM.rglob("*.py") if "__pycache__" not in path.parts)


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and number of lines of each function of a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_every_layer_has_tests() -> None:
    layers = {path.parent.name for path in PROGRAM.glob("*/__init__.py") if len(list(path.parent.glob("*.py"))) > 1}
    folders = {"ui": "gui", "cli": "e2e"}
    without = [name for name in layers if not list((ROOT / "tests" / folders.get(name, name)).rglob("test_*.py"))]
    assert without == []


def test_every_module_says_what_it_is_for() -> None:
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sources()}
    assert [path for path, tree in trees.items() if tree.body and ast.get_docstring(tree) is None] == []


def test_style_sheets_are_set_in_the_theme_only() -> None:
    setting = [path for path in sources() if ".setStyleSheet(" in path.read_text(encoding="utf-8")]
    assert {path.name for path in setting} <= {"theme.py"}


def test_no_module_keeps_a_global() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Global)
    ]
    assert found == []


def test_no_unfinished_work() -> None:
    words = ("TO" + "DO", "FIX" + "ME", "XX" + "X")
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in sources()
        for word in words
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == []


def test_sizes_stay_readable() -> None:
    """Not a target but a fence: what is past it wants to be divided."""
    files = [(str(path.relative_to(ROOT)), len(path.read_text(encoding="utf-8").splitlines())) for path in sources()]
    long = [(f"{path.relative_to(ROOT)}:{name}", lines) for path in sources() for name, lines in functions(path)]
    assert [entry for entry in files if entry[1] > LARGEST_FILE and "_table" not in entry[0]] == []
    assert [entry for entry in long if entry[1] > LONGEST_FUNCTION] == []
