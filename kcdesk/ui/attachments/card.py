"""The card "Ảnh, giấy tờ": what a record has, adding more, kind and caption, all from the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.model.entities.attachment import ATTACHMENT_KINDS
from kcdesk.ui.attachments import incoming, thumbnails
from kcdesk.ui.attachments.incoming import Incoming
from kcdesk.ui.attachments.tile_view import TileView
from kcdesk.ui.attachments.tiles import Tile
from kcdesk.ui.dialogs.files import choose_files
from kcdesk.ui.forms.bars import Bar
from kcdesk.ui.widgets.buttons import link, secondary
from kcdesk.ui.widgets.card import label, row
from kcdesk.work import papers
from kcdesk.work.suffixes import PAPERS

if TYPE_CHECKING:
    from kcdesk.ui.session import Session
    from kcdesk.work.attachments import Paper

PICTURE = (150, 104)
"""Width and height of a thumbnail at 100 %."""
MOST_ROWS = 2
LONGEST_CAPTION = 200
CAPTION_WAIT = 700
"""Milliseconds of rest after which a caption is kept."""


class PapersCard(QWidget):
    """Signals: ``brought(list of Incoming, kind)`` – to be added; ``opened(row)``; ``removed(rows)``;
    ``changed(rows, values)`` – kind, caption or mark are another; ``stop_asked``; ``left(step, wanted)`` – the
    keyboard goes on; ``offer_taken`` and ``offer_declined`` answer what the bar asks."""

    brought = Signal(object, str)
    opened = Signal(int)
    removed = Signal(object)
    changed = Signal(object, object)
    stop_asked = Signal()
    left = Signal(int, bool)
    offer_taken = Signal()
    offer_declined = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("help", "papers")
        self._session = session
        self._thumbnails = thumbnails.shared(session)
        self._thumbnails.came.connect(self._on_thumbnail)
        self.papers: list[Paper] = []
        self._kind_wanted = ""
        self.view = TileView(session.theme, _("Ảnh, giấy tờ"), PICTURE, self)
        self.view.most_rows = MOST_ROWS
        self.view.empty_words = _("Thả ảnh, giấy tờ vào đây, dán bằng Ctrl+V, hoặc bấm “Chọn tệp”.")
        self.keep_place = QCheckBox(_("Giữ nơi chụp trong ảnh"), self)
        self.keep_place.setToolTip(_("Thường bỏ đi: ảnh gửi đi không cho biết chụp ở đâu."))
        self.choose_button = secondary(_("Chọn tệp…"), self.choose)
        self.paste_button = secondary(_("Dán"), self.paste, "Ctrl+V")
        self._state = label("", "small")
        self._stop = link(_("Dừng"), self.stop_asked.emit)
        self._stop.hide()
        self._away = Bar("quiet", self)
        self.offer = Bar("quiet", self)
        self._make_details()
        self._lay_out()
        self._connect()
        self.setAcceptDrops(True)

    def show_papers(self, shown: Sequence[Paper]) -> None:
        """What the record has now."""
        rows = self.view.rows()
        chosen = {self.papers[at].sha256 for at in rows if at < len(self.papers)}
        for one in shown:
            before = next((old for old in self.papers if old.sha256 == one.sha256), None)
            if before is not None and one.here and not before.here:
                self._thumbnails.forget(one.sha256)
        self.papers = list(shown)
        self.refresh()
        self.view.fit_height()
        again = [at for at, one in enumerate(self.papers) if one.sha256 in chosen]
        if again and not self.view.rows():
            self.view.select(again[0])
        elif rows and not again and self.papers:
            self.view.select(rows[0])  # what was chosen is gone: its neighbour
        words = _not_here(self.papers)
        self._away.ask(words) if words else self._away.hide()
        self._show_details()

    def refresh(self) -> None:
        """Paint the tiles as they are now."""
        self.view.tiles.show([self._tile(one) for one in self.papers])

    def select_last(self, number: int = 1) -> None:
        """Select what was added last."""
        if self.papers:
            self.view.select(len(self.papers) - number)

    def show_progress(self, done: int, total: int) -> None:
        """How far adding is; nothing with ``total`` 0."""
        self._state.setText(_("Đang thêm {n} trong {total}…").format(n=done + 1, total=total) if total else "")
        self._stop.setVisible(total > 1)

    def _say_too_long(self) -> None:
        self._state.setText(_("Nội dung dài nhất {n} chữ; phần sau không được ghi.").format(n=LONGEST_CAPTION))

    def ask(self, words: str, yes: str = "", no: str = "") -> None:
        """Offer something; "" takes the offer away."""
        self.offer.ask(words, yes, no) if words else self.offer.hide()

    def choose(self, kind: str = "") -> None:
        """Let the person choose files; ``kind`` is what they will be."""
        self._kind_wanted = kind if isinstance(kind, str) else ""
        kinds = _("Ảnh, giấy tờ ({endings})").format(endings=" ".join(f"*{one}" for one in PAPERS))
        title = _("Chọn tệp: {kind}").format(kind=papers.label(kind)) if self._kind_wanted else _("Chọn ảnh, giấy tờ")
        choose_files(self, title, kinds, self._on_files)

    def paste(self) -> None:
        """Take what is on the clipboard."""
        found = incoming.of_mime(QGuiApplication.clipboard().mimeData())
        if found:
            self.brought.emit(found, "")
        else:
            self._session.toast(_("Chưa có ảnh hay tệp nào được chép để dán."))

    def _on_files(self, files: Sequence[Path]) -> None:
        self.brought.emit(incoming.of_files(files), self._kind_wanted)

    def _tile(self, one: Paper) -> Tile:
        small = one.title or one.name
        if not one.here:
            words = _("Ảnh chưa về") if one.is_picture else _("Tệp chưa về")
            words = _("Không gửi") if one.withheld else words
            return Tile(one.sha256, papers.label(one.kind), small, words, warns=True)
        if not one.is_picture:
            return Tile(one.sha256, papers.label(one.kind), small, one.extension.upper())
        picture = self._thumbnails.get(one.sha256, one.extension)
        return Tile(one.sha256, papers.label(one.kind), small, picture=picture)

    def _make_details(self) -> None:
        self.details = QWidget(self)
        self.kind = QComboBox(self.details)
        self.kind.setAccessibleName(_("Loại giấy tờ"))
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.setMinimumContentsLength(14)
        for number, choice in enumerate(ATTACHMENT_KINDS, start=1):
            self.kind.addItem(f"{number}  {_(choice.label)}", choice.code)
        self.caption = QLineEdit(self.details)
        self.caption.setAccessibleName(_("Nội dung ảnh, giấy tờ"))
        self.caption.setPlaceholderText(_("Nội dung, ví dụ: lò tráng bánh (F2)"))
        self.caption.setMaxLength(LONGEST_CAPTION)
        self.caption.inputRejected.connect(self._say_too_long)
        self.personal = QCheckBox(_("Có dữ liệu cá nhân"), self.details)
        self.personal.setToolTip(_("Có thì không gửi khi chủ cơ sở chưa đồng ý."))
        self._caption_timer = QTimer(self)
        self._caption_timer.setSingleShot(True)
        self._caption_timer.setInterval(CAPTION_WAIT)
        line = row(self.kind, self.caption, self.personal)
        line.setStretch(1, 1)
        self.details.setLayout(line)
        self._keys = label(
            _("1–9 chọn loại · F2 ghi nội dung · Enter xem · Delete bỏ · Ctrl+V dán"), "small", wrap=True
        )

    def _lay_out(self) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 4, 0, 0)
        body.setSpacing(8)
        body.addWidget(self._away)
        body.addWidget(self.offer)
        body.addWidget(self.view)
        body.addWidget(self.details)
        body.addWidget(self._keys)
        body.addLayout(row(self.choose_button, self.paste_button, None, self._state, self._stop))
        body.addWidget(self.keep_place)
        self.view.setFixedHeight(self._session.theme.px(76))

    def _connect(self) -> None:
        self.view.opened.connect(self._on_opened)
        self.view.removed.connect(lambda: self.removed.emit(self.view.rows()))
        self.view.numbered.connect(self._on_number)
        self.view.named.connect(self._on_named)
        self.view.pasted.connect(lambda _data: self.paste())
        self.view.passed.connect(self._on_passed)
        self.view.chosen.connect(self._show_details)
        self.kind.activated.connect(lambda at: self._tell({"kind": self.kind.itemData(at)}))
        self.caption.textEdited.connect(lambda _text: self._caption_timer.start())
        self.caption.editingFinished.connect(self.keep_caption)
        self.caption.returnPressed.connect(self.view.setFocus)
        self._caption_timer.timeout.connect(self.keep_caption)
        self.personal.clicked.connect(lambda on: self._tell({"has_personal_data": bool(on)}))
        self.offer.first.connect(self.offer_taken)
        self.offer.second.connect(self.offer_declined)
        self._session.theme.changed.connect(self.refresh)

    def keep_caption(self) -> None:
        """What is typed as caption is kept now."""
        self._caption_timer.stop()
        rows = self.view.rows()
        if len(rows) == 1 and rows[0] < len(self.papers) and self.caption.text().strip() != self.papers[rows[0]].title:
            self._tell({"title": self.caption.text().strip() or None})

    def _tell(self, values: dict[str, object]) -> None:
        rows = [at for at in self.view.rows() if at < len(self.papers)]
        if rows:
            self.changed.emit(rows, values)

    def _on_number(self, number: int) -> None:
        if number <= len(ATTACHMENT_KINDS):
            self._tell({"kind": ATTACHMENT_KINDS[number - 1].code})

    def _on_named(self) -> None:
        self.caption.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.caption.selectAll()

    def _on_opened(self) -> None:
        rows = self.view.rows()
        if rows:
            self.opened.emit(rows[0])

    def _on_passed(self, step: int, wanted: bool) -> None:
        """Tab goes through kind and caption of the chosen one before it leaves."""
        if step > 0 and not wanted and self.details.isVisible():
            self.kind.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.left.emit(step, wanted)

    def _show_details(self) -> None:
        rows = [at for at in self.view.rows() if at < len(self.papers)]
        if self.caption.hasFocus() and len(rows) == 1 and self.details.property("of") == self.papers[rows[0]].sha256:
            return
        self.details.setVisible(bool(rows))
        self._keys.setVisible(bool(rows))
        if not rows:
            return
        first = self.papers[rows[0]]
        self.details.setProperty("of", first.sha256)
        self.kind.setCurrentIndex(self.kind.findData(first.kind))
        self.caption.setText(first.title)
        self.caption.setEnabled(len(rows) == 1)
        self.personal.setChecked(first.personal)

    def _on_thumbnail(self, sha256: str) -> None:
        if any(one.sha256 == sha256 for one in self.papers):
            self.refresh()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if incoming.has_files(event.mimeData()):
            event.acceptProposedAction()
            self.view.setProperty("ready", "true")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.view.setProperty("ready", "false")
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        found: list[Incoming] = incoming.of_mime(event.mimeData())
        if found:
            event.acceptProposedAction()
            self.brought.emit(found, "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)


def _not_here(shown: Sequence[Paper]) -> str:
    """What to say about files that are not here: those that come later, and those that nobody may send."""
    kept = sum(one.withheld for one in shown)
    away = sum(not one.here for one in shown) - kept
    later = ngettext("{n} tệp chưa về: sẽ đến trong một gói sau.", "{n} tệp chưa về: sẽ đến trong một gói sau.", away)
    never = ngettext(
        "{n} tệp có dữ liệu cá nhân không được gửi vì chủ cơ sở chưa đồng ý.",
        "{n} tệp có dữ liệu cá nhân không được gửi vì chủ cơ sở chưa đồng ý.",
        kept,
    )
    return " ".join([*([later.format(n=away)] if away else []), *([never.format(n=kept)] if kept else [])])
