"""What every editor of a field can do, and the line edit that most of them use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from kcdesk.model.fields import Field, Record, Value
from kcdesk.ui.theme import mark

if TYPE_CHECKING:
    from kcdesk.ui.forms.editors.pick_list import PickList
    from kcdesk.ui.forms.gateway import Gateway

_AWAY = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
UNIT_GAP = 12
"""Pixels between the text of a field and the unit that stands inside it."""
ECHO_MS = 500
"""Milliseconds in which nobody composes the same word again."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an editor may ask of the form it stands in.

    ``record`` gives the values of the record as typed so far, ``pick_list`` the one list that opens
    under a field, ``suggest`` takes values for other fields (the other part of a pair of coordinates),
    ``siblings`` gives ids and names of the saved rows of a sub-table, by the entity's name.
    """

    gateway: Gateway
    record: Callable[[], Record]
    pick_list: Callable[[], PickList]
    suggest: Callable[[str, Value], None]
    siblings: Callable[[str], Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What is said under a field while it is typed: a reading in words, or a question with its answer."""

    text: str = ""
    doubt: str = ""
    instead: Value = None


class Editor(QObject):
    """One field on the form. Subclasses make ``widget`` (what stands in the row) and ``focus`` (what is typed in).

    Signals: ``edited`` – the person changed the value; ``left`` – the focus went elsewhere;
    ``done`` – the value was picked from an open list, go on to the next field.
    """

    edited = Signal()
    left = Signal()
    done = Signal()

    widget: QWidget
    focus: QWidget

    def __init__(self, field: Field, around: Surroundings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.around = around
        self.value: Value = None
        self.text = ""
        """What was typed and not understood; "" where ``value`` says it all."""
        self.trouble = ""
        """Why the text was not understood, in one sentence."""
        self.reading = Reading()

    def typed_in(self) -> list[QWidget]:
        """The widgets that take the keyboard for this field."""
        return [self.focus]

    def show_value(self, value: Value, text: str = "") -> None:
        """Show a value (or a text that was not understood) without telling that it was edited."""
        raise NotImplementedError

    def is_being_typed(self, value: Value, text: str = "") -> bool:
        """The person is here and what is typed says this value already: a save must not move the cursor."""
        return self.focus.hasFocus() and not text and not self.text and not self.trouble and self.value == value

    def set_level(self, level: str) -> None:
        """Mark the border: ``error``, ``warning`` or ""."""
        restyle(self.focus, "level", level)

    def set_unit(self, unit: str) -> None:
        """Another unit inside the field; editors without one ignore it."""

    def accept(self) -> bool:
        """Enter was pressed: take what is offered. False keeps the focus here."""
        return True

    def escape(self) -> bool:
        """Esc was pressed: True where it closed something of the editor's own."""
        return False

    def handle_key(self, key: int, modifiers: Qt.KeyboardModifier, text: str) -> bool:
        """A key before the widget sees it; True where it was used."""
        del key, modifiers, text
        return False

    def take_suggestion(self) -> bool:
        """Put in what ``reading`` offers instead; False where nothing is offered."""
        if not self.reading.doubt or self.reading.instead is None:
            return False
        self.show_value(self.reading.instead)
        self.edited.emit()
        return True

    def name_for_reader(self, name: str, description: str) -> None:
        """What a screen reader says."""
        for widget in {self.widget, self.focus}:
            widget.setAccessibleName(name)
            widget.setAccessibleDescription(description)


def finish_composing() -> None:
    """Have the input method write down what it composes, before a key is acted on that needs the whole of it.

    Usually it does so by itself; on a machine that is busy, Enter or Ctrl+S may be here first. The same word
    then comes from the input method once more, when the cursor stands in the next field: that echo is dropped.
    """
    here = QApplication.focusWidget()
    if isinstance(here, FieldLine) and here.composing:
        word = here.preedit
        QGuiApplication.inputMethod().commit()
        _Echo(word, here.window())


class _Echo(QObject):
    """Waits a moment for a word that was written down already, and takes it out of the way."""

    def __init__(self, word: str, parent: QObject) -> None:
        super().__init__(parent)
        self._word = word
        QTimer.singleShot(ECHO_MS, self, self.deleteLater)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        is_echo = bool(self._word) and isinstance(event, QInputMethodEvent) and event.commitString() == self._word
        if is_echo:
            self._word = ""
            self.deleteLater()
        return is_echo


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and have it looked at again."""
    if widget.property(name) == value or not (value or widget.property(name)):
        return
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        mark(widget, **{name: value})
    else:
        widget.setProperty(name, value)


class FieldLine(QLineEdit):
    """A line edit with its unit inside, which tells when it is entered and left.

    It knows while an input method composes; nothing is written into it then.
    """

    entered = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preedit = ""
        self._unit = ""

    @property
    def composing(self) -> bool:
        """True while a word is not yet written down."""
        return bool(self.preedit)

    def set_unit(self, unit: str) -> None:
        """The words at the right inside the field."""
        if unit == self._unit:
            return
        self._unit = unit
        width = self.fontMetrics().horizontalAdvance(unit) + UNIT_GAP if unit else 0
        self.setTextMargins(0, 0, width, 0)
        self.update()

    def replace(self, text: str) -> None:
        """Put in another text so that Ctrl+Z brings the old one back. Never while something is composed."""
        if self.composing or text == self.text():
            return
        self.selectAll()
        self.insert(text)

    def show_text(self, text: str) -> None:
        """Put in a text that the person did not type; there is nothing to undo."""
        if not self.composing and text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._unit:
            return
        painter = QPainter(self)
        painter.setPen(QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText))
        area = QRect(self.rect()).adjusted(0, 0, -UNIT_GAP + 1, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._unit)
        painter.end()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.preedit = event.preeditString()
        super().inputMethodEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() not in _AWAY:
            self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.preedit = ""
        if event.reason() not in _AWAY:
            self.left.emit()
