"""What is chosen for a workbook that goes out, writing it, and saying what was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _, ngettext
from kcdesk.model.problems import EnvironmentProblem
from kcdesk.ui.formats import grouped
from kcdesk.work import sheet_choice

if TYPE_CHECKING:
    from kcdesk.ui.lists.page import ListPage
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.sheets import Exported

MARKED, SHOWN, ALL, TEMPLATE = "marked", "shown", "all", "template"


@dataclass(frozen=True, slots=True)
class ListRows:
    """What a list shows: of which entity, the row numbers of all lines and of the marked ones."""

    entity: str
    shown: Sequence[int]
    marked: Sequence[int] = ()
    is_narrowed: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was chosen in the window."""

    path: Path
    what: str
    entities: frozenset[str] = frozenset()
    personal: bool = False
    numbers: tuple[int, ...] = ()


def rows_of(page: ListPage) -> ListRows:
    """What a list shows now."""
    query = page.query
    is_narrowed = bool(query.search.strip() or query.where)
    return ListRows(page.entity.name, page.model.numbers, page.model.marks.numbers(), is_narrowed)


def write(desk: Desk, wanted: Wanted, entity: str, progress: Any, cancel: Any) -> Exported:
    """Write the workbook that was chosen. Raises UserError."""
    from kcdesk.work import sheets

    try:
        wanted.path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(
            _("Không tạo được thư mục “{folder}”. Hãy chọn thư mục khác.").format(folder=wanted.path.parent),
            code="not_allowed",
        ) from error
    is_part = wanted.what in (MARKED, SHOWN)
    return sheets.export(
        desk,
        wanted.path,
        establishments=sheet_choice.owners(desk, entity, wanted.numbers) if is_part else None,
        entities=wanted.entities,
        personal=wanted.personal,
        template=wanted.what == TEMPLATE,
        progress=progress,
        cancel=cancel,
    )


def made_words(made: Exported) -> str:
    """What was written, a line for every sheet that has rows."""
    names = dict(sheet_choice.kinds())
    counted = [f"{names.get(name, name)}: {grouped(count)}" for name, count in made.counts.items() if count]
    lines = [made.path.name, *counted]
    if made.withheld:
        lines.append(
            ngettext(
                "{n} dòng để trống thông tin cá nhân vì chưa ghi nhận đồng ý.",
                "{n} dòng để trống thông tin cá nhân vì chưa ghi nhận đồng ý.",
                made.withheld,
            ).format(n=grouped(made.withheld))
        )
    lines.append(_("Sửa trong Excel rồi nhập lại được: chương trình so từng ô."))
    return "\n".join(lines)
