"""What the form of one kind of record knows beyond its declaration: sums, shares, the norm, first values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from kcdesk.model.fields import Value
from kcdesk.ui.forms.request_companion import RequestCompanion
from kcdesk.ui.forms.simple_companions import EstablishmentCompanion, VisitCompanion

if TYPE_CHECKING:
    from kcdesk.ui.forms.page import RecordPage


class Companion(Protocol):
    """Stands beside a page and fills in what only this kind of record has."""

    def defaults(self) -> dict[str, Value]:
        """First values of a new record."""

    def crumbs(self) -> list[str]:
        """What stands in the breadcrumb after the kind of record."""

    def siblings(self, entity: str) -> list[tuple[str, str]]:
        """Ids and names of rows of other records that this one may point to."""

    def on_built(self) -> None:
        """More fields are there."""

    def on_changed(self, name: str) -> None:
        """A field changed."""

    def show_derived(self, derived: Mapping[str, Value]) -> None:
        """Worked-out values are new."""

    def written(self, name: str, value: Value) -> str:
        """A worked-out value as it is written."""


def make_companion(page: RecordPage) -> Companion | None:
    """The companion of a kind of record."""
    if page.entity.name == "support_request":
        return RequestCompanion(page)
    if page.entity.name == "visit":
        return VisitCompanion(page)
    if page.entity.name == "establishment":
        return EstablishmentCompanion(page)
    return None
