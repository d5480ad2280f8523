"""One column: what is asked about it, and the ways to answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kcdesk.i18n import _
from kcdesk.ui.sheets.segments import Segments
from kcdesk.ui.widgets.buttons import primary, secondary
from kcdesk.ui.widgets.card import Card, label
from kcdesk.ui.widgets.flow import FlowLayout
from kcdesk.ui.widgets.picker import Option, Picker
from kcdesk.work import assistant_columns
from kcdesk.work.assistant import ColumnAnswer
from kcdesk.work.assistant_columns import AS_IS, LEAVE, NOTE, UNITS

if TYPE_CHECKING:
    from kcdesk.work.assistant_columns import ColumnView

_MEND = "mend"
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-]\d{2,4}")


class ColumnPanel(Card):
    """Signals: ``answered(letter, ColumnAnswer)``; ``finished`` – nothing more to say here."""

    answered = Signal(str, object)
    finished = Signal()

    def __init__(self, *, is_province: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._view: ColumnView | None = None
        self._answers: dict[str, ColumnAnswer] = {}
        self._targets = assistant_columns.targets(is_province=is_province)
        self._title = label("", "name", wrap=True)
        self._samples = label("", "second", wrap=True)
        self._asked = Card(look="warning")
        self._question = label("", wrap=True)
        self._asked.body.setContentsMargins(12, 10, 12, 10)
        self._asked.body.addWidget(self._question)
        self.picker = Picker(_("Nhập vào mục"), self._find, _("gõ vài chữ để chọn mục khác"))
        self._target = label("", "strong", wrap=True)
        self._nothing = label("", "problem", wrap=True)
        self._nothing.hide()
        self.units = Segments(_("Đơn vị tiền"))
        self.units.offer([(factor, _(words)) for factor, words in UNITS])
        self.dates = Segments(_("Ngày ghi theo thứ tự"))
        self.letters = Segments(_("Chữ trong cột"))
        self._unit_words = label(_("Đơn vị của số tiền"), "small")
        self._date_words = label("", "small", wrap=True)
        self._letter_words = label("", wrap=True)
        self.right = primary(_("Đúng"), self._on_right, "Enter")
        self.note = secondary(_("Giữ vào ghi chú"), lambda: self._on_target(NOTE))
        self.leave = secondary(_("Bỏ cột này"), lambda: self._on_target(LEAVE))
        self._build()
        self.picker.picked.connect(lambda option: self._on_target(option.code))
        self.picker.passed.connect(self._on_passed)
        self.units.chosen.connect(self._on_unit)
        self.dates.chosen.connect(self._on_dates)
        self.letters.chosen.connect(self._on_letters)

    def show_column(self, view: ColumnView | None) -> None:
        """Another column, or the same one after an answer."""
        if self._view is None or view is None or view.letter != self._view.letter:
            self.picker.show_text("")
            self._nothing.hide()
        self._view = view
        self.setVisible(view is not None)
        if view is None:
            return
        self._title.setText(_("Cột {letter}: {header}").format(letter=view.letter, header=view.header))
        self._samples.setText("\n".join(f"· {text}" for text in view.samples))
        self._question.setText(view.question)
        self._asked.setVisible(bool(view.question))
        self._target.setText(_("Nhập vào: {title}").format(title=view.title))
        self._show_habits(view)
        self._show_letters(view)

    def type(self, text: str) -> None:
        """Begin to look for another field."""
        self.picker.setFocus()
        self.picker.field.setText(text)
        self.picker.field.textEdited.emit(text)

    def _show_habits(self, view: ColumnView) -> None:
        for part in (self._unit_words, self.units):
            part.setVisible(view.money)
        self.units.show_choice(view.unit)
        for part in (self._date_words, self.dates):
            part.setVisible(view.dates)
        self._date_words.setText(_day_words(view))
        self.dates.show_choice(view.month_first)

    def _show_letters(self, view: ColumnView) -> None:
        kept = self._kept(view)
        has_letters = bool(view.before) or kept.encoding == AS_IS
        for part in (self._letter_words, self.letters):
            part.setVisible(has_letters)
        if view.before:
            self._letter_words.setText(
                _("Trong tệp: {before}\nĐọc lại thành: {after}").format(before=view.before, after=view.after)
            )
        self.letters.show_choice(kept.encoding and (AS_IS if kept.encoding == AS_IS else _MEND))

    def _build(self) -> None:
        self.dates.offer([(False, _("ngày/tháng")), (True, _("tháng/ngày"))])
        self.letters.offer([(_MEND, _("Đọc lại")), (AS_IS, _("Để nguyên"))])
        parts: Sequence[QWidget] = (
            self._title, self._samples, self._asked, self._letter_words, self.letters, self._target, self.picker,
            self._nothing, self._unit_words, self.units, self._date_words, self.dates,
        )  # fmt: skip
        for part in parts:
            self.body.addWidget(part)
        self.body.addSpacing(4)
        self.body.addWidget(self._buttons())
        self.body.addStretch(1)

    def _buttons(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder)
        for button in (self.right, self.note, self.leave):
            flow.addWidget(button)
        return holder

    def _find(self, text: str) -> list[Option]:
        return [Option(*one) for one in assistant_columns.find_targets(self._targets, text)]

    def _kept(self, view: ColumnView) -> ColumnAnswer:
        return self._answers.get(view.letter, ColumnAnswer())

    def take_answers(self, answers: dict[str, ColumnAnswer]) -> None:
        """The answers so far, by letter; read only here."""
        self._answers = answers

    def _answer(self) -> ColumnAnswer | None:
        """A copy of what was said of this column, to be changed."""
        if self._view is None:
            return None
        kept = self._kept(self._view)
        return ColumnAnswer(kept.target, kept.unit, kept.month_first, kept.encoding)

    def _emit(self, answer: ColumnAnswer) -> None:
        if self._view is not None:
            self.answered.emit(self._view.letter, answer)

    def _on_passed(self) -> None:
        """Enter in the field: what is shown is right, but not where something was typed that nothing fits."""
        text = self.picker.field.text().strip()
        self._nothing.setVisible(bool(text))
        if text:
            self._nothing.setText(
                _("Không có mục nào như “{text}”; xóa chữ rồi Enter để giữ như trên.").format(text=text)
            )
        else:
            self._on_right()

    def _on_right(self) -> None:
        if self._view is None:
            return
        kept = self._kept(self._view)
        answer = assistant_columns.confirmed(self._view)
        answer.encoding = answer.encoding or kept.encoding
        self._emit(answer)
        self.finished.emit()

    def _on_target(self, target: str) -> None:
        answer = self._answer()
        if answer is not None:
            answer.target = target
            self._emit(answer)
            self.finished.emit()

    def _on_unit(self, unit: int) -> None:
        answer = self._answer()
        if answer is not None:
            answer.unit = unit
            self._emit(answer)

    def _on_dates(self, month_first: bool) -> None:
        answer = self._answer()
        if answer is not None:
            answer.month_first = month_first
            self._emit(answer)

    def _on_letters(self, wanted: str) -> None:
        answer = self._answer()
        if answer is not None and self._view is not None:
            answer.encoding = AS_IS if wanted == AS_IS else self._view.encoding
            self._emit(answer)


def _day_words(view: ColumnView) -> str:
    """One of the days of a column, read as it would be read now."""
    found = next((found for text in view.samples if (found := _DAY.match(text))), None) or _DAY.match("03/04/2025")
    if found is None:
        return ""
    first, second = int(found[1]), int(found[2])
    day, month = (second, first) if view.month_first else (first, second)
    words = _("Đang đọc “{text}” là ngày {day} tháng {month}.")
    return words.format(text=found[0], day=day, month=month)
