"""Drafts of records that were never saved: they stand on top of the list that they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.model.fields import Entity
from kcdesk.ui.formats import day_and_time
from kcdesk.ui.session import Session
from kcdesk.ui.widgets.badge import Badge
from kcdesk.ui.widgets.buttons import link
from kcdesk.ui.widgets.card import empty, label, row
from kcdesk.work import drafts
from kcdesk.work.drafts import Draft

FEW = 2
"""So many drafts are shown at once; the others when asked for."""


class DraftStrip(QFrame):
    """One line a draft. Signals: ``open_asked(key)``; ``changed`` – records have drafts that had none, or no more."""

    open_asked = Signal(str)
    changed = Signal()

    def __init__(self, session: Session, entity: Entity, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._entity = entity
        self._drafts: Sequence[Draft] = ()
        self._is_whole = False
        self._over: frozenset[str] = frozenset()
        self.setProperty("bar", "quiet")
        self.setAccessibleName(_("Bản nháp chưa lưu"))
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(14, 6, 10, 6)
        self._lines.setSpacing(2)
        self.hide()

    def refresh(self) -> None:
        """Look which drafts there are."""
        entity = self._entity.name
        self._session.jobs.run(lambda desk: drafts.find_all(desk, entity), self._take)

    def _take(self, found: Sequence[Draft]) -> None:
        self._show([one for one in found if one.is_new])
        over = frozenset(one.key for one in found if not one.is_new)
        if over != self._over:
            self._over = over
            self.changed.emit()

    def _show(self, found: Sequence[Draft]) -> None:
        self._drafts = found
        empty(self._lines)
        for draft in found if self._is_whole else found[:FEW]:
            self._lines.addLayout(self._line(draft))
        rest = len(found) - FEW
        if rest > 0 and not self._is_whole:
            words = ngettext("Còn {n} bản nháp nữa ›", "Còn {n} bản nháp nữa ›", rest).format(n=rest)
            self._lines.addLayout(row(link(words, self._show_whole), None))
        self.setVisible(bool(found))

    def _show_whole(self) -> None:
        self._is_whole = True
        self._show(self._drafts)

    def _line(self, draft: Draft) -> QHBoxLayout:
        name = drafts.title_of(self._session.desk.reference, self._entity, draft) or _("chưa có tên")
        named = label(name, "strong")
        when = label(_("viết lúc {time}").format(time=day_and_time(draft.at)), "small")
        go_on = link(_("Viết tiếp"), partial(self.open_asked.emit, draft.key))
        go_on.setAccessibleName(_("Viết tiếp bản nháp {name}").format(name=name))
        drop = link(_("Bỏ"), partial(self._discard, draft))
        drop.setAccessibleName(_("Bỏ bản nháp {name}").format(name=name))
        return row(Badge("note", _("Bản nháp")), named, when, None, go_on, drop)

    def _discard(self, draft: Draft) -> None:
        session = self._session

        def gone(kept: Draft | None) -> None:
            self.refresh()
            if kept is not None:
                session.toast(_("Đã bỏ bản nháp; vẫn còn trong Kho lưu."), _("Hoàn tác"), lambda: self._back(kept))

        session.jobs.run(lambda desk: drafts.discard(desk, draft.entity, draft.key), gone)

    def _back(self, kept: Draft) -> None:
        self._session.jobs.run(lambda desk: drafts.take_back(desk, kept), lambda _done: self.refresh())
