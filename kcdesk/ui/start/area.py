"""The area in charge: a province, then communes by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from kcdesk.i18n import _
from kcdesk.ui.start.step import Step
from kcdesk.ui.widgets.buttons import Button
from kcdesk.ui.widgets.card import label
from kcdesk.ui.widgets.flow import FlowLayout
from kcdesk.ui.widgets.picker import Option, Picker

if TYPE_CHECKING:
    from kcdesk.reference.tables import Reference


class AreaStep(Step):
    """``province`` and ``communes`` are codes. The code tables are asked for when the step begins."""

    def __init__(self, load: Callable[[], Reference], parent: QWidget | None = None) -> None:
        super().__init__(_("Địa bàn của tôi"), _("Gõ vài chữ rồi Enter; gõ không dấu cũng được."), parent)
        self.province = ""
        self.communes: list[str] = []
        self.is_province = False
        self._load = load
        self._names: dict[str, str] = {}
        self._province = Picker(_("Tỉnh, thành phố"), self._find_provinces, _("ví dụ: can tho"))
        self._commune = Picker(_("Xã, phường, đặc khu"), self._find_communes, _("ví dụ: vi thuy, hoặc tên cũ"))
        self._commune_name = label(_("Các xã, phường phụ trách"), "strong")
        self._commune_name.setBuddy(self._commune.field)
        name = label(_("Tỉnh, thành phố"), "strong")
        name.setBuddy(self._province.field)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self.body.addWidget(name)
        self.body.addWidget(self._province)
        self.body.addSpacing(8)
        self.body.addWidget(self._commune_name)
        self.body.addWidget(self._commune)
        self.body.addWidget(self._chips)
        self.body.addStretch(1)
        self._province.picked.connect(self._on_province_picked)
        self._province.passed.connect(self._on_province_passed)
        self._commune.picked.connect(self._on_commune_picked)
        self._commune.passed.connect(self.finished)

    def begin(self) -> None:
        for part in (self._commune_name, self._commune, self._chips):
            part.setVisible(not self.is_province)
        (self._commune if self.province and not self.is_province else self._province).setFocus()

    def trouble(self) -> str:
        if not self.province:
            self._province.setFocus()
            return _("Chưa chọn tỉnh, thành phố.")
        if not self.communes and not self.is_province:
            self._commune.setFocus()
            return _("Chưa chọn xã, phường nào.")
        return ""

    def _find_provinces(self, text: str) -> Sequence[Option]:
        from kcdesk.text.fold import words

        wanted = words(text)
        found = []
        for province in self._load().communes.provinces():
            spoken = " ".join(words(f"{province.full_name} {province.code}"))
            if all(word in spoken for word in wanted):
                found.append(Option(province.code, province.full_name))
        return found

    def _find_communes(self, text: str) -> Sequence[Option]:
        return find_communes(self._load(), text, self.province, within=self.province)

    def _on_province_picked(self, option: Option) -> None:
        if option.code != self.province:
            self.communes.clear()
            self._show_chips()
        self.province = option.code
        self._province.show_text(option.title)
        if self.is_province:
            self.finished.emit()
        else:
            self._commune.setFocus()

    def _on_province_passed(self) -> None:
        if self.province and not self.is_province:
            self._commune.setFocus()
        else:
            self.finished.emit()

    def _on_commune_picked(self, option: Option) -> None:
        if option.code not in self.communes:
            self.communes.append(option.code)
            self._names[option.code] = option.title
        self._show_chips()

    def _show_chips(self) -> None:
        self._flow.clear()
        for code in self.communes:
            chip = Button(f"{self._names[code]}  ✕")
            chip.setProperty("chip", True)
            chip.setAccessibleName(_("Bỏ {name}").format(name=self._names[code]))
            chip.clicked.connect(lambda _checked=False, gone=code: self._drop(gone))
            self._flow.addWidget(chip)
        self._chips.updateGeometry()

    def _drop(self, code: str) -> None:
        self.communes.remove(code)
        self._show_chips()
        self._commune.setFocus()


def find_communes(
    reference: Reference, text: str, province: str = "", limit: int = 30, within: str = ""
) -> list[Option]:
    """Communes that fit a few letters, with what tells them apart; those of another province than one's own name it.

    ``within`` is the code of the only province to look in.
    """
    found = []
    for match in reference.communes.find(text, province=province, limit=limit, within=within):
        commune = match.commune
        detail = match.reason
        if commune.province_code != province:
            detail = ", ".join(filter(None, (detail, match.province)))
        found.append(Option(commune.code, commune.full_name, detail))
    return found
