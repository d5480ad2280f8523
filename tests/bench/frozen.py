"""After ``dev.py build``: let the built program check itself, and tell its size and how long it takes to start."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.figures import median, milliseconds

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "dist" / "kcdesk"
PROGRAM = FOLDER / ("kcdesk-cli.exe" if sys.platform == "win32" else "kcdesk-cli")

COMMANDS = (
    ["selftest"],
    ["schema"],
    "init --role collaborator --code CTV07 --name A --province 92 --communes 31441,31459".split(),
    "demo --establishments 20".split(),
    "list establishment --search co".split(),
    "bundle export --out out --plain".split(),
    ["doctor"],
)
"""Together they touch every part of the program; one that was not packed shows here."""


def _output(command: list[str]) -> int | None:
    """Only the program's own check is worth reading."""
    return None if command == ["selftest"] else subprocess.DEVNULL


def main() -> int:
    """The status of the built program's own check."""
    # Somewhere else, with a name that is hard on programs, and nothing of this checkout in reach.
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary) / "Nguyễn Văn A" / "kcdesk"
        shutil.copytree(FOLDER, place, symlinks=True)
        program = place / PROGRAM.name
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
        environment = {**kept, "QT_QPA_PLATFORM": "offscreen", "KCDESK_HOME": str(Path(temporary) / "dữ liệu")}
        environment["KCDESK_PASSWORD"] = "bánh tráng siêu mỏng"
        for command in COMMANDS:
            status = subprocess.call([program, *command], env=environment, cwd=temporary, stdout=_output(command))
            if status:
                print(f"{PROGRAM.name} {' '.join(command)}: status {status}", file=sys.stderr)
                return status
        start = median(
            lambda: milliseconds(
                lambda: subprocess.run([program, "--version"], env=environment, check=True, stdout=subprocess.DEVNULL)
            ),
            5,
        )
    size = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"{FOLDER.relative_to(ROOT)}: {size / 1e6:.0f} MB; a command starts in {start:.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
