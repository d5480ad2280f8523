"""Saving a form: what is wrong stands at its place, what was saved can be taken back."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Signal

from kcdesk.i18n import _, ngettext
from kcdesk.model.fields import Value
from kcdesk.model.problems import Level, UserError
from kcdesk.ui.forms.editors.base import finish_composing
from kcdesk.ui.forms.gateway import Typed
from kcdesk.ui.forms.held_keys import HeldKeys

if TYPE_CHECKING:
    from kcdesk.ui.forms.page import RecordPage
    from kcdesk.work.records import Loaded, SavedRecord


class Saving(QObject):
    """The part of a page that saves. Signal: ``ended(ok)`` – a try to save came to its end."""

    ended = Signal(bool)

    def __init__(self, page: RecordPage) -> None:
        super().__init__(page)
        self._page = page
        self._running = False
        self._asked = False
        self._again = False
        self._keys = HeldKeys(page)
        self.ended.connect(self._on_ended)
        page.problem_bar.first.connect(self.go_to_problem)

    @property
    def is_running(self) -> bool:
        """A save was begun and has not ended."""
        return self._running

    def save(self) -> None:
        """Look everything over; where nothing is wrong, save."""
        page = self._page
        if self._running:
            self._again = True  # what was typed meanwhile comes after this save, and is wanted saved too
            return
        if not page.body.isEnabled():
            return
        if page.session.no_writing:
            page.session.toast(page.session.no_writing)
            self.ended.emit(False)
            return
        finish_composing()
        for table in page.body.tables.values():
            table.settle()
        page.body.build_all()
        page.presenter.touch_all()
        page.checker.check_now()
        self._asked = True
        if self._wrong():
            self.count_again()
            self.go_to_problem(first=True)
            self.ended.emit(False)
            return
        page.drafting.keep_now()
        self._running = True
        self._keys.hold()
        page.header.show_busy(busy=True)
        key = page.drafting.key
        values, children = page.state.changes()
        typed = Typed(self._typed(values), children, {}, "")
        page.gateway.save(page.record_id, typed, key, self._on_saved, self._on_failed)

    def _on_ended(self, ok: bool) -> None:
        self._keys.release()
        again, self._again = self._again, False
        if ok and again:
            self.save()

    def count_again(self) -> None:
        """After a try to save: say how many places still have to be mended."""
        if not self._asked:
            return
        wrong = self._wrong()
        if not wrong:
            self._page.problem_bar.hide()
            return
        words = ngettext("Có {n} chỗ cần sửa trước khi lưu.", "Có {n} chỗ cần sửa trước khi lưu.", len(wrong))
        general = [one.message for one in self._page.checker.problems if one.level is Level.ERROR and not one.field]
        told = " ".join([words.format(n=len(wrong)), *general])
        self._page.problem_bar.ask(told, _("Đến chỗ tiếp theo (F8)"))

    def go_to_problem(self, *, first: bool = False) -> None:
        """Go to the next place that must be mended; after the last one, or with ``first``, to the first."""
        wrong = [place for place in self._wrong() if place]
        if not wrong:
            self._page.walker.first(wanted=True)
            return
        order = self._order()
        here = _position(self._page.place(), order)
        after = [] if first else [place for place in wrong if _position(place, order) > here]
        self._page.body.go_to((after or wrong)[0])

    def _wrong(self) -> list[str]:
        """The places that must be mended, in the order of the form."""
        page = self._page
        places = {one.field for one in page.checker.problems if one.level is Level.ERROR}
        places |= {name for name in page.state.all_texts() if "[" in name or page.state.applies(name)}
        order = self._order()
        return sorted(places, key=lambda place: _position(place, order))

    def _order(self) -> dict[str, int]:
        """Where fields and sub-tables stand on the form, by name."""
        names: list[str] = []
        for section in self._page.body.sections.values():
            names += [one.plural for one in section.before]
            names += [one.name for one in section.fields]
            names += [one.plural for one in section.after]
        return {name: at for at, name in enumerate(names)}

    def _typed(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """What is saved: fields that do not apply are emptied, those of others are left alone."""
        return {
            one.name: values[one.name] for one in self._page.entity.fields if one.name in values and not one.automatic
        }

    def _on_saved(self, result: tuple[SavedRecord, Loaded, str]) -> None:
        saved, loaded, more = result
        page = self._page
        self._running, self._asked = False, False
        page.header.show_busy(busy=False)
        page.problem_bar.hide()
        place = page.place()
        page.drafting.on_saved(saved.id)
        page.take_loaded(loaded)
        page.presenter.show_title()
        if place and page.place() != place:
            page.body.go_to(place)
        elif not place:
            page.header.enter()
        if not saved.changed:
            page.session.toast(_("Đã lưu; không có gì thay đổi"))
            self.ended.emit(True)
            return
        page.session.rows_changed(self._touched(loaded))
        told = f"{_('Đã lưu.')} {more}" if more else _("Đã lưu")
        page.session.toast(told, _("Hoàn tác"), self._undoing(saved, self._touched(loaded)))
        page.saved.emit(page.entity.name, saved.id)
        self.ended.emit(True)

    def _touched(self, loaded: Loaded) -> set[tuple[str, str]]:
        """The record that was saved, and the establishment whose figures it may have filled in."""
        rows = {(self._page.entity.name, str(loaded.record["id"]))}
        owner = loaded.record.get("establishment_id")
        return {*rows, ("establishment", str(owner))} if owner else rows

    def _on_failed(self, error: BaseException) -> None:
        page = self._page
        self._running = False
        page.header.show_busy(busy=False)
        self.ended.emit(False)
        if not isinstance(error, UserError) or not error.problems:
            page.session.show_error(error)
            return
        page.checker.take_problems(error.problems)
        self.count_again()
        self.go_to_problem(first=True)

    def _undoing(self, saved: SavedRecord, touched: set[tuple[str, str]]) -> Callable[[], None]:
        """What takes the save back: also when the form was left meanwhile and is no longer there."""
        session, gateway, form = self._page.session, self._page.gateway, weakref.ref(self)

        def undone(_done: object) -> None:
            session.rows_changed(touched)
            here = form()
            if here is not None and shiboken6.isValid(here):
                here.show_undone(made=saved.created)

        return lambda: gateway.undo(saved.save, undone)

    def show_undone(self, *, made: bool) -> None:
        """The form after its save was taken back; where that save had made the record nothing is left to show."""
        page = self._page
        if made:
            page.state.mark_clean()
            page.closed.emit()
        elif page.record_id is not None:
            page.gateway.open(page.record_id, page.drafting.on_opened)


def _position(place: str, order: Mapping[str, int]) -> tuple[int, int, str]:
    """Sorts places as they stand on the form, the rows of a table by their number."""
    name, _bracket, rest = place.partition("[")
    number = rest.partition("]")[0]
    return order.get(name, len(order)), int(number) if number.isdecimal() else -1, place
