"""The parts of the window by themselves: jobs, theme, texts of Qt, errors without people."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import fields
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kcdesk import i18n, paths
from kcdesk.ui.hooks import report, without_people
from kcdesk.ui.jobs import SLOW, Jobs
from kcdesk.ui.lanes import Job
from kcdesk.ui.preferences import Preferences
from kcdesk.ui.qt_text import QtWords
from kcdesk.ui.start.secret import strength
from kcdesk.ui.theme import Theme, style_sheet
from kcdesk.ui.tokens import DARK, LIGHT, Tokens
from kcdesk.ui.widgets.buttons import Button
from kcdesk.work.jobs import Cancelled, stop_if


class Closing:
    """Stands for a workspace: knows the thread that made it and whether it was closed there."""

    def __init__(self) -> None:
        self.thread = threading.current_thread().name
        self.closed_by = ""
        self.readers: list[Closing] = []
        self.caught_up = 0

    def reader(self) -> Closing:
        """A workspace for another thread."""
        self.readers.append(Closing())
        return self.readers[-1]

    def follow(self) -> None:
        """Nothing about it changes."""

    def catch_up(self) -> None:
        """Count how often it was asked for."""
        self.caught_up += 1

    def close(self) -> None:
        """Note who closed."""
        self.closed_by = threading.current_thread().name


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    """Both threads, ended afterwards."""
    made = Jobs()
    yield made
    made.close()


def opened(qtbot: QtBot, jobs: Jobs) -> Closing:
    """A workspace that the worker owns."""
    desks: list[Closing] = []
    jobs.open(Closing, desks.append, _fail)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: bool(desks))
    return desks[0]


def _fail(error: BaseException) -> None:
    raise error


def test_writing_and_reading_have_their_own_threads_and_answers_come_back(qtbot: QtBot, jobs: Jobs) -> None:
    """What a job gives arrives on the window's thread; each workspace is closed by the thread that made it."""
    desk = opened(qtbot, jobs)
    seen: list[tuple[str, str]] = []
    jobs.run(lambda given: given.thread, lambda name: seen.append((name, threading.current_thread().name)))
    jobs.read(lambda given: given.thread, lambda name: seen.append((name, threading.current_thread().name)))
    qtbot.waitUntil(lambda: len(seen) == 2)
    main = threading.main_thread().name
    assert sorted(seen) == [("kcdesk-lists", main), ("kcdesk-worker", main)]
    jobs.close()
    assert desk.closed_by == "kcdesk-worker"
    assert [one.closed_by for one in desk.readers] == ["kcdesk-lists"]


def test_of_several_queries_with_one_key_only_the_newest_answers(qtbot: QtBot, jobs: Jobs) -> None:
    """Whoever types fast sees the last answer, and the older queries are not even run."""
    opened(qtbot, jobs)
    gate = threading.Event()
    ran: list[int] = []
    answers: list[int] = []
    jobs.read(lambda _desk: gate.wait(5))

    def look(number: int) -> int:
        ran.append(number)
        return number

    for number in range(5):
        jobs.read(lambda _desk, own=number: look(own), answers.append, key="list")
    gate.set()
    qtbot.waitUntil(lambda: bool(answers))
    assert (answers, ran) == ([4], [4])


def test_a_running_query_is_told_to_stop(qtbot: QtBot, jobs: Jobs) -> None:
    """A scan that asks is stopped by the next letter."""
    opened(qtbot, jobs)
    started, told, answers = threading.Event(), threading.Event(), []  # type: ignore[var-annotated]

    def scan(_desk: object, cancel: object) -> str:
        started.set()
        while not cancel():  # type: ignore[operator]
            pass
        told.set()
        return "old"

    jobs.read(scan, answers.append, key="list", cancellable=True)
    assert started.wait(5)
    jobs.read(lambda _desk: "new", answers.append, key="list")
    qtbot.waitUntil(lambda: answers == ["new"])
    assert told.is_set()


