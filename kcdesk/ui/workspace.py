"""The open workspace: navigation at the left, one page at the right, keys that work everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.assessor import Assessor
from kcdesk.ui.handover.caution_bar import CautionBar
from kcdesk.ui.jobs import FIGURES
from kcdesk.ui.navigation import Navigation, Place
from kcdesk.ui.pages import Pages
from kcdesk.ui.practice import PracticeBar, frame
from kcdesk.ui.session import RowId, Session
from kcdesk.ui.stirring import Stirring
from kcdesk.work.suffixes import LISTS as DROPPED
from kcdesk.work.suffixes import PAPERS

if TYPE_CHECKING:
    from kcdesk.work.pictures import Totals

COUNT_DELAY = 250
TIDY_DELAY = 3000
_SECONDS = 1000
_MINUTE = 60 * _SECONDS


class WorkspacePage(QWidget):
    """Signals: ``lock_asked``; ``practice_asked``; ``language_chosen`` – build everything anew in another language."""

    lock_asked = Signal()
    practice_asked = Signal()
    language_chosen = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        session.setParent(self)
        self.navigation = Navigation(_places(session), session.theme)
        self.pages = Pages(session)
        self._stack = self.pages.stack
        self._is_province = session.profile.is_province
        self._names = [place.name for place in _places(session)]
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.navigation)
        ground = QWidget()
        ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        ground.setProperty("plane", "ground")
        right = QVBoxLayout(ground)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        if session.is_practice:
            frame(self, line, session.theme)
            right.addWidget(PracticeBar(self.lock_asked.emit))
        self.cautions = CautionBar(session)
        right.addWidget(self.cautions)
        right.addWidget(self._stack, 1)
        line.addWidget(ground, 1)
        self._assessor = Assessor(session)
        self._counting = _delayed(self, COUNT_DELAY, self._count)
        self._idle = _delayed(self, session.preferences.lock_minutes * _MINUTE, self.lock_asked.emit)
        self._connect()
        self._add_shortcuts()

    def begin(self) -> None:
        """Show the overview and count."""
        self.navigation.show_person(*_person(self.session))
        self.pages.go("overview")
        self._assessor.wake()
        self.cautions.refresh()
        self._counting.start()
        self._restart_idle()
        QTimer.singleShot(TIDY_DELAY, self, self._tidy_attachments)
        stirring = Stirring(self)
        stirring.stirred.connect(self._restart_idle)
        stirring.stirred.connect(self.session.jobs.stir)
        stirring.help_asked.connect(self.pages.help)

    def leave(self) -> None:
        """Keep what is typed: the window closes or locks."""
        from kcdesk.ui.attachments import outside

        self.pages.leave()
        outside.leave(self.session)

    def receive_file(self, file: Path) -> None:
        """A received file was dropped or chosen: a list goes to the import assistant."""
        if file.suffix.lower() in DROPPED:
            self.pages.take_in(file)
            return
        self.pages.go("exchange")
        self.pages.exchange.receive([file])

    def receive_files(self, files: Sequence[Path]) -> None:
        """Several bundles were dropped at once."""
        self.pages.go("exchange")
        self.pages.exchange.receive(files)

    def deal_out(self, files: Sequence[Path]) -> None:
        """Photos and papers were dropped or chosen: they are dealt out to records."""
        from kcdesk.ui.attachments.dealing_out import DealingOut
        from kcdesk.ui.attachments.incoming import of_files

        dialog = DealingOut(self.session, of_files(files), self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def choose_photos(self) -> None:
        """Ctrl+Shift+O: choose photos and papers to be dealt out."""
        from kcdesk.ui.dialogs.files import choose_files

        kinds = _("Ảnh, giấy tờ ({endings})").format(endings=" ".join(f"*{one}" for one in PAPERS))
        choose_files(self, _("Chọn ảnh, giấy tờ để chia vào hồ sơ"), kinds, self.deal_out)

    def _tidy_attachments(self) -> None:
        """Take away what an end by force left: copies given to viewers, files of drafts that are gone."""
        from kcdesk.ui.attachments.outside import sweep_left_over
        from kcdesk.work import attachments

        self.session.jobs.run(attachments.tidy)
        self.session.jobs.bare(sweep_left_over)

    def _connect(self) -> None:
        self.navigation.chosen.connect(self.pages.go)
        self.navigation.settings_asked.connect(partial(self.pages.go, "settings"))
        self.navigation.help_asked.connect(self.pages.help)
        self.pages.went.connect(self.navigation.show_place)
        self.pages.lock_asked.connect(self.lock_asked)
        self.pages.practice_asked.connect(self.practice_asked)
        self.pages.photos_asked.connect(self.choose_photos)
        self.pages.language_chosen.connect(self.language_chosen)
        self.session.changed.connect(self._on_rows_changed)

    def _add_shortcuts(self) -> None:
        for number, name in enumerate(self._names, start=1):
            self._on(f"Ctrl+{number}", partial(self.pages.go, name))
        keys: Mapping[str, Callable[[], object]] = {
            "Ctrl+N": self.pages.add,
            "Ctrl+F": self.pages.find,
            "Ctrl+G": self.pages.make_bundle,
            "Ctrl+O": self.pages.open_received,
            "Ctrl+Shift+O": self.choose_photos,
            "Ctrl+I": self.pages.take_in,
            "Ctrl+Shift+E": self.pages.give_out,
            "Ctrl+L": self.lock_asked.emit,
            "F1": self.pages.help,
        }
        for key, act in keys.items():
            self._on(key, act)

    def _on(self, key: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(act)

    def _on_rows_changed(self, rows: set[RowId]) -> None:
        """Before any page asks anew, the lists look again at what was written."""
        from kcdesk.ui.lists.model import listings

        self.session.jobs.read(lambda desk: listings(desk).changed(rows))
        self._counting.start()

    def _count(self) -> None:
        from kcdesk.work import pictures

        self.session.jobs.read(pictures.totals, self._show_counts, key="counts", lane=FIGURES)

    def _show_counts(self, totals: Totals) -> None:
        for name, number in totals.records.items():
            self.navigation.show_count(name, number)
        self.navigation.show_only("proposal", is_wanted=bool(totals.records["proposal"]) or self._is_province)
        self.navigation.show_count("exchange", totals.urgent, urgent=True)

    def _restart_idle(self) -> None:
        if self.session.preferences.lock_minutes:
            self._idle.start(self.session.preferences.lock_minutes * _MINUTE)
        else:
            self._idle.stop()


def _places(session: Session) -> Sequence[Place]:
    places = [
        ("overview", _("Tổng quan")),
        ("establishment", _("Cơ sở")),
        ("support_request", _("Đề nghị hỗ trợ")),
        ("visit", _("Lượt khảo sát")),
        ("exchange", _("Tiếp nhận") if session.profile.is_province else _("Gửi / Nhận")),
        ("shelf", _("Kho lưu")),
        ("proposal", _("Đề án")),
    ]
    return [Place(name, words, f"Ctrl+{number}") for number, (name, words) in enumerate(places, start=1)]


def _person(session: Session) -> tuple[str, str]:
    profile, communes = session.profile, session.reference.communes
    province = communes.province(profile.province)
    where = province.full_name if province else ""
    names = [commune.name for code in profile.communes if (commune := communes.get(code))]
    if len(names) > 1:
        where = _("{n} xã, {province}").format(n=len(names), province=where)
    who = f"{profile.code} · {names[0] if names else profile.name}"
    return who, where


def _delayed(parent: QObject, milliseconds: int, act: Callable[[], object]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(max(0, milliseconds))
    timer.timeout.connect(act)
    return timer
