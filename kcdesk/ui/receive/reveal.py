"""Showing a file in the system's own file manager, with the file selected where that is possible."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path


def reveal(file: Path) -> bool:
    """Open the folder of a file; False where the system has no way to do so."""
    command = _command(file)
    if not command:
        return False
    try:
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return False
    return True


def _command(file: Path) -> list[str]:
    if sys.platform == "win32":
        return ["explorer", f"/select,{file}"]
    if sys.platform == "darwin":
        return ["open", "-R", str(file)]
    bus = shutil.which("dbus-send")
    if bus and _has_file_manager():
        return [
            bus, "--session", "--dest=org.freedesktop.FileManager1", "--type=method_call",
            "/org/freedesktop/FileManager1", "org.freedesktop.FileManager1.ShowItems",
            f"array:string:{file.as_uri()}", "string:",
        ]  # fmt: skip
    opener = shutil.which("xdg-open")
    return [opener, str(file.parent)] if opener else []


def _has_file_manager() -> bool:
    """True where one of the usual file managers that know the request is there."""
    return any(shutil.which(name) for name in ("nautilus", "nemo", "caja", "dolphin", "thunar", "pcmanfm-qt"))
