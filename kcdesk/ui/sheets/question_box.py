"""One question about a row, with its answers on keys 1 to 9, for this row or for all that are asked the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.ui.formats import grouped
from kcdesk.ui.session import Session
from kcdesk.ui.sheets.choice_button import ChoiceButton
from kcdesk.ui.widgets.buttons import link
from kcdesk.ui.widgets.card import Card, label
from kcdesk.ui.widgets.picker import Option, Picker
from kcdesk.work import assistant_rows

if TYPE_CHECKING:
    from kcdesk.work.sheet_rows import PlannedRow, RowDoubt


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a row, the answer that was given ("" for none), and how many rows are asked the same.

    ``has_keys`` says that the digits answer this one.
    """

    row: PlannedRow
    doubt: RowDoubt
    given: str = ""
    alike: int = 0
    has_keys: bool = False


class QuestionBox(Card):
    """Signals: ``answered(doubt, code, typed, for all alike)``; ``open_asked(id)``; ``column_asked(letter)``."""

    answered = Signal(object, str, str, bool)
    open_asked = Signal(str)
    column_asked = Signal(str)

    def __init__(self, session: Session, asked: Asked, parent: QWidget | None = None) -> None:
        super().__init__(look="quiet" if asked.given else "warning", parent=parent)
        self._session = session
        self._asked = asked
        self._doubt = doubt = asked.doubt
        alike = asked.alike
        self.buttons: list[ChoiceButton] = []
        self.body.setContentsMargins(12, 10, 12, 10)
        self.body.setSpacing(6)
        self.body.addWidget(label(doubt.words, "fact", wrap=True))
        self.all = QCheckBox(_all_words(alike))
        self.all.setToolTip(self.all.text())
        self.all.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._add_choices(asked.given)
        self._add_other_ways()
        self.body.addWidget(self.all)
        self.can_be_all = alike > 1 and bool(self.buttons) and not assistant_rows.is_by_text(doubt)
        self.all.setVisible(self.can_be_all)
        if alike > 1 and assistant_rows.is_by_text(doubt):
            words = _("Có {n} dòng ghi “{text}”, trả lời một lần.").format(n=grouped(alike), text=doubt.text[:60])
            self.body.addWidget(label(words, "small", wrap=True))

    def toggle_all(self) -> None:
        """The key G: the answer is meant for all rows that are asked the same."""
        if self.can_be_all:
            self.all.toggle()

    def press(self, digit: int) -> bool:
        """The key of a choice."""
        if digit <= len(self.buttons):
            self.buttons[digit - 1].click()
            return True
        return False

    def _add_choices(self, given: str) -> None:
        lines = QVBoxLayout()
        lines.setSpacing(4)
        offered = assistant_rows.choices(self._doubt, self._session.reference, self._asked.row)
        for at, choice in enumerate(offered, start=1):
            is_given = bool(given) and choice.code == given
            key = str(at) if at < 10 and self._asked.has_keys else ""
            button = ChoiceButton(f"✓ {choice.words}" if is_given else choice.words, key)
            button.clicked.connect(lambda _checked=False, code=choice.code: self._answer(code))
            self.buttons.append(button)
            lines.addWidget(button)
        self.body.addLayout(lines)

    def _add_other_ways(self) -> None:
        doubt = self._doubt
        if assistant_rows.code_table(doubt):
            picker = Picker(_("Mục khác"), self._find, _("gõ vài chữ để tìm mục khác"))
            picker.picked.connect(lambda option: self._answer(option.code))
            self.body.addWidget(picker)
        if assistant_rows.may_be_typed(doubt):
            self.typed = QLineEdit()
            self.typed.setAccessibleName(_("Giá trị đúng"))
            self.typed.setPlaceholderText(_("hoặc gõ giá trị đúng rồi Enter"))
            self.typed.returnPressed.connect(self._on_typed)
            self.body.addWidget(self.typed)
        if doubt.other:
            self.body.addWidget(link(_("Mở cơ sở này"), lambda: self.open_asked.emit(doubt.other)))
        if doubt.kind == "column":
            self.body.addWidget(link(_("Trả lời ở bước Cột"), lambda: self.column_asked.emit(doubt.text)))

    def _find(self, text: str) -> list[Option]:
        table, reference = assistant_rows.code_table(self._doubt), self._session.reference
        if table == "communes":
            from kcdesk.ui.start.area import find_communes

            return find_communes(reference, text)
        if table == "vsic":
            return [Option(one.entry.code, f"{one.entry.code} {reference.label(table, one.entry.code)}")
                    for one in reference.vsic.find(text, limit=20)]  # fmt: skip
        entries = getattr(reference, table).find(text)
        return [Option(one.code, reference.label(table, one.code)) for one in entries]

    def _answer(self, code: str, typed: str = "") -> None:
        self.answered.emit(self._doubt, code, typed, self.can_be_all and self.all.isChecked())

    def _on_typed(self) -> None:
        if self.typed.text().strip():
            self._answer(assistant_rows.TYPED, self.typed.text().strip())


def _all_words(alike: int) -> str:
    words = ngettext("Cả {n} dòng giống vậy (phím G)", "Cả {n} dòng giống vậy (phím G)", alike)
    return words.format(n=grouped(alike))
