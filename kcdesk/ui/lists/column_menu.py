"""The menu in which the columns of a list are chosen, by the groups of the form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from kcdesk.i18n import _
from kcdesk.model.fields import Entity
from kcdesk.ui.lists.columns import OWNER, choosable, is_column
from kcdesk.work.showing import COMMUNE


def column_menu(
    parent: QWidget,
    entity: Entity,
    shown: Sequence[str],
    first: tuple[str, ...],
    on_chosen: Callable[[tuple[str, ...]], object],
) -> QMenu:
    """A menu with a tick at every column that is shown; the title of a record always is.

    ``first`` are the columns before anybody chose.
    """
    menu = QMenu(parent)
    menu.setAccessibleName(_("Cột"))
    menus = {group.name: QMenu(_(group.label), menu) for group in entity.groups}
    offered = [(one.name, _(one.label), menus.get(one.group, menu)) for one in choosable(entity)]
    if is_column(entity, COMMUNE):
        offered.append((COMMUNE, _("Xã, phường của cơ sở"), menus.get(entity[OWNER].group, menu)))
    for name, words, place in offered:
        if name == entity.title_field:
            continue
        action = place.addAction(words)
        action.setCheckable(True)
        action.setChecked(name in shown)
        action.toggled.connect(partial(_toggle, entity, tuple(shown), name, on_chosen))
    for part in menus.values():
        if part.actions():
            menu.addMenu(part)
    menu.addSeparator()
    menu.addAction(_("Về các cột ban đầu"), partial(on_chosen, first))
    return menu


def _toggle(
    entity: Entity, shown: tuple[str, ...], name: str, on_chosen: Callable[[tuple[str, ...]], object], on: bool
) -> None:
    order = [*(field.name for field in entity.fields), COMMUNE]
    chosen = {*shown, name} if on else {*shown} - {name}
    kept = [one for one in shown if one in chosen]
    on_chosen((*kept, *sorted(chosen - set(kept), key=order.index)))
