"""Everything that one does in the window over many records: how long its thread stands still at most, action by action.

A heartbeat of two milliseconds on the window's thread tells by how much it was late while an action went on and
until all that it had started was done.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure
from tests.bench.window import Probe
from tests.bench.workspaces import KEPT, ROOT, copied, environment, workspace

BOUND = 100.0
_WORST = 8
_LISTS = ("establishment", "support_request", "visit", "proposal")


def measure(sizes: list[int]) -> Iterator[Figure]:
    """The worst actions of each size, and which action that was."""
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            home = copied(workspace(size), Path(folder) / "home")
            done = subprocess.run(
                [sys.executable, "-m", "tests.bench.actions", str(home)],
                env=environment(home), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
            )  # fmt: skip
        found: dict[str, float] = json.loads(done.stdout)
        for name in sorted(found, key=lambda one: -found[one])[:_WORST]:
            yield Figure(f"pause: {name}", size, found[name], bound=BOUND)


class Actions(Probe):
    """Drives the program through all that people do, and keeps the longest pause of each."""

    def all(self) -> dict[str, float]:
        """By action, the longest pause of the window in milliseconds."""
        self.program.start()
        self.until_quiet()
        self.unlock()
        self.settle()
        found: dict[str, float] = {}
        for name, act in self._actions():
            self.pauses.clear()
            self.program.jobs.stir()  # as the key or the click does that begins it
            act()
            self.settle()
            found[name] = max(self.pauses, default=0.0)
        self.program.finish()
        return found

    def settle(self) -> None:
        """Until nothing is written any more and a moment has passed."""
        self.until_quiet()
        self.until(lambda: not self.program.jobs.busy, seconds=300)
        self.until_quiet()

    def _actions(self) -> Iterator[tuple[str, Callable[[], object]]]:
        pages = self.program.page.pages
        for time in ("first", "again"):
            for name in (*_LISTS, "exchange", "shelf", "settings", "overview"):
                yield f"go to {name} ({time})", partial(pages.go, name)
        for tab in ("bundles", "questions", "conflicts", "duplicates"):
            yield f"tab {tab}", partial(pages.show_waiting, tab)
        yield from self._list_actions(pages)
        yield from self._form_actions(pages)
        for scheme, percent in (("dark", 100), ("dark", 150), ("light", 100)):
            yield f"look {scheme} {percent} %", partial(self.program.theme.choose, scheme=scheme, percent=percent)
        yield "help", pages.help

    def _list_actions(self, pages: Any) -> Iterator[tuple[str, Callable[[], object]]]:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        pages.go("establishment")
        self.settle()
        page = pages.list_of("establishment")
        table, key = page.table, QTest.keyClick
        for name, pressed in (("down", Qt.Key.Key_Down), ("page down", Qt.Key.Key_PageDown), ("end", Qt.Key.Key_End)):
            yield f"list: {name}", partial(key, table, pressed)
        for column in page.model.columns[:5]:
            yield f"list: sort by {column.name}", partial(page._on_sorted, column.name)
        yield "list: mark all", partial(key, table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        yield "list: unmark all", page.model.marks.clear
        yield "list: mark one", partial(key, table, Qt.Key.Key_Space)
        yield "list: filters", page._on_filter
        yield "list: no filters", self._close_popups
        yield "list: give out", pages.give_out
        yield "list: close", self._close_popups

    def _type(self, text: str) -> None:
        from PySide6.QtTest import QTest

        here = self.program.window.focusWidget()
        assert here is not None
        QTest.keyClicks(here, text)

    def _close_popups(self) -> None:
        from PySide6.QtWidgets import QApplication

        for window in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
            if window is not None:
                window.close()

    def _form_actions(self, pages: Any) -> Iterator[tuple[str, Callable[[], object]]]:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        row = str(pages.list_of("establishment").model.row_of(pages.list_of("establishment").model.index(0, 0)).id)
        yield "form: open", partial(pages.open_record, "establishment", row, {})
        form = self.program.page.pages._forms[-1][0]
        yield "form: go to the address", partial(form.focus_field, "address")
        yield "form: type", lambda: self._type(" cu 5")
        yield "form: save", form.save
        yield "form: history", form.header.history_button.click
        yield "form: next", partial(
            QTest.keyClick, form, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier
        )  # fmt: skip
        yield "form: new", partial(pages.open_record, "establishment", None, {})
        fresh = self.program.page.pages._forms[-1][0]
        yield "form: name", lambda: self._type("Co so banh trang Hoang")
        yield "form: to the commune", partial(fresh.focus_field, "commune_code")
        yield "form: commune", lambda: self._type("vi thuy")
        yield "form: leave", partial(pages.go, "establishment")
        yield "new request", partial(pages.open_record, "support_request", None, {})
        yield "leave it", partial(pages.go, "support_request")
        yield "new visit", partial(pages.open_record, "visit", None, {})
        yield "leave this too", partial(pages.go, "overview")


if __name__ == "__main__":
    print(json.dumps(Actions(Path(sys.argv[1])).all()))
