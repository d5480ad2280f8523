"""Where the program's own files and a person's data are: the only place that knows it is frozen."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

HOME_VARIABLE = "KCDESK_HOME"


def resource(*parts: str) -> Path:
    """The path of a file or folder under ``resources/``, in a checkout and in the frozen program."""
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) if frozen else Path(__file__).resolve().parent.parent
    return root.joinpath("resources", *parts)


def data_dir() -> Path:
    """The folder of the workspace when none is named: ``KCDESK_HOME``, else the user's data folder."""
    named = os.environ.get(HOME_VARIABLE)
    if named:
        return Path(named)
    return Path(platformdirs.user_data_dir("kcdesk", appauthor=False, roaming=False))
