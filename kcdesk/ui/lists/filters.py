"""What a list is narrowed to: chips that can be read and taken away, and the menu that adds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from kcdesk.i18n import N_, _
from kcdesk.model.fields import Entity, Value
from kcdesk.ui.preferences import Preferences
from kcdesk.ui.widgets.buttons import Button
from kcdesk.ui.widgets.flow import FlowLayout
from kcdesk.work.listing import WRITER
from kcdesk.work.showing import COMMUNE
from kcdesk.work.standing import STATE, filters, standing_words

INCOMPLETE = "_incomplete"
_BY_ENTITY = {
    "establishment": ("commune_code", "trade_group", "legal_form", "status", "eligibility", "consent"),
    "support_request": ("activity", "fund_source", "plan_year", "kind", "status"),
    "visit": ("kind", "difficulties"),
}
_HEADINGS = {WRITER: N_("Cộng tác viên"), COMMUNE: N_("Xã, phường của cơ sở")}
_MOST_VALUES = 24
_MOST_KEPT = 12
Choices = Mapping[str, Sequence[tuple[Value, str, int]]]


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition: the name and value as the store takes it, and the words on its chip."""

    name: str
    value: Any
    words: str


def filter_fields(entity: Entity) -> tuple[str, ...]:
    """The fields by which a list can be narrowed."""
    wanted = _BY_ENTITY.get(entity.name, ())
    known = tuple(name for name in wanted if name in entity)
    return known or tuple(field.name for field in entity.fields if field.choices)[:5]


class FilterChips(QWidget):
    """The chips. Signal: ``changed`` – a condition came or went."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filters: dict[str, Filter] = {}
        self._flow = FlowLayout(self)
        self.hide()

    @property
    def filters(self) -> tuple[Filter, ...]:
        """All conditions with their words."""
        return tuple(self._filters.values())

    @property
    def where(self) -> dict[str, Any]:
        """All conditions as the store takes them."""
        return {one.name: one.value for one in self._filters.values()}

    def put(self, *filters: Filter) -> None:
        """Add conditions; one on the same field is replaced."""
        for one in filters:
            self._filters[one.name] = one
        self._show()

    def replace(self, filters: Sequence[Filter]) -> None:
        """Have exactly these conditions."""
        self._filters = {one.name: one for one in filters}
        self._show()

    def drop(self, name: str) -> None:
        """Take a condition away."""
        self._filters.pop(name, None)
        self._show()

    def _show(self) -> None:
        self._flow.clear()
        for one in self._filters.values():
            chip = Button(f"{one.words}  ✕")
            chip.setProperty("chip", True)
            chip.setAccessibleName(_("Bỏ lọc {words}").format(words=one.words))
            chip.clicked.connect(partial(self._on_chip_clicked, one.name))
            self._flow.addWidget(chip)
        self.setVisible(bool(self._filters))
        self.updateGeometry()
        self.changed.emit()

    def _on_chip_clicked(self, name: str, _checked: bool = False) -> None:
        self.drop(name)


def filter_menu(
    parent: QWidget, entity: Entity, choices: Choices, chips: FilterChips, *, is_province: bool = False
) -> QMenu:
    """A menu with what can be narrowed to: completeness, then each field with the values in use."""
    menu = QMenu(parent)
    menu.setAccessibleName(_("Bộ lọc"))
    for words, is_incomplete in ((_("Còn thiếu thông tin"), True), (_("Đủ thông tin"), False)):
        menu.addAction(words, partial(chips.put, Filter(INCOMPLETE, is_incomplete, words)))
    for standing in filters(is_province=is_province):
        words = standing_words(standing, is_province=is_province)[1]
        menu.addAction(words, partial(chips.put, Filter(STATE, standing.value, words)))
    menu.addSeparator()
    for name, values in choices.items():
        if not values:
            continue
        part = menu.addMenu(_(_HEADINGS[name]) if name in _HEADINGS else _(entity[name].label))
        for value, words, count in values[:_MOST_VALUES]:
            part.addAction(f"{words}  ({count})", partial(chips.put, Filter(name, value, words)))
    if chips.where:
        menu.addSeparator()
        menu.addAction(_("Bỏ mọi điều kiện lọc"), partial(chips.replace, ()))
    return menu


def kept_menu(menu: QMenu, preferences: Preferences, entity: str, chips: FilterChips) -> None:
    """Add what was narrowed to before and kept: choosing one puts its conditions in, keeping takes those of now."""
    kept = preferences.filters.setdefault(entity, [])
    if not kept and not chips.where:
        return
    menu.addSeparator()
    for at, conditions in enumerate(kept):
        chosen = [Filter(*one) for one in conditions]
        part = menu.addMenu(" · ".join(one.words for one in chosen))
        part.addAction(_("Lọc theo bộ này"), partial(chips.replace, chosen))
        part.addAction(_("Quên bộ này"), partial(_forget, preferences, kept, at))
    if chips.where:
        menu.addAction(_("Giữ bộ lọc này để dùng lại"), partial(_keep, preferences, kept, chips))


def _keep(preferences: Preferences, kept: list[Any], chips: FilterChips) -> None:
    made = [[one.name, one.value, one.words] for one in chips.filters]
    if made not in kept:
        kept.append(made)
        del kept[:-_MOST_KEPT]
        preferences.save()


def _forget(preferences: Preferences, kept: list[Any], at: int) -> None:
    del kept[at]
    preferences.save()
