"""Looks the form over a moment after something changed: problems, worked-out values, what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from kcdesk.model.derived import derive
from kcdesk.model.fields import Record, Value
from kcdesk.model.problems import Level, Problem
from kcdesk.model.validate import check
from kcdesk.ui.forms.gateway import Gateway
from kcdesk.ui.forms.plan import Section
from kcdesk.ui.forms.state import FormState

WAIT_MS = 120
_CHILD = re.compile(r"(?P<plural>\w+)(?:\[(?P<row>\d+)\](?:\.(?P<name>\w+))?)?")


class FormChecker(QObject):
    """Signal ``checked``: ``problems`` and ``derived`` are new."""

    checked = Signal()

    def __init__(self, gateway: Gateway, state: FormState, parent: QObject) -> None:
        super().__init__(parent)
        self._gateway = gateway
        self._state = state
        self.papers: Callable[[], Sequence[Record]] = tuple
        """The photos and papers that the record has."""
        self.parent_record: Record | None = None
        """The record that this one points to (the establishment of a request), once it is known."""
        self.problems: list[Problem] = []
        self.derived: Mapping[str, Value] = {}
        self._by_field: dict[str, list[Problem]] = {}
        self._cells: dict[str, dict[tuple[int, str], list[Problem]]] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.check_now)
        state.changed.connect(self.soon)
        state.rows_changed.connect(self.soon)

    def soon(self) -> None:
        """Look it over when the hands rest."""
        self._timer.start()

    def check_now(self) -> None:
        """Look it over at once."""
        self._timer.stop()
        state, context = self._state, self._gateway.context()
        record, children = state.record(), {**state.children(), "attachments": self.papers()}
        found = check(state.entity, record, children, context, self.parent_record)
        self.problems = [one for one in found if one.field not in state.texts]
        self.derived = derive(state.entity, record, children, context)
        self._sort_problems()
        self.checked.emit()

    def take_problems(self, problems: Sequence[Problem]) -> None:
        """Show problems that only the store could see, until something is typed again."""
        self.problems = list(problems)
        self._sort_problems()
        self.checked.emit()

    def of_field(self, name: str) -> list[Problem]:
        """The problems of a field of the record."""
        return self._by_field.get(name, [])

    def of_table(self, plural: str) -> dict[tuple[int, str], list[Problem]]:
        """The problems of a sub-table by row and field; (-1, "") are those of the table as a whole."""
        return self._cells.get(plural, {})

    def count(self, section: Section) -> tuple[int, int]:
        """How much is missing in a card, and how many places must be mended."""
        found = [one for declared in section.fields for one in self.of_field(declared.name)]
        for child in (*section.before, *section.after):
            found += [one for problems in self.of_table(child.plural).values() for one in problems]
        missing = {one.field for one in found if one.level is Level.GAP or _is_empty(one)}
        errors = {one.field for one in found if one.level is Level.ERROR and one.field not in missing}
        texts = {one.name for one in section.fields if one.name in self._state.texts and self._state.applies(one.name)}
        return len(missing), len(errors | texts)

    def _sort_problems(self) -> None:
        self._by_field, self._cells = {}, {}
        for problem in self.problems:
            found = _CHILD.fullmatch(problem.field)
            if found and found["plural"] in self._state.rows:
                row = int(found["row"]) if found["row"] else -1
                cells = self._cells.setdefault(found["plural"], {})
                cells.setdefault((row, found["name"] or ""), []).append(problem)
            else:
                self._by_field.setdefault(problem.field, []).append(problem)


def _is_empty(problem: Problem) -> bool:
    """An error that only says that something required is not there yet."""
    return problem.code in ("required", "missing")
