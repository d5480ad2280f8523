"""Every dialog, as every screen: names for screen readers, nothing cut off, nothing untranslated, within the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from kcdesk import i18n
from kcdesk.ui.app import Program
from tests.architecture.catalogues import english
from tests.gui import walk
from tests.gui.test_walk import opened, settle, uncut

Start = Callable[[Path], Program]
WALKS = [("collaborator", "vi", 100), ("collaborator", "en", 200), ("province", "en", 100), ("province", "vi", 200)]
ROOM = (1366, 768)


def dialogs(page: Any, rest: Callable[[], object]) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each dialog by a name, with what opens it; ``rest`` waits until a page has come."""
    pages, session, window = page.pages, page.session, page.window()
    listing = pages.list_of("establishment")
    requests = pages.list_of("support_request")
    yield "give out", pages.give_out
    yield "share", lambda: _share(session, window)
    yield "change many", lambda: _marked(listing).change()
    yield "consent of many", lambda: _marked(listing).consent()
    yield "bundle", lambda: _marked(requests).bundle()
    yield "take over", lambda: _opened(_take_here(session, window))
    yield "preview", lambda: _opened(_preview(session, window))
    yield "deal out", lambda: _opened(_dealing_out(session, window))
    yield "settings file", lambda: _opened(_settings(session, window))
    if session.profile.is_province:
        yield "decide", lambda: _marked(requests).decide()
        yield "ask", lambda: _opened(_ask(session, window, listing))
        yield "trust", lambda: _opened(_trust(session, window))
        yield "start bundle", lambda: _opened(_start(session, window))
        for tab in range(4):
            yield f"province's settings {tab}", partial(_unit, session, window, tab)
    else:
        yield "hand over", lambda: _opened(_give(session, window))
    for shown, name, make in ((listing, "new owner", _succession), (requests, "second keying", _second_keying)):
        pages.open_record(shown.entity.name, shown.model.row_of(shown.model.index(0, 0)).id, {})
        rest()
        yield name, partial(_opened, make(pages.stack.currentWidget()))


def _opened(dialog: QDialog) -> QDialog:
    dialog.open()
    return dialog


def _marked(listing: Any) -> Any:
    listing.model.marks.clear()
    listing.model.marks.add([listing.model.number_at(at) for at in range(3)])
    return listing.many


def _unit(session: Any, window: Any, tab: int) -> QDialog:
    from kcdesk.ui.settings.unit_dialog import UnitDialog
    from kcdesk.work import unit_draft
    from kcdesk.work.unit_draft import Person, UnitDraft

    norm = {"activity": "ND03", "fund": "KCDP", "cap_vnd": "200000000", "valid_from": "2027-01-01"}
    people = [Person("CTV01", ("31441", "31459")), Person("CTV02")]
    dialog = UnitDialog(session, UnitDraft(people, unit_draft.quarters(2027), [norm]), lambda _issued: None, window)
    dialog.tabs.setCurrentIndex(tab)
    dialog.show_first()
    return dialog


def _share(session: Any, window: Any) -> None:
    from kcdesk.ui.overview.share import share
    from kcdesk.work.summary import Subject

    share(window, session, next(iter(Subject)))


def _take_here(session: Any, window: Any) -> QDialog:
    from kcdesk.ui.handover.take import TakeHereDialog

    return TakeHereDialog(session, lambda _taken: None, window)


def _give(session: Any, window: Any) -> QDialog:
    from kcdesk.ui.handover.give import GiveDialog

    return GiveDialog(session, lambda: None, window)


def _trust(session: Any, window: Any) -> QDialog:
    from kcdesk.ui.handover.devices import TrustDialog

    return TrustDialog(session, "CTV07", lambda _count: None, window)


def _succession(page: Any) -> QDialog:
    from kcdesk.ui.forms.succession import SuccessionDialog

    return SuccessionDialog(page)


def _second_keying(page: Any) -> QDialog:
    from kcdesk.ui.forms.second_keying import SecondKeying

    return SecondKeying(page)


