"""The photos and papers of a form: the card in its place, what it brings written, and the offer of a place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractScrollArea

from kcdesk.i18n import _, ngettext
from kcdesk.ui.attachments import incoming
from kcdesk.ui.attachments.adder import Adder, Outcome, Task
from kcdesk.ui.attachments.card import PapersCard
from kcdesk.ui.attachments.place_offer import PlaceOffer
from kcdesk.ui.attachments.preview import Preview
from kcdesk.ui.dialogs.message import tell
from kcdesk.ui.forms.card import GroupCard
from kcdesk.ui.forms.request_companion import RequestCompanion
from kcdesk.work import attachments, papers, undoing

if TYPE_CHECKING:
    from kcdesk.ui.attachments.incoming import Incoming
    from kcdesk.ui.forms.page import RecordPage
    from kcdesk.work.attachments import Paper
    from kcdesk.work.bootstrap import Desk

SECTION = "attachments"
OWNERS = ("establishment", "support_request", "visit")
SHOWN_FAILURES = 4


class PapersPart(QObject):
    """The card of one page. Signal ``counted``: what the record has is another now."""

    counted = Signal()

    def __init__(self, page: RecordPage) -> None:
        super().__init__(page)
        self._page = page
        self._session = page.session
        self.card: PapersCard | None = None
        self.papers: list[Paper] = []
        self.frame = GroupCard(SECTION, _("Ảnh, giấy tờ"), self._build, page.body)
        page.body.append_card(self.frame)
        self.adder = Adder(page.session, page.session, lambda: self.papers)
        self.destroyed.connect(self.adder.let_go)
        self.adder.kept.connect(self._on_kept)
        self.adder.progressed.connect(self._on_progressed)
        self.adder.finished.connect(self._on_finished)
        self.place = PlaceOffer(page, self)
        page.checker.papers = lambda: [one.plain() for one in self.papers]
        page.saved.connect(lambda _entity, _row: self.reload())
        page.session.changed.connect(self._on_rows_changed)
        page.session.theme.changed.connect(self._mark_index)
        companion = page.presenter.companion
        if isinstance(companion, RequestCompanion):
            companion.bind_papers(self)
        page.installEventFilter(self)
        page.setAcceptDrops(True)
        page.body.built.connect(self._leave_drops)

    @property
    def name(self) -> str:
        """The card has no field to come back to."""
        return ""

    def reload(self) -> None:
        """Bring what the record has; a record that was never saved has what its draft keeps."""
        if self._page.record_id is None:
            self._show([attachments.paper(one) for one in self._page.state.papers])
            return
        entity, row = self._page.entity.name, self._page.record_id
        self._session.jobs.read(lambda desk: attachments.of_record(desk, entity, row), self._show, key=f"papers {row}")

    def add(self, brought: Sequence[Incoming], kind: str = "") -> None:
        """Add what was dropped, pasted or chosen."""
        page = self._page
        self.frame.ensure_built()
        hint = str(page.state.values.get("activity") or "")
        owner = page.record_id or ""
        self.adder.keep_place = bool(self.card and self.card.keep_place.isChecked())
        self.adder.add([Task(one, page.entity.name, owner, kind, hint=hint) for one in brought])

    def choose(self, kind: str) -> None:
        """Go to the card and let the person choose files of a kind: a missing paper was pressed."""
        self.show()
        if self.card is not None:
            self.card.choose(kind)

    def show(self) -> None:
        """Scroll to the card and go there."""
        self._page.body.show_section(SECTION)

    def leave(self) -> None:
        """The page is left: a caption that is being typed is kept."""
        if self.card is not None:
            self.card.keep_caption()

    # A stop of the keyboard's way through the form.

    def enter(self, reason: Qt.FocusReason = Qt.FocusReason.TabFocusReason) -> None:
        """Go to the tiles."""
        if self.card is not None:
            self.card.view.setFocus(reason)
            self._page.body.reveal(self.frame)
            self._page.index.show_current(SECTION)

    def reachable(self) -> bool:
        """Always: something can be added."""
        return self.card is not None

    def wanted(self) -> bool:
        """Nothing here is asked for before a record is complete."""
        return False

    def has_focus(self) -> bool:
        """The person is in the card."""
        focused = self._page.focusWidget()
        return self.card is not None and focused is not None and self.card.isAncestorOf(focused)

    def _build(self, frame: GroupCard) -> Iterator[None]:
        self.card = PapersCard(self._session, frame)
        card = self.card
        card.brought.connect(self.add)
        card.opened.connect(self._on_opened)
        card.removed.connect(self._on_removed)
        card.changed.connect(self._on_changed)
        card.stop_asked.connect(self.adder.stop)
        card.left.connect(lambda step, wanted: self._page.walker.go(self, step, wanted=wanted))
        self.place.bind(card)
        frame.add(card, self)
        self.reload()
        yield

    def _show(self, found: Sequence[Paper]) -> None:
        self.papers = list(found)
        if self.card is not None:
            self.card.show_papers(self.papers)
        self._mark_index()
        self._page.checker.soon()
        self.counted.emit()

    def _mark_index(self) -> None:
        tokens = self._session.theme.tokens
        entry = self._page.index.entry(SECTION)
        entry.show_state(0, 0, complete=bool(self.papers), colours=(tokens.good, tokens.warning, tokens.error))

    def _show_draft(self, shown: Sequence[Paper]) -> None:
        if not shiboken6.isValid(self):
            return  # taken back after the form was left: the draft is as it was then
        self._page.state.set_papers([one.plain() for one in shown])
        self._show(shown)

    def _on_kept(self, paper: Paper) -> None:
        self._show_draft([*self.papers, paper])

    def _on_progressed(self, done: int, total: int) -> None:
        if self.card is not None:
            self.card.show_progress(done, total if done < total else 0)

    def _on_finished(self, outcome: Outcome) -> None:
        if self.card is not None:
            self.card.show_progress(0, 0)
        if outcome.owners:
            self._session.rows_changed(outcome.owners)
            self.reload()
        if outcome.added:
            words = ngettext("Đã thêm {n} tệp", "Đã thêm {n} tệp", outcome.added).format(n=outcome.added)
            self._session.toast(words, _("Hoàn tác"), partial(self._undo_adding, outcome))
            QTimer.singleShot(0, self, self._select_last)
        if outcome.failures:
            self._tell_failures(outcome)
        if outcome.places:
            self.place.consider(*outcome.places[0])

    def _select_last(self) -> None:
        if self.card is not None:
            self.card.select_last()

    def _tell_failures(self, outcome: Outcome) -> None:
        failures = outcome.failures
        heading = ngettext("{n} tệp không thêm được", "{n} tệp không thêm được", len(failures)).format(n=len(failures))
        more = (
            [_("… và {n} tệp nữa.").format(n=len(failures) - SHOWN_FAILURES)] if len(failures) > SHOWN_FAILURES else []
        )
        tell(self._page.window(), heading, *failures[:SHOWN_FAILURES], *more)

    def _undo_adding(self, outcome: Outcome) -> None:
        if outcome.save:
            self._undo(outcome.save)
            return
        gone = {one.sha256 for one in outcome.papers}
        self._show_draft([one for one in self.papers if one.sha256 not in gone])

    def _undo(self, save: str) -> None:
        self._session.jobs.run(lambda desk: undoing.undo(desk, save), lambda _undone: self._written())

    def _written(self) -> None:
        if self._page.record_id is not None:
            self._session.rows_changed({(self._page.entity.name, self._page.record_id)})
        self.reload()

    def _on_opened(self, row: int) -> None:
        preview = Preview(self._session, self.papers, row, self._page)
        preview.finished.connect(lambda _result: self._on_seen(preview.at))
        preview.finished.connect(preview.deleteLater)
        preview.open()

    def _on_seen(self, row: int) -> None:
        if self.card is not None:
            self.card.view.select(row)
            self.card.view.setFocus()

    def _on_removed(self, rows: Sequence[int]) -> None:
        gone = [self.papers[at] for at in rows]
        words = _("Đã bỏ “{name}”").format(name=gone[0].title or papers.label(gone[0].kind))
        if len(gone) > 1:
            words = ngettext("Đã bỏ {n} tệp", "Đã bỏ {n} tệp", len(gone)).format(n=len(gone))
        if self._page.record_id is None:
            before = list(self.papers)
            self._show_draft([one for one in self.papers if one not in gone])
            self._session.toast(words, _("Hoàn tác"), lambda: self._show_draft(before))
            return
        ids = [one.id for one in gone]

        def removed(save: str) -> None:
            self._written()
            self._session.toast(words, _("Hoàn tác"), lambda: self._undo(save))

        self._session.jobs.run(lambda desk: attachments.remove(desk, ids), removed)

    def _on_changed(self, rows: Sequence[int], values: Mapping[str, Any]) -> None:
        for at in rows:
            one = self.papers[at]
            self.papers[at] = replace(
                one,
                kind=str(values.get("kind", one.kind)),
                title=str(values.get("title", one.title) or ""),
                personal=bool(values.get("has_personal_data", one.personal)),
            )
        if self._page.record_id is None:
            self._show_draft(self.papers)
            return
        self._show(self.papers)
        ids = [self.papers[at].id for at in rows]

        def write(desk: Desk) -> None:
            for row in ids:
                attachments.change(desk, row, values)

        self._session.jobs.run(write, lambda _done: self._written(), self._on_not_changed)

    def _on_not_changed(self, error: BaseException) -> None:
        self._session.show_error(error)
        self.reload()

    def _on_rows_changed(self, rows: set[tuple[str, str]]) -> None:
        """Something came in from elsewhere: perhaps a file that was waited for."""
        if self._page.record_id is not None and (not rows or (self._page.entity.name, self._page.record_id) in rows):
            self.reload()

    def _leave_drops(self, section: str) -> None:
        """Fields leave what is dropped to the form: a photo must not become a path in a field."""
        for declared in self._page.body.sections[section].fields:
            for field in self._page.body.rows[declared.name].editor.typed_in():
                field.setAcceptDrops(False)
                if isinstance(field, QAbstractScrollArea):
                    field.viewport().setAcceptDrops(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Files dropped anywhere on the form belong to its record."""
        if event.type() is QEvent.Type.DragEnter and incoming.has_files(event.mimeData()):  # type: ignore[attr-defined]
            event.acceptProposedAction()  # type: ignore[attr-defined]
            return True
        if event.type() is QEvent.Type.Drop:
            brought = incoming.of_mime(event.mimeData())  # type: ignore[attr-defined]
            if brought:
                event.acceptProposedAction()  # type: ignore[attr-defined]
                self.show()
                self.add(brought)
                return True
        return super().eventFilter(watched, event)


def papers_label(entity: str) -> list[tuple[str, str]]:
    """The line of the index that leads to the card, where a kind of record has one."""
    return [(SECTION, _("Ảnh, giấy tờ"))] if entity in OWNERS else []


def attach_papers(page: RecordPage) -> PapersPart | None:
    """The photos and papers of a page; None for a kind of record that has none."""
    return PapersPart(page) if page.entity.name in OWNERS else None
