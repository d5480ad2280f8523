"""The fixtures of the forms, for their photos and papers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gui.forms.conftest import open_page, run, session, theme, typist, workspace
from tests.work import pictures

__all__ = ["open_page", "run", "session", "theme", "typist", "workspace"]


@pytest.fixture
def photo(tmp_path: Path) -> Callable[..., Path]:
    """Writes a photo with place and day into a folder."""

    def make(name: str = "IMG_1.jpg", seed: int = 1, **options: object) -> Path:
        path = tmp_path / name
        exif = pictures.exif(**options)  # type: ignore[arg-type]
        path.write_bytes(pictures.jpeg(pictures.photo(480, 360, seed), exif=exif))
        return path

    return make
