"""The province's office: who has sent in the reporting period and who is missing, and an answer for everybody.

Periods come with the province's settings. Where it has set none, the first half of the year and the whole
year are the periods, as the reports of the programme are due.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.work import making, trust
from kcdesk.work.jobs import Cancel, Progress, never, quiet, stop_if

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

CARRIED = ("establishment", "support_request", "visit", "attachment")
"""Of the counts of a bundle, the records that are told."""


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period, from ``start`` to ``end``, to be sent until ``due``."""

    id: str
    name: str
    start: date
    end: date
    due: date


@dataclass(frozen=True, slots=True)
class Sender:
    """What one collaborator sent in a period. ``days_left`` counts to the last day, below 0 it is past.

    ``last_at`` is when the last bundle came (ISO UTC, "" for none), ``records`` how many records these
    bundles carried, ``held`` how much of it waits for an officer, ``missing`` the numbers that never came.
    """

    code: str
    name: str
    communes: tuple[str, ...]
    bundles: int
    last_at: str
    records: int
    has_sent: bool
    days_left: int
    held: int = 0
    missing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Feedback:
    """The answer for one collaborator: its files with their short codes, none where there is nothing new or,
    as ``error`` says, where it could not be made."""

    code: str
    paths: tuple[Path, ...]
    codes: tuple[str, ...]
    counts: Mapping[str, int]
    error: str = ""


def periods(desk: Desk) -> list[Period]:
    """The reporting periods in force, the earliest first."""
    given = [_period(one) for one in desk.settings.get("periods", ())]
    return sorted(given or _usual(desk.today().year), key=lambda one: (one.start, one.end))


def _period(given: Mapping[str, Any]) -> Period:
    start, end, due = (date.fromisoformat(str(given[name])) for name in ("start", "end", "due"))
    return Period(str(given["id"]), str(given["name"]), start, end, due)


def _usual(year: int) -> list[Period]:
    made = []
    for one in (year - 1, year, year + 1):
        middle, last = date(one, 6, 30), date(one, 12, 31)
        made.append(Period(f"{one}-6T", _("6 tháng đầu năm {year}").format(year=one), date(one, 1, 1), middle, middle))
        made.append(Period(f"{one}-NAM", _("Cả năm {year}").format(year=one), date(one, 7, 1), last, last))
    return made


def current(desk: Desk, today: date | None = None) -> Period | None:
    """The period that is to be sent next: the first whose last day has not passed; else the latest that began."""
    day = today or desk.today()
    known = [one for one in periods(desk) if one.start <= day]
    coming = [one for one in known if one.due >= day]
    if coming:
        return min(coming, key=lambda one: one.due)
    return max(known, key=lambda one: one.due, default=None)


def standing(desk: Desk, period: Period, today: date | None = None) -> list[Sender]:
    """Every collaborator whom the settings list or whose device is trusted; who is missing first."""
    from kcdesk.work import cursors

    day = today or desk.today()
    listed = {str(one["code"]): tuple(one["communes"]) for one in desk.settings.get("collaborators", ())}
    known = [one for one in trust.devices(desk) if not one.province and one.state is trust.Standing.TRUSTED]
    units = {one.code: one.unit for one in known if one.unit}
    came = _came(desk, period)
    waiting = desk.store.held.list(state="waiting")
    made = []
    for code in sorted({*listed, *(one.code for one in known)}):
        own = {one.id for one in known if one.code == code}
        bundles = [one for one in came if one.get("device") in own]
        holes = {number for one in own for number in cursors.incoming(desk, one).missing_numbers()}
        made.append(
            Sender(
                code=code, name=units.get(code, ""), communes=listed.get(code, ()), bundles=len(bundles),
                last_at=max((str(one["at"]) for one in bundles), default=""), records=_carried(bundles),
                has_sent=bool(bundles), days_left=(period.due - day).days,
                held=sum(1 for one in waiting if one.get("device") in own or one.get("claimed") == code),
                missing=tuple(sorted(holes)),
            )
        )  # fmt: skip
    return sorted(made, key=lambda one: (one.has_sent, one.code))


def _came(desk: Desk, period: Period) -> list[dict[str, Any]]:
    """The bundles with changes that came between the first day of a period and its last."""
    came = desk.store.bundles.list(direction="received", kind="changes")
    last = max(period.due, period.end)
    return [one for one in came if period.start <= _day(str(one["at"])) <= last]


def _day(at: str) -> date:
    """The date, where the person sits, of a moment as it is kept."""
    return datetime.fromisoformat(at).astimezone().date()


def _carried(bundles: Sequence[Mapping[str, Any]]) -> int:
    counts = [one.get("counts") or {} for one in bundles]
    return sum(int(one.get(name, 0)) for one in counts for name in CARRIED)


def decide(
    desk: Desk, requests: Sequence[str], status: str, *, on: date | None = None, number: str = "", note: str = ""
) -> str:
    """The province's word on some requests (approved, sent back, turned down …) as one save; the save.

    It reaches the collaborators like any change, and can be undone. Raises UserError outside the province,
    and where a request is not here or the state is none; nothing is written then.
    """
    from kcdesk.work import records

    if not desk.profile.is_province:
        raise UserError(_("Mục này chỉ tỉnh ghi được."), code="only_province")
    values: dict[str, Any] = {"status": status, "status_on": (on or desk.today()).isoformat()}
    values.update({name: text for name, text in (("status_number", number), ("status_note", note)) if text.strip()})
    save = desk.new_id()
    with desk.store.transaction():
        for request in requests:
            records.save_record(desk, "support_request", request, values, save=save)
    return save


def feedback_all(
    desk: Desk, out_dir: Path, *, codes: Collection[str] | None = None, progress: Progress = quiet,
    cancel: Cancel = never,
) -> list[Feedback]:  # fmt: skip
    """One answer for each collaborator (or for those named), each in a folder named by the code.

    Who has everything gets none; where one cannot be made, the others are. Raises Cancelled between two.
    """
    known = [one for one in trust.devices(desk) if not one.province and one.state is trust.Standing.TRUSTED]
    wanted = sorted(code for code in {one.code for one in known} if codes is None or code in codes)
    made = []
    for at, code in enumerate(wanted):
        stop_if(cancel)
        progress(at, len(wanted), code)
        made.append(_answer(desk, out_dir / code, code))
    return made


def _answer(desk: Desk, folder: Path, code: str) -> Feedback:
    was_there = folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        made = making.export(desk, folder, making.Wanted(to=code))
    except UserError as error:
        if not was_there:
            _drop(folder)
        return Feedback(code, (), (), {}, "" if error.code == making.NOTHING_NEW else error.message)
    except OSError as error:
        raise EnvironmentProblem(
            _("Không ghi được vào thư mục “{folder}”.").format(folder=folder), code="not_written"
        ) from error
    counts: dict[str, int] = {}
    for one in made:
        for name, number in one.counts.items():
            counts[name] = counts.get(name, 0) + number
    return Feedback(code, tuple(one.path for one in made), tuple(one.code for one in made), counts)


def _drop(folder: Path) -> None:
    """Take an empty folder away again."""
    with suppress(OSError):
        folder.rmdir()
