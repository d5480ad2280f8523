"""Money: typed in triệu đồng, read back in words so that a wrong unit is seen at once."""

from __future__ import annotations

from kcdesk.i18n import _
from kcdesk.model.fields import Value
from kcdesk.text.words_vi import read_number
from kcdesk.ui.forms.editors.line import LineEditor


class MoneyEditor(LineEditor):
    """A line that says its amount in words under the field."""

    def read_back(self, value: Value) -> str:
        if not isinstance(value, int | float) or not value:
            return ""
        return _("{words} đồng").format(words=read_number(int(value)))
