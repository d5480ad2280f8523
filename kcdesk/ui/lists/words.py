"""The words of each list: its title, its button, what an empty one says."""

from __future__ import annotations

from dataclasses import dataclass

from kcdesk.i18n import _, ngettext
from kcdesk.model.fields import Entity
from kcdesk.ui.lists.side import Follow


@dataclass(frozen=True, slots=True)
class ListWords:
    """All words that are about one entity, in the language in force."""

    title: str
    add: str
    placeholder: str
    deleted: str
    noun: str
    nothing: str
    first_step: str
    follow: Follow | None = None

    def counted(self, count: int, of_all: int) -> str:
        """How many are shown: "9 trong 412 cơ sở"."""
        if count == of_all:
            return ngettext("{n} {noun}", "{n} {noun}", count).format(n=_grouped(count), noun=self.noun)
        return _("{n} trong {all} {noun}").format(n=_grouped(count), all=_grouped(of_all), noun=self.noun)

    def empty(self, is_narrowed: bool) -> tuple[str, str]:
        """Why the list is empty and what to do next."""
        if is_narrowed:
            return _("Không có gì khớp"), _("Thử ít chữ hơn, hoặc bỏ bớt điều kiện lọc. Gõ không dấu cũng tìm được.")
        return self.nothing, self.first_step


def words_for(entity: Entity) -> ListWords:
    """The words of a list; entities without own words speak by their labels."""
    if entity.name == "establishment":
        return ListWords(
            _("Cơ sở công nghiệp nông thôn"), _("Thêm cơ sở"),
            _("Tìm tên, người đại diện, điện thoại, mã số thuế, sản phẩm…"), _("Đã xóa cơ sở."), _("cơ sở"),
            _("Chưa có cơ sở nào"),
            _("Bấm Ctrl+N để thêm cơ sở đầu tiên, hoặc Ctrl+I để nhập danh sách Excel đang có."),
            Follow("visit", _("Ghi lượt khảo sát")),
        )  # fmt: skip
    if entity.name == "support_request":
        return ListWords(
            _("Đề nghị hỗ trợ"), _("Thêm đề nghị"), _("Tìm tên đề nghị, cơ sở, nội dung…"), _("Đã xóa đề nghị."),
            _("đề nghị"), _("Chưa có đề nghị nào"),
            _("Bấm Ctrl+N để lập đề nghị, hoặc mở một cơ sở rồi lập đề nghị từ đó."),
        )  # fmt: skip
    if entity.name == "visit":
        return ListWords(
            _("Lượt khảo sát"), _("Ghi lượt khảo sát"), _("Tìm cơ sở, nội dung…"), _("Đã xóa lượt khảo sát."),
            _("lượt khảo sát"), _("Chưa ghi lượt khảo sát nào"),
            _("Vừa đi cơ sở về? Bấm Ctrl+N, chọn cơ sở, ghi vài dòng là đủ."),
        )  # fmt: skip
    if entity.name == "proposal":
        return ListWords(
            _("Đề án"), _("Thêm đề án"), _("Tìm tên đề án, số…"), _("Đã xóa đề án."), _("đề án"),
            _("Chưa có đề án nào"),
            _("Đánh dấu các đề nghị cùng làm trong danh sách Đề nghị hỗ trợ rồi chọn “Gộp thành đề án…”."),
        )  # fmt: skip
    name = _(entity.label_plural)
    return ListWords(
        name, _("Thêm"), _("Tìm…"), _("Đã xóa."), name.lower(), _("Chưa có gì"), _("Bấm Ctrl+N để thêm."),
    )  # fmt: skip


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
