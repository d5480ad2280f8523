"""Dates, numbers and sizes as an office writes them."""

from __future__ import annotations

from datetime import UTC, datetime

_MILLION = 1_000_000
_KIB, _MIB = 1024, 1024 * 1024


def grouped(number: int) -> str:
    """1.234."""
    return f"{number:,}".replace(",", ".")


def millions(dong: int) -> str:
    """Đồng as triệu đồng with one decimal: 2.640,5."""
    return f"{dong / _MILLION:,.1f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def day(moment: str) -> str:
    """The day of an ISO moment in UTC, where the person sits: 23/11/2026; what is none as it is."""
    try:
        return _local(moment).strftime("%d/%m/%Y") if moment else ""
    except ValueError:
        return moment


def day_and_time(moment: str) -> str:
    """23/11/2026 08:15."""
    return _local(moment).strftime("%d/%m/%Y %H:%M") if moment else ""


def size(count: int) -> str:
    """A number of bytes for a person: 4,2 MB."""
    if count < _KIB:
        return f"{count} byte"
    if count < _MIB:
        return f"{count / _KIB:.0f} KB"
    return f"{count / _MIB:.1f} MB".replace(".", ",")


def _local(moment: str) -> datetime:
    read = datetime.fromisoformat(moment)
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone()
