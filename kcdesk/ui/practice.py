"""Trying the program with made-up records: a workspace of its own, with a bar that cannot be mistaken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.theme import Theme
from kcdesk.ui.widgets.buttons import link
from kcdesk.ui.widgets.card import label, row

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

ESTABLISHMENTS = 120
SEED = 7
EDGE = 5
_PROVINCE, _COMMUNES = "92", ("31441", "31459", "31465")


class PracticeBar(QFrame):
    """Stands above every page while nothing is real."""

    def __init__(self, on_leave: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("plane", "practice")
        text = _("Đang dùng thử: mọi hồ sơ ở đây là tự tạo, không gửi đi được và mất khi thoát.")
        words = label(text, "strong", wrap=True)
        line = row(words, link(_("Thoát dùng thử"), on_leave))
        line.setStretch(0, 1)
        line.setContentsMargins(28, 6, 28, 6)
        self.setLayout(line)


def frame(page: QWidget, inside: QLayout, theme: Theme) -> None:
    """A coloured edge around everything: nobody takes this for the real thing from across the room."""
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    page.setProperty("plane", "practice-frame")
    edge = theme.px(EDGE)
    inside.setContentsMargins(edge, edge, edge, edge)


def make_practice(folder: Path) -> Desk:
    """A workspace with made-up records, on the thread that will own it. Nobody knows its password."""
    from kcdesk.ui.desks import prepare
    from kcdesk.work import demo
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.profile import Profile, Role

    profile = Profile(
        role=Role.COLLABORATOR, code="CTV00", name=_("Người dùng thử"), province=_PROVINCE, communes=_COMMUNES
    )
    desk = Desk.create(folder, token_hex(16), profile)
    demo.fill(desk, ESTABLISHMENTS, SEED)
    return prepare(desk)
