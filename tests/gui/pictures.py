"""The pictures of help and README, taken anew from the real window with made-up records.

Run ``python -m tests.gui.pictures``; it writes into resources/help/pictures.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kcdesk import paths
from kcdesk.ui.app import Program
from kcdesk.ui.handover.caution_bar import CautionBar
from kcdesk.ui.workspace import WorkspacePage
from kcdesk.work import demo, settings
from tests.sheets import books
from tests.work import desks

SIZE = (1240, 700)
_COLOURS = 128
_LIST = [
    ["DANH SÁCH CƠ SỞ CÔNG NGHIỆP NÔNG THÔN NĂM 2025"],
    ["TT", "Tên cơ sở", "Chủ cơ sở / ĐT", "Địa chỉ", "Ngành nghề", "LĐ", "Vốn (trđ)", "Mã riêng"],
    [1, "HKD bánh tráng Út Mười", "Nguyễn Thị Mười - 0939 123 456", "ấp 3, xã Vị Thủy", "Tráng bánh", 8, "97,8", "a1"],
    [2, "HTX đan lát Kim Liên", "Trần Kim Liên, 0907.123.456", "ấp 5, xã Vị Thủy", "Đan lục bình", 45, "250", "a2"],
    [3, "Cơ sở cơ khí Ba Tèo", "Lê Văn Tèo 0918222333", "ấp Nhất, TT Nàng Mau", "Cơ khí", 3, "120 triệu", "a3"],
    [4, "DNTN xay xát Phát Đạt", "Phạm Phát Đạt 02933571222", "ấp 2, xã Vị Thủy", "Xay xát lúa", 15, "2,5 tỷ", "a4"],
]  # fmt: skip


class Camera:
    """The program with made-up records, and a folder for its pictures."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.app = QApplication.instance() or QApplication(sys.argv[:1])
        self.home = tempfile.TemporaryDirectory()
        home = Path(self.home.name)
        _somebody(home)
        self.program = Program(self.app, home / "CTV07")
        self.program.start()
        self.program.theme.choose(scheme="light", percent=100)
        self.program.window.resize(*SIZE)
        self.program.preferences.out_folder = "E:/"
        self.program.page.entered.emit(desks.PASSWORD)
        self.until(lambda: isinstance(self.program.page, WorkspacePage))
        self.rest()
        for bar in self.program.page.findChildren(CautionBar):
            bar.hide()  # the records were made on another machine: that is what it says

    @property
    def pages(self):
        """The pages of the workspace."""
        return self.program.page.pages

    def until(self, held: Callable[[], bool]) -> None:
        """Wait for something, at most a minute."""
        end = time.monotonic() + 60
        while time.monotonic() < end and not held():
            QTest.qWait(30)

    def rest(self) -> None:
        """Wait until nothing more is going on."""
        QTest.qWait(900)
        self.until(lambda: not self.program.jobs.busy)
        QTest.qWait(500)

    def take(self, name: str) -> None:
        """A picture of the window, with few colours, so that it stays small."""
        self.rest()
        file = self.folder / f"{name}.png"
        self.program.window.grab().save(str(file))
        with Image.open(file) as picture:
            picture.convert("RGB").quantize(_COLOURS).save(file, optimize=True)

    def first(self, entity: str) -> str:
        """A record of an entity that has much to show."""
        found: list[str] = []
        wanted = {"support_request": "total_cost", "establishment": "phone"}[entity]
        self.program.page.session.jobs.read(
            lambda desk: next(str(one["id"]) for one in desk.store.rows(entity) if one.get(wanted)), found.append
        )
        self.until(lambda: bool(found))
        return found[0]


def _somebody(home: Path) -> None:
    """A collaborator with records and the settings of a province."""
    with desks.province(home / "TINH92") as office:
        person = desks.collaborator(home / "CTV07", "CTV07", ("31441", "31459"))
        issued = settings.settings_export(
            office, home / "tinh.kcs", collaborators=[{"code": "CTV07", "communes": ["31441", "31459"]}]
        )
        settings.settings_import(person, issued.path, fingerprint=issued.fingerprint)
        demo.fill(person, 120, 7)
        person.close()


def main(folder: Path) -> None:
    """Take all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    camera = Camera(folder)
    camera.take("overview")
    camera.pages.go("establishment")
    camera.take("list")
    for entity in ("establishment", "support_request"):
        camera.pages.open_record(entity, camera.first(entity), {})
        camera.take(entity)
    camera.pages.make_bundle()
    camera.take("send")
    camera.pages.take_in(books.save(Path(camera.home.name) / "Danh sách cơ sở 2025.xlsx", _LIST))
    camera.rest()
    camera.pages.sheet.go_on()
    camera.take("sheet")
    camera.program.finish()


if __name__ == "__main__":
    main(paths.resource("help", "pictures"))
