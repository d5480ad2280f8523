"""Hộp nhận: files that were dropped, what each would do, taking them in; and what waits for an officer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.dialogs.files import choose_files
from kcdesk.ui.inbox import words
from kcdesk.ui.inbox.item_card import ItemCard
from kcdesk.ui.receive.settings_file import SUFFIX, take_settings
from kcdesk.ui.widgets.buttons import link, primary, secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.ui.widgets.halves import Halves
from kcdesk.ui.widgets.rows import Column, Line, RowTable
from kcdesk.work import inbox
from kcdesk.work.jobs import Cancelled

if TYPE_CHECKING:
    from kcdesk.ui.session import Session
    from kcdesk.work.inbox import HeldItem, Item, Taken

NARROW = 820
CARD_WIDTH = 430


class InboxView(QWidget):
    """Signals: ``answer_asked`` – answer everybody now; ``counted(number)`` – so much waits for an officer;
    ``open_asked(entity, id, field)``."""

    answer_asked = Signal()
    counted = Signal(int)
    open_asked = Signal(str, str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._items: list[Item] = []
        self._held: Sequence[HeldItem] = ()
        columns = (Column(_("Gói")), Column(_("Người gửi"), 96), Column(_("Mang đến")), Column(_("Tình trạng"), 132))
        self.table = RowTable(columns, session.theme, _("Gói đang xem và gói đang giữ"))
        self.card = ItemCard(session)
        self._summary = label("", "strong", wrap=True)
        self.take = primary(_("Ghép"), self._on_take, "Enter")
        self._drop = secondary(_("Bỏ danh sách này"), self._on_clear)
        self._answer = link(_("Trả lời tất cả ›"), self.answer_asked.emit)
        self._build()
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda _key: self._on_take())
        self.card.admitted.connect(self._on_admitted)
        session.changed.connect(lambda _rows: self._ask() if self.isVisible() else None)

    def begin(self) -> None:
        """The view comes into sight."""
        self._ask()
        (self.take if not self.take.isHidden() else self.table if self.table.rows.lines else self._choose).setFocus()

    def choose(self) -> None:
        """Choose received files."""
        kinds = _("Gói nhận được (*.kcb *.kcs *.zip)")
        choose_files(self, _("Mở gói nhận được"), kinds, self.receive)

    def receive(self, files: Sequence[Path]) -> None:
        """Look into files that were dropped or chosen. Settings go their own way."""
        for file in files:
            if file.suffix.lower() == SUFFIX:
                take_settings(self, self._session.jobs, file, self._on_settings)
        wanted = [file for file in files if file.suffix.lower() != SUFFIX]
        if wanted:
            self._plan(wanted)

    def _build(self) -> None:
        left = Card()
        left.body.setContentsMargins(10, 10, 10, 12)
        self._zone = self._drop_zone()
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(8, 4, 8, 0)
        foot.setSpacing(8)
        foot.addWidget(self._summary)
        foot.addLayout(row(self.take, self._drop, None, self._answer))
        left.body.addWidget(self.table, 1)
        left.body.addWidget(self._foot)
        left.body.addWidget(self._zone)
        self._halves = Halves(left, self.card, self._session.theme, narrow=NARROW, widths=(0, CARD_WIDTH))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._halves)
        self._show_all()

    def _drop_zone(self) -> Card:
        zone = Card(look="drop")
        zone.body.setContentsMargins(12, 12, 12, 12)
        zone.body.setSpacing(2)
        text = label(_("Thả một hay nhiều gói cộng tác viên gửi vào đây"), "second", wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._choose = link(_("hoặc chọn tệp (Ctrl+O)"), self.choose)
        zone.body.addWidget(text)
        zone.body.addWidget(self._choose, 0, Qt.AlignmentFlag.AlignHCenter)
        return zone

    def _ask(self) -> None:
        self._session.jobs.read(inbox.waiting, self._on_held, key="held")

    def _on_held(self, held: list[HeldItem]) -> None:
        self._held = held
        self.counted.emit(len(held))
        self._show_all()

    def _plan(self, files: Sequence[Path]) -> None:
        kept = [item for item in self._items if not item.is_done and item.path not in files]
        wanted = [*(item.path for item in kept), *files]
        self._summary.setText(_("Đang kiểm tra {n} tệp…").format(n=len(wanted)))
        self._session.jobs.long(
            _("Đang kiểm tra gói"),
            lambda desk, progress, cancel: inbox.plan(desk, wanted, progress=progress, cancel=cancel),
            self._on_planned,
            self._on_failed,
        )

    def _on_planned(self, items: list[Item]) -> None:
        self._items = list(items)
        self._show_all()
        self.table.go_to(0)
        if not self.take.isHidden():
            self.take.setFocus()

    def _on_take(self) -> None:
        items = list(self._items)
        if not any(item.can_come for item in items) or not self.take.isEnabled():
            return
        self.take.setEnabled(False)
        self._session.jobs.long(
            _("Đang ghép gói"),
            lambda desk, progress, cancel: inbox.take(desk, items, progress=progress, cancel=cancel),
            self._on_taken,
            self._on_failed,
        )

    def _on_taken(self, taken: Taken) -> None:
        self._items = taken.items
        self.take.setEnabled(True)
        if taken.stopped:
            self._session.toast(_("Đã dừng. Gói đã ghép vẫn còn, các gói sau chưa động đến."))
        self._session.rows_changed(taken.rows)
        self._ask()

    def _on_failed(self, error: BaseException) -> None:
        self.take.setEnabled(True)
        self._show_all()
        if not isinstance(error, Cancelled):
            self._session.show_error(error)

    def _on_admitted(self, rows: object, count: int) -> None:
        self._session.toast(_("Đã ghép {n} gói đang giữ.").format(n=count))
        self._session.rows_changed(rows)  # type: ignore[arg-type]
        self._ask()

    def _on_settings(self, sentence: str) -> None:
        self._session.take_profile()
        self._session.toast(sentence)

    def _on_clear(self) -> None:
        self._items = []
        self._show_all()
        self.table.setFocus()

    def _on_chosen(self, key: object) -> None:
        shown = self._shown().get(key)
        if shown is not None:
            self.card.show_item(shown)

    def _shown(self) -> dict[object, Item | HeldItem]:
        """What the rows stand for: files at hand first, then what waits. A file that is held now stands there with what
        can be done about it."""
        kept = {held.bundle for held in self._held if not held.row}
        files = [item for item in self._items if not (item.is_done and item.report and item.report.id in kept)]
        found: dict[object, Item | HeldItem] = {str(item.path): item for item in files}
        new = {item.report.id for item in files if item.report}
        for held in self._held:
            if held.bundle not in new or held.row:
                found[(held.bundle, held.row)] = held
        return found

    def _show_all(self) -> None:
        shown = self._shown()
        self.table.show_lines([Line(key, *words.line(one)) for key, one in shown.items()])
        coming = sum(1 for item in self._items if item.can_come)
        saved = _("Đã sao lưu trước khi ghép.") if any(item.is_done for item in self._items) else ""
        self._summary.setText(f"{words.summary(self._items)}. {saved}".strip() if saved else words.summary(self._items))
        self._summary.setVisible(bool(self._items))
        self.take.set_text(words.take_words(self._items))
        self.take.setVisible(bool(coming))
        self._drop.setVisible(bool(self._items))
        self._answer.setVisible(any(item.is_done for item in self._items))
        self._foot.setVisible(bool(self._items))
        if self.table.key is None or self.table.key not in shown:
            self.card.show_item(None)
            self.table.go_to(0)
        else:
            self.card.show_item(shown[self.table.key])
        self._arrange()

    def _arrange(self) -> None:
        """Where there is little room, the place to drop gives way to what was dropped."""
        self._zone.setVisible(not (self._halves.is_narrow and self.table.rows.lines))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
