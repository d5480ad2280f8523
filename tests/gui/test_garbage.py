"""Circles of objects with widgets in them are taken apart on the window's thread only."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from kcdesk.ui.garbage import Collector


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
    try:
        Circle(gone)
        thread = threading.Thread(target=make_garbage)
        thread.start()
        thread.join()
        assert gone == []
        make_garbage()
        collector.look()
        collector.stop()
        assert gone == [threading.get_ident()]
    finally:
        gc.enable()


@pytest.mark.usefixtures("qapp")
def test_python_takes_over_again() -> None:
    collector = Collector(QApplication.instance())
    collector.start()
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
