"""A draft over a record that was changed meanwhile: what differs, field by field, and which value to keep."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QGridLayout

from kcdesk.i18n import _, ngettext
from kcdesk.ui.widgets.buttons import link
from kcdesk.ui.widgets.card import empty, label

if TYPE_CHECKING:
    from kcdesk.model.fields import Value
    from kcdesk.ui.forms.page import RecordPage
    from kcdesk.work.drafts import Difference, Rebased

MOST = 6
"""So many fields are laid out; of more the rest is counted."""


class DifferencesBar(QFrame):
    """A quiet bar above the form. Nothing is lost either way: the value not chosen stays in the history."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__(page)
        self._page = page
        self.setProperty("bar", "warning")
        self.setObjectName("differences")
        self.setAccessibleName(_("Những mục đã được sửa ở chỗ khác"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 8, 10, 8)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self.hide()
        page.place_bar(self)

    def show_differences(self, rebased: Rebased) -> None:
        """Say what is different; with nothing different there is no bar."""
        empty(self._grid)
        self.setVisible(bool(rebased.differences or rebased.followed))
        if not (rebased.differences or rebased.followed):
            return
        self._grid.addWidget(label(self._heading(rebased), "strong", wrap=True), 0, 0)
        self._grid.addWidget(link(_("Đóng"), self.hide), 0, 2)
        for at, one in enumerate(rebased.differences[:MOST], start=1):
            self._add(at, one)

    def _heading(self, rebased: Rebased) -> str:
        words = []
        if rebased.differences:
            count = len(rebased.differences)
            both = ngettext(
                "{n} mục vừa được sửa ở chỗ khác, vừa có trong bản nháp:",
                "{n} mục vừa được sửa ở chỗ khác, vừa có trong bản nháp:",
                count,
            )
            words.append(both.format(n=count))
        if rebased.followed:
            names = ", ".join(_(self._page.entity[name].label) for name in rebased.followed[:MOST])
            words.append(_("Đã lấy giá trị mới cho: {names}.").format(names=names))
        return " ".join(reversed(words))

    def _add(self, at: int, one: Difference) -> None:
        declared = self._page.entity[one.field]
        words = _("▲ {field}: nháp ghi {typed}, nay là {now}").format(
            field=_(declared.label), typed=self._said(one.field, one.typed), now=self._said(one.field, one.now)
        )
        take = link(_("Lấy giá trị mới"), partial(self._take, at, one.field, one.now))
        take.setAccessibleName(_("Lấy giá trị mới cho {field}").format(field=_(declared.label)))
        self._grid.addWidget(label(words, wrap=True), at, 0)
        self._grid.addWidget(take, at, 1, 1, 2)

    def _said(self, name: str, value: Value) -> str:
        from kcdesk.ui.forms.history import said

        return said(self._page.entity[name], value, self._page.gateway.reference) or _("để trống")

    def _take(self, at: int, name: str, value: Value) -> None:
        self._page.put(name, value)
        for column in (0, 1):
            item = self._grid.itemAtPosition(at, column)
            if item is not None and item.widget() is not None:
                item.widget().setEnabled(False)
        self._page.body.go_to(name)
