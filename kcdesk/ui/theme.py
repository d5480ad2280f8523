"""How the window looks: palette first, one style sheet second, both made from the tokens.

Widgets never style themselves: they carry a property (``role``, ``card``, ``level``) which the style
sheet in ``resources/theme`` looks at.
"""

from __future__ import annotations

import re
import sys
from dataclasses import fields
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from kcdesk import paths
from kcdesk.ui.restyling import Restyling
from kcdesk.ui.tokens import DARK, LIGHT, Tokens

SCHEMES = ("system", "light", "dark")
TEXT_SIZES = (100, 115, 130, 150, 175, 200)
BASE_TEXT = 14
"""Height of ordinary text in pixels at 100 %."""
ICON_SIZES = (16, 20, 24, 32, 48)
_FONT_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "Inter-Bold.otf")
_LENGTH = re.compile(r"@(\d+(?:\.\d+)?)")
_COLOUR = re.compile(r"\$([a-z0-9_]+)")


class Theme(QObject):
    """Tokens, text size, fonts and icons of one application.

    Signals: ``changed`` – colours or text size are new; whatever paints for itself paints again.
    """

    changed = Signal()

    def __init__(self, app: QApplication, scheme: str = "system", percent: int = 100) -> None:
        super().__init__(app)
        self._app = app
        self._scheme = scheme
        self._percent = percent
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._family = load_fonts()
        self.tokens = LIGHT
        self._restyling = Restyling(app)
        self._keeper = QWidget()
        self._keeper.setStyleSheet("QWidget { }")
        """While any style sheet is in use, Qt remembers what another has changed of a widget's font."""
        if app.style().name() != "fusion":
            app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)
        self._apply()

    @property
    def scheme(self) -> str:
        """``system``, ``light`` or ``dark``: what the person chose."""
        return self._scheme

    @property
    def percent(self) -> int:
        """The text size, 100 to 200."""
        return self._percent

    def choose(self, *, scheme: str | None = None, percent: int | None = None) -> None:
        """Another colour scheme or text size."""
        self._scheme = scheme if scheme in SCHEMES else self._scheme
        self._percent = min(200, max(100, percent)) if percent else self._percent
        self._apply()

    def px(self, length: float) -> int:
        """A length that grows with the text, in pixels."""
        return round(length * self._percent / 100)

    def color(self, role: str) -> QColor:
        """The colour of a token by its name."""
        return QColor(getattr(self.tokens, role))

    def font(
        self, size: float = BASE_TEXT, weight: QFont.Weight = QFont.Weight.Normal, *, tabular: bool = False
    ) -> QFont:
        """A font of the window, ``size`` in pixels at 100 %; ``tabular`` gives all digits one width."""
        font = QFont(self._family)
        font.setPixelSize(self.px(size))
        font.setWeight(weight)
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def icon(self, name: str, role: str = "text2") -> QIcon:
        """A drawing of ``resources/icons`` in the colour of a token."""
        key = (name, role)
        if key not in self._icons:
            self._icons[key] = _draw_icon(name, getattr(self.tokens, role))
        return self._icons[key]

    def _apply(self) -> None:
        dark = self._scheme == "dark" or (
            self._scheme == "system" and self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        )
        self.tokens = DARK if dark else LIGHT
        self._icons.clear()
        self._restyling.change(self._put_on)
        self.changed.emit()

    def _put_on(self) -> None:
        self._app.setStyleSheet("")  # from sheet to sheet every widget is polished twice: 3 × as long
        self._app.setPalette(_palette(self.tokens))
        self._app.setFont(self.font())
        self._app.setStyleSheet(style_sheet(self.tokens, self._percent))

    def _on_system_scheme_changed(self, scheme: Qt.ColorScheme) -> None:
        del scheme
        if self._scheme == "system":
            self._apply()


def load_fonts() -> str:
    """Make the bundled font known and give the family to use: Segoe UI on Windows, Inter elsewhere."""
    if sys.platform == "win32":
        return "Segoe UI"
    for name in _FONT_FILES:
        QFontDatabase.addApplicationFont(str(paths.resource("fonts", name)))
    return "Inter"


def style_sheet(tokens: Tokens, percent: int) -> str:
    """The style sheet: ``$role`` becomes a colour, ``@12`` a length in pixels that grows with the text."""
    template = paths.resource("theme", "kcdesk.qss").read_text(encoding="utf-8")
    values = {one.name: str(getattr(tokens, one.name)) for one in fields(tokens)}
    values["icons"] = paths.resource("icons").as_posix()
    values["shade"] = "dark" if tokens.is_dark else "light"
    sized = _LENGTH.sub(lambda found: f"{round(float(found[1]) * percent / 100)}px", template)
    return _COLOUR.sub(lambda found: values[found[1]], sized)


def mark(widget: QWidget, **properties: Any) -> None:
    """Set properties that the style sheet looks at, and have it look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    colours = {
        roles.Window: tokens.ground,
        roles.WindowText: tokens.text,
        roles.Base: tokens.surface,
        roles.AlternateBase: tokens.ground,
        roles.Text: tokens.text,
        roles.Button: tokens.surface,
        roles.ButtonText: tokens.text,
        roles.BrightText: tokens.error,
        roles.Highlight: tokens.accent,
        roles.HighlightedText: tokens.on_accent,
        roles.Accent: tokens.accent,
        roles.Link: tokens.accent,
        roles.LinkVisited: tokens.accent,
        roles.ToolTipBase: tokens.raised,
        roles.ToolTipText: tokens.text,
        roles.PlaceholderText: tokens.text2,
        roles.Light: tokens.surface,
        roles.Midlight: tokens.line,
        roles.Mid: tokens.field_line,
        roles.Dark: tokens.field_line,
        roles.Shadow: tokens.shadow,
    }
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.text2))
    return palette


def _draw_icon(name: str, colour: str) -> QIcon:
    drawing = paths.resource("icons", f"{name}.svg").read_bytes().replace(b"currentColor", colour.encode())
    icon = QIcon()
    for size in ICON_SIZES:
        sized = drawing.replace(b'width="24" height="24"', f'width="{size}" height="{size}"'.encode(), 1)
        pixmap = QPixmap()
        pixmap.loadFromData(sized, "svg")
        icon.addPixmap(pixmap)
    return icon
