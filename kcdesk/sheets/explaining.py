"""The two sheets beside the records: how to fill in and take back, and the lists to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model.fields import Required
from kcdesk.sheets.columns import header_of, sheet_title, shown_fields
from kcdesk.sheets.lists import Lists
from kcdesk.sheets.page import LISTS_SHEET, Styles, to_print

if TYPE_CHECKING:
    from kcdesk.sheets.writing import Book, Content

_MOST_NAMED = 12
"""Longer lists are not spelt out on the explaining sheet."""


def write_lists(workbook: Any, lists: Lists) -> None:
    """The sheet of lists, a column each, and the names by which drop-downs find them."""
    from openpyxl.utils import get_column_letter
    from openpyxl.workbook.defined_name import DefinedName

    sheet = workbook.create_sheet(LISTS_SHEET)
    styles = Styles(sheet)
    to_print(sheet)
    made = list(lists.made.items())
    for number, (name, one) in enumerate(made, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = min(60, max(12, *(len(entry) for entry in one.entries)) + 2)
        place = f"'{LISTS_SHEET}'!${letter}$2:${letter}${len(one.entries) + 1}"
        workbook.defined_names[f"dm_{name}"] = DefinedName(f"dm_{name}", attr_text=place)
    sheet.append([styles.heading(one.heading, size=11, bold=True) for _name, one in made])
    for row in range(max((len(one.entries) for _name, one in made), default=0)):
        entries = (one.entries[row] if row < len(one.entries) else None for _name, one in made)
        sheet.append([styles.heading(entry, size=11) if entry else None for entry in entries])


def write_guide(sheet: Any, contents: Sequence[Content], counts: Mapping[str, int], book: Book) -> None:
    """What the workbook is, how to change it and take it back, and what each column asks for."""
    styles = Styles(sheet)
    for letter, width in zip("ABCDE", (26, 40, 18, 60, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    to_print(sheet)
    sheet.append([styles.heading(_("HƯỚNG DẪN"), size=14, bold=True)])
    for words in _paragraphs(counts, book):
        sheet.append([styles.heading(words)])
    sheet.append([])
    headings = (_("Trang"), _("Cột"), _("Bắt buộc"), _("Cách ghi"), _("Chọn trong"))
    sheet.append([styles.heading(words, bold=True) for words in headings])
    for content in contents:
        for declared in shown_fields(content.entity):
            required = {
                Required.TO_SAVE: _("Phải có"), Required.TO_COMPLETE: _("Nên có"), Required.NO: "",
            }[declared.required]  # fmt: skip
            some = "; ".join(_(choice.label) for choice in declared.choices[:_MOST_NAMED])
            if declared.code_table:
                some = _("trang “{sheet}”").format(sheet=LISTS_SHEET)
            cells = (sheet_title(content.entity), header_of(declared), required, _(declared.help), some)
            sheet.append([styles.heading(words, size=11) for words in cells])


def _paragraphs(counts: Mapping[str, int], book: Book) -> list[str]:
    words = [
        _("Mỗi trang là một danh sách. Cột có nền vàng phải ghi; ô có mũi tên thì chọn trong danh sách."),
        _("Tiền ghi bằng triệu đồng, ngày ghi ngày/tháng/năm, mã số thuế và điện thoại ghi nguyên các số 0 ở đầu."),
        _("Muốn thêm thì ghi dòng mới ngay dưới bảng. Không xóa các cột ẩn ở bên trái: nhờ chúng mà khi nhận lại,"
          " chương trình biết dòng nào là hồ sơ nào và ô nào đã sửa. Xóa một dòng ở đây không xóa hồ sơ."),
        _("Để đưa vào chương trình: mở kcdesk, nhận tệp này; chương trình cho xem trước rồi mới ghi."),
    ]  # fmt: skip
    if not book.template:
        words.append(_("Tệp này không mã hóa: ai mở được tệp là đọc được. Không gửi qua nơi công cộng."))
        words.append(
            _("Có đủ dữ liệu cá nhân của mọi người, kể cả người chưa đồng ý: chỉ để dùng riêng, không gửi đi.")
            if book.personal
            else _("Họ tên, điện thoại và dữ liệu cá nhân của người chưa đồng ý để trống; để trống không phải là xóa.")
        )
        total = sum(counts.values())
        words.append(_("Lập ngày {day}, {count} dòng.").format(day=book.made_on, count=total))
    return words
