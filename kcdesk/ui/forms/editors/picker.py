"""Picking from a long list by typing: the matches open under the field, nothing is completed inside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
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
from kcdesk.model.fields import Field, Value
from kcdesk.text.fold import fold
from kcdesk.ui.forms.editors.base import Editor, FieldLine, Reading, Surroundings

PAUSE_MS = 60
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


class Source(Protocol):
    """Where the options of a picker come from."""

    def find(self, text: str, done: Callable[[Sequence[Option]], None]) -> None:
        """Call ``done`` with the options for what was typed, at once or later."""

    def option(self, value: str) -> Option:
        """The option of a kept value."""

    def offers(self) -> tuple[str, Sequence[Option]]:
        """What is offered before anything is typed, with a heading; nothing of it is taken for granted."""

    def nothing(self) -> str:
        """One sentence for when nothing was found."""


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


class PickerEditor(Editor):
    """A line that finds: type a few letters, Enter takes the first match and goes on."""

    def __init__(self, field: Field, around: Surroundings, source: Source, parent: QObject | None = None) -> None:
        super().__init__(field, around, parent)
        self.source = source
        self.line = FieldLine(parent if isinstance(parent, QWidget) else None)
        self.widget = self.focus = self.line
        self.line.setObjectName(field.name)
        self.line.setPlaceholderText(_("gõ vài chữ để tìm"))
        self.line.textChanged.connect(self._on_text_changed)
        self.line.left.connect(self._on_left)
        self.line.entered.connect(self._offer)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._search)
        self._showing = False
        self._pick_first = False
        self._asked = 0
        self._list: PickList | None = None

    def show_value(self, value: Value, text: str = "") -> None:
        option = self.source.option(value) if isinstance(value, str) and value else None
        self._show(text or (option.label if option else ""))
        self.value, self.text = (None if text else value), text
        self.trouble = ""
        self.reading = Reading(option.detail if option and not text else "")

    def refresh(self) -> None:
        """The source knows more by now: write the value again, unless it is being typed."""
        if isinstance(self.value, str) and not self.text:
            self.show_value(self.value)

    def accept(self) -> bool:
        opened = self._open_list()
        if opened is not None and not self._timer.isActive():
            if opened.chosen() is None:
                return self._ask_again()
            return self._pick(opened.chosen())
        if not self.text:
            return True
        self._pick_first = True
        self._timer.stop()
        self._search()
        return bool(self.trouble)

    def _ask_again(self) -> bool:
        """Enter, and nothing is chosen: an offer is passed by, a question is put once more."""
        if not self.text:
            return self._pick_list().close_for(self)
        self._pick_list().move_by(1)
        return False

    def escape(self) -> bool:
        return self._pick_list().close_for(self)

    def handle_key(self, key: int, modifiers: Qt.KeyboardModifier, text: str) -> bool:
        del text
        if key not in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) or modifiers & (
            Qt.KeyboardModifier.ControlModifier
        ):
            return False
        if self._open_list() is None:
            if key == Qt.Key.Key_Down:
                if self.text:
                    self._search()
                else:
                    self._offer()
                return True
            return False
        step = MOST_SHOWN if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) else 1
        self._pick_list().move_by(step if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) else -step)
        self.line.setAccessibleDescription(self._pick_list().spoken())
        return True

    def _pick_list(self) -> PickList:
        if self._list is None:
            self._list = self.around.pick_list()
            self._list.clicked.connect(self._on_clicked)
        return self._list

    def _open_list(self) -> PickList | None:
        return self._pick_list() if self._pick_list().is_open_for(self) else None

    def _show(self, text: str) -> None:
        self._showing = True
        self.line.show_text(text)
        self._showing = False

    def _on_text_changed(self, text: str) -> None:
        if self._showing:
            return
        self.value, self.text, self.trouble = None, text.strip(), ""
        self.reading = Reading()
        if self.text:
            self._timer.start()
        else:
            self._timer.stop()
            self._pick_list().close_for(self)
        self.edited.emit()

    def _offer(self) -> None:
        """Nothing is typed yet: show what is likely, without choosing any of it."""
        if not self.line.text():
            heading, options = self.source.offers()
            if options:
                self._pick_list().open(self, options, heading)

    def _search(self) -> None:
        self._asked += 1
        asked = self._asked
        typed = self.text

        def found(options: Sequence[Option]) -> None:
            if asked == self._asked:
                self._on_found(typed, options)

        self.source.find(typed, found)

    def _on_found(self, typed: str, options: Sequence[Option]) -> None:
        first, self._pick_first = self._pick_first, False
        self.trouble = "" if options or not typed else self.source.nothing()
        if first and options and not options[0].ask:
            self._pick(options[0])
            self.done.emit()
            return
        if self.line.hasFocus():
            self._pick_list().open(self, options)
            self.line.setAccessibleDescription(self._pick_list().spoken())
        if self.trouble:
            self.edited.emit()

    def _pick(self, option: Option | None) -> bool:
        """Take an option over."""
        if option is None:
            return True
        self._pick_list().close_for(self)
        self._show(option.label)
        self.value, self.text, self.trouble = option.value, "", ""
        self.reading = Reading(option.detail)
        self.edited.emit()
        return True

    def _on_clicked(self, row: int) -> None:
        if self._open_list() is not None and self._pick(self._pick_list().at(row)):
            self.done.emit()

    def _on_left(self) -> None:
        self._timer.stop()
        self._pick_list().close_for(self)
        if self.text:
            self._settle()
        self.left.emit()

    def _settle(self) -> None:
        """Left without a choice: what is meant without doubt is taken, else it is asked for."""
        typed = fold(self.text)

        def found(options: Sequence[Option]) -> None:
            same = [one for one in options if fold(one.label) == typed or fold(one.value) == typed]
            only = same if len(same) == 1 else options
            if len(only) == 1 and not only[0].ask:
                self._pick(only[0])
                return
            self.trouble = _("Hãy chọn một dòng trong danh sách.") if options else self.source.nothing()
            self.edited.emit()

        self.source.find(self.text, found)
