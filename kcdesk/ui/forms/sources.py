"""Where pickers look: communes, trades by VSIC, other records; and short code tables as lists of choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.fields import Choice, Field
from kcdesk.ui.forms.editors.base import Surroundings
from kcdesk.ui.forms.editors.picker import Option, Source

if TYPE_CHECKING:
    from kcdesk.reference.commune_search import Match

Found = Callable[[Sequence[Option]], None]
MOST = 20


class CommuneSource:
    """Communes by name, code or the name of the old commune or district; a divided one asks which."""

    def __init__(self, around: Surroundings) -> None:
        self._reference = around.gateway.reference
        self._profile = around.gateway.session.profile

    def find(self, text: str, done: Found) -> None:
        """The communes meant, those of the person's own area first."""
        communes = self._reference.communes
        if not text:
            done([self.option(code) for code in self._profile.communes[:MOST]])
            return
        found = communes.find(text, self._profile.province, MOST, area=self._profile.communes)
        options = [self._match(one) for one in found]
        if options and found[0].split:
            done([replace(options[0], ask=_("Nơi này đã chia. Chọn xã, phường mới:")), *options[1:]])
            return
        done(options)

    def option(self, value: str) -> Option:
        """A kept code as it is shown."""
        commune = self._reference.communes.get(value)
        if commune is None:
            return Option(value, value, _("Mã này không có trong danh mục xã, phường."))
        former = ", ".join(self._reference.communes.former(value)[:1])
        detail = _("trước 01/7/2025: {former}").format(former=former) if former else ""
        return Option(value, self._reference.communes.label(value), detail)

    def nothing(self) -> str:
        """Nothing fits."""
        return _("Không có xã, phường nào tên như vậy; thử tên cũ hoặc tên huyện cũ.")

    def _match(self, match: Match) -> Option:
        return Option(match.commune.code, self._reference.communes.label(match.commune.code), match.reason)


class VsicSource:
    """Trades of the industrial classification by code, name or plain words ("bánh tráng")."""

    def __init__(self, field: Field, around: Surroundings) -> None:
        self._field = field
        self._around = around

    def find(self, text: str, done: Found) -> None:
        """The trades meant; with nothing typed, those that the trade in plain words suggests."""
        words = text or str(self._around.record().get("main_trade") or "")
        if not words:
            done([])
            return
        found = self._around.gateway.reference.vsic.find(words, self._version(), MOST)
        done([Option(one.entry.code, f"{one.entry.code} · {one.entry.name}", one.words) for one in found])

    def option(self, value: str) -> Option:
        """A kept code as it is shown."""
        entry = self._around.gateway.reference.vsic.get(value, self._version())
        return Option(value, f"{value} · {entry.name}" if entry else value, "")

    def nothing(self) -> str:
        """Nothing fits."""
        return _("Không có ngành nào như vậy; thử tên sản phẩm, ví dụ “bánh tráng”.")

    def _version(self) -> str:
        named = self._around.record().get(self._field.version_field) if self._field.version_field else None
        return named if isinstance(named, str) and named else "2025"


class RecordSource:
    """Other records by name, telephone or tax code."""

    def __init__(self, entity: str, around: Surroundings) -> None:
        self._entity = entity
        self._gateway = around.gateway
        self.titles: dict[str, Option] = {}

    def find(self, text: str, done: Found) -> None:
        """The records meant; they come a moment later."""

        def found(titles: Sequence[object]) -> None:
            options = [_titled(one) for one in titles]
            self.titles.update({one.value: one for one in options})
            done(options)

        self._gateway.find_titles(self._entity, text, found)

    def option(self, value: str) -> Option:
        """A kept id as it is shown."""
        return self.titles.get(value, Option(value, "…"))

    def nothing(self) -> str:
        """Nothing fits."""
        return _("Không tìm thấy; thử gõ số điện thoại hoặc mã số thuế.")


def make_source(field: Field, around: Surroundings) -> Source | None:
    """The source of a field that is picked from a long list."""
    if field.code_table == "communes":
        return CommuneSource(around)
    if field.code_table == "vsic":
        return VsicSource(field, around)
    if field.parent and field.parent in {one.name for one in catalogue.ENTITIES}:
        return RecordSource(field.parent, around)
    return None


def table_choices(field: Field, around: Surroundings) -> list[Choice]:
    """The entries of a short code table; nothing for a long one, or a field that has none."""
    reference = around.gateway.reference
    if field.code_table == "activities":
        return [Choice(one.code, f"{one.code} · {one.short_name}", one.name) for one in reference.activities]
    if field.code_table == "trades":
        return [Choice(one.code, f"{one.code} · {one.short_name}", one.name) for one in reference.trades]
    if field.code_table == "activity_items":
        return [Choice(one.code, one.short_name, one.name) for one in reference.activity_items]
    if field.code_table == "provinces":
        return [Choice(one.code, one.full_name) for one in reference.communes.provinces()]
    return []


def _titled(title: object) -> Option:
    identity, label, detail = title  # type: ignore[misc]
    return Option(identity, label, detail)

