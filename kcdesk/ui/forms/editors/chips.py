"""Several of a closed list: chips that are pressed in or out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from kcdesk.i18n import _
from kcdesk.model.fields import Choice, Field, Value
from kcdesk.ui.forms.editors.base import Editor, Surroundings
from kcdesk.ui.forms.letters import LetterSearch
from kcdesk.ui.widgets.flow import FlowLayout


class ChipsEditor(Editor):
    """Arrows go from chip to chip, a letter jumps, Space or a digit presses, Enter goes on."""

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
        layout = FlowLayout(self.widget, gap=6)
        self.chips = []
        for index, choice in enumerate(self.choices):
            chip = QPushButton(_(choice.label), self.widget)
            chip.setCheckable(True)
            chip.setProperty("chip", "true")
            chip.setToolTip(_(choice.help))
            chip.clicked.connect(self._on_clicked)
            chip.installEventFilter(self)
            chip.setProperty("at", index)
            layout.addWidget(chip)
            self.chips.append(chip)
        self.letters = LetterSearch([_(one.label) for one in self.choices], [one.code for one in self.choices])
        self._rove(0)

    def typed_in(self) -> list[QWidget]:
        return list(self.chips)

    def show_value(self, value: Value, text: str = "") -> None:
        del text
        self.value = value
        codes = value if isinstance(value, tuple) else ()
        for chip, choice in zip(self.chips, self.choices, strict=True):
            chip.setChecked(choice.code in codes)

    def set_level(self, level: str) -> None:
        del level

    def name_for_reader(self, name: str, description: str) -> None:
        self.widget.setAccessibleName(name)
        for chip in self.chips:
            chip.setAccessibleName(f"{name}: {chip.text()}")
            chip.setAccessibleDescription(description)

    def handle_key(self, key: int, modifiers: Qt.KeyboardModifier, text: str) -> bool:
        if modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        current = next(at for at, chip in enumerate(self.chips) if chip is self.focus)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._go(current + (1 if key == Qt.Key.Key_Right else -1))
            return True
        if text.isdigit() and 1 <= int(text) <= len(self.chips):
            self._go(int(text) - 1)
            self.chips[int(text) - 1].click()
            return True
        if text.strip() and text.isprintable():
            self._go(self.letters.find(text, current))
            return True
        return False

    def _go(self, index: int) -> None:
        if 0 <= index < len(self.chips):
            self._rove(index)
            self.focus.setFocus()

    def _rove(self, index: int) -> None:
        for at, chip in enumerate(self.chips):
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if at == index else Qt.FocusPolicy.ClickFocus)
        self.focus = self.chips[index]
        self.widget.setFocusProxy(self.focus)

    def _on_clicked(self) -> None:
        codes = tuple(choice.code for chip, choice in zip(self.chips, self.choices, strict=True) if chip.isChecked())
        self.value = codes or None
        self.edited.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and watched in self.chips:
            self._rove(self.chips.index(watched))
        if (
            event.type() == QEvent.Type.FocusOut
            and isinstance(event, QFocusEvent)
            and event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
            and not any(chip.hasFocus() for chip in self.chips)
        ):
            self.left.emit()
        return super().eventFilter(watched, event)
