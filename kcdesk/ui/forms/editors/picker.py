"""Picking from a long list by typing: the matches open under the field, nothing is completed inside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from kcdesk.i18n import _
from kcdesk.model.fields import Field, Value
from kcdesk.text.fold import fold
from kcdesk.ui.forms.editors.base import Editor, FieldLine, Reading, Surroundings, finish_composing
from kcdesk.ui.forms.editors.pick_list import MOST_SHOWN, Option, PickList

PAUSE_MS = 60


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
        self._listed = ""
        """What was typed when the options that are shown were found; "" for what is offered unasked."""
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
        finish_composing()
        opened = self._open_list()
        if opened is not None and self._listed == self.text:
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
                self._listed = ""
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
            self._listed = typed
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
