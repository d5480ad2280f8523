"""Drafts: kept while one types, offered again when the record is opened, never mixed up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject

from kcdesk.i18n import _, ngettext
from kcdesk.ui.forms.differences import DifferencesBar
from kcdesk.ui.forms.keeper import DraftKeeper, new_key
from kcdesk.work.drafts import rebase

if TYPE_CHECKING:
    from kcdesk.ui.forms.page import RecordPage
    from kcdesk.work.drafts import Draft, Rebased
    from kcdesk.work.records import Loaded


class Drafting(QObject):
    """The drafts of one page."""

    def __init__(self, page: RecordPage, wanted: str = "") -> None:
        super().__init__(page)
        self._page = page
        self._wanted = wanted
        """The key of a draft that the person asked for: it is taken up without a question."""
        key = page.record_id or new_key()
        self._keeper = DraftKeeper(page.gateway, page.state, key, page.place, self)
        self._keeper.told.connect(page.header.show_kept)
        self._offered: Draft | None = None
        self._rebased: Rebased | None = None
        self.differences = DifferencesBar(page)
        page.draft_bar.first.connect(self.go_on)
        page.draft_bar.second.connect(self.throw_away)

    @property
    def key(self) -> str:
        """Under which the draft of this page is kept."""
        return self._keeper.key

    @property
    def is_wanted(self) -> bool:
        """The person asked for a draft: it is taken up without a question."""
        return bool(self._wanted)

    def keep_now(self) -> None:
        """Keep what is typed without waiting."""
        self._keeper.keep_now()

    def on_opened(self, opened: tuple[Loaded, Draft | None]) -> None:
        """The record is here, perhaps with a draft over it: that is for the person to decide."""
        loaded, draft = opened
        self._page.presenter.touch_all()
        self._page.take_loaded(loaded)
        self._page.presenter.show_title()
        if draft is None:
            self._page.focus_first()
            return
        rebased = rebase(draft, loaded.record, loaded.children)
        self._offered = rebased.draft
        if self._wanted == draft.key:
            self.go_on()
            self._tell_differences(rebased)
            return
        self._page.body.setEnabled(False)
        words = _("Có bản nháp lúc {time}, chưa lưu.").format(time=_moment(draft.at))
        if rebased.differences or rebased.followed:
            words = f"{words} {_('Từ lúc đó hồ sơ đã được sửa ở chỗ khác.')}"
        self._rebased = rebased
        self._page.draft_bar.ask(words, _("Dùng tiếp"), _("Bỏ bản nháp"))
        self._page.draft_bar.first_button.setFocus()

    def offer_new(self) -> None:
        """Look for drafts of records that were never saved; one that was asked for is taken up at once."""
        if self._wanted:
            self._page.gateway.find_draft(self._wanted, self._on_wanted)
        else:
            self._page.gateway.new_drafts(self._on_new_drafts)

    def _on_wanted(self, draft: Draft | None) -> None:
        self._offered = draft
        self.go_on()

    def go_on(self) -> None:
        """Take the draft up where it was left."""
        draft, self._offered = self._offered, None
        page = self._page
        page.draft_bar.hide()
        page.body.setEnabled(True)
        if draft is None:
            return
        self._keeper.keep_now()  # what was typed meanwhile stays a draft of its own
        rebased, self._rebased = self._rebased, None
        self._keeper.key = draft.key
        page.state.fill(draft.values, draft.children, draft.texts)
        page.show_state()
        page.presenter.show_title()
        page.header.show_kept(_("Đã giữ nháp {time}").format(time=_moment(draft.at)))
        if not (draft.place and page.body.go_to(draft.place)):
            page.focus_first()
        if rebased is not None:
            self._tell_differences(rebased)

    def throw_away(self) -> None:
        """Forget the draft; that can be taken back."""
        draft, self._offered = self._offered, None
        page = self._page
        page.draft_bar.hide()
        page.body.setEnabled(True)
        page.focus_first()
        if draft is None:
            return
        page.gateway.discard(draft.key)

        def bring_back() -> None:
            page.gateway.have_again(draft)
            if not shiboken6.isValid(page):
                return
            self._offered = draft
            self.go_on()
            self._keeper.touch()

        page.session.toast(_("Đã bỏ bản nháp; vẫn còn trong Kho lưu."), _("Hoàn tác"), bring_back)

    def _tell_differences(self, rebased: Rebased) -> None:
        self.differences.show_differences(rebased)
        if rebased.differences:
            self._keeper.touch()

    def on_saved(self, record_id: str) -> None:
        """The record is saved: nothing is pending any more, and no draft of another is offered over it."""
        self._keeper.forget()
        if self._offered is not None and self._offered.key != record_id:
            self._offered = None
            self._page.draft_bar.hide()
        self._keeper.key = record_id

    def _on_new_drafts(self, drafts: Sequence[Draft]) -> None:
        own = [one for one in drafts if one.key != self.key]
        if not own or self._page.state.dirty:
            return
        newest = max(own, key=lambda one: one.at)
        self._offered = newest
        title = newest.values.get(self._page.entity.title_field) if self._page.entity.title_field else None
        named = f"“{title}”" if title else _("chưa có tên")
        words = _("Có bản nháp {named} lúc {time}, chưa lưu.").format(named=named, time=_moment(newest.at))
        if len(own) > 1:
            more = ngettext("Còn {n} bản nháp khác.", "Còn {n} bản nháp khác.", len(own) - 1).format(n=len(own) - 1)
            words = f"{words} {more}"
        self._page.draft_bar.ask(words, _("Dùng tiếp"), _("Bỏ bản nháp"))


def _moment(at: str) -> str:
    """A moment as it is kept, in the words of the place: the hour, and the day where it is another."""
    try:
        local = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone()
    except ValueError:
        return at
    today = datetime.now().astimezone().date()
    return f"{local:%H:%M:%S}" if local.date() == today else f"{local:%H:%M %d/%m/%Y}"
