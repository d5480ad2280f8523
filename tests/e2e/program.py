"""Calls the program as a person or a script would: a process of its own, a home folder, a password."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "mot hai ba bon nam"


@dataclass(frozen=True)
class Result:
    """What a call gave."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """One document a line on stdout."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def error(self) -> dict[str, str]:
        """The error on stderr."""
        return json.loads(self.err.strip().splitlines()[-1])


@dataclass(frozen=True)
class Program:
    """The command line over one workspace."""

    home: Path
    password: str = PASSWORD
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: object, expect: int | None = 0, **environment: str) -> Result:
        """Call a command with ``--json``; fails the test where the status is another than expected."""
        called = subprocess.run(
            [sys.executable, "-m", "kcdesk", *(str(one) for one in arguments), "--json"],
            capture_output=True,
            cwd=ROOT,
            env={
                **_clean(),
                "KCDESK_HOME": str(self.home),
                "KCDESK_PASSWORD": self.password,
                "KCDESK_DEBUG": "1",
                **self.environment,
            }
            | environment,
            timeout=120,
            check=False,
        )
        result = Result(called.returncode, called.stdout.decode("utf-8"), called.stderr.decode("utf-8"))
        assert expect is None or result.status == expect, (arguments, result)
        return result

    def refused(self, *arguments: object, status: int = 3, **environment: str) -> dict[str, str]:
        """Call a command that must fail with this status and one Vietnamese sentence on stderr."""
        result = self.run(*arguments, expect=status, **environment)
        lines = result.err.strip().splitlines()
        assert len(lines) == 1, result
        error = json.loads(lines[0])
        assert set(error) == {"error", "message"}
        assert is_vietnamese_sentence(error["message"]), error
        return error


def _clean() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KCDESK")}
    return {**kept, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}


def is_vietnamese_sentence(text: str) -> bool:
    """One line, begins with a capital, ends with a full stop, has letters that only Vietnamese has, no trace."""
    marks = set("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹáàãéèíìóòõúùýĂÂĐÊÔƠƯ")
    return (
        "\n" not in text
        and text[:1].upper() == text[:1]
        and text.endswith((".", ")"))
        and bool(marks & set(text))
        and "Traceback" not in text
    )


def write_lines(path: Path, records: list[dict[str, Any]]) -> Path:
    """A file with one record a line."""
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")
    return path
