"""Where pickers look: communes, trades by VSIC, other records; and short code tables as lists of choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.fields import Choice, Field
from kcdesk.text.fold import fold, words
from kcdesk.ui.forms.editors.base import Editor, Surroundings
from kcdesk.ui.forms.editors.pick_list import Option
from kcdesk.ui.forms.editors.picker import PickerEditor, Source

if TYPE_CHECKING:
    from kcdesk.reference.commune_search import Match

Found = Callable[[Sequence[Option]], None]
MOST = 20
MOST_OFFERED = 5


class CommuneSource:
    """Communes by name, code or the name of the old commune or district; a divided one asks which."""

    def __init__(self, around: Surroundings) -> None:
        self._reference = around.gateway.reference
        self._profile = around.gateway.session.profile

    def find(self, text: str, done: Found) -> None:
        """The communes meant, those of the person's own area first."""
        communes = self._reference.communes
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

    def offers(self) -> tuple[str, Sequence[Option]]:
        """The communes of one's own area."""
        return _("Địa bàn phụ trách:"), [self.option(code) for code in self._profile.communes[:MOST]]

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
        """The trades meant."""
        done(self._find(text))

    def offers(self) -> tuple[str, Sequence[Option]]:
        """What the trade in plain words suggests."""
        trade = str(self._around.record().get("main_trade") or "")
        heading = _("Theo ngành nghề “{words}” (mũi tên xuống để chọn):").format(words=trade)
        return heading, self._find(trade)[:MOST_OFFERED] if trade else ()

    def option(self, value: str) -> Option:
        """A kept code as it is shown."""
        entry = self._around.gateway.reference.vsic.get(value, self._version())
        return Option(value, f"{value} · {entry.name}" if entry else value, "")

    def nothing(self) -> str:
        """Nothing fits."""
        return _("Không có ngành nào như vậy; thử tên sản phẩm, ví dụ “bánh tráng”.")

    def _find(self, text: str) -> list[Option]:
        found = self._around.gateway.reference.vsic.find(text, self._version(), MOST)
        return [Option(one.entry.code, f"{one.entry.code} · {one.entry.name}", one.words) for one in found]

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

        def found(titles: Sequence[tuple[str, str, str]]) -> None:
            options = [Option(*one) for one in titles]
            self.titles.update({one.value: one for one in options})
            done(options)

        self._gateway.find_titles(self._entity, text, found)

    def option(self, value: str) -> Option:
        """A kept id as it is shown."""
        return self.titles.get(value, Option(value, "…"))

    def offers(self) -> tuple[str, Sequence[Option]]:
        """Nothing before something is typed."""
        return "", ()

    def learn(self, value: str, label: str) -> None:
        """The name of a record is known now."""
        self.titles.setdefault(value, Option(value, label))

    def nothing(self) -> str:
        """Nothing fits."""
        return _("Không tìm thấy; thử gõ số điện thoại hoặc mã số thuế.")


class DistrictSource:
    """Districts of before 1 July 2025, for looking up old papers."""

    def __init__(self, around: Surroundings) -> None:
        self._communes = around.gateway.reference.communes

    def find(self, text: str, done: Found) -> None:
        """The districts whose names have all the words typed."""
        asked = words(text)
        options = [self.option(code) for code in self._communes.legacy.districts]
        done([one for one in options if all(word in fold(one.label) for word in asked)][:MOST])

    def option(self, value: str) -> Option:
        """A kept code as it is shown."""
        return Option(value, self._communes.legacy.district_label(value) or value)

    def offers(self) -> tuple[str, Sequence[Option]]:
        """Nothing before something is typed."""
        return "", ()

    def nothing(self) -> str:
        """Nothing fits."""
        return _("Không có huyện, quận nào tên như vậy trong danh mục cũ.")


class ItemSource:
    """The items of the activity that was chosen."""

    def __init__(self, around: Surroundings) -> None:
        self._items = around.gateway.reference.activity_items
        self._record = around.record

    def find(self, text: str, done: Found) -> None:
        """The items whose names have all the words typed."""
        asked = words(text)
        done([one for one in self._all() if all(word in fold(one.label) for word in asked)])

    def option(self, value: str) -> Option:
        """A kept code as it is shown."""
        entry = self._items.get(value)
        return Option(value, entry.name if entry else value)

    def offers(self) -> tuple[str, Sequence[Option]]:
        """All items of the activity."""
        return _("Mũi tên xuống để chọn, Enter để bỏ qua:"), self._all()

    def nothing(self) -> str:
        """Nothing fits."""
        return _("Nội dung này không có mục chi tiết nào như vậy.")

    def _all(self) -> list[Option]:
        return [Option(one.code, one.name) for one in self._items.of(str(self._record().get("activity") or ""))]


class SiblingSource:
    """Rows of another sub-table of the same record (the product that a certificate is for)."""

    def __init__(self, entity: str, around: Surroundings) -> None:
        self._entity = entity
        self._siblings = around.siblings

    def find(self, text: str, done: Found) -> None:
        """The rows whose names have all the words typed."""
        asked = words(text)
        done([one for one in self._all() if all(word in fold(one.label) for word in asked)])

    def option(self, value: str) -> Option:
        """A kept id as it is shown."""
        return next((one for one in self._all() if one.value == value), Option(value, "…"))

    def offers(self) -> tuple[str, Sequence[Option]]:
        """All of them: there are few."""
        return _("Mũi tên xuống để chọn:"), self._all()

    def nothing(self) -> str:
        """Nothing fits."""
        return _("Chưa có dòng nào như vậy; hãy lưu sản phẩm trước.")

    def _all(self) -> list[Option]:
        return [Option(identity, name) for identity, name in self._siblings(self._entity)]


def make_source(field: Field, around: Surroundings) -> Source | None:
    """The source of a field that is picked from a long list."""
    if field.code_table == "communes":
        return CommuneSource(around)
    if field.code_table == "activity_items":
        return ItemSource(around)
    if field.code_table == "legacy_districts":
        return DistrictSource(around)
    if field.code_table == "vsic":
        return VsicSource(field, around)
    if field.parent and catalogue.entity(field.parent).parent:
        return SiblingSource(field.parent, around)
    if field.parent:
        return RecordSource(field.parent, around)
    return None


def table_choices(field: Field, around: Surroundings) -> list[Choice]:
    """The entries of a short code table; nothing for a long one, or a field that has none."""
    reference = around.gateway.reference
    if field.code_table == "activities":
        return [Choice(one.code, f"{one.code} · {one.short_name}", one.name) for one in reference.activities]
    if field.code_table == "trades":
        return [Choice(one.code, f"{one.code} · {one.short_name}", one.name) for one in reference.trades]
    if field.code_table == "provinces":
        return [Choice(one.code, one.full_name) for one in reference.communes.provinces()]
    return []


def tell_name(editor: Editor, value: str, label: str) -> None:
    """Let an editor that points to a record show the record's name."""
    if isinstance(editor, PickerEditor) and isinstance(editor.source, RecordSource):
        editor.source.learn(value, label)
        editor.refresh()
