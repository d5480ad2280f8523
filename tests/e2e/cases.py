"""The four published cases (``tests/fixtures/cases.jsonl``): what was published, what was invented beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[1] / "fixtures" / "cases.jsonl"


def cases() -> list[dict[str, Any]]:
    """All cases; ``invented`` names the values that no source gives."""
    return [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


def contains(whole: Any, part: Any) -> bool:
    """True where everything that the part says stands in the whole too; children in any order."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(contains(whole.get(name), value) for name, value in part.items())
    if isinstance(part, list) and part and isinstance(part[0], dict):
        return len(whole) == len(part) and all(any(contains(one, wanted) for one in whole) for wanted in part)
    return whole == part
