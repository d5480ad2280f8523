"""A day: typed as people say it, without the year or as "hôm qua", and read back with the day of the week."""

from __future__ import annotations

from datetime import date

from kcdesk.i18n import _
from kcdesk.model.fields import Value
from kcdesk.model.kinds.base import Spoken, ValueProblem
from kcdesk.model.kinds.dates import Moment, near
from kcdesk.ui.forms.editors.line import LineEditor

_DAY_LENGTH = len("2026-10-05")


class DayEditor(LineEditor):
    """A line that knows what day it is."""

    def parse(self, typed: str) -> Spoken:
        today = self.around.gateway.session.today()
        meant = near(typed, today, ahead=self.field.ahead)
        if meant is None:
            return super().parse(typed)
        return self._either(typed, meant) if self.field.kind.name == "partial_date" else Spoken(meant.iso())

    def _either(self, typed: str, meant: Moment) -> Spoken:
        """Where a month is enough, 03/04 may be March 2004 as well: that is asked, never guessed."""
        try:
            value = super().parse(typed).value
        except ValueProblem:
            return Spoken(meant.iso())
        if value is None or str(value) == meant.iso():
            return Spoken(value)
        return Spoken(value, _("Có phải ngày {day}?").format(day=meant.shown()), meant.iso())

    def read_back(self, value: Value) -> str:
        if not isinstance(value, str) or len(value) < _DAY_LENGTH or self.line.text() == self.written(value):
            return ""
        names = (
            _("thứ Hai"), _("thứ Ba"), _("thứ Tư"), _("thứ Năm"), _("thứ Sáu"), _("thứ Bảy"), _("Chủ nhật"),
        )  # fmt: skip
        return f"{names[date.fromisoformat(value).weekday()]}, {self.written(value)}"
