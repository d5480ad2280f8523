"""Keeps what is seen in step with what is typed: fields that apply, problems, the index, worked-out values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kcdesk.i18n import _
from kcdesk.model.fields import Field, Value, Writer
from kcdesk.ui.forms.companions import make_companion
from kcdesk.ui.forms.history import HistoryPanel
from kcdesk.ui.forms.plan import SHOWN
from kcdesk.ui.forms.row import FieldRow

if TYPE_CHECKING:
    from kcdesk.ui.forms.page import RecordPage


class FormPresenter(QObject):
    """The part of a page that shows."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__(page)
        self._page = page
        self._history: HistoryPanel | None = None
        self._section = ""
        self._touched = False
        self.companion = make_companion(page)
        self._conditions = {when.field for one in page.entity.fields for when in (*one.applies, *one.required_when)}
        page.body.lock(self._is_read_only)
        page.body.edited.connect(self._on_edited)
        page.body.left.connect(self._on_left)
        page.body.built.connect(self._on_built)
        page.body.looked_at.connect(self._on_looked_at)
        page.state.changed.connect(self._on_changed)
        page.checker.checked.connect(self.show_checked)
        page.session.theme.changed.connect(self.show_checked)
        self.show_title()

    def defaults(self) -> dict[str, Value]:
        """Values that a new record of this kind begins with."""
        return self.companion.defaults() if self.companion else {}

    def show_title(self) -> None:
        """The breadcrumb and the name of the record."""
        page = self._page
        entity = page.entity
        named = page.state.values.get(entity.title_field) if entity.title_field else None
        new = _("{label} mới").format(label=_(entity.label))
        title = str(named) if named else new if page.record_id is None else _(entity.label)
        crumbs = [_(entity.label_plural), *(self.companion.crumbs() if self.companion else [])]
        code = page.state.values.get("code")
        page.header.show_words([*crumbs, str(code)] if code else crumbs, title)
        page.header.history_button.setVisible(page.record_id is not None)

    def show_checked(self) -> None:
        """Problems at their fields, marks in the index, worked-out values in their rows."""
        page = self._page
        for name, row in page.body.rows.items():
            row.show_problems(page.checker.of_field(name))
        for plural, table in page.body.tables.items():
            table.show_problems(page.checker.of_table(plural))
        self._show_index()
        for shown in SHOWN.get(page.entity.name, ()):
            derived = page.body.derived.get(shown.name)
            if derived is not None:
                derived.show_text(self._written(shown.name, page.checker.derived.get(shown.name)))
        if self.companion:
            self.companion.show_derived(page.checker.derived)
        page.saving.count_again()

    def touch_all(self) -> None:
        """From now on every field says its problems."""
        self._touched = True
        for row in self._page.body.rows.values():
            row.touched = True
        for table in self._page.body.tables.values():
            table.say_all()

    def next_section(self, step: int) -> None:
        """Go to the next group, or the one before."""
        names = [name for name, card in self._page.body.cards.items() if not card.isHidden()]
        here = self._here()
        at = names.index(here) + step if here in names else 0
        if 0 <= at < len(names):
            self._page.body.show_section(names[at])
            self._page.index.show_current(names[at])

    def place_side(self, *, beside: bool) -> None:
        """The side column stands beside the form, or in it where there is no room."""
        side = self._page.side
        if side is None:
            return
        was = side.beside
        side.set_beside(beside=beside)
        if was is beside:
            return
        if beside:
            self._page.columns.addWidget(side)
        else:
            self._page.body.insert_after("requested_amount", side)
        side.show()

    def show_history(self) -> None:
        """Open the list of who changed what."""
        page = self._page
        if page.record_id is None:
            return
        if self._history is None:
            self._history = HistoryPanel(page)
        self._history.open()
        page.gateway.history(page.record_id, self._history.show_steps)

    def _here(self) -> str:
        place = self._page.place().partition("[")[0]
        return self._page.body.section_of(place) or self._section

    def _is_read_only(self, declared: Field) -> bool:
        return declared.writer is Writer.PROVINCE and self._page.session.role != "province"

    def _on_edited(self, name: str) -> None:
        editor = self._page.body.rows[name].editor
        self._page.state.set(name, editor.value, editor.text)

    def _on_left(self, _name: str) -> None:
        self._page.checker.check_now()

    def _on_built(self, section: str) -> None:
        plan = self._page.body.sections[section]
        for child in (*plan.before, *plan.after):
            self._page.body.tables[child.plural].show_problems(self._page.checker.of_table(child.plural))
        for declared in self._page.body.sections[section].fields:
            row: FieldRow = self._page.body.rows[declared.name]
            row.touched = self._touched
            row.show_problems(self._page.checker.of_field(declared.name))
        if self.companion:
            self.companion.on_built()

    def _on_looked_at(self, section: str) -> None:
        self._section = section
        self._page.index.show_current(section)

    def _on_changed(self, name: str) -> None:
        page = self._page
        if name in self._conditions:
            page.body.adapt()
        elif name in page.body.rows:
            page.body.rows[name].adapt(page.state.values)
        if name == page.entity.title_field:
            self.show_title()
        if self.companion:
            self.companion.on_changed(name)

    def _show_index(self) -> None:
        page, tokens = self._page, self._page.session.theme.tokens
        for name, section in page.body.sections.items():
            missing, errors = page.checker.count(section)
            filled = any(page.state.values.get(one.name) not in (None, "", ()) for one in section.fields)
            filled = filled or any(page.state.rows[child.plural] for child in (*section.before, *section.after))
            colours = (tokens.good, tokens.warning, tokens.error)
            page.index.entry(name).show_state(missing, errors, complete=filled, colours=colours)
            page.index.show_group(name, shown=not page.body.cards[name].isHidden())

    def _written(self, name: str, value: Value) -> str:
        if value is None:
            return ""
        if name in self._page.entity:
            declared = self._page.entity[name]
            return declared.kind.format(value, declared)
        if self.companion:
            return self.companion.written(name, value)
        return str(value)
