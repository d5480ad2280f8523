"""Is the clock of this machine right? Noticed from the newest date known, said, and nothing is decided by it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from kcdesk import __released__
from kcdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kcdesk.work.bootstrap import Desk

LATEST = 500
"""So many of the last entries of the log are looked at."""

_BEHIND = timedelta(days=2)
_AHEAD = timedelta(days=400)
_LIFE = timedelta(days=6 * 365)
"""No version is used longer than that: a later date was written by a clock that was wrong itself."""


def newest(desk: Desk) -> date:
    """The newest date that is known: of this version, of what was written, of what came in."""
    released = date.fromisoformat(__released__)
    known = (day for text in _dates(desk) if (day := _day(text)) is not None and day <= released + _LIFE)
    return max((released, *known))


def warning(desk: Desk) -> str:
    """One sentence where the clock is off by more than a sleep in a drawer explains; "" where it seems right."""
    known, today = newest(desk), desk.today()
    if today < known - _BEHIND:
        words = _(
            "Đồng hồ của máy có thể sai: máy ghi ngày {today}, sớm hơn ngày mới nhất đã biết là {known};"
            " hãy chỉnh lại ngày giờ."
        )
    elif today > known + _AHEAD:
        words = _(
            "Đồng hồ của máy có thể sai: máy ghi ngày {today}, trong khi ngày mới nhất đã biết là {known};"
            " hãy xem lại ngày giờ."
        )
    else:
        return ""
    return words.format(today=f"{today:%d/%m/%Y}", known=f"{known:%d/%m/%Y}")


def _dates(desk: Desk) -> Iterator[str]:
    sql = "SELECT at FROM (SELECT at FROM log ORDER BY position DESC LIMIT ?)"
    yield from (str(at) for (at,) in desk.store.select(sql, (LATEST,)))
    yield from (str(item.get("created") or "") for item in desk.store.bundles.list(direction="received"))
    yield str(desk.settings.get("issued", ""))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
