"""The first step: which file, which table of it, and where its headers are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.ui.formats import grouped
from kcdesk.ui.session import Session
from kcdesk.ui.sheets.raw_table import RawTable
from kcdesk.ui.widgets.buttons import link, primary, secondary
from kcdesk.ui.widgets.card import Card, label, row

if TYPE_CHECKING:
    from kcdesk.work.assistant import OpenedFile

WIDTH, WIDEST = 620, 1040


class FileStep(QWidget):
    """Signals: ``choose_asked``; ``table_chosen(number)``; ``header_shown(sheet, row)``; ``template_asked``."""

    choose_asked = Signal()
    table_chosen = Signal(int)
    header_shown = Signal(str, int)
    template_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._opened: OpenedFile | None = None
        self.table = RawTable(session.theme)
        self.tables = QComboBox()
        self.tables.setAccessibleName(_("Bảng trong tệp"))
        self.choose = primary(_("Chọn tệp…"), self.choose_asked.emit, "Enter")
        self.here = secondary(_("Dòng đang chọn là tiêu đề"), self._on_here, "H")
        self._name = label("", "name", wrap=True)
        self._about = label("", "second", wrap=True)
        self._notes = label("", wrap=True)
        self._warning = Card(look="note")
        self._trouble = label("", "problem", wrap=True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing_yet())
        self._stack.addWidget(self._preview())
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self._stack)
        self.tables.activated.connect(self.table_chosen)
        self.table.header_shown.connect(self._on_header_shown)
        self.say("")

    def begin(self) -> None:
        """The step comes into sight."""
        if self._opened is None:
            self.choose.setFocus()
        elif self.tables.count() > 1:
            self.tables.setFocus()
        else:
            self.table.setFocus()

    def say(self, sentence: str) -> None:
        """Why a file is not taken; "" for nothing."""
        self._trouble.setText(sentence)
        self._trouble.setAccessibleName(sentence)
        self._refused.setVisible(bool(sentence))

    def show_nothing(self) -> None:
        """No file is open."""
        self._opened = None
        self.table.show_sheet(None)
        self._stack.setCurrentIndex(0)

    def show_file(self, opened: OpenedFile, chosen: int) -> None:
        """Show a file with one of its tables; -1 where none was found."""
        self._opened = opened
        self.say("")
        self._stack.setCurrentIndex(1)
        self._name.setText(opened.path.name)
        self.tables.blockSignals(True)
        self.tables.clear()
        for offer in opened.offers:
            words = _("{sheet}, tiêu đề ở dòng {row}, {n} dòng").format(
                sheet=offer.sheet, row=offer.header_row, n=grouped(offer.rows)
            )
            self.tables.addItem(words + (_(" (trang ẩn)") if offer.hidden else ""))
        self.tables.setCurrentIndex(chosen)
        self.tables.blockSignals(False)
        self.tables.setVisible(len(opened.offers) > 1)
        self._many.setVisible(len(opened.offers) > 1)
        self._notes.setText("\n".join(opened.notes))
        self._warning.setVisible(bool(opened.notes))
        self._about.setText(_found_words(opened, chosen))
        self.table.show_sheet(opened.view(chosen) if chosen >= 0 else opened.view_sheet(opened.sheets[0]))

    def _nothing_yet(self) -> QWidget:
        card = Card(look="drop")
        card.setFixedWidth(min(self._session.theme.px(WIDTH), WIDEST))
        card.body.setContentsMargins(32, 30, 32, 30)
        card.body.setSpacing(10)
        title = label(_("Thả tệp Excel vào cửa sổ này"), "name", wrap=True)
        why = label(
            _(
                "Danh sách xã đang có là đủ: tiêu đề nhiều dòng, chữ ký cuối bảng, bảng mã cũ, tên huyện cũ "
                "đều đọc được. Chưa có gì được ghi cho đến bước cuối."
            ),
            "second",
            wrap=True,
        )
        kinds = label(_("Nhận .xlsx, .xls, .xlsm, .ods, .csv, .tsv"), "small")
        for part in (title, why, kinds):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            card.body.addWidget(part)
        self._refused = Card(look="error")
        self._refused.body.addWidget(self._trouble)
        self._refused.body.addWidget(label(_("Không có gì trên máy này bị thay đổi."), "small"))
        card.body.addWidget(self._refused)
        card.body.addSpacing(4)
        card.body.addLayout(row(None, self.choose, None))
        card.body.addLayout(
            row(None, link(_("Chưa có tệp? Tạo mẫu Excel trống để điền"), self.template_asked.emit), None)
        )
        page = QWidget()
        middle = QVBoxLayout(page)
        middle.addStretch(1)
        middle.addLayout(row(None, card, None))
        middle.addStretch(2)
        return page

    def _preview(self) -> QWidget:
        page = QWidget()
        body = QVBoxLayout(page)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        other = secondary(_("Chọn tệp khác…"), self.choose_asked.emit)
        self._warning.body.addWidget(self._notes)
        self._many = label(_("Bảng cần nhập:"), "strong")
        self._many.setBuddy(self.tables)
        body.addLayout(row(self._name, None, other))
        body.addWidget(self._about)
        body.addWidget(self._warning)
        body.addLayout(row(self._many, self.tables, None))
        card = Card()
        card.body.setContentsMargins(8, 8, 8, 8)
        card.body.addWidget(self.table)
        body.addWidget(card, 1)
        key = label(_("▣ tiêu đề · Σ dòng cộng · § đầu mục · – không thuộc bảng"), "small")
        body.addLayout(row(key, None, self.here))
        return page

    def _on_here(self) -> None:
        if self.table.currentIndex().isValid():
            self._on_header_shown(self.table.currentIndex().row())

    def _on_header_shown(self, at: int) -> None:
        view = self.table.cells.view
        if view is not None:
            self.header_shown.emit(view.name, at)


def _found_words(opened: OpenedFile, chosen: int) -> str:
    if opened.is_own:
        return _("Tệp do chương trình này xuất ra: sẽ so từng ô với dữ liệu đang có.")
    if chosen < 0:
        return _("Không tự tìm thấy bảng. Hãy chọn dòng tiêu đề của bảng rồi bấm “Dòng đang chọn là tiêu đề”.")
    offer = opened.offers[chosen]
    return ngettext(
        "Trang “{sheet}”: tiêu đề ở dòng {row}, {n} dòng số liệu.",
        "Trang “{sheet}”: tiêu đề ở dòng {row}, {n} dòng số liệu.",
        offer.rows,
    ).format(sheet=offer.sheet, row=offer.header_row, n=grouped(offer.rows))
