"""A few fields of a record by themselves, with the editors of the form: for dialogs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kcdesk.model import catalogue, validate
from kcdesk.model.fields import Field, Value
from kcdesk.ui.forms.builder import make_editor
from kcdesk.ui.forms.editors.base import Surroundings
from kcdesk.ui.forms.editors.pick_list import PickList
from kcdesk.ui.forms.gateway import Gateway
from kcdesk.ui.forms.row import FieldRow
from kcdesk.ui.forms.walker import Stop, Walker

if TYPE_CHECKING:
    from kcdesk.ui.session import Session


class _Goal:
    """The last stop: Enter in the last field arrives at the main button."""

    def __init__(self, button: QWidget) -> None:
        self._button = button

    def enter(self, reason: Qt.FocusReason = Qt.FocusReason.TabFocusReason) -> None:
        """Take the focus."""
        self._button.setFocus(reason)

    def reachable(self) -> bool:
        """The button can be pressed."""
        return self._button.isEnabled()

    def wanted(self) -> bool:
        """Nothing is missing here."""
        return False

    def has_focus(self) -> bool:
        """The person is at the button."""
        return self._button.hasFocus()


class MiniForm(QWidget):
    """Fields one below the other. Signals: ``changed``; ``escaped`` – Esc, and no list was open."""

    changed = Signal()
    escaped = Signal()

    def __init__(
        self,
        session: Session,
        entity: str,
        names: Sequence[str],
        values: Mapping[str, Value] | None = None,
        *,
        over: QWidget,
    ) -> None:
        super().__init__()
        self.entity = catalogue.entity(entity)
        self._session = session
        self._over = over
        self._gateway = Gateway(session, entity)
        self._pick_list: PickList | None = None
        self._goal: _Goal | None = None
        self._record: dict[str, Value] = {}
        self.rows: dict[str, FieldRow] = {}
        self._walker = Walker(self._stops, self)
        self._walker.escaped.connect(self.escaped)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(3)
        self.show_fields(names, values or {})

    def show_fields(self, names: Sequence[str], values: Mapping[str, Value]) -> None:
        """Have other fields, with these values in them."""
        for row in self.rows.values():
            row.hide()
            row.deleteLater()
        self.rows = {}
        self._record = dict(values)
        for name in names:
            self.add_field(name, self.entity[name])
        self._adapt()

    def set_goal(self, button: QWidget) -> None:
        """Where Enter in the last field leads."""
        self._goal = _Goal(button)

    def values(self) -> dict[str, Value]:
        """What was typed, by field; what does not apply is empty."""
        return {
            name: row.editor.value if row.field.applies_to(self._record) else None for name, row in self.rows.items()
        }

    def trouble(self) -> str:
        """Why something cannot be taken as it was typed, in one sentence; "" where all is well."""
        trouble = self.text_trouble()
        if trouble:
            return trouble
        _clean, problems = validate.normalise(self.entity, self.values())
        return problems[0].message if problems else ""

    def focus_first(self) -> None:
        """Go to the first field."""
        self._walker.first()

    def add_field(self, key: str, declared: Field, words: str = "") -> None:
        """One more field under a key of its own, perhaps of another entity, with other words beside it."""
        around = Surroundings(self._gateway, lambda: self._record, self._make_pick_list, self._put, lambda _entity: [])
        editor = make_editor(declared, around, self)
        row = FieldRow(editor, self)
        if words:
            row.set_label(words)
        row.show_value(self._record.get(key))
        row.edited.connect(lambda _name: self._on_edited(key))
        row.done.connect(lambda _name: self._walker.go(row))
        self._walker.watch(editor, row, editor.typed_in())
        self.rows[key] = row
        self._body.addWidget(row)

    def typed(self) -> dict[str, Value]:
        """What was typed, by key, whether it applies or not."""
        return {key: row.editor.value for key, row in self.rows.items()}

    def texts(self) -> dict[str, str]:
        """What was typed and not understood, by key."""
        return {key: row.editor.text for key, row in self.rows.items() if row.editor.text}

    def text_trouble(self) -> str:
        """Why something that was typed is not understood; "" where all is."""
        for row in self.rows.values():
            if row.editor.trouble:
                row.touched = True
                row.say()
                return row.editor.trouble
        return ""

    def put(self, name: str, value: Value) -> None:
        """Put a value into a field without telling that it changed."""
        if name in self.rows:
            self.rows[name].show_value(value)
            self._record[name] = value

    def put_all(self, values: Mapping[str, Value], texts: Mapping[str, str]) -> None:
        """Put another record into the fields, without telling that anything changed; ``texts`` were not understood."""
        self._record = dict(values)
        for name, row in self.rows.items():
            row.touched = name in texts
            row.show_value(values.get(name), texts.get(name, ""))
        self._adapt()

    def _put(self, name: str, value: Value) -> None:
        if name in self.rows:
            self.rows[name].show_value(value)
            self._on_edited(name)

    def _on_edited(self, name: str) -> None:
        self._record[name] = self.rows[name].editor.value
        self._adapt()
        self.changed.emit()

    def _adapt(self) -> None:
        for row in self.rows.values():
            row.adapt(self._record)

    def _stops(self) -> Iterator[Stop]:
        yield from self.rows.values()
        if self._goal is not None:
            yield self._goal

    def _make_pick_list(self) -> PickList:
        if self._pick_list is None:
            self._pick_list = PickList(self._over)
        return self._pick_list
