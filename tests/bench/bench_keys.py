"""How many keys an officer presses beyond what ends in values: a paper form keyed into the real window.

Nothing but the keyboard is used, from the first screen of the open workspace until both records are saved.
A chord (Ctrl+Enter) is one key. Letters that choose from a closed list end in no value; those by which a commune
or a content is found do, as they stand in its name.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure
from tests.bench.workspaces import COMMANDS, PASSWORD, ROOT, environment

RATIO_BOUND = 1.5
CHOICE_BOUND = 3
WAIT = 15.0


@dataclass(frozen=True)
class Written:
    """A line of the paper: which field, what is typed for it, and whether it is a closed list."""

    field: str
    text: str
    is_choice: bool = False


ESTABLISHMENT = (
    Written("name", "Lò bánh tráng Vị Thủy"),
    Written("legal_form", "h", is_choice=True),
    Written("commune_code", "vi thuy"),
    Written("address", "Ấp 3"),
    Written("representative", "Nguyễn Thị Bảy"),
    Written("phone", "0912345678"),
    Written("trade_group", "1", is_choice=True),
    Written("main_trade", "Tráng bánh"),
    Written("products[0].name", "Bánh tráng"),
    Written("workers_total", "7"),
    Written("figures_year", "2025"),
)
REQUEST = (
    Written("activity", "nd03"),
    Written("fund_source", "d", is_choice=True),
    Written("title", "Ứng dụng máy sấy bánh tráng"),
    Written("objective", "Tăng sản lượng, giảm công phơi"),
    Written("necessity", "Mùa mưa không phơi được"),
    Written("cost_items[0].name", "Máy sấy bơm nhiệt"),
    Written("cost_items[0].is_new", "c", is_choice=True),
    Written("cost_items[0].quantity", "1"),
    Written("cost_items[0].unit_price", "97,82"),
    Written("requested_amount", "48,91"),
)
EXPECTED = {
    "establishment": {"legal_form": "HKD", "commune_code": "31441", "trade_group": "1", "workers_total": 7},
    "support_request": {"activity": "ND03", "fund_source": "KCDP", "total_cost": 97_820_000,
                        "requested_amount": 48_910_000},
}  # fmt: skip


def measure(sizes: list[int]) -> Iterator[Figure]:
    """Keys beyond values for each field filled, and the most keys that a closed list took."""
    del sizes
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        whole = [sys.executable, "-m", "kcdesk", *COMMANDS[0].split()]
        subprocess.run(whole, env=environment(home), check=True, stdout=subprocess.DEVNULL)
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.bench_keys", str(home)],
            env=environment(home), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
    found = json.loads(done.stdout)
    fields = found["fields"]
    yield Figure("keys beyond values, a field", fields, found["extra"] / fields, unit="keys", bound=RATIO_BOUND)
    yield Figure("the same, Ctrl counted as a key", fields, found["strict"] / fields, unit="keys")
    yield Figure("most keys for a closed list", found["choices"], found["choice"], unit="keys", bound=CHOICE_BOUND)


class Clerk:
    """Reads a paper and types. Only ever looks at where the cursor is, as a person does."""

    def __init__(self, home: Path) -> None:
        from PySide6.QtWidgets import QApplication

        from kcdesk.ui.app import Program

        self.app = QApplication(["kcdesk"])
        self.program = Program(self.app, home)
        self.keys = self.modifiers = self.useful = 0
        self.choice_keys: list[int] = []

    def run(self) -> dict[str, Any]:
        """Key both records; counts."""

        from kcdesk.ui.workspace import WorkspacePage

        self.program.start()
        self.until(self.program.window.isVisible)
        self.settle()
        self.program.page.password.field.setText(PASSWORD)
        self.program.page.password.field.setFocus()
        self.press("Return")
        self.until(lambda: isinstance(self.program.page, WorkspacePage))
        self.settle()
        self.program.window.activateWindow()
        self.settle()
        self.keys = self.modifiers = self.useful = 0
        self.press("Ctrl+N")
        self.key_in(ESTABLISHMENT)
        self.press("Ctrl+D")  # saves, and begins the request
        self.until(lambda: self.form().entity.name == "support_request")
        self.settle()
        self.key_in(REQUEST)
        self.press("Ctrl+S")
        self.until(lambda: self.form().record_id is not None)
        self.settle()
        self.check()
        extra = self.keys - self.useful
        self.program.finish()
        return {
            "fields": len(ESTABLISHMENT) + len(REQUEST), "extra": extra, "strict": extra + self.modifiers,
            "choices": len(self.choice_keys), "choice": max(self.choice_keys),
        }  # fmt: skip

    def key_in(self, paper: tuple[Written, ...]) -> None:
        """One line of the paper after the other."""
        self.until(lambda: hasattr(self.form(), "place") and bool(self.form().place()))
        for line in paper:
            before = self.keys
            self.go_to(line.field)
            before = self.keys if line.is_choice else before
            self.write(line.text)
            if line.is_choice:
                self.choice_keys.append(self.keys - before + 1)  # and Enter, which leads on
            else:
                self.useful += len(line.text)

    def go_to(self, field: str) -> None:
        """Enter where the next field is the one on the paper, Ctrl+Enter where it is further on."""
        for _try in range(40):
            if self.place() == field:
                return
            after = self.after(field)
            self.press("Ctrl+Return" if after else "Return")
        raise SystemExit(f"never came to {field}, but to {self.place()}")

    def after(self, field: str) -> bool:
        """Whether leaping to the next wanted field passes nothing that stands on the paper."""
        form = self.form()
        here = form.body.current()
        stops = [one for one in form.body.stops() if one.reachable()]
        at = stops.index(here) if here in stops else -1
        name = field.partition("[")[0]
        target = form.body.tables.get(name) or form.body.rows.get(name)
        if target not in stops or here is target:
            return False
        form.checker.check_now()
        wanted = next((one for one in stops[at + 1 :] if one.wanted()), None)
        if wanted is None or (stops[at + 1] is target and here not in form.body.tables.values()):
            return False
        return stops.index(wanted) <= stops.index(target)

    def place(self) -> str:
        """The field in which the cursor stands."""
        self.app.processEvents()
        return self.form().place()

    def form(self) -> Any:
        """The form that is open."""
        return self.program.page.pages.stack.currentWidget()

    def write(self, text: str) -> None:
        """Letters as an input method hands them over."""
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent

        for letter in text:
            widget = self.app.focusWidget()
            code = ord(letter.upper()) if letter.isascii() else 0
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                self.app.sendEvent(widget, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, letter))
            self.keys += 1
        self.settle(0.15)

    def press(self, chord: str) -> None:
        """A key, alone or with Ctrl."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        control, _plus, name = chord.rpartition("+")
        held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self.app.focusWidget() or self.program.window, getattr(Qt.Key, f"Key_{name}"), held)
        self.keys += 1
        self.modifiers += bool(control)
        self.settle(0.05)

    def check(self) -> None:
        """What was keyed is what is saved."""
        from kcdesk.work.bootstrap import Desk

        found: list[dict[str, Any]] = []

        def read(desk: Desk) -> dict[str, Any]:
            return {entity: next(iter(desk.store.rows(entity))) for entity in EXPECTED}

        self.program.jobs.read(read, found.append)
        self.until(lambda: bool(found))
        for entity, values in EXPECTED.items():
            kept = {name: found[0][entity].get(name) for name in values}
            if kept != values:
                raise SystemExit(f"{entity}: {kept}")

    def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for something."""
        end = time.perf_counter() + WAIT
        while not is_so():
            self.app.processEvents()
            if time.perf_counter() > end:
                raise TimeoutError(f"nothing came; at {self.app.focusWidget()}")

    def settle(self, seconds: float = 0.4) -> None:
        """A breath, and until no work is running."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end or self.program.jobs.busy:
            self.app.processEvents()


if __name__ == "__main__":
    print(json.dumps(Clerk(Path(sys.argv[1])).run()))