def test_slow_work_waits_while_somebody_uses_the_window(
    qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each key holds it up for a moment; it goes on by itself."""
    opened(qtbot, jobs)
    slept: list[float] = []
    now = [100.0]

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    monkeypatch.setattr("kcdesk.ui.jobs.time", SimpleNamespace(monotonic=lambda: now[0], sleep=sleep))
    jobs.stir()
    answers: list[object] = []
    jobs.read(lambda _desk, cancel: cancel(), answers.append, cancellable=True, lane=SLOW)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [False]
    assert 0.3 <= sum(slept) < 0.4


def test_closing_does_not_wait_for_what_is_only_looked_up(qtbot: QtBot, jobs: Jobs) -> None:
    """The window closes at once, however long the search for pairs would still take."""
    opened(qtbot, jobs)
    started = threading.Event()

    def scan(_desk: object, cancel: object) -> None:
        started.set()
        while not cancel():  # type: ignore[operator]
            pass

    jobs.read(scan, cancellable=True, lane=SLOW)
    assert started.wait(5)
    jobs.close()


def test_long_work_tells_how_far_it_is_and_can_be_stopped(qtbot: QtBot, jobs: Jobs) -> None:
    """Stopping is not an error that is shown; what was laid aside meanwhile is taken in."""
    desk = opened(qtbot, jobs)
    errors: list[BaseException] = []
    shown: list[BaseException] = []
    jobs.broke.connect(shown.append)

    def work(_desk: object, progress: object, cancel: object) -> None:
        for step in range(100_000):
            progress(step, 100_000, "đang làm")  # type: ignore[operator]
            stop_if(cancel)  # type: ignore[arg-type]
            threading.Event().wait(0.001)

    with qtbot.waitSignal(jobs.progressed):
        job = jobs.long("Việc dài", work, failed=errors.append)
    assert jobs.busy
    job.cancel()
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], Cancelled)
    assert desk.caught_up == 1
    assert not shown
    assert not jobs.busy


def test_an_error_that_nobody_takes_care_of_is_told(qtbot: QtBot, jobs: Jobs) -> None:
    """It reaches the window, once."""
    opened(qtbot, jobs)
    with qtbot.waitSignal(jobs.broke) as broke:
        jobs.run(lambda _desk: 1 / 0)
    assert isinstance(broke.args[0], ZeroDivisionError)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


PAIRS = [
    *(
        (text, ground)
        for text in ("text", "text2")
        for ground in ("ground", "surface", "accent_soft", "quiet_soft", "derived")
    ),
    *((text, ground) for text in ("accent",) for ground in ("ground", "surface", "accent_soft")),
    *((text, "surface") for text in ("good", "warning", "error", "note")),
    *((text, f"{text}_soft") for text in ("good", "warning", "error", "note")),
    ("text", "warning_soft"),
    ("text", "error_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("surface", "text"),
    ("surface", "warning"),
]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_text_can_be_read_on_its_ground(tokens: Tokens, text: str, ground: str) -> None:
    """At least 4.5:1 in both themes."""
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


def test_the_style_sheet_knows_all_its_colours_at_every_size(qapp: QApplication) -> None:
    """No placeholder is left over."""
    for tokens in (LIGHT, DARK):
        for percent in (100, 150, 200):
            sheet = style_sheet(tokens, percent)
            assert "$" not in sheet
            assert "@" not in sheet
    assert {one.name for one in fields(LIGHT)} == {one.name for one in fields(DARK)}


def test_icons_take_the_colour_of_their_role_in_each_theme(qapp: QApplication) -> None:
    """Every drawing can be drawn, and is drawn anew when the theme changes."""
    theme = Theme(qapp, "light")
    for file in paths.resource("icons").glob("*.svg"):
        assert not theme.icon(file.stem).isNull(), file
    light = theme.icon("check", "text").pixmap(24, 24).toImage()
    theme.choose(scheme="dark")
    assert theme.icon("check", "text").pixmap(24, 24).toImage() != light
    theme.choose(scheme="light", percent=100)


def test_qt_speaks_vietnamese_and_keeps_what_it_has_no_word_for(qapp: QApplication, qtbot: QtBot) -> None:
    """Buttons read as the person reads; a word that is not in the list stays as it was."""
    words = QtWords(qapp)
    qapp.installTranslator(words)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Save).text() == "Lưu"
    assert words.translate("any", "no such word") is None
    i18n.set_language("en")
    assert words.translate("QPlatformTheme", "Save") is None
    qapp.removeTranslator(words)


def test_a_report_of_an_error_names_nobody() -> None:
    """Quoted words, long numbers and the person's folder are left out; the place in the program stays."""
    assert without_people("không có “Lò bánh Vị Thủy” 0912 345 678") == "không có “…” …"
    try:
        raise ValueError("Nguyễn “Hạnh” 091234567")
    except ValueError as error:
        text = report(error)
    assert "Hạnh" not in text
    assert "091234567" not in text
    assert "test_parts.py" in text


@pytest.mark.parametrize(
    ("password", "level"),
    [("ngắn", "error"), ("aaaaaaaaaaaa", "error"), ("123456789012", "warning"), ("lò bánh tráng xanh", "good")],
)
def test_the_strength_of_a_password_is_said_in_words(password: str, level: str) -> None:
    """By length and variety."""
    found, words = strength(password)
    assert found == level
    assert words


def test_choices_survive_and_damage_is_as_the_first_start(tmp_path: object) -> None:
    """A broken or foreign file of choices is no reason not to start."""
    from pathlib import Path

    home = Path(str(tmp_path))
    chosen = Preferences.load(home)
    chosen.percent, chosen.columns = 150, {"visit": ["kind"]}
    chosen.save()
    assert Preferences.load(home).percent == 150
    assert Preferences.load(home).columns == {"visit": ["kind"]}
    (home / "window.json").write_text('{"percent": "nhiều", "scheme": "dark"}', encoding="utf-8")
    assert (Preferences.load(home).percent, Preferences.load(home).scheme) == (100, "dark")
    (home / "window.json").write_bytes(b"\xff\xfe{")
    assert Preferences.load(home).percent == 100


def test_a_button_has_room_for_its_shortcut(qapp: QApplication, qtbot: QtBot) -> None:
    """The chip widens the button and is read out."""
    plain, chipped = Button("Lưu"), Button("Lưu", shortcut="Ctrl+S")
    for one in (plain, chipped):
        qtbot.addWidget(one)
    assert chipped.sizeHint().width() > plain.sizeHint().width()
    assert chipped.accessibleDescription() == "Ctrl+S"
    assert isinstance(chipped, QPushButton)
    assert not isinstance(chipped, QLabel)


def test_a_job_that_was_cancelled_says_so() -> None:
    """The token of the use cases."""
    job = Job(lambda: None)
    assert not job.is_cancelled()
    job.cancel()
    assert job.is_cancelled()
