"""Values that no column gives, set once for all rows of the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.ui.session import Session
from kcdesk.ui.widgets.card import Card, empty, label
from kcdesk.ui.widgets.picker import Option, Picker

if TYPE_CHECKING:
    from kcdesk.model.fields import Field
    from kcdesk.work.assistant_columns import MissingValue


class WholeFile(Card):
    """Signals: ``chosen(target, value)``, value "" takes it back; ``notes_chosen(keep)``."""

    chosen = Signal(str, str)
    notes_chosen = Signal(bool)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("Cho cả tệp"), parent=parent)
        self._session = session
        self._shown: tuple[str, ...] = ()
        self._fields = QWidget()
        self.fields: dict[str, QWidget] = {}
        self.notes = QCheckBox(_("Giữ cột không rõ trong ghi chú"))
        self.notes.setChecked(True)
        self.notes.toggled.connect(self.notes_chosen)
        self._card = Card(look="quiet")
        self.body.addWidget(self._card)
        self.body.addWidget(self.notes)

    def show_missing(self, wanted: Sequence[MissingValue], constants: dict[str, str]) -> None:
        """The fields that may be set, with what was set so far."""
        targets = tuple(one.target for one in wanted)
        self._card.setVisible(bool(wanted))
        if targets == self._shown:
            return
        self._shown = targets
        empty(self._card.body)
        self.fields.clear()
        for one in wanted:
            words = one.title + (_(" (cần có)") if one.is_needed else "")
            name = label(words, "strong-small")
            field = self._field(one, constants.get(one.target, ""))
            name.setBuddy(field.focusProxy() or field)
            self.fields[one.target] = field
            self._card.body.addWidget(name)
            self._card.body.addWidget(field)

    def _field(self, one: MissingValue, value: str) -> QWidget:
        entity, _dot, name = one.target.partition(".")
        declared = catalogue.entity(entity)[name]
        if declared.code_table == "communes":
            return self._commune(one, value)
        options = self._options(declared)
        if options:
            return self._choice(one, options, value)
        return self._year(one, value) if declared.kind.name == "year" else self._text(one, value)

    def _options(self, declared: Field) -> list[tuple[str, str]]:
        """The codes of a short list with their words; the first leaves it to the rows."""
        if declared.code_table == "trades":
            trades = self._session.reference.trades.find("")
            return [(_("hỏi từng ngành nghề"), ""), *((one.short_name or one.name, one.code) for one in trades)]
        if declared.choices:
            nothing = _("theo tên từng dòng") if declared.name == "legal_form" else ""
            return [(nothing, ""), *((_(choice.label), choice.code) for choice in declared.choices)]
        return []

    def _commune(self, one: MissingValue, value: str) -> Picker:
        from kcdesk.ui.start.area import find_communes

        reference, province = self._session.reference, self._session.profile.province
        picker = Picker(
            one.title, lambda text: find_communes(reference, text, province), _("gõ vài chữ, ví dụ: vi thuy")
        )
        if value:
            picker.show_text(reference.label("communes", value))

        def pick(option: Option) -> None:
            picker.show_text(option.title)
            self.chosen.emit(one.target, option.code)

        picker.picked.connect(pick)
        picker.field.textEdited.connect(lambda text: None if text else self.chosen.emit(one.target, ""))
        return picker

    def _choice(self, one: MissingValue, options: Sequence[tuple[str, str]], value: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(one.title)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for words, code in options:
            box.addItem(words, code)
        box.setCurrentIndex(max(0, box.findData(value)))
        box.activated.connect(lambda at: self.chosen.emit(one.target, str(box.itemData(at))))
        return box

    def _text(self, one: MissingValue, value: str) -> QLineEdit:
        line = QLineEdit(value)
        line.setAccessibleName(one.title)
        line.setMaxLength(120)
        line.editingFinished.connect(lambda: self.chosen.emit(one.target, line.text().strip()))
        return line

    def _year(self, one: MissingValue, value: str) -> QLineEdit:
        line = QLineEdit(value)
        line.setAccessibleName(one.title)
        line.setPlaceholderText(one.suggested)
        line.setMaxLength(4)
        line.setValidator(QIntValidator(0, 9999, line))
        line.editingFinished.connect(lambda: self.chosen.emit(one.target, _year(line.text())))
        return line


def _year(text: str) -> str:
    """Four digits of a year, "" for what is none."""
    return text if len(text) == 4 and text.isdecimal() else ""
