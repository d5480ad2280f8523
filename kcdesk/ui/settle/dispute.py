"""One conflict on its card: the record, the field, the values with their keys, and a field for another value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.model.changes import DELETED
from kcdesk.model.problems import UserError
from kcdesk.ui.settle.tiles import Tile, Tiles, when
from kcdesk.ui.widgets.buttons import link, secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.work import disputes

if TYPE_CHECKING:
    from kcdesk.ui.session import Session
    from kcdesk.work.disputes import Dispute, Option

MOST_KEYS = 9


class DisputeCard(Card):
    """Signals: ``settled(dispute, value, words)``; ``open_asked(entity, id, field)``."""

    settled = Signal(object, object, str)
    open_asked = Signal(str, str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._dispute: Dispute | None = None
        self._number = label("", "small")
        self._title = label("", "name", wrap=True)
        self._where = label("", "second", wrap=True)
        self._about = label("", "small", wrap=True)
        self.tiles = Tiles()
        self.typed = QLineEdit()
        self.picked = QComboBox()
        self._other = label(_("Giá trị khác"), "strong")
        self._take = secondary(_("Lấy giá trị này"), self._on_typed)
        self._pick = secondary(_("Lấy giá trị này"), self._on_picked)
        self._reading = label("", "small")
        self._trouble = label("", "problem", wrap=True)
        self._build()
        self.tiles.taken.connect(self._on_taken)
        self.typed.returnPressed.connect(self._on_typed)
        self.typed.textEdited.connect(self._on_edited)

    @property
    def is_typing(self) -> bool:
        """True while another value is being typed: nothing may take the focus away."""
        return self.typed.hasFocus() and bool(self.typed.text())

    def enter(self) -> None:
        """Put the focus on the first value."""
        self.tiles.enter()

    def show_dispute(self, dispute: Dispute, place: str) -> None:
        """Show one conflict; ``place`` says the how manieth it is."""
        is_same = self._dispute is not None and self._dispute == dispute
        self._dispute = dispute
        self._number.setText(place)
        if is_same:
            return
        self._title.setText(f"{dispute.title} › {dispute.label}")
        self._where.setText(dispute.place)
        self._about.setText(_about(dispute))
        shown = [_tile(number, one, dispute.unit) for number, one in enumerate(dispute.options[:MOST_KEYS], start=1)]
        self.tiles.show_tiles(shown)
        self._show_other(dispute)
        self._say("")

    def press(self, text: str) -> bool:
        """A key was pressed: a number takes that value, the next one goes to another value. True where it was one."""
        if self._dispute is None or not text.isdigit() or not text:
            return False
        number, total = int(text), len(self.tiles.tiles)
        if 1 <= number <= total:
            self._on_taken(number)
        elif number == total + 1 and not self.typed.isHidden():
            self.typed.setFocus()
        elif number == total + 1 and not self.picked.isHidden():
            self.picked.setFocus()
        else:
            return False
        return True

    def refuse(self, error: BaseException) -> None:
        """Say why a value could not be taken."""
        if isinstance(error, UserError):
            self._say(error.message)
        else:
            self._session.show_error(error)

    def _build(self) -> None:
        inside = QWidget()
        content = QVBoxLayout(inside)
        content.setContentsMargins(0, 0, 4, 0)
        content.setSpacing(10)
        above = row(self._where, self._number)
        above.setStretch(0, 1)
        content.addLayout(above)
        for part in (self._title, self._about, self.tiles):
            content.addWidget(part)
        self.typed.setAccessibleName(_("Giá trị khác"))
        self.picked.setAccessibleName(_("Giá trị khác"))
        self._take.setAccessibleName(_("Lấy giá trị vừa gõ"))
        content.addSpacing(2)
        content.addWidget(self._other)
        content.addLayout(row(self.typed, self.picked, self._take, self._pick))
        content.addWidget(self._reading)
        content.addWidget(self._trouble)
        self._open = link(_("Mở hồ sơ ›"), self._on_open)
        content.addLayout(row(self._open, None))
        content.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self.body.addWidget(area)
        self._trouble.hide()
        self._reading.hide()

    def _show_other(self, dispute: Dispute) -> None:
        takes_choice = bool(dispute.choices)
        self.typed.clear()
        self._reading.hide()
        self.picked.clear()
        for code, words in dispute.choices:
            self.picked.addItem(words, code)
        for part, there in (
            (self.typed, dispute.takes_text), (self._take, dispute.takes_text),
            (self.picked, takes_choice), (self._pick, takes_choice),
            (self._other, takes_choice or dispute.takes_text),
        ):  # fmt: skip
            part.setVisible(there)
        number = len(self.tiles.tiles) + 1
        self._other.setText(_("{number}. Giá trị khác").format(number=number))

    def _say(self, trouble: str) -> None:
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))

    def _on_taken(self, number: int) -> None:
        if self._dispute is not None and 1 <= number <= len(self._dispute.options):
            chosen = self._dispute.options[number - 1]
            self.settled.emit(self._dispute, chosen.value, _words(chosen, self._dispute.unit))

    def _on_edited(self, text: str) -> None:
        if self._dispute is None:
            return
        try:
            read = disputes.understood(self._dispute, text)[1] if text.strip() else ""
            self._say("")
        except UserError:
            read = ""
        self._reading.setText(_("Hiểu là: {value}").format(value=f"{read} {self._dispute.unit}".strip()))
        self._reading.setVisible(bool(read))

    def _on_typed(self) -> None:
        if self._dispute is None or not self.typed.text().strip():
            self.typed.setFocus()
            return
        try:
            value, read = disputes.understood(self._dispute, self.typed.text())
        except UserError as error:
            self._say(error.message)
            return
        self.typed.clear()
        self.settled.emit(self._dispute, value, f"{read} {self._dispute.unit}".strip())

    def _on_picked(self) -> None:
        if self._dispute is not None:
            self.settled.emit(self._dispute, self.picked.currentData(), self.picked.currentText())

    def _on_open(self) -> None:
        if self._dispute is not None:
            self.open_asked.emit(*self._dispute.opens)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.typed.hasFocus():
            self.typed.clear()
            self.enter()
        else:
            super().keyPressEvent(event)


def _tile(number: int, option: Option, unit: str) -> Tile:
    over = _("Máy này") if option.is_here else option.who or _("Máy khác")
    who = option.who if option.is_here else ""
    beside = " · ".join(filter(None, (who, when(option.at))))
    badge = _("Đang hiện") if option.is_shown else ""
    return Tile(number, over, _words(option, unit), beside, badge, option.lines)


def _words(option: Option, unit: str) -> str:
    return f"{option.text} {unit}".strip() if option.value not in (None, "", ()) else option.text


def _about(dispute: Dispute) -> str:
    if dispute.field == DELETED:
        return _("Một người đã xóa hồ sơ, người kia đang sửa. Hồ sơ vẫn hiện đến khi chọn.")
    return _("Hai người cùng sửa mục này. Bấm số để chọn; giá trị kia vẫn còn trong lịch sử.")
