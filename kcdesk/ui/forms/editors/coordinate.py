"""A coordinate: a pair that is pasted into one of the two fields fills both."""

from __future__ import annotations

from kcdesk.model.kinds.base import ValueProblem
from kcdesk.model.kinds.place import parse_point
from kcdesk.ui.forms.editors.line import LineEditor

OTHER = {"latitude": "longitude", "longitude": "latitude"}


class CoordinateEditor(LineEditor):
    """Degrees north or east, typed, or pasted as "10.03, 105.78" or as the address of a map page."""

    def _understand(self) -> None:
        super()._understand()
        if self.value is None or self._showing:
            return
        try:
            point = parse_point(self.line.text())
        except ValueProblem:
            return
        own = self.field.kind.name
        other = point.longitude if own == "latitude" else point.latitude
        self.around.suggest(self.field.name.replace(own, OTHER[own]), float(other))
