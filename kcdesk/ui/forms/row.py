"""A field on the form: label, editor, and below it what there is to say about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from kcdesk.i18n import _
from kcdesk.model.fields import Record, Required, Value
from kcdesk.model.problems import Level, Problem
from kcdesk.ui.forms.editors.base import Editor, restyle
from kcdesk.ui.forms.row_grid import FIELD_AT, NOTE_AT, OFFER_AT, RowGrid

SIGNS = {Level.ERROR: "✕", Level.WARNING: "▲", Level.GAP: "○"}


def level_word(level: Level) -> str:
    """The word that stands beside the colour of a level."""
    return {Level.ERROR: _("Cần sửa"), Level.WARNING: _("Lưu ý"), Level.GAP: _("Còn thiếu")}[level]


class FieldRow(QWidget):
    """One field. Problems are shown only once the field was left, or for a record that was saved.

    Signals: ``edited(name)``, ``left(name)``, ``done(name)`` – go on to the next field.
    """

    edited = Signal(str)
    left = Signal(str)
    done = Signal(str)

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.field = editor.field
        self.name = editor.field.name
        self.touched = False
        self.only_shown = False
        """Written by others: seen where something stands in it, never typed in."""
        self.is_idle = False
        """As things stand there is nothing to say here; it is seen where something stands in it."""
        self.extra = ""
        """A reading that the form adds (the sum of the items)."""
        self._is_shown: bool | None = None
        self._is_here = False
        self._problems: Sequence[Problem] = ()
        self._required = Required.NO
        self._note: QLabel | None = None
        self._suggestion: QPushButton | None = None
        self._flag: QPushButton | None = None
        self._label = QLabel(_(self.field.label), self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._mark = QLabel(self)
        self._mark.setTextFormat(Qt.TextFormat.PlainText)
        self._mark.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.grid = RowGrid(self, self._label, self._mark, editor.widget, editor.focus)
        self.name_editor()
        editor.edited.connect(self._on_edited)
        editor.left.connect(self._on_left)
        editor.done.connect(lambda: self.done.emit(self.name))
        self.say()

    def enter(self, reason: Qt.FocusReason = Qt.FocusReason.TabFocusReason) -> None:
        """Put the focus into the editor."""
        self.editor.focus.setFocus(reason)

    def has_focus(self) -> bool:
        """True where the person is in this field."""
        return self.editor.focus.hasFocus() or self.editor.widget.hasFocus()

    def reachable(self) -> bool:
        """True where the keyboard may stop here."""
        return not self.isHidden() and self.editor.focus.isEnabled() and self.editor.widget.isEnabled()

    def wanted(self) -> bool:
        """Required in some way, and still empty or not understood."""
        if self.editor.text:
            return True
        return self._required is not Required.NO and self.editor.value in (None, "", ())

    def adapt(self, record: Record) -> bool:
        """Show or hide the row for the record as it is; True where that changed something."""
        self._required = self.field.required_for(record)
        empty = self.editor.value in (None, "", ())
        save, complete = self._required is Required.TO_SAVE, self._required is Required.TO_COMPLETE
        self._mark.setText("*" if save else "○" if complete and empty else "")
        restyle(self._mark, "mark", "save" if save else "complete")
        there = not (self.only_shown or self.is_idle) or record.get(self.name) not in (None, "", ())
        applies = self.field.applies_to(record) and there
        if applies is self._is_shown:
            return False
        self._is_shown = applies
        self.setVisible(applies)
        return True

    def set_label(self, words: str) -> None:
        """Other words beside the field than those of its declaration."""
        self._label.setText(words)
        self.editor.name_for_reader(words, _(self.field.help))

    def flag(self, words: str, hint: str, act: Callable[[], object]) -> None:
        """A word beside the field that leads to what waits there; "" takes it away."""
        if self._flag is not None:
            self._flag.deleteLater()
            self._flag = None
        if words:
            self._flag = QPushButton(words, self)
            self._flag.setProperty("role", "flag")
            self._flag.setToolTip(hint)
            self._flag.setAccessibleName(f"{_(self.field.label)}: {words}")
            self._flag.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._flag.clicked.connect(lambda _checked=False: act())
            self.grid.addWidget(self._flag, FIELD_AT, 3, Qt.AlignmentFlag.AlignTop)

    def show_value(self, value: Value, text: str = "") -> None:
        """Show a value that the person did not type here."""
        self.editor.show_value(value, text)
        self.say()

    def show_here(self, *, here: bool) -> None:
        """The person came into the field or left it: the hint is shown while one is there."""
        if here is not self._is_here:
            self._is_here = here
            self.say()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Take the problems of this field; they are said once the field was left."""
        self._problems = problems
        self.say()

    def say(self) -> None:
        """Write below the field what matters most: a problem, a question, a reading, the hint."""
        problem = self._worst()
        reading = self.editor.reading
        level = problem.level.value if problem and problem.level is not Level.GAP else ""
        self.editor.set_level(level or ("warning" if reading.doubt else ""))
        offered = bool(reading.doubt and reading.instead is not None)
        if problem is not None:
            self._write(problem.level.value, f"{SIGNS[problem.level]} {level_word(problem.level)}: {problem.message}")
        elif reading.doubt:
            self._write("warning", f"▲ {reading.doubt}")
        else:
            read = " · ".join(one for one in (reading.text, self.extra) if one)
            self._write("reading" if read else "hint", read or self._hint())
        self._offer(offered)

    def name_editor(self) -> None:
        """Tell a screen reader the label, the unit and the hint."""
        name = _(self.field.label)
        if self.field.unit:
            name = f"{name} ({_(self.field.unit)})"
        self.editor.name_for_reader(name, _(self.field.help))
        self._label.setBuddy(self.editor.focus)
        self._label.setToolTip(_(self.field.help))

    def _hint(self) -> str:
        """The help, where the person is; elsewhere its line stays empty, so that nothing moves."""
        return _(self.field.help) if self._is_here else ""

    def _worst(self) -> Problem | None:
        if not self.touched:
            return None
        if self.editor.trouble:
            return Problem(Level.ERROR, self.name, "not_understood", self.editor.trouble)
        order = (Level.ERROR, Level.WARNING, Level.GAP)
        return min(self._problems, key=lambda one: order.index(one.level), default=None)

    def _write(self, kind: str, text: str) -> None:
        if not text:
            if self._note is not None:
                self._note.hide()
            return
        if self._note is None:
            self._note = QLabel(self)
            self._note.setWordWrap(True)
            self._note.setTextFormat(Qt.TextFormat.PlainText)
            self._note.setObjectName(f"{self.name}_note")
            self.grid.addWidget(self._note, NOTE_AT, 2)
        restyle(self._note, "note", kind)
        self._note.setText(text)
        self._note.show()
        self.editor.focus.setAccessibleDescription(text if kind != "hint" else _(self.field.help))

    def _offer(self, offered: bool) -> None:
        if self._suggestion is None:
            if not offered:
                return
            self._suggestion = QPushButton(self)
            self._suggestion.setProperty("role", "link")
            self._suggestion.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._suggestion.clicked.connect(self.editor.take_suggestion)
            self.grid.addWidget(self._suggestion, OFFER_AT, 2, Qt.AlignmentFlag.AlignLeft)
        if offered:
            instead = self.field.kind.format(self.editor.reading.instead, self.field)
            unit = f" {_(self.field.unit)}" if self.field.unit else ""
            self._suggestion.setText(_("Đúng, đổi thành {value}  (Alt+Enter)").format(value=instead + unit))
        self._suggestion.setVisible(offered)

    def _on_edited(self) -> None:
        self.say()
        self.edited.emit(self.name)

    def _on_left(self) -> None:
        self.touched = True
        self.say()
        self.left.emit(self.name)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "grid"):
            self.grid.fit()
