"""What a walk over the screens looks for: silent controls, words cut off, words left in Vietnamese, weak contrast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from kcdesk.ui.workspace import WorkspacePage

LEAST_CONTRAST = 4.5
_SLACK = 2
_GIVES_WAY = ("toast",)


class Strangers(QObject):
    """Collects the windows that open while one walks: a widget shown before it has a place is one, for a moment."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.found: list[str] = []
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look on."""
        is_shown = event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched is not self._window
        if is_shown and watched.windowType() is Qt.WindowType.Window:
            self.found.append(f"{type(watched).__name__} {watched.objectName()} {words_of(watched)}")
        return False


def words_of(widget: QWidget) -> str:
    """What is written on a control; "" for what is not words."""
    if isinstance(widget, QLabel):
        return "" if widget.pixmap() and not widget.text() else widget.text()
    return widget.text().replace("&", "") if isinstance(widget, QAbstractButton) else ""


def seen(root: QWidget) -> Iterator[QWidget]:
    """The controls on screen."""
    for widget in root.findChildren(QWidget):
        if widget.isVisibleTo(root) and widget.width() > 0 and widget.height() > 0:
            yield widget


def silent(root: QWidget) -> list[str]:
    """Controls that take the focus and say nothing to a screen reader."""
    found = []
    for widget in seen(root):
        is_part = widget.objectName().startswith("qt_") or isinstance(widget, QScrollArea)
        belongs = isinstance(widget.parentWidget(), QComboBox | QAbstractItemView)
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or is_part or belongs:
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)
        name = spoken.text(QAccessible.Text.Name) if spoken is not None and spoken.isValid() else ""
        if not (name or widget.accessibleName() or words_of(widget)):
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


def _widest(area: QScrollArea) -> str:
    """What makes a page wider than its window: the innermost controls that ask for most."""
    asking = [one for one in seen(area) if one.minimumSizeHint().width() > area.viewport().width() * 2 // 3]
    inner = [one for one in asking if not any(other is not one and one.isAncestorOf(other) for other in asking)]
    return ", ".join(f"{type(one).__name__} {words_of(one)[:40]!r} {one.minimumSizeHint().width()}" for one in inner)


def cut_off(root: QWidget) -> list[str]:
    """Words without the room that they ask for; pages that have to be pushed sideways."""
    found = []
    for widget in seen(root):
        if isinstance(widget, QScrollArea) and widget.horizontalScrollBar().maximum() > _SLACK:
            found.append(f"sideways by {widget.horizontalScrollBar().maximum()}: {_widest(widget)}")
        text = words_of(widget)
        if not text or isinstance(widget.parentWidget(), QLineEdit):
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            if widget.heightForWidth(widget.width()) > widget.height() + _SLACK:
                found.append(f"too low: {text[:60]}")
        elif widget.minimumSizeHint().width() > widget.width() + _SLACK:
            found.append(f"too narrow: {text[:60]}")
    return found


def left_vietnamese(root: QWidget, is_left: Callable[[str], bool]) -> list[str]:
    """Words of the program that were not translated."""
    found = []
    for widget in seen(root):
        texts = [words_of(widget), widget.toolTip(), widget.accessibleName()]
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            texts.append(widget.placeholderText())
        if isinstance(widget, QComboBox):
            texts += [widget.itemText(at) for at in range(widget.count())]
        found += [text for text in texts if text and is_left(text)]
    return found


def faint(root: QWidget, picture: QImage) -> list[str]:
    """Words whose strongest stroke has less than the contrast that is asked of text (WCAG 2, 1.4.3)."""
    found = []
    for widget in seen(root):
        text = words_of(widget)
        if not any(letter.isalnum() for letter in text) or not widget.isEnabled() or not is_uncovered(root, widget):
            continue
        corner = widget.mapTo(root, QPoint(0, 0))
        area = QRect(corner, widget.size()).intersected(picture.rect())
        if area.width() < 4 or area.height() < 4 or not _is_whole(root, widget):
            continue
        ratio = contrast_in(picture.copy(area))
        if ratio and ratio < LEAST_CONTRAST:
            found.append(f"{ratio:.1f}: {text[:50]}")
    return found


def is_uncovered(root: QWidget, widget: QWidget) -> bool:
    """Nothing lies over its middle."""
    middle = widget.mapTo(root, widget.rect().center())
    over = root.childAt(middle)
    return over is not None and (over is widget or widget.isAncestorOf(over) or over.isAncestorOf(widget))


def _is_whole(root: QWidget, widget: QWidget) -> bool:
    """No part of it is scrolled away."""
    return widget.visibleRegion().boundingRect().size() == widget.size()


def contrast_in(picture: QImage) -> float:
    """The contrast of the ground with the colour farthest from it; 0 where nothing is drawn."""
    counted: Counter[int] = Counter()
    for y in range(picture.height()):
        for x in range(picture.width()):
            counted[picture.pixel(x, y)] += 1
    ground = QColor.fromRgba(counted.most_common(1)[0][0])
    ratios = [contrast(ground, QColor.fromRgba(colour)) for colour in counted]
    strongest = max(ratios, default=1.0)
    return strongest if strongest > 1.05 else 0.0


def contrast(one: QColor, two: QColor) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2)."""
    light, dark = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def screens(page: WorkspacePage) -> Iterator[tuple[str, Callable[[], object]]]:
    """Every place of the open workspace, by a name and a way there."""
    pages: Any = page.pages
    is_province = page.session.profile.is_province
    for place in ("overview", "establishment", "support_request", "visit", "proposal", "shelf", "settings", "sheet"):
        yield place, lambda place=place: pages.go(place)  # type: ignore[misc]
    for tab in pages.exchange._makers:
        yield f"exchange-{tab}", lambda tab=tab: (pages.go("exchange"), pages.exchange.show_tab(tab))  # type: ignore[misc]
    if not is_province:
        yield "exchange-make", lambda: pages.make_bundle()  # noqa: PLW0108
    for entity in ("establishment", "support_request", "visit", "proposal"):
        yield f"new-{entity}", lambda entity=entity: pages.open_record(entity, None, {})  # type: ignore[misc]
    for entity in ("establishment", "support_request", "visit"):
        yield f"open-{entity}", lambda entity=entity: _open_first(pages, entity)  # type: ignore[misc]


def _open_first(pages: Any, entity: str) -> None:
    found: list[str] = []
    pages._session.jobs.read(
        lambda desk: str(next(iter(desk.store.rows(entity, limit=1)))["id"]),
        lambda row: (found.append(row), pages.open_record(entity, row, {})),
    )
