"""Các gói: bundles made and received, in order at the left, the one at hand at the right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.dialogs.files import choose_file, choose_new_file
from kcdesk.ui.jobs import FIGURES
from kcdesk.ui.receive import words
from kcdesk.ui.receive.about import AboutBundle
from kcdesk.ui.receive.bundle_table import BundleModel, BundleTable
from kcdesk.ui.receive.made import MadePanel
from kcdesk.ui.receive.make import MakePanel, default_folder
from kcdesk.ui.receive.reveal import reveal
from kcdesk.ui.receive.settings_file import SUFFIX, take_settings
from kcdesk.ui.receive.take import TakePanel
from kcdesk.ui.session import Session
from kcdesk.ui.widgets.buttons import link
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.ui.widgets.empty import EmptyState
from kcdesk.ui.widgets.halves import Halves, scrolled
from kcdesk.work import lacking, shelf
from kcdesk.work.shelf import BundleStanding

if TYPE_CHECKING:
    from kcdesk.work.lacking import Lack
    from kcdesk.work.shelf import BundleLine


_Panel = TypeVar("_Panel", bound=QWidget)

MOST_LACKING = 3
"""So many lines tell what has not come; the first ones are the newest."""
NARROW = 820
"""Below this width, at 100 %, there is room for one half only."""


class BundlesView(QWidget):
    """``make``, ``choose`` and ``receive`` are what the keys and the dropped file ask for.

    Signals: ``follow_asked(tab)`` – another tab goes on with what came; ``open_asked(entity, id, field)``.
    """

    follow_asked = Signal(str)
    open_asked = Signal(str, str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._is_province = session.profile.is_province
        self._model = BundleModel(self, is_province=self._is_province)
        self.table = BundleTable(self._model, session.theme)
        self._scrolled: dict[QWidget, QWidget] = {}
        self._about = AboutBundle(session)
        self._shown_id = ""
        self._next_files: list[Path] = []
        self._lacking: BundleLine | None = None
        self._lack = label("", "small", wrap=True)
        self._not_come = label("", "small", wrap=True)
        self._make_again = link(_("Tạo lại ›"), lambda: self._on_again(self._lacking))
        self._right = QStackedWidget()
        self._build()
        self._connect()

    @cached_property
    def making(self) -> MakePanel:
        """What goes into a new bundle; made when the first is begun."""
        panel = MakePanel(self._session)
        panel.made.connect(self._on_made)
        panel.settings_asked.connect(
            lambda: choose_file(self, _("Tệp cấu hình của tỉnh"), _("Tệp cấu hình (*.kcs)"), self.receive)
        )
        return self._put(panel)

    @cached_property
    def made(self) -> MadePanel:
        """What was made."""
        panel = MadePanel(self._session)
        panel.letter_asked.connect(lambda made: self._on_letter([one.id for one in made]))
        return self._put(panel)

    @cached_property
    def taking(self) -> TakePanel:
        """What a received file would bring."""
        panel = TakePanel(self._session)
        panel.taken.connect(lambda _report: self._ask())
        panel.closed.connect(self._on_closed)
        panel.follow_asked.connect(self.follow_asked)
        return self._put(panel)

    def begin(self) -> None:
        """The page comes into sight."""
        self._ask()

    def make(self) -> None:
        """Begin a bundle for the province."""
        if self._is_province:
            self.choose()
            return
        self._turn_to(self.making)
        self.making.begin()

    def choose(self) -> None:
        """Choose a received file."""
        kinds = _("Gói nhận được (*.kcb *.kcs *.zip)")
        choose_file(self, _("Mở gói nhận được"), kinds, self.receive)

    def receive_all(self, files: Sequence[Path]) -> None:
        """Look into several received files, the next one when the one before is closed."""
        self._next_files = list(files[1:])
        if files:
            self.receive(files[0])

    def receive(self, file: Path) -> None:
        """Look into a received file: a bundle, or the province's settings."""
        if file.suffix.lower() == SUFFIX:
            take_settings(self, self._session.jobs, file, self._on_settings)
            return
        self._turn_to(self.taking)
        self.taking.plan(file)

    def _build(self) -> None:
        self._put(self._about)
        left = Card(_("Các gói"))
        self._empty = EmptyState(_("Chưa có gói nào"), _nothing_yet(is_province=self._is_province))
        self._lists = QStackedWidget()
        self._lists.addWidget(self.table)
        self._lists.addWidget(self._empty)
        left.body.addWidget(self._lists, 1)
        left.body.addWidget(self._not_come)
        left.body.addLayout(row(self._lack, self._make_again, None))
        self._zone = self._drop_zone()
        left.body.addWidget(self._zone)
        self._left = left
        self._halves = Halves(left, self._right, self._session.theme, narrow=NARROW)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._halves)
        self._right.currentChanged.connect(lambda _at: self._arrange())

    def _drop_zone(self) -> Card:
        zone = Card(look="drop")
        zone.body.setContentsMargins(12, 14, 12, 14)
        zone.body.setSpacing(2)
        words_ = _("Thả gói cộng tác viên gửi vào đây") if self._is_province else _("Thả tệp tỉnh gửi về vào đây")
        text = label(words_, "second", wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        other = link(_("hoặc chọn tệp (Ctrl+O)"), self.choose)
        zone.body.addWidget(text)
        zone.body.addWidget(other, 0, Qt.AlignmentFlag.AlignHCenter)
        return zone

    def _put(self, panel: _Panel) -> _Panel:
        """A panel on the right half, behind the one that is shown."""
        self._scrolled[panel] = scrolled(panel)
        self._right.addWidget(self._scrolled[panel])
        return panel

    def _turn_to(self, panel: QWidget) -> None:
        self._right.setCurrentWidget(self._scrolled[panel])

    def _is_at(self, name: str) -> bool:
        """True where a panel is shown that was made already: "making"."""
        return name in vars(self) and self._right.currentWidget() is self._scrolled[vars(self)[name]]

    def _connect(self) -> None:
        self._about.again_asked.connect(self._on_again)
        self._about.changed.connect(self._ask)
        self._about.open_asked.connect(self.open_asked)
        self._about.letter_asked.connect(lambda line: self._on_letter([line.id]))
        self.table.chosen.connect(self._on_chosen)
        self._session.changed.connect(lambda _rows: self._ask() if self.isVisible() else None)

    def _ask(self) -> None:
        self._session.jobs.read(shelf.lines, self._show, key="bundles")
        self._session.jobs.read(lacking.lacking, self._show_not_come, key="lacking", lane=FIGURES)

    def _show(self, lines: Sequence[BundleLine]) -> None:
        self._model.show(lines)
        self._lists.setCurrentIndex(0 if lines else 1)
        self._arrange()
        self._say_lacking(lines)
        if self._shown_id:
            again = next((at for at, line in enumerate(lines) if line.id == self._shown_id), None)
            if again is not None and self._right.currentWidget() is self._scrolled[self._about]:
                self.table.selectRow(again)

    def _show_not_come(self, found: list[Lack]) -> None:
        """Under the list: photos and papers that have not come here, and in which part they are."""
        self._not_come.setText("\n".join(one.sentence for one in found[:MOST_LACKING]))
        self._not_come.setVisible(bool(found))

    def _say_lacking(self, lines: Sequence[BundleLine]) -> None:
        """Under the list: the newest bundle that did not come, with a way to make it again."""
        lacking = next((line for line in lines if line.standing is BundleStanding.LACKING and line.again), None)
        self._lacking = lacking
        if lacking is not None:
            name = words.title(lacking, is_province=self._is_province)
            self._lack.setText(_("{bundle}: tỉnh chưa có.").format(bundle=name))
        self._lack.setVisible(lacking is not None)
        self._make_again.setVisible(lacking is not None)

    def _on_again(self, line: BundleLine | None) -> None:
        if line is not None and line.again is not None:
            self._turn_to(self.making)
            self.making.begin(line.again, words.title(line, is_province=False))

    def _on_letter(self, bundles: list[str]) -> None:
        """Write the office letter that goes with bundles, beside them or where the person wants it."""
        from kcdesk.work import cover_letter

        def chosen(file: Path) -> None:
            self._session.jobs.run(lambda desk: cover_letter.write(desk, bundles, file), self._on_written)

        folder = Path(self._session.preferences.out_folder or default_folder())
        name = str(folder / _("Thu-gui-kem-{day}.docx").format(day=f"{self._session.today():%Y%m%d}"))
        choose_new_file(self, _("Thư gửi kèm"), _("Tệp Word (*.docx)"), chosen, name)

    def _on_written(self, file: Path) -> None:
        reveal(file)
        self._session.toast(_("Đã viết thư gửi kèm: {file}").format(file=file.name))

    def _on_made(self, bundles: list[object], found: object, way: object) -> None:
        self.made.show_made(bundles, found, way)  # type: ignore[arg-type]
        self._turn_to(self.made)
        self._session.rows_changed(())
        self._ask()

    def _on_chosen(self, line: BundleLine) -> None:
        if line.standing is BundleStanding.HELD and self._is_province:
            self._turn_to(self.taking)
            self.taking.show_held(line)
            return
        self._shown_id = line.id
        self._about.show_bundle(line)
        self._show_about()

    def _on_closed(self) -> None:
        """What was looked at is put aside; choosing its row shows it again. A file that waits comes next."""
        if self._next_files:
            self.receive(self._next_files.pop(0))
            return
        self.table.setCurrentIndex(QModelIndex())
        self._show_about()

    def _show_about(self) -> None:
        self._turn_to(self._about)

    def _on_settings(self, sentence: str) -> None:
        self._session.take_profile()
        self._session.toast(sentence)
        if self._is_at("making"):
            self.making.begin()

    def _arrange(self) -> None:
        """Where there is no room for both, the list gives way to what one is doing."""
        is_doing = self._right.currentWidget() is not self._scrolled[self._about]
        self._left.setVisible(not (self._halves.is_narrow and is_doing))
        self._zone.setVisible(not (self._halves.is_narrow and self._model.rowCount()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()


def _nothing_yet(*, is_province: bool) -> str:
    if is_province:
        return _("Thả gói cộng tác viên gửi vào cửa sổ này, hoặc bấm Ctrl+O để chọn tệp.")
    return _("Khi tỉnh cần số liệu, bấm Ctrl+G để tạo gói rồi gửi tệp qua thư điện tử, Zalo hoặc USB.")
