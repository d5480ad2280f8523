"""Words on the screen come from people, also from people who mean harm: nothing of them is read as mark-up."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WINDOW = ROOT / "kcdesk" / "ui"
HELP = WINDOW / "help"
"""Its pages are our own."""
MARK_UP = ("RichText", "MarkdownText", "setHtml", "setMarkdown", "QTextBrowser", "QMessageBox")


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(WINDOW.rglob("*.py")):
        if HELP not in path.parents:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_every_label_says_that_its_words_are_plain() -> None:
    """Qt guesses otherwise, and a name that begins with a tag would be shown as it says."""
    silent = [
        f"{path.relative_to(ROOT)}:{made.lineno}"
        for path, tree in trees()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for made in ast.walk(function)
        if isinstance(made, ast.Assign) and ast.unparse(made.value).startswith("QLabel(")
        if f"{ast.unparse(made.targets[0])}.setTextFormat(Qt.TextFormat.PlainText)" not in ast.unparse(function)
    ]
    assert silent == []


def test_no_other_way_to_mark_up() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, tree in trees()
        for node in ast.walk(tree)
        for name in [getattr(node, "attr", getattr(node, "id", ""))]
        if name in MARK_UP
    ]
    assert found == []


def test_tips_are_plain() -> None:
    """Qt guesses there too, and a picture in a tip is fetched from wherever it is said to lie."""
    assert "qproperty-textFormat: PlainText" in (ROOT / "resources" / "theme" / "kcdesk.qss").read_text(
        encoding="utf-8"
    )
