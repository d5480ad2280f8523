"""The window of the help: a list of pages with a search box, and the page; it stays open beside the work."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.help import pages
from kcdesk.ui.help.reader import Reader
from kcdesk.ui.theme import Theme
from kcdesk.ui.widgets.buttons import secondary
from kcdesk.ui.widgets.card import label, row
from kcdesk.ui.widgets.search import SearchField

_WIDTH, _HEIGHT, _LIST = 880, 620, 236
_SHARE = 0.92
"""At most this much of the screen."""


class HelpWindow(QDialog):
    """Signals: ``place_asked(name)`` – go to a place of the program."""

    place_asked = Signal(str)

    def __init__(self, parent: QWidget | None, theme: Theme, role: str) -> None:
        super().__init__(parent)
        self._role = role
        self._theme = theme
        self._past: list[str] = []
        self._shown = ""
        self.setWindowTitle(_("Trợ giúp"))
        self.search = SearchField(_("Tìm trong trợ giúp"), _("Tìm trong trợ giúp"), theme)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Các trang trợ giúp"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.reader = Reader(theme, is_province=role == pages.PROVINCE)
        self.nothing = label(_("Không có trang nào có những chữ này."), "hint", wrap=True)
        self._back = secondary(_("Quay lại"), self.go_back, "Alt+←")
        self._build()
        self._connect()
        self._list_pages("")

    def show_page(self, name: str, *, remember: bool = True) -> None:
        """Show a page; the one before can be gone back to."""
        if remember and self._shown and self._shown != name:
            self._past.append(self._shown)
        self._shown = name
        self._back.setEnabled(bool(self._past))
        self.reader.show_page(name)
        for at in range(self.list.count()):
            if self.list.item(at).data(Qt.ItemDataRole.UserRole) == name:
                self.list.blockSignals(True)
                self.list.setCurrentRow(at)
                self.list.blockSignals(False)

    def go_back(self) -> None:
        """To the page that was shown before."""
        if self._past:
            self.show_page(self._past.pop(), remember=False)

    def _build(self) -> None:
        area = self.screen().availableGeometry()
        self.resize(min(self._theme.px(_WIDTH), round(area.width() * _SHARE)),
                    min(self._theme.px(_HEIGHT), round(area.height() * _SHARE)))  # fmt: skip
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(self.search)
        side.addWidget(self.nothing)
        side.addWidget(self.list, 1)
        self.nothing.hide()
        holder = QWidget()
        holder.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        holder.setFixedWidth(min(self._theme.px(_LIST), self.width() // 3))
        right = QVBoxLayout()
        right.addWidget(self.reader, 1)
        right.addLayout(row(self._back, None, secondary(_("Đóng"), self.close, "Esc")))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(16)
        whole.addWidget(holder)
        whole.addLayout(right, 1)

    def _connect(self) -> None:
        self.search.searched.connect(self._list_pages)
        self.search.stepped.connect(self._step)
        self.search.entered.connect(self.reader.setFocus)
        self.list.currentItemChanged.connect(self._on_chosen)
        self.reader.page_asked.connect(self.show_page)
        self.reader.place_asked.connect(self.place_asked)
        QShortcut(QKeySequence("Alt+Left"), self).activated.connect(self.go_back)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.search.setFocus)
        QShortcut(QKeySequence("F1"), self).activated.connect(self.close)

    def _list_pages(self, typed: str) -> None:
        found = pages.find(typed, self._role)
        self.list.blockSignals(True)
        self.list.clear()
        for name in found:
            item = QListWidgetItem(pages.title(name))
            item.setToolTip(pages.title(name))
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.nothing.setVisible(not found)
        if typed.strip() and found:
            self.show_page(found[0])
        elif self._shown:
            self.show_page(self._shown)

    def _step(self, rows: int) -> None:
        at = min(max(0, self.list.currentRow() + rows), self.list.count() - 1)
        self.list.setCurrentRow(at)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.show_page(str(item.data(Qt.ItemDataRole.UserRole)))

    def reject(self) -> None:
        """Esc ends the window for good, as its button does."""
        super().reject()
        self.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        parent = self.parentWidget()
        if parent is not None:
            parent.activateWindow()


def place_of(window: QWidget) -> str:
    """The place of what has the focus in a window, as it says by its property ``help``; "" where none says it."""
    here: QWidget | None = window.focusWidget() or window
    while here is not None:
        place = here.property("help")
        if place:
            return str(place)
        here = here.parentWidget()
    return ""


def show_help(
    parent: QWidget, theme: Theme, role: str, place: str, on_place: Callable[[str], object] | None = None
) -> HelpWindow:
    """The help at the page of a place, in the window that is open already where there is one.

    ``on_place`` goes to a place of the program; where nobody can go there now, links to places do nothing.
    """
    window = next((one for one in parent.findChildren(HelpWindow) if one.isVisible()), None)
    if window is None:
        window = HelpWindow(parent, theme, role)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if on_place is not None:
            window.place_asked.connect(on_place)
    window.show_page(pages.topic_of(place, role))
    window.show()
    window.raise_()
    window.activateWindow()
    window.list.setFocus()
    return window
