"""The list that opens under a field: drawn over the page, it never takes the focus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kcdesk.i18n import _
from kcdesk.ui.forms.editors.base import Editor

MOST_SHOWN = 8
LEAST_ROOM = 180
"""Pixels below a field that are enough for its list; with less it opens above."""
PADDING = 10

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Option:
    """A line of the list. ``ask`` on the first one says that none of them may be taken for granted."""

    value: str
    label: str
    detail: str = ""
    ask: str = ""


class _Options(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.options: Sequence[Option] = ()

    def show(self, options: Sequence[Option]) -> None:
        self.beginResetModel()
        self.options = options
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        return 0 if parent.isValid() else len(self.options)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        option = self.options[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return option.label
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return option.detail
        return None


class _TwoLines(QStyledItemDelegate):
    """A label with its explanation in small grey below it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        height = option.fontMetrics.height() + PADDING
        if index.data(Qt.ItemDataRole.ToolTipRole):
            height += QFontMetrics(_small(option.font)).height()
        return QSize(120, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, option.palette.brush(QPalette.ColorRole.Highlight))
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        area = option.rect.adjusted(PADDING, PADDING // 2, -PADDING, -PADDING // 2)
        painter.setPen(option.palette.color(role))
        painter.setFont(option.font)
        wide = option.fontMetrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignTop, wide)
        detail = index.data(Qt.ItemDataRole.ToolTipRole)
        if detail:
            small = _small(option.font)
            painter.setFont(small)
            quiet = QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText)
            painter.setPen(option.palette.color(role) if chosen else quiet)
            below = area.adjusted(0, option.fontMetrics.height(), 0, 0)
            painter.drawText(
                below,
                Qt.AlignmentFlag.AlignTop,
                QFontMetrics(small).elidedText(str(detail), Qt.TextElideMode.ElideRight, below.width()),
            )
        painter.restore()


def _small(font: QFont) -> QFont:
    smaller = QFont(font)
    if font.pixelSize() > 0:
        smaller.setPixelSize(max(9, round(font.pixelSize() * 0.89)))
    else:
        smaller.setPointSizeF(font.pointSizeF() * 0.89)
    return smaller


class PickList(QFrame):
    """The list under a field. It is drawn over the page and never takes the focus, so that an input
    method goes on composing in the field."""

    clicked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("popup", "true")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.owner: Editor | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        self._heading = QLabel(self)
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setProperty("note", "hint")
        self._heading.setContentsMargins(PADDING, 6, PADDING, 4)
        self._heading.setWordWrap(True)
        self._view = QListView(self)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setItemDelegate(_TwoLines(self._view))
        self._view.setAccessibleName(_("Các dòng tìm thấy"))
        self._options = _Options(self)
        self._view.setModel(self._options)
        self._view.clicked.connect(lambda index: self.clicked.emit(index.row()))
        layout.addWidget(self._heading)
        layout.addWidget(self._view)
        self.hide()

    def open(self, owner: Editor, options: Sequence[Option], heading: str = "") -> None:
        """Show the options under the field of ``owner``; the first one is chosen where there is no heading."""
        self.owner = owner
        self._options.show(tuple(options))
        heading = heading or (options[0].ask if options else "")
        self._heading.setText(heading)
        self._heading.setVisible(bool(heading))
        if not options:
            self.close_for(owner)
            return
        self._view.setCurrentIndex(QModelIndex() if heading else self._options.index(0))
        self._place(owner.focus)
        self.show()
        self.raise_()

    def close_for(self, owner: Editor) -> bool:
        """Hide the list where it belongs to ``owner``; True where it was open."""
        if self.owner is not owner or not self.isVisible():
            return False
        self.hide()
        self.owner = None
        return True

    def is_open_for(self, owner: Editor) -> bool:
        """True where the list stands under the field of ``owner``."""
        return self.owner is owner and self.isVisible()

    def move_by(self, step: int) -> None:
        """Choose another line, ``step`` further down."""
        row = min(max(self._view.currentIndex().row() + step, 0), self._options.rowCount() - 1)
        self._view.setCurrentIndex(self._options.index(row))

    def chosen(self) -> Option | None:
        """The line that Enter would pick."""
        row = self._view.currentIndex().row()
        return self._options.options[row] if 0 <= row < len(self._options.options) else None

    def at(self, row: int) -> Option:
        """The option on a line."""
        return self._options.options[row]

    def spoken(self) -> str:
        """What a screen reader should say about the chosen line."""
        option, row = self.chosen(), self._view.currentIndex().row()
        if option is None:
            return ""
        return _("Dòng {row} trong {count}: {label}. {detail}").format(
            row=row + 1, count=self._options.rowCount(), label=option.label, detail=option.detail
        )

    def _place(self, field: QWidget) -> None:
        parent = self.parentWidget()
        assert parent is not None
        room = parent.rect()
        rows = min(self._options.rowCount(), MOST_SHOWN)
        wanted = sum(self._view.sizeHintForRow(row) for row in range(rows)) + 12
        if not self._heading.isHidden():
            self._heading.setFixedWidth(field.width() - 2)
            wanted += self._heading.heightForWidth(field.width() - 2)
        top = field.mapTo(parent, QPoint(0, field.height() + 2)).y()
        left = field.mapTo(parent, QPoint(0, 0)).x()
        below, above = room.bottom() - top, top - field.height() - 4
        if below >= min(wanted, LEAST_ROOM) or below >= above:
            height = min(wanted, below)
        else:
            height = min(wanted, above)
            top = above - height
        self.setGeometry(QRect(left, top, max(field.width(), 280), height))
