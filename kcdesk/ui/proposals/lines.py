"""The conditions of a proposal as lines: a sign, the words, how it stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout

from kcdesk.i18n import _
from kcdesk.ui.widgets.badge import Badge
from kcdesk.ui.widgets.card import empty, label, row
from kcdesk.work.proposals import Condition


def show_conditions(into: QVBoxLayout, conditions: Sequence[Condition]) -> None:
    """Other conditions; a word says whether each is met, the colour only repeats it."""
    empty(into)
    for one in conditions:
        level, words = {
            True: ("good", _("✓ Đạt")),
            False: ("warning", _("✕ Chưa đạt")),
            None: ("quiet", _("○ Chưa rõ")),
        }[one.is_met]
        into.addLayout(row(Badge(level, words), label(one.words, wrap=True), label(one.detail, "small"), None))
