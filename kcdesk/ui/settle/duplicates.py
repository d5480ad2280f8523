"""Trùng: two establishments that may be one, beside each other; joined or kept apart with one key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.model.twins import WORDS
from kcdesk.ui.jobs import SLOW
from kcdesk.ui.widgets.buttons import link, primary, secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.ui.widgets.empty import EmptyState
from kcdesk.ui.widgets.rows import Column, Line, RowTable
from kcdesk.work import joins, twins, undoing

if TYPE_CHECKING:
    from kcdesk.ui.session import Session
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.twins import Pair, Sides

LIST_WIDTH = 400
NARROW = 760
_ENTITY = "establishment"


class DuplicatesView(QWidget):
    """Signals: ``counted(number)`` – so many pairs are open; ``open_asked(entity, id, field)``."""

    counted = Signal(int)
    open_asked = Signal(str, str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pairs: Sequence[Pair] = ()
        self.table = RowTable((Column(_("Cơ sở")), Column(_("Vì sao"), 170)), session.theme, _("Các cặp nghi trùng"))
        self.card = PairCard(session)
        self._empty = EmptyState(
            _("Không có cặp nào nghi trùng"),
            _("Cơ sở cùng mã số thuế, điện thoại hoặc tên gần giống trong một xã sẽ hiện ở đây."),
        )
        self._empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda _key: self.card.lines.setFocus())
        self.card.joined.connect(self._join)
        self.card.dismissed.connect(self._dismiss)
        self.card.open_asked.connect(lambda row_id: self.open_asked.emit(_ENTITY, row_id, ""))
        session.changed.connect(lambda _rows: self.ask() if self.isVisible() else None)

    def begin(self) -> None:
        """The view comes into sight."""
        self.ask()
        self.table.setFocus()

    def ask(self) -> None:
        """Look the workspace through; older questions are dropped."""
        self._session.jobs.read(
            lambda desk, cancel: twins.pairs(desk, cancel=cancel), self._show,
            key="pairs", cancellable=True, lane=SLOW,
        )  # fmt: skip

    def _build(self) -> None:
        self._list = Card()
        self._list.body.setContentsMargins(8, 8, 8, 8)
        self._list.body.addWidget(self.table, 1)
        inside = QWidget()
        both = row(self._list, self.card, spacing=16)
        both.setStretch(1, 1)
        inside.setLayout(both)
        self._stack = QStackedWidget()
        self._stack.addWidget(inside)
        self._stack.addWidget(self._empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _show(self, found: Sequence[Pair]) -> None:
        self._pairs = found
        lines = [Line((one.one, one.two), (" / ".join(one.names), _reasons(one)), tip=_tip(one)) for one in found]
        self.table.show_lines(lines)
        self._stack.setCurrentIndex(0 if found else 1)
        self.counted.emit(len(found))
        if found and self.table.key is None:
            self.table.go_to(0)
        elif not found and self.isVisible():
            self._empty.setFocus()

    def _on_chosen(self, key: object) -> None:
        pair = next((one for one in self._pairs if (one.one, one.two) == key), None)
        if pair is None:
            return
        one, two, why = pair.one, pair.two, _reasons(pair)
        self._session.jobs.read(
            lambda desk: twins.beside(desk, one, two), lambda sides: self.card.show_sides(sides, why), key="beside"
        )

    def _join(self, keep: str, other: str, values: dict[str, object]) -> None:
        said = _("Đã gộp; tách ra lại được bất cứ lúc nào.")
        self._write(lambda desk: joins.join(desk, keep, other, values), {keep, other}, said)

    def _dismiss(self, one: str, two: str) -> None:
        self._write(lambda desk: joins.dismiss(desk, one, two), {one, two}, _("Đã ghi: là hai cơ sở khác nhau."))

    def _write(self, act: Callable[[Desk], str], rows: set[str], said: str) -> None:
        session = self._session
        touched = {(_ENTITY, row_id) for row_id in rows}

        def undo(save: str) -> None:
            session.jobs.run(lambda desk: undoing.undo(desk, save), lambda _done: session.rows_changed(touched))

        def done(save: str) -> None:
            session.rows_changed(touched)
            session.toast(said, _("Hoàn tác"), lambda: undo(save))

        session.jobs.run(act, done, session.show_error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._pairs or not self.card.press(event.text()):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme = self._session.theme
        self._list.setVisible(self.width() >= theme.px(NARROW))
        self._list.setFixedWidth(min(theme.px(LIST_WIDTH), max(240, self.width() * 2 // 5)))


class PairCard(Card):
    """Both records: what hangs on them, and field by field which value shall stand.

    Signals: ``joined(keep, other, values)``, ``dismissed(one, two)``, ``open_asked(id)``.
    """

    joined = Signal(str, str, dict)
    dismissed = Signal(str, str)
    open_asked = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._sides: Sides | None = None
        self._keep = 0
        self._chosen: dict[str, int] = {}
        self._why = label("", "small", wrap=True)
        self._names = (label("", "name", wrap=True), label("", "name", wrap=True))
        self._behind = (label("", "small", wrap=True), label("", "small", wrap=True))
        self.lines = RowTable(
            (Column(_("Mục khác nhau"), 150), Column("1"), Column("2")), session.theme, _("Các mục khác nhau")
        )
        self.join_button = primary(_("Là một – gộp lại"), self.join, "G")
        self.dismiss_button = secondary(_("Không phải một"), self.dismiss, "K")
        self._build()
        self.lines.opened.connect(lambda _key: self._flip())
        self.lines.installEventFilter(self)

    def show_sides(self, sides: Sides, why: str) -> None:
        """Another pair."""
        self._sides, self._keep = sides, sides.keep
        self._chosen = {
            one.field: sides.keep if one.values[sides.keep] not in (None, "", ()) else 1 - sides.keep
            for one in sides.lines
        }
        self._why.setText(_("Nghi trùng vì: {why}").format(why=why))
        for at in (0, 1):
            requests, visits, papers = sides.behind[at]
            said = _("{requests} đề nghị, {visits} lượt khảo sát, {papers} ảnh, giấy tờ")
            self._behind[at].setText(said.format(requests=requests, visits=visits, papers=papers))
        self._refresh()
        if sides.lines:
            self.lines.go_to(0)

    def choose(self, side: int) -> None:
        """Take the value of a side for the current field, or the whole side where no field is current."""
        field = self.lines.key
        if self._sides is None or not isinstance(field, str):
            return
        self._chosen[field] = side
        self._refresh()

    def take_all(self, side: int) -> None:
        """Keep this record, with all its values but the empty ones."""
        if self._sides is None:
            return
        self._keep = side
        for one in self._sides.lines:
            self._chosen[one.field] = side if one.values[side] not in (None, "", ()) else 1 - side
        self._refresh()

    def join(self) -> None:
        """They are one."""
        if self._sides is None:
            return
        keep = self._keep
        values = {
            one.field: one.values[1 - keep] for one in self._sides.lines if self._chosen.get(one.field) == 1 - keep
        }
        self.joined.emit(self._sides.rows[keep], self._sides.rows[1 - keep], values)

    def dismiss(self) -> None:
        """They are not."""
        if self._sides is not None:
            self.dismissed.emit(*self._sides.rows)

    def press(self, letter: str) -> bool:
        """A key from anywhere on the view; True where it was used."""
        acts: dict[str, Callable[[], None]] = {
            "g": self.join,
            "k": self.dismiss,
            "1": lambda: self.take_all(0),
            "2": lambda: self.take_all(1),
        }
        act = acts.get(letter.lower())
        if act is not None:
            act()
        return act is not None

    def _build(self) -> None:
        self.body.addWidget(self._why)
        columns = []
        for at in (0, 1):
            part = QVBoxLayout()
            part.addWidget(self._names[at])
            part.addWidget(self._behind[at])
            keep = link(_("Giữ hồ sơ này ({n})").format(n=at + 1), partial(self.take_all, at))
            look = link(_("Mở cơ sở này"), partial(self._open, at), quiet=True)
            part.addLayout(row(keep, look, None))
            columns.append(part)
        both = row(*columns, spacing=20)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        self.body.addLayout(both)
        self.body.addWidget(self.lines, 1)
        hint = _("← → chọn giá trị cho từng mục. Gộp không xóa gì: đề nghị, ảnh, lịch sử của cả hai vẫn còn.")
        self.body.addWidget(label(hint, "small", wrap=True))
        self.body.addLayout(row(None, self.dismiss_button, self.join_button))

    def _open(self, side: int) -> None:
        if self._sides is not None:
            self.open_asked.emit(self._sides.rows[side])

    def _flip(self) -> None:
        field = self.lines.key
        if isinstance(field, str):
            self.choose(1 - self._chosen.get(field, 0))

    def _refresh(self) -> None:
        assert self._sides is not None
        for at in (0, 1):
            kept = _("{name} – giữ") if at == self._keep else "{name}"
            self._names[at].setText(kept.format(name=self._sides.names[at]))
        lines = []
        for one in self._sides.lines:
            cells = [words or _("(trống)") for words in one.words]
            side = self._chosen[one.field]
            cells[side] = f"✓ {cells[side]}"
            lines.append(Line(one.field, (one.label, *cells), tip="\n".join((one.label, *cells))))
        self.lines.show_lines(lines)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.lines and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
                self.choose(int(event.key() == Qt.Key.Key_Right))
                return True
            return self.press(event.text())
        return super().eventFilter(watched, event)


def _reasons(pair: Pair) -> str:
    return ", ".join(_(WORDS[reason]) for reason in pair.likeness.reasons)


def _tip(pair: Pair) -> str:
    score = ngettext("{n} điểm trên 100", "{n} điểm trên 100", pair.likeness.score).format(n=pair.likeness.score)
    return f"{' / '.join(pair.names)}: {_reasons(pair)} ({score})"