def _preview(session: Any, window: Any) -> QDialog:
    from kcdesk.ui.attachments.preview import Preview
    from kcdesk.work.attachments import Paper

    papers = [
        Paper("a" * 64, "bao_gia", "pdf", "Báo giá máy sấy bơm nhiệt 200 kg mỗi mẻ.pdf", "Báo giá của Công ty A"),
        Paper("b" * 64, "anh_xuong", "jpg", here=False, withheld=True),
    ]
    return Preview(session, papers, len(papers) - 1, window)


def _dealing_out(session: Any, window: Any) -> QDialog:
    from PySide6.QtGui import QColor, QImage

    from kcdesk.ui.attachments.dealing_out import DealingOut
    from kcdesk.ui.attachments.incoming import Incoming

    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("steelblue"))
    return DealingOut(session, [Incoming(f"IMG_2026112{at}.png", image=image) for at in range(3)], window)


def _settings(session: Any, window: Any) -> QDialog:
    from kcdesk.ui.receive.settings_file import SettingsDialog
    from kcdesk.work.settings import Look

    unit = "Trung tâm Khuyến công và Tư vấn phát triển công nghiệp thành phố Cần Thơ"
    look = Look(
        serial=7, unit=unit, province="92", fingerprint="ABCD-EFGH-IJKL-MNOP", known=False, newer=True,
        recipients=("age1",), collaborators=12, communes=("31441", "31459"), legal_basis="",
    )  # fmt: skip
    return SettingsDialog(window, session.jobs, Path("tinh.kcs"), look, lambda _sentence: None)


def _start(session: Any, window: Any) -> QDialog:
    from kcdesk.ui.handover.devices import StartDialog
    from kcdesk.work.trust import Device, Standing

    device, other = (Device(id=at * 26, code="CTV07", state=Standing.TRUSTED, recipient="age1") for at in "AB")
    return StartDialog(session, device, [other], lambda: None, window)


def _ask(session: Any, window: Any, listing: Any) -> QDialog:
    from kcdesk.ui.inbox.ask import AskDialog

    row = listing.model.row_of(listing.model.index(0, 0))
    return AskDialog(window, session, "establishment", str(row.id), "Cơ sở bánh tráng Út Mười")


@pytest.mark.parametrize(("role", "language", "percent"), WALKS)
def test_every_dialog_can_be_read(
    qtbot: QtBot, program_at: Start, home: Path, role: str, language: str, percent: int
) -> None:
    i18n.set_language(language)
    program = opened(qtbot, program_at, home, role)
    i18n.set_language(language)
    program.theme.choose(percent=percent)
    program.window.resize(*ROOM)
    page: Any = program.page
    if language != "vi":
        page.language_chosen.emit()
        page = program.page
    for name in ("establishment", "support_request"):
        page.pages.go(name)
        settle(qtbot, program)
    translated = {message.id: message.string for message in english() if isinstance(message.id, str)}
    faults: list[str] = []
    for name, show in dialogs(page, lambda: settle(qtbot, program)):
        show()
        settle(qtbot, program)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog), name
        found = [f"silent {one}" for one in walk.silent(dialog)] + uncut(qtbot, dialog)
        if language == "en":
            found += [
                f"left {one!r}" for one in walk.left_vietnamese(dialog, lambda text: translated.get(text, text) != text)
            ]
        if percent == 100:
            found += [f"faint {one}" for one in walk.faint(dialog, dialog.grab().toImage())]
        if dialog.minimumSizeHint().width() > ROOM[0]:
            found.append(f"wider than the window: {dialog.minimumSizeHint().width()}")
        if percent == 100 and dialog.height() > ROOM[1]:
            found.append(f"higher than the window: {dialog.height()}")
        faults += [f"{name}: {one}" for one in dict.fromkeys(found)]
        dialog.reject()
        settle(qtbot, program)
    program.theme.choose(scheme="light", percent=100)
    assert not faults, "\n".join(faults)
