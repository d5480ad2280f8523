"""Is the font of the window there, and does it have the letters of Vietnamese? For the self-test."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QRawFont

from kcdesk.ui.theme import load_fonts


def missing_letters(sample: str) -> str:
    """The letters of the sample that the window's font does not have; all of them where the font is not there.

    Starts Qt where it is not running.
    """
    app = QGuiApplication.instance() or QGuiApplication(["kcdesk"])
    family = load_fonts()
    if family not in QFontDatabase.families():
        return sample
    font = QRawFont.fromFont(QFont(family))
    missing = "".join(sorted({letter for letter in sample if not font.supportsCharacter(ord(letter))}))
    del app
    return missing
