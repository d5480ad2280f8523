"""The panel beside a list: the selected record explains itself, what needs attention first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.model.problems import Level
from kcdesk.ui.lists.facts import Facts, look_up
from kcdesk.ui.session import Session
from kcdesk.ui.widgets.buttons import link, primary, secondary
from kcdesk.ui.widgets.card import Card, breakable, empty, label, row, rule
from kcdesk.work.listing import ListRow

DELAY = 60
"""Milliseconds that a row is selected before its details are read: running through a list reads nothing."""
WIDTH = 300
_MOST_PROBLEMS = 4
_LOOKS = {Level.ERROR: "error", Level.WARNING: "warning", Level.GAP: "warning"}


@dataclass(frozen=True, slots=True)
class Follow:
    """Something to add to a record from its panel: the entity and its word on the button."""

    entity: str
    words: str


class SidePanel(Card):
    """Signals: ``open_asked(id, field)``; ``follow_asked(entity, id)`` – add something that belongs to it."""

    open_asked = Signal(str, str)
    follow_asked = Signal(str, str)

    def __init__(self, session: Session, entity: str, follow: Follow | None = None) -> None:
        super().__init__()
        self._session = session
        self._entity = entity
        self._follow = follow
        self._row: ListRow | None = None
        self._is_allowed = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)
        self._title = label("", "name", wrap=True)
        self._under = label("", "small", wrap=True)
        self._inside = QWidget()
        self._content = QVBoxLayout(self._inside)
        self._content.setContentsMargins(0, 0, 4, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._inside)
        self.body.addWidget(self._title)
        self.body.addWidget(self._under)
        self.body.addSpacing(4)
        self.body.addWidget(area, 1)
        self._open = primary(_("Mở"), self._on_open, "Enter")
        parts: list[Any] = [self._open]
        if follow is not None:
            parts.append(secondary(follow.words, self._on_follow))
        parts.append(None)
        self.body.addLayout(row(*parts))
        self._fit()
        session.theme.changed.connect(self._fit)

    def allow(self, is_allowed: bool) -> None:
        """Whether there is room for the panel beside the table."""
        self._is_allowed = is_allowed
        self.setVisible(is_allowed and self._row is not None)

    def show_row(self, shown: ListRow | None) -> None:
        """Explain another row; None empties the panel."""
        is_same = shown is not None and self._row is not None and shown.id == self._row.id
        self._row = shown
        if shown is None:
            self.hide()
            return
        self.setVisible(self._is_allowed)
        self._title.setText(shown.cells[0] if shown.cells else "")
        if not is_same:
            self._under.setText("")
            self._clear()
        self._timer.start(DELAY)

    def _ask(self) -> None:
        if self._row is None:
            return
        row_id, entity = self._row.id, self._entity
        self._session.jobs.read(lambda desk: look_up(desk, entity, row_id), self._show, key=f"side:{entity}")

    def _show(self, facts: Facts | None) -> None:
        self._clear()
        if facts is None or self._row is None or facts.id != self._row.id:
            return
        self._title.setText(breakable(facts.title))
        self._under.setText(breakable("\n".join(facts.under)))
        self._under.setVisible(bool(facts.under))
        self._add_problems(facts)
        self._add_facts(facts)
        self._content.addStretch(1)

    def _add_problems(self, facts: Facts) -> None:
        if not facts.problems:
            return
        worst = facts.problems[0].level
        box = Card(look=_LOOKS[worst])
        box.body.setContentsMargins(12, 10, 12, 10)
        box.body.setSpacing(4)
        heading = label(facts.heading, "strong", wrap=True)
        heading.setProperty("level", "error" if worst is Level.ERROR else "warning")
        box.body.addWidget(heading)
        for problem in facts.problems[:_MOST_PROBLEMS]:
            box.body.addWidget(label(breakable(problem.message), wrap=True))
        rest = len(facts.problems) - _MOST_PROBLEMS
        if rest > 0:
            box.body.addWidget(label(ngettext("và {n} mục nữa", "và {n} mục nữa", rest).format(n=rest), "small"))
        first = facts.problems[0].field
        box.body.addLayout(row(link(_("Sửa ngay ›"), lambda: self._mend(first)), None))
        self._content.addWidget(box)
        self._content.addSpacing(4)

    def _add_facts(self, facts: Facts) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for at, (name, value) in enumerate(facts.lines):
            words, said = label(name, "small", wrap=True), label(breakable(value), wrap=True)
            said.setProperty("role", "fact")
            for part in (words, said):
                part.setContentsMargins(0, 7, 0, 7)
            words.setFixedWidth(self._session.theme.px(98))
            grid.addWidget(words, at * 2, 0)
            grid.addWidget(said, at * 2, 1)
            grid.addWidget(rule(), at * 2 + 1, 0, 1, 2)
        self._content.addLayout(grid)

    def _clear(self) -> None:
        empty(self._content)

    def _mend(self, field: str) -> None:
        if self._row is not None:
            self.open_asked.emit(self._row.id, field)

    def _on_open(self) -> None:
        if self._row is not None:
            self.open_asked.emit(self._row.id, "")

    def _on_follow(self) -> None:
        if self._row is not None and self._follow is not None:
            self.follow_asked.emit(self._follow.entity, self._row.id)

    def _fit(self) -> None:
        self.setFixedWidth(min(self._session.theme.px(WIDTH), 460))
