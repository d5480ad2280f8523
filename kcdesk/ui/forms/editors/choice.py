"""One of a closed list: joined buttons where they are few and short, else a list that opens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLayout, QPushButton, QSizePolicy, QWidget

from kcdesk.i18n import N_, _
from kcdesk.model.fields import Choice, Field, Value
from kcdesk.ui.forms.editors.base import Editor, Surroundings, restyle
from kcdesk.ui.forms.letters import LetterSearch
from kcdesk.ui.widgets.flow import FlowLayout

YES_NO = (Choice("1", N_("Có")), Choice("0", N_("Không")))
MOST_SEGMENTS = 4
MOST_LETTERS = 44
"""Buttons stand side by side where all their words together are not longer than this."""

_AWAY = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


def fits_segments(choices: Sequence[Choice]) -> bool:
    """True where the choices can stand side by side in one row."""
    return 1 < len(choices) <= MOST_SEGMENTS and sum(len(_(choice.label)) + 3 for choice in choices) <= MOST_LETTERS


class Combo(QComboBox):
    """A list that opens; letters choose without marks, the wheel scrolls the page, never the value."""

    left = Signal()
    taken = Signal()

    def __init__(self, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        labels = [_(choice.label) for choice in choices]
        self.addItem("")
        self.addItems(labels)
        self.letters = LetterSearch(labels, [choice.code for choice in choices])
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(12)
        self.view().installEventFilter(self)

    def pick_letter(self, letter: str) -> bool:
        """Choose by a letter; False where nothing begins so."""
        found = self.letters.find(letter, self.currentIndex() - 1)
        if found < 0:
            return False
        self.setCurrentIndex(found + 1)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.setCurrentIndex(self.view().currentIndex().row())
                self.hidePopup()
                self.taken.emit()
                return True
            if event.text().strip():
                found = self.letters.find(event.text(), self.view().currentIndex().row() - 1)
                if found >= 0:
                    self.view().setCurrentIndex(self.model().index(found + 1, 0))
                return True
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.letters.reset()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _AWAY:
            self.left.emit()


class ComboEditor(Editor):
    """A closed list too long for buttons."""

    def __init__(
        self, field: Field, around: Surroundings, parent: QObject | None = None, choices: Sequence[Choice] = ()
    ) -> None:
        super().__init__(field, around, parent)
        self.choices = tuple(choices or field.choices)
        self.combo = Combo(self.choices, parent if isinstance(parent, QWidget) else None)
        self.widget = self.focus = self.combo
        self.combo.setObjectName(field.name)
        self.combo.currentIndexChanged.connect(self._on_index_changed)
        self.combo.left.connect(self.left)
        self.combo.taken.connect(self.done)
        self._showing = False

    def show_value(self, value: Value, text: str = "") -> None:
        del text
        codes = [choice.code for choice in self.choices]
        code = _code_of(value)
        self._showing = True
        if code and code not in codes:  # a code that today's list does not know
            self.choices = (*self.choices, Choice(code, code))
            self.combo.addItem(code)
            codes.append(code)
        self.combo.setCurrentIndex(codes.index(code) + 1 if code in codes else 0)
        self._showing = False
        self.value = value

    def handle_key(self, key: int, modifiers: Qt.KeyboardModifier, text: str) -> bool:
        if modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if key == Qt.Key.Key_Backspace:
            self.combo.letters.erase()
            return True
        if key == Qt.Key.Key_Delete:
            self.combo.setCurrentIndex(0)
            return True
        return bool(text.strip()) and text.isprintable() and (self.combo.pick_letter(text) or True)

    def _on_index_changed(self, index: int) -> None:
        if not self._showing:
            self.value = _value_of(self.choices, index - 1)
            self.edited.emit()


class SegmentEditor(Editor):
    """A few choices as joined buttons: letters, digits, arrows or a click; pressed again, nothing is chosen."""

    def __init__(
        self, field: Field, around: Surroundings, parent: QObject | None = None, choices: Sequence[Choice] = ()
    ) -> None:
        super().__init__(field, around, parent)
        self.choices = tuple(choices or field.choices)
        self.widget = QWidget(parent if isinstance(parent, QWidget) else None)
        self.widget.setObjectName(field.name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.widget.setSizePolicy(policy)
        layout = FlowLayout(self.widget, gap=0)  # at large text sizes they break as words do
        self.buttons = [self._button(index, layout) for index in range(len(self.choices))]
        self.letters = LetterSearch([_(one.label) for one in self.choices], [one.code for one in self.choices])
        self._rove(0)

    def typed_in(self) -> list[QWidget]:
        return list(self.buttons)

    def show_value(self, value: Value, text: str = "") -> None:
        del text
        self.value = value
        code = _code_of(value)
        chosen = next((index for index, one in enumerate(self.choices) if one.code == code), -1)
        for index, button in enumerate(self.buttons):
            button.setChecked(index == chosen)
        self._rove(max(chosen, 0))

    def set_level(self, level: str) -> None:
        for button in self.buttons:
            restyle(button, "level", level)

    def name_for_reader(self, name: str, description: str) -> None:
        self.widget.setAccessibleName(name)
        for button in self.buttons:
            button.setAccessibleName(f"{name}: {button.text()}")
            button.setAccessibleDescription(description)

    def handle_key(self, key: int, modifiers: Qt.KeyboardModifier, text: str) -> bool:
        if modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        current = next((index for index, button in enumerate(self.buttons) if button.isChecked()), -1)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if key == Qt.Key.Key_Right else -1
            self._choose(min(max(current + step, 0), len(self.buttons) - 1))
            return True
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._choose(-1)
            return True
        if text.isdigit() and 1 <= int(text) <= len(self.buttons):
            self._choose(int(text) - 1)
            return True
        if text.strip() and text.isprintable():
            found = self.letters.find(text, current)
            if found >= 0:
                self._choose(found)
            return True
        return False

    def _button(self, index: int, layout: QLayout) -> QPushButton:
        button = QPushButton(_(self.choices[index].label), self.widget)
        button.setCheckable(True)
        button.setProperty("segment", "true")
        last = len(self.choices) - 1
        button.setProperty("place", "first" if index == 0 else "last" if index == last else "middle")
        button.setToolTip(_(self.choices[index].help))
        button.clicked.connect(lambda checked, at=index: self._choose(at if checked else -1))
        button.installEventFilter(self)
        layout.addWidget(button)
        return button

    def _choose(self, index: int) -> None:
        for at, button in enumerate(self.buttons):
            button.setChecked(at == index)
        value = _value_of(self.choices, index)
        had_focus = any(button.hasFocus() for button in self.buttons)
        self._rove(max(index, 0))
        if had_focus:
            self.focus.setFocus()
        if value != self.value:
            self.value = value
            self.edited.emit()

    def _rove(self, index: int) -> None:
        """One button only is a stop of Tab: the chosen one, else the first."""
        for at, button in enumerate(self.buttons):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if at == index else Qt.FocusPolicy.ClickFocus)
        self.focus = self.buttons[index]
        self.widget.setFocusProxy(self.focus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent) and event.reason() not in _AWAY:
            self._tell_when_left()
        return super().eventFilter(watched, event)

    def _tell_when_left(self) -> None:
        if not any(button.hasFocus() for button in self.buttons):
            self.letters.reset()
            self.left.emit()


def _code_of(value: Value) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return value if isinstance(value, str) else ""


def _value_of(choices: Sequence[Choice], index: int) -> Value:
    if index < 0:
        return None
    return index == 0 if tuple(choices) == YES_NO else choices[index].code
