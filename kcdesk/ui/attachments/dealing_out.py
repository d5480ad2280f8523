"""Many photos at once: large thumbnails, a proposal for each, and from the keyboard to where they belong."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.model.entities.attachment import ATTACHMENT_KINDS
from kcdesk.ui.attachments.adder import Adder, Outcome, Task
from kcdesk.ui.attachments.batch import MOST, Batch, Item
from kcdesk.ui.attachments.finder import Finder
from kcdesk.ui.attachments.tile_view import TileView
from kcdesk.ui.attachments.tiles import Tile
from kcdesk.ui.dialogs.message import tell
from kcdesk.ui.widgets.buttons import link, primary, secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.work import papers, undoing

if TYPE_CHECKING:
    from kcdesk.ui.attachments.incoming import Incoming
    from kcdesk.ui.session import Session
    from kcdesk.work.dealing import Target

PICTURE = (196, 146)
SIDE = 320
SHOWN_FAILURES = 4


class DealingOut(QDialog):
    """Signal ``added(outcome)``: a batch was written."""

    added = Signal(object)

    def __init__(self, session: Session, brought: Sequence[Incoming], parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.setModal(True)
        self.setProperty("help", "papers")
        self.setWindowTitle(_("Chia ảnh, giấy tờ vào hồ sơ"))
        self.batch = Batch(session, brought[:MOST], self)
        self._left_out = len(brought) - len(self.batch.items)
        self.adder = Adder(session, self)
        self.view = TileView(session.theme, _("Ảnh chờ chia"), PICTURE, self)
        self.view.empty_words = _("Không còn ảnh nào để chia.")
        self.finder = Finder(session, self)
        self._make_side()
        self._lay_out()
        self._connect()
        window = parent.window()
        self.resize(max(760, round(window.width() * 0.92)), max(480, round(window.height() * 0.9)))
        self.batch.start()
        self.view.setFocus()

    def chosen(self) -> list[Item]:
        """The items that are selected."""
        return [self.batch.items[at] for at in self.view.rows() if at < len(self.batch.items)]

    def add(self) -> None:
        """Add everything that has a place to go."""
        ready = [one for one in self.batch.items if one.ready]
        if not ready or self.adder.running:
            return
        tasks = [Task(one.incoming, one.target.entity, one.target.id, one.kind) for one in ready if one.target]
        self._set_running(running=True)
        self.adder.add(tasks)

    def _make_side(self) -> None:
        self._name = label("", "strong", wrap=True)
        self._facts = label("", "small", wrap=True)
        self._goes = label("", wrap=True)
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(_("Loại giấy tờ"))
        for number, choice in enumerate(ATTACHMENT_KINDS, start=1):
            self.kind.addItem(f"{number}  {_(choice.label)}", choice.code)
        self._state = label("", "small")
        self._stop = link(_("Dừng"), self.adder.stop)
        self._stop.hide()
        self.add_button = primary("", self.add, "Ctrl+Enter")
        self._later = secondary(_("Thôi"), self.reject, "Esc")

    def _lay_out(self) -> None:
        side = Card()
        side.setFixedWidth(self._session.theme.px(SIDE))
        for part in (self._name, self._facts, self._goes, label(_("Thuộc cơ sở"), "strong-small"), self.finder):
            side.body.addWidget(part)
        side.body.setStretchFactor(self.finder, 1)
        side.body.addWidget(label(_("Loại"), "strong-small"))
        side.body.addWidget(self.kind)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.view, 1)
        middle.addWidget(side)
        body = QVBoxLayout(self)
        body.setContentsMargins(18, 14, 18, 14)
        body.setSpacing(10)
        body.addWidget(label(_("Ảnh này thuộc cơ sở nào?"), "name"))
        keys = _(
            "Gõ tên cơ sở để chia · Shift+mũi tên chọn nhiều · Enter đồng ý, sang ảnh sau · 1–9 loại · Delete bỏ ra"
        )
        body.addWidget(label(keys, "small", wrap=True))
        if self._left_out:
            words = _("Mỗi lần chia được {most} tệp; {n} tệp còn lại xin thả lần sau.")
            body.addWidget(label(words.format(most=MOST, n=self._left_out), "problem", wrap=True))
        body.addLayout(middle, 1)
        body.addLayout(row(self._state, self._stop, None, self._later, self.add_button))

    def _connect(self) -> None:
        self.batch.changed.connect(self._show)
        self.batch.proposed.connect(self._on_proposed)
        self.view.chosen.connect(self._show_side)
        self.view.worded.connect(self.finder.begin)
        self.view.named.connect(self.finder.field.setFocus)
        self.view.numbered.connect(self._on_number)
        self.view.removed.connect(lambda: self.batch.remove(self.chosen()))
        self.view.opened.connect(self._go_on)
        self.view.passed.connect(self._on_passed)
        self.finder.found.connect(self._on_found)
        self.finder.escaped.connect(self.view.setFocus)
        self.kind.activated.connect(lambda at: self._set_kind(str(self.kind.itemData(at))))
        self.adder.progressed.connect(self._on_progressed)
        self.adder.finished.connect(self._on_finished)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.activated.connect(self.add)

    def _show(self) -> None:
        self.view.tiles.show([self._tile(one) for one in self.batch.items])
        if self.batch.items and not self.view.rows():
            self.view.select(0)
        ready, total = sum(one.ready for one in self.batch.items), len(self.batch.items)
        some = _("Thêm {n} trong {total}").format(n=ready, total=total)
        self.add_button.set_text(some if ready else _("Thêm"))
        self.add_button.setEnabled(ready > 0 and not self.adder.running)
        unread = self.batch.unread
        self._state.setText(_("Đang xem ảnh, còn {n}…").format(n=unread) if unread else "")
        self._show_side()

    def _tile(self, one: Item) -> Tile:
        if one.error:
            return Tile(one.key, _("Không thêm được"), one.incoming.name, "!", warns=True, picture=one.picture)
        mark = "" if one.incoming.is_picture or not one.read else one.extension.upper()
        if one.target is None:
            return Tile(one.key, _("Chưa biết của ai"), one.incoming.name, mark, picture=one.picture)
        words = f"? {one.target.title}" if one.proposed else f"✓ {one.target.title}"
        small = f"{papers.label(one.kind)} · {one.incoming.name}"
        return Tile(one.key, words, small, mark, done=not one.proposed, picture=one.picture)

    def _show_side(self) -> None:
        items = self.chosen()
        for part in (self._name, self._facts, self._goes):
            part.setVisible(bool(items))
        self.finder.setEnabled(bool(items))
        self.kind.setEnabled(bool(items))
        if not items:
            return
        first = items[0]
        count = ngettext("{n} tệp đang chọn", "{n} tệp đang chọn", len(items)).format(n=len(items))
        self._name.setText(first.incoming.name if len(items) == 1 else count)
        self._facts.setText(first.error or _facts(first))
        self._goes.setText(_goes(first))
        self.kind.setCurrentIndex(self.kind.findData(first.kind))

    def _on_proposed(self) -> None:
        """Go to the first one about which nothing is known."""
        self._select_next(-1)

    def _select_next(self, after: int) -> None:
        waiting = [at for at, one in enumerate(self.batch.items) if one.target is None and not one.error]
        at = next((one for one in waiting if one > after), waiting[0] if waiting else None)
        if at is not None:
            self.view.select(at)
        elif self.batch.items:
            self.view.select(min(after + 1, len(self.batch.items) - 1))

    def _go_on(self) -> None:
        """Enter: agree to what is proposed, and go to the next."""
        rows = self.view.rows()
        for one in self.chosen():
            one.proposal = None
        self._show()
        self.view.select(min(rows[-1] + 1, len(self.batch.items) - 1) if rows else 0)

    def _on_found(self, target: Target) -> None:
        rows = self.view.rows()
        self.batch.assign(self.chosen(), target)
        self.view.setFocus()
        self._select_next(rows[-1] if rows else -1)

    def _on_number(self, number: int) -> None:
        if number <= len(ATTACHMENT_KINDS):
            self._set_kind(ATTACHMENT_KINDS[number - 1].code)

    def _set_kind(self, kind: str) -> None:
        for one in self.chosen():
            one.kind, one.kind_chosen = kind, True
        self._show()

    def _on_passed(self, step: int, wanted: bool) -> None:
        if wanted:
            self.add()
        elif step > 0:
            self.finder.field.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.add_button.setFocus(Qt.FocusReason.BacktabFocusReason)

    def _set_running(self, *, running: bool) -> None:
        for part in (self.view, self.finder, self.kind, self._later):
            part.setEnabled(not running)
        self._stop.setVisible(running)
        self.add_button.setEnabled(not running)

    def _on_progressed(self, done: int, total: int) -> None:
        self._state.setText(_("Đang thêm {n} trong {total}…").format(n=min(done + 1, total), total=total))

    def _on_finished(self, outcome: Outcome) -> None:
        self._set_running(running=False)
        done = [one for one in self.batch.items if one.ready][: outcome.total]
        self.batch.remove(done)
        if outcome.owners:
            self._session.rows_changed(outcome.owners)
        if outcome.added:
            count = ngettext("Đã thêm {n} tệp vào hồ sơ", "Đã thêm {n} tệp vào hồ sơ", outcome.added)
            self._session.toast(count.format(n=outcome.added), _("Hoàn tác"), partial(_undo, self._session, outcome))
        if outcome.failures:
            heading = ngettext("{n} tệp không thêm được", "{n} tệp không thêm được", len(outcome.failures))
            tell(self, heading.format(n=len(outcome.failures)), *outcome.failures[:SHOWN_FAILURES])
        self.added.emit(outcome)
        if not self.batch.items and not outcome.failures:
            self.accept()
        elif self.batch.items:
            self.view.setFocus()

    def reject(self) -> None:
        """Esc: while something is being added, that is stopped first."""
        if self.adder.running:
            self.adder.stop()
        else:
            super().reject()


def _undo(session: Session, outcome: Outcome) -> None:
    session.jobs.run(lambda desk: undoing.undo(desk, outcome.save), lambda _done: session.rows_changed(outcome.owners))


def _facts(one: Item) -> str:
    parts = []
    if one.day:
        parts.append(_("Chụp ngày {day}").format(day="/".join(reversed(one.day.split("-")))))
    if one.place is not None:
        parts.append(_("có nơi chụp"))
    elif one.read and one.incoming.is_picture:
        parts.append(_("không có nơi chụp"))
    return " · ".join(parts)


def _goes(one: Item) -> str:
    """Where it goes, and why that is proposed."""
    if one.target is None:
        return ""
    day = "/".join(reversed(one.target.day.split("-")))
    name = one.target.title if not day else _("{name}, lượt khảo sát {day}").format(name=one.target.title, day=day)
    if not one.proposed or one.proposal is None:
        return f"✓ {name}"
    why = []
    if one.proposal.metres is not None:
        why.append(_("cách {n} m").format(n=one.proposal.metres))
    if one.proposal.visited:
        why.append(_("đã khảo sát ngày này"))
    return _("Có phải {name}? ({why})").format(name=name, why=", ".join(why))
