"""Which editor serves which kind of field: the one place to look when a kind is new.

A kind that is not named here is typed on a line, which the kind itself reads and writes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from kcdesk.model.fields import Choice, Field
from kcdesk.ui.forms.editors.base import Editor, Surroundings
from kcdesk.ui.forms.editors.chips import ChipsEditor
from kcdesk.ui.forms.editors.choice import YES_NO, ComboEditor, SegmentEditor, fits_segments
from kcdesk.ui.forms.editors.coordinate import CoordinateEditor
from kcdesk.ui.forms.editors.day import DayEditor
from kcdesk.ui.forms.editors.line import LineEditor
from kcdesk.ui.forms.editors.long_text import LongTextEditor
from kcdesk.ui.forms.editors.money import MoneyEditor
from kcdesk.ui.forms.editors.picker import PickerEditor
from kcdesk.ui.forms.sources import make_source, table_choices

Factory = Callable[[Field, Surroundings, QObject], Editor]


def make_editor(field: Field, around: Surroundings, parent: QObject, *, in_cell: bool = False) -> Editor:
    """The editor of a field; in a cell of a sub-table one that needs no more than the cell's room."""
    editor = _make(field, around, parent, in_cell=in_cell)
    if in_cell:
        editor.set_unit("")
    return editor


def _make(field: Field, around: Surroundings, parent: QObject, *, in_cell: bool) -> Editor:
    empty_list = field.kind.name == "choices" and not field.choices
    if empty_list or (in_cell and field.kind.name in TOO_LARGE_FOR_A_CELL):
        return LineEditor(field, around, parent)
    factory = FACTORIES.get(field.kind.name)
    if factory is not None:
        return factory(field, around, parent)
    if field.kind.name == "yes_no":
        return _choose(field, around, parent, YES_NO, in_cell=in_cell)
    if field.choices:
        return _choose(field, around, parent, field.choices, in_cell=in_cell)
    choices = table_choices(field, around)
    if choices and field.kind.name == "codes":
        return ChipsEditor(field, around, parent, choices)
    if choices:
        return _choose(field, around, parent, choices, in_cell=in_cell)
    source = make_source(field, around)
    if source is not None:
        return PickerEditor(field, around, source, parent)
    return LineEditor(field, around, parent)


def _choose(field: Field, around: Surroundings, parent: QObject, choices: Sequence[Choice], *, in_cell: bool) -> Editor:
    if fits_segments(choices) and not in_cell:
        return SegmentEditor(field, around, parent, choices)
    return ComboEditor(field, around, parent, choices)


FACTORIES: dict[str, Factory] = {
    "money": MoneyEditor,
    "date": DayEditor,
    "partial_date": DayEditor,
    "long_text": LongTextEditor,
    "choices": ChipsEditor,
    "latitude": CoordinateEditor,
    "longitude": CoordinateEditor,
}
TOO_LARGE_FOR_A_CELL = ("long_text", "choices")
"""These are written on a line there, several choices with semicolons between them."""
