"""The menu in which the columns of a list are chosen, by the groups of the form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from kcdesk.i18n import _
from kcdesk.model.fields import Entity
from kcdesk.ui.lists.columns import choosable, first_columns


def column_menu(
    parent: QWidget, entity: Entity, shown: Sequence[str], on_chosen: Callable[[tuple[str, ...]], object]
) -> QMenu:
    """A menu with a tick at every column that is shown; the title of a record always is."""
    menu = QMenu(parent)
    menu.setAccessibleName(_("Cột"))
    menus = {group.name: QMenu(_(group.label), menu) for group in entity.groups}
    for field in choosable(entity):
        if field.name == entity.title_field:
            continue
        place = menus.get(field.group, menu)
        action = place.addAction(_(field.label))
        action.setCheckable(True)
        action.setChecked(field.name in shown)
        action.toggled.connect(partial(_toggle, entity, tuple(shown), field.name, on_chosen))
    for part in menus.values():
        if part.actions():
            menu.addMenu(part)
    menu.addSeparator()
    menu.addAction(_("Về các cột ban đầu"), partial(on_chosen, first_columns(entity)))
    return menu


def _toggle(
    entity: Entity, shown: tuple[str, ...], name: str, on_chosen: Callable[[tuple[str, ...]], object], on: bool
) -> None:
    order = [field.name for field in entity.fields]
    chosen = {*shown, name} if on else {*shown} - {name}
    kept = [one for one in shown if one in chosen]
    on_chosen((*kept, *sorted(chosen - set(kept), key=order.index)))
