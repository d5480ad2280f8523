"""The editor for everything that is typed on one line: the field's kind reads and writes it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from kcdesk.i18n import _
from kcdesk.model.fields import Field, Value
from kcdesk.model.kinds.base import Spoken, ValueProblem
from kcdesk.ui.forms.editors.base import Editor, FieldLine, Reading, Surroundings


class LineEditor(Editor):
    """Typed freely, understood at every letter, written as an office writes it when left.

    What is longer than the field allows stays and is told: a line that cuts what is pasted loses its end unseen.
    """

    def __init__(self, field: Field, around: Surroundings, parent: QObject | None = None) -> None:
        super().__init__(field, around, parent)
        self.line = FieldLine(parent if isinstance(parent, QWidget) else None)
        self.widget = self.focus = self.line
        self.line.setObjectName(field.name)
        self.line.set_unit(_(field.unit))
        self.line.textChanged.connect(self._on_text_changed)
        self.line.left.connect(self._on_left)
        self._showing = False

    def show_value(self, value: Value, text: str = "") -> None:
        if self.is_being_typed(value, text):
            return
        self._showing = True
        self.line.show_text(text or self.written(value))
        self._showing = False
        self._understand()
        if not text:
            self.value = value

    def set_unit(self, unit: str) -> None:
        self.line.set_unit(unit)

    def take_suggestion(self) -> bool:
        if not self.reading.doubt or self.reading.instead is None:
            return False
        self.line.replace(self.written(self.reading.instead))
        return True

    def written(self, value: Value) -> str:
        """The value as text in the field."""
        return "" if value is None else self.field.kind.format(value, self.field)

    def parse(self, typed: str) -> Spoken:
        """What the text means. Raises ValueProblem."""
        return self.field.kind.parse(typed, self.field)

    def read_back(self, value: Value) -> str:
        """What is said under the field about a value that was understood."""
        del value
        return ""

    def _understand(self) -> None:
        typed = self.line.text()
        self.trouble = ""
        try:
            spoken = self.parse(typed)
        except ValueProblem as problem:
            self.value, self.text, self.trouble = None, typed, problem.message
            self.reading = Reading()
            return
        self.value, self.text = spoken.value, ""
        words = self.read_back(spoken.value) if spoken.value is not None else ""
        self.reading = Reading(words, spoken.doubt, spoken.instead)

    def _on_text_changed(self, _text: str) -> None:
        if not self._showing:
            self._understand()
            self.edited.emit()

    def _on_left(self) -> None:
        if not self.text and self.value is not None:
            self._showing = True
            self.line.replace(self.written(self.value))
            self._showing = False
        self.left.emit()
