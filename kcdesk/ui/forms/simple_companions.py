"""What the forms of establishments and visits know beyond their declarations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kcdesk.i18n import _
from kcdesk.model.fields import Value
from kcdesk.ui.forms.sources import tell_name

if TYPE_CHECKING:
    from kcdesk.ui.forms.page import RecordPage
    from kcdesk.work.records import Loaded


LAST_COMMUNE = "lastCommune"
"""The property of the session that remembers the commune of the record saved last."""


class EstablishmentCompanion(QObject):
    """A new one begins with the commune in which the person is at work."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__(page)
        self._page = page
        page.saved.connect(self._on_saved)

    def defaults(self) -> dict[str, Value]:
        """The commune of the record saved last, else the only one of the area."""
        communes = self._page.session.profile.communes
        last = self._page.session.property(LAST_COMMUNE) or (communes[0] if len(communes) == 1 else "")
        return {"commune_code": str(last)} if last else {}

    def siblings(self, entity: str) -> list[tuple[str, str]]:
        """None beside the record's own."""
        del entity
        return []

    def crumbs(self) -> list[str]:
        """Nothing more."""
        return []

    def on_built(self) -> None:
        """Nothing to add."""

    def on_changed(self, name: str) -> None:
        """Nothing follows."""

    def show_derived(self, derived: Mapping[str, Value]) -> None:
        """Nothing more than the rows show."""

    def written(self, name: str, value: Value) -> str:
        """The size class in words."""
        if name != "size_class":
            return str(value)
        words = {
            "sieu_nho": _("Siêu nhỏ"),
            "nho": _("Nhỏ"),
            "vua": _("Vừa"),
            "lon": _("Lớn"),
            "chua_ro": _("Chưa rõ"),
        }
        return words.get(str(value), str(value))

    def _on_saved(self, _entity: str, _row: str) -> None:
        self._page.session.setProperty(LAST_COMMUNE, self._page.state.values.get("commune_code"))


class VisitCompanion(QObject):
    """A visit is of today, and its breadcrumb names the establishment."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__(page)
        self._page = page
        self._name = ""
        self._asked_for = ""

    def defaults(self) -> dict[str, Value]:
        """Today."""
        date_fields = [one.name for one in self._page.entity.fields if one.name in ("visited_on", "date", "on")]
        return {name: self._page.session.today().isoformat() for name in date_fields}

    def siblings(self, entity: str) -> list[tuple[str, str]]:
        """None beside the record's own."""
        del entity
        return []

    def crumbs(self) -> list[str]:
        """The establishment that was visited."""
        return [self._name] if self._name else []

    def on_built(self) -> None:
        """Nothing to add."""

    def on_changed(self, name: str) -> None:
        """Another establishment."""
        if name == "establishment_id":
            self._fetch()

    def show_derived(self, derived: Mapping[str, Value]) -> None:
        """The name of the establishment, once it is known which."""
        del derived
        self._fetch()

    def written(self, name: str, value: Value) -> str:
        """As it is."""
        del name
        return str(value)

    def _fetch(self) -> None:
        wanted = self._page.state.values.get("establishment_id")
        if isinstance(wanted, str) and wanted and wanted != self._asked_for:
            self._asked_for = wanted
            self._page.gateway.load_other("establishment", wanted, self._on_establishment)

    def _on_establishment(self, loaded: Loaded) -> None:
        self._name = str(loaded.record.get("name") or "")
        self._page.checker.parent_record = loaded.record
        self._page.checker.soon()
        self._page.presenter.show_title()
        row = self._page.body.rows.get("establishment_id")
        if row is not None:
            tell_name(row.editor, self._asked_for, str(loaded.record.get("name") or ""))
