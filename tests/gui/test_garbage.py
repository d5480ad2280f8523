"""Widgets are taken apart on the window's thread only, whoever held them last."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kcdesk.model.problems import UserError
from kcdesk.ui.garbage import Collector
from kcdesk.ui.jobs import Jobs


class Circle(QWidget):
    """A widget that holds itself, and tells on which thread it goes."""

    def __init__(self, gone: list[int]) -> None:
        super().__init__()
        self.self = self
        self._finalize = weakref.finalize(self, lambda: gone.append(threading.get_ident()))


def make_garbage() -> None:
    """So many objects that Python would look for circles."""
    kept = [[number] for number in range(50_000)]
    del kept


@pytest.mark.usefixtures("qapp")
def test_a_thread_that_makes_objects_takes_no_widget_apart() -> None:
    gone: list[int] = []
    collector = Collector(QApplication.instance())
    collector.start()
    Circle(gone)
    thread = threading.Thread(target=make_garbage)
    thread.start()
    thread.join()
    assert gone == []
    make_garbage()
    collector.look()
    collector.stop()
    assert gone == [threading.get_ident()]


@pytest.mark.usefixtures("qapp")
def test_python_takes_over_again() -> None:
    gc.enable()
    try:
        collector = Collector(QApplication.instance())
        collector.start()
        assert not gc.isenabled()
        collector.stop()
        assert gc.isenabled()
    finally:
        gc.disable()


def held_by_a_job(gone: list[int]) -> Callable[[], None]:
    """Work that holds the only reference to a widget."""
    widget = QWidget()
    weakref.finalize(widget, lambda: gone.append(threading.get_ident()))
    return lambda: widget.objectName() and None


def fail() -> None:
    """Work that goes wrong."""
    raise UserError("Không được.")


@pytest.mark.usefixtures("qapp")
def test_what_a_job_held_last_goes_on_the_thread_of_the_window(qtbot: QtBot) -> None:
    gone: list[int] = []
    jobs = Jobs()
    for _time in range(50):
        jobs.bare(held_by_a_job(gone))
        jobs.bare(fail, held_by_a_job(gone), lambda _error: None)
    qtbot.waitUntil(lambda: not jobs.busy and not jobs._held)
    jobs.close()
    gc.collect()
    assert gone == [threading.get_ident()] * 100


@pytest.mark.usefixtures("qapp")
def test_what_a_job_held_that_never_ran_goes_there_too(qtbot: QtBot) -> None:
    gone: list[int] = []
    jobs = Jobs()
    for _time in range(50):
        work = held_by_a_job(gone)
        jobs.read(lambda _desk, work=work: work(), held_by_a_job(gone), lambda _error: None, key="figures")
        del work
    qtbot.waitUntil(lambda: not jobs._held)
    jobs.close()
    gc.collect()
    assert gone == [threading.get_ident()] * 100


@pytest.mark.usefixtures("qapp")
def test_everything_is_gone_through_when_nobody_works_and_nobody_types(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    calm = [False]
    collector = Collector(QApplication.instance(), lambda: calm[0])
    monkeypatch.setattr(gc, "collect", asked.append)
    monkeypatch.setattr(gc, "get_count", lambda: (9_000, 40, 40))
    collector.look()
    calm[0] = True
    collector.look()
    calm[0] = False
    monkeypatch.setattr(gc, "get_count", lambda: (9_000, 40, 4_000))
    collector.look()
    assert asked == [1, 2, 2]


@pytest.mark.usefixtures("qapp")
def test_work_that_failed_leaves_nothing_in_the_hands_of_the_window(qtbot) -> None:
    """What it held is put away on its own thread: a hundred thousand records would hold the window up."""
    jobs = Jobs()
    held: list[weakref.finalize] = []
    errors: list[BaseException] = []

    class Held:
        pass

    def work() -> None:
        many = Held()
        held.append(weakref.finalize(many, lambda: None))
        raise UserError("Không được.")

    jobs.bare(work, None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert errors[0].__traceback__ is not None
    assert not held[0].alive
    jobs.close()
