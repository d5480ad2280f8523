"""What a person chose for this window on this machine: language, text size, colours, columns.

Kept as JSON beside the workspace; nothing in it is about anybody.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FILE = "window.json"
_MAX_BYTES = 256 * 1024


@dataclass
class Preferences:
    """The choices; ``columns`` by entity, ``sort`` by entity as (field, descending), ``filters``
    by entity those that were kept, each as name, value and words. ``label`` is what the lock page calls this
    workspace where several people share a laptop, ``last`` the folder of the one opened last."""

    language: str = "vi"
    percent: int = 100
    scheme: str = "system"
    lock_minutes: int = 15
    out_folder: str = ""
    way: str = "email"
    label: str = ""
    last: str = ""
    geometry: str = ""
    columns: dict[str, list[str]] = field(default_factory=dict)
    sort: dict[str, list[Any]] = field(default_factory=dict)
    filters: dict[str, list[Any]] = field(default_factory=dict)
    file: Path | None = None

    @classmethod
    def load(cls, home: Path) -> Preferences:
        """Read the choices; what is missing, damaged or of another type is as at the first start."""
        made = cls(file=home / FILE)
        kept: Any = None
        with contextlib.suppress(OSError, ValueError):
            if (home / FILE).stat().st_size <= _MAX_BYTES:
                kept = json.loads((home / FILE).read_text(encoding="utf-8"))
        if isinstance(kept, dict):
            for name, value in asdict(made).items():
                if name != "file" and isinstance(kept.get(name), type(value)):
                    setattr(made, name, kept[name])
        return made

    def save(self) -> None:
        """Write the choices in one step; where that fails they last until the window closes."""
        if self.file is None or not self.file.parent.is_dir():
            return
        kept = {name: value for name, value in asdict(self).items() if name != "file"}
        aside = self.file.with_suffix(".tmp")
        with contextlib.suppress(OSError):
            with aside.open("w", encoding="utf-8") as out:
                json.dump(kept, out, ensure_ascii=False, indent=1)
                out.flush()
                os.fsync(out.fileno())
            aside.replace(self.file)
