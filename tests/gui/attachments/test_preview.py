"""The preview: fitted, nearer, to the next one, a copy outside, and nothing readable left behind."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kcdesk.model.problems import UserError
from kcdesk.ui.attachments import outside
from kcdesk.ui.attachments.outside import PREFIX, Viewed, file_stem, save_copy, sweep_left_over
from kcdesk.ui.attachments.preview import Preview
from kcdesk.ui.session import Session
from kcdesk.work import attachments, photos
from tests.gui.attachments.test_card import Photo, Run, make, there
from tests.gui.forms.typist import Typist
from tests.work import pictures


@pytest.fixture
def shown(qtbot: QtBot, run: Run, session: Session, photo: Photo) -> Iterator[Preview]:
    """The preview of two photos and a PDF."""
    row = make(run)
    for seed in (1, 2):
        made = attachments.read(photo(f"{seed}.jpg", seed))
        run(lambda desk, made=made: attachments.add(desk, "establishment", row, made, "anh_may"))
    run(lambda desk: attachments.add(desk, "establishment", row, photos.fit(pictures.PDF, "a.pdf"), "bao_gia"))
    window = QWidget()
    window.resize(1366, 768)
    qtbot.addWidget(window)
    window.show()
    preview = Preview(session, there(run, row), 0, window)
    preview.open()
    qtbot.waitActive(preview)
    qtbot.waitUntil(lambda: not preview.view._item.pixmap().isNull(), timeout=5_000)
    yield preview
    preview.accept()


def test_zoom_by_keys_and_wheel(shown: Preview, typist: Typist) -> None:
    shown.view.fit()
    assert shown.view.scale_now == 1.0  # 480 × 360 is smaller than the window: never blown up
    typist.type("+")
    assert shown.view.scale_now == pytest.approx(1.25)
    typist.type("-").type("-")
    assert shown.view.scale_now == pytest.approx(0.8)
    typist.type("1")
    assert shown.view.scale_now == pytest.approx(1.0) and not shown.view.fitted
    typist.type("0")
    assert shown.view.fitted


def test_arrows_go_on_and_stop_at_the_ends(shown: Preview, typist: Typist) -> None:
    typist.press(Qt.Key.Key_Left)
    assert shown.at == 0
    for _time in range(4):
        typist.press(Qt.Key.Key_Right)
    assert shown.at == 2
    assert not shown.view.isVisible() and "PDF" in shown._note.text()


def test_a_paper_is_opened_from_a_passing_copy_that_goes(
    shown: Preview, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[Path, bytes]] = []
    viewed = outside.viewed(session)
    monkeypatch.setattr(viewed, "open_path", lambda path: seen.append((path, path.read_bytes())) is None)
    shown.step(2)
    shown.open_outside()
    qtbot.waitUntil(lambda: bool(seen), timeout=5_000)
    path, data = seen[0]
    assert data == pictures.PDF
    assert path.suffix == ".pdf" and path.parent.stat().st_mode & 0o077 == 0
    outside.leave(session)
    assert not path.parent.exists()


def test_a_viewer_that_does_not_start_leaves_nothing(session: Session) -> None:
    viewed = Viewed(session, lambda _path: False)
    before = set(Path(tempfile.gettempdir()).glob(f"{PREFIX}*"))
    with pytest.raises(UserError):
        viewed.show(pictures.PDF, "pdf")
    assert set(Path(tempfile.gettempdir()).glob(f"{PREFIX}*")) == before
    viewed.setParent(None)


def test_what_is_not_what_it_says_is_not_opened(session: Session) -> None:
    opened: list[Path] = []
    viewed = Viewed(session, lambda path: opened.append(path) is None)
    for data, extension in ((b"MZ" + bytes(100), "pdf"), (pictures.office("word/document.xml", macros=True), "docx")):
        with pytest.raises(UserError):
            viewed.show(data, extension)
    assert opened == []
    viewed.setParent(None)


def test_copies_of_an_earlier_run_are_taken_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old = tmp_path / f"{PREFIX}1-abc"
    old.mkdir()
    (old / "xem.pdf").write_bytes(b"x")
    (old / "xem.pdf").chmod(0o400)
    sweep_left_over()
    assert list(tmp_path.iterdir()) == []


def test_a_copy_outside_is_whole_or_not_there(tmp_path: Path) -> None:
    save_copy(pictures.PDF, tmp_path / "a.pdf", "pdf")
    assert (tmp_path / "a.pdf").read_bytes() == pictures.PDF
    with pytest.raises(UserError):
        save_copy(pictures.PDF, tmp_path / "khong" / "a.pdf", "pdf")
    assert [one.name for one in tmp_path.iterdir()] == ["a.pdf"]


def test_many_small_pictures_do_not_fill_the_memory(
    session: Session, qtbot: QtBot, run: Run, photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kcdesk.ui.attachments import thumbnails

    monkeypatch.setattr(thumbnails, "ROOM", 320 * 240 * 4 * 2)
    row = make(run)
    small = thumbnails.Thumbnails(session, 320)
    for seed in range(4):
        made = attachments.read(photo(f"{seed}.jpg", 30 + seed))
        run(lambda desk, made=made: attachments.add(desk, "establishment", row, made, "anh_may"))
        with qtbot.waitSignal(small.came, timeout=5_000):
            assert small.get(made.sha256, "jpg") is None
    assert len(small._held) == 2 and small._bytes <= thumbnails.ROOM
    small.setParent(None)


def test_what_is_no_picture_is_never_given_out_as_one(tmp_path: Path) -> None:
    for data, extension in ((b"MZ" + bytes(100), "jpg"), (pictures.PDF, "jpg"), (b"abc", "lnk"), (b"#!/bin/sh", "exe")):
        with pytest.raises(UserError) as refused:
            save_copy(data, tmp_path / f"a.{extension}", extension)
        assert refused.value.code == "bad_file_type"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Hóa đơn \u202egpj.exe", "Hóa đơn  gpj"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\x.lnk", "C Windows x"),
        ("<b>a</b>.jpg", "b"),
        ("..", "_"),
        ("a" * 500, "a" * 119 + "…"),
    ],
)
def test_name_that_came_is_made_one_that_every_system_takes(name: str, stem: str) -> None:
    assert file_stem(name) == stem
