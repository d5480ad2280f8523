"""Style, types and layers hold over the whole tree: nobody can forget to run the tools."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = Path(sys.executable).parent

TOOLS = {
    "style": ["ruff", "check", "--quiet"],
    "types": ["mypy", "--no-error-summary"],
    "layers": ["lint-imports"],
}


@pytest.mark.parametrize("name", TOOLS)
def test_the_whole_tree_passes(name: str) -> None:
    program, *arguments = TOOLS[name]
    done = subprocess.run(
        [SCRIPTS / program, *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
