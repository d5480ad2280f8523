"""Where a record stands: a draft, in conflict, sent back, incomplete, not sent, sent, received.

What needs the person comes before how far it has travelled. Every standing is a word with a sign; colour only
helps the eye.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from kcdesk.i18n import _, ngettext
from kcdesk.model import catalogue
from kcdesk.work import cursors, feedback, lacking

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

STATE = "_state"
"""In the conditions of a list: where its records stand, one of ``filters``."""


class Standing(StrEnum):
    """Where a record stands on its way to the province."""

    DRAFT = "draft"
    CONFLICT = "conflict"
    RETURNED = "returned"
    HELD = "held"
    """The province has something of it that it did not merge."""
    ERRORS = "errors"
    GAPS = "gaps"
    UNSENT = "unsent"
    MADE = "made"
    ARRIVED = "arrived"
    """It came, while something before it is missing there."""
    CONFIRMED = "confirmed"
    """Merged at the province."""
    COMPLETE = "complete"
    PAPERS = "papers"
    """Nothing is wrong with it, but a photo or paper is still to come."""


_URGENT = (Standing.DRAFT, Standing.CONFLICT, Standing.RETURNED)
_DONE = (Standing.CONFIRMED, Standing.COMPLETE)
_ON_ITS_WAY = (Standing.HELD, Standing.UNSENT, Standing.MADE, Standing.CONFIRMED)


def filters(*, is_province: bool) -> tuple[Standing, ...]:
    """What a list can be narrowed to, besides complete and incomplete: a province sends its records to nobody."""
    return (*_URGENT, Standing.PAPERS) if is_province else (*_URGENT, *_ON_ITS_WAY, Standing.PAPERS)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Log positions up to which the province was sent everything, and up to which it has confirmed.

    ``arrived`` are stretches above that which came to it, with a hole before them.
    """

    made: int = 0
    confirmed: int = 0
    arrived: tuple[tuple[int, int], ...] = ()

    def has_arrived(self, position: int) -> bool:
        """True where this position came, though something before it is missing."""
        return any(after < position <= upto for after, upto in self.arrived)


@dataclass(frozen=True, slots=True)
class Urgent:
    """Records of one entity that wait for the person: with a draft, in conflict, asked about by the province or
    held back there."""

    drafts: frozenset[str] = field(default_factory=frozenset)
    conflicts: frozenset[str] = field(default_factory=frozenset)
    returned: frozenset[str] = field(default_factory=frozenset)
    held: frozenset[str] = field(default_factory=frozenset)
    papers: frozenset[str] = field(default_factory=frozenset)
    """Those of which a photo or paper is still to come."""

    def settled(self, row: str, standing: Standing) -> Standing:
        """Where a record stands of which nothing is urgent: done is only what has its papers too."""
        return Standing.PAPERS if row in self.papers and standing in _DONE else standing

    def of(self, row: str) -> Standing | None:
        """What is urgent about a record, None where nothing is."""
        if row in self.drafts:
            return Standing.DRAFT
        if row in self.conflicts:
            return Standing.CONFLICT
        if row in self.returned:
            return Standing.RETURNED
        return Standing.HELD if row in self.held else None


def sent_so_far(desk: Desk) -> Cursor:
    """Up to where the province was sent everything and has confirmed."""
    numbers = cursors.arrived(desk)
    made = desk.store.bundles.list(direction="made", log=desk.device_id) if numbers else []
    arrived = tuple((int(one["position_from"]), int(one["position_to"])) for one in made if one["sequence"] in numbers)
    return Cursor(*cursors.sent_positions(desk), arrived)


def urgent(desk: Desk, entity: str, rows: Sequence[str] | None = None) -> Urgent:
    """What waits for the person among some records, or among all."""
    drafts = desk.store.select("SELECT row FROM drafts WHERE entity = ?", (entity,))
    return Urgent(
        frozenset(str(row) for (row,) in drafts),
        frozenset(_in_conflict(desk, entity, rows)),
        frozenset(_asked(desk, entity, rows)),
        feedback.held_rows(desk),
        lacking.waiting(desk, entity, rows),
    )


def _in_conflict(desk: Desk, entity: str, rows: Sequence[str] | None) -> set[str]:
    """Records with a field in conflict, their own or that of a child."""
    own = f"SELECT row FROM unsettled WHERE entity = ? AND conflicts <> '[]'{_among('row', rows)}"
    found = {str(row) for (row,) in desk.store.select(own, [entity, *_listed(rows)])}
    for child in catalogue.children_of(entity):
        sql = (
            f'SELECT c."{child.parent_field}" FROM unsettled u JOIN {child.name} c ON c.id = u.row'
            f" WHERE u.entity = ? AND u.conflicts <> '[]'{_among(f'c.{child.parent_field}', rows)}"
        )
        found |= {str(row) for (row,) in desk.store.select(sql, [child.name, *_listed(rows)])}
    return found


def _asked(desk: Desk, entity: str, rows: Sequence[str] | None) -> list[str]:
    sql = "SELECT row_id FROM review WHERE deleted = 0 AND state = 'mo' AND row_type = ?" + _among("row_id", rows)
    return [str(row) for (row,) in desk.store.select(sql, [entity, *_listed(rows)])]


def _among(column: str, rows: Sequence[str] | None) -> str:
    return "" if rows is None else f" AND {column} IN (SELECT value FROM json_each(?))"


def _listed(rows: Sequence[str] | None) -> list[str]:
    return [] if rows is None else [json.dumps(list(rows))]


def numbers_within(desk: Desk, entity: str, wanted: str) -> frozenset[int]:
    """The row numbers of the records that stand where it was asked for, deleted ones too.

    Positions are read from their index alone: as a condition of the list they would cost a look at every row.
    """
    cursor = sent_so_far(desk)
    bounds = {
        Standing.UNSENT: (cursor.made, None),
        Standing.MADE: (cursor.confirmed, cursor.made),
        Standing.CONFIRMED: (0, cursor.confirmed),
    }
    if wanted in bounds:
        low, high = bounds[Standing(wanted)]
        upto = "" if high is None else f" AND _position <= {int(high)}"
        found = desk.store.select(f"SELECT _n FROM {entity} WHERE _position > {int(low)}{upto}")
        return frozenset(number for (number,) in found)
    waiting = urgent(desk, entity)
    rows = {"draft": waiting.drafts, "conflict": waiting.conflicts, "returned": waiting.returned,
            "held": waiting.held, "papers": waiting.papers}[wanted]  # fmt: skip
    return frozenset(desk.store.numbers(entity, sorted(rows)).values())


def standing_of(
    errors: int | None, gaps: int | None, position: int | None, cursor: Cursor, is_province: bool
) -> Standing:
    """Where a record stands; what is missing comes before what is sent."""
    if errors:
        return Standing.ERRORS
    if gaps:
        return Standing.GAPS
    if is_province:
        return Standing.COMPLETE
    if position is None or position <= cursor.confirmed:
        return Standing.CONFIRMED
    if cursor.has_arrived(position):
        return Standing.ARRIVED
    return Standing.MADE if position <= cursor.made else Standing.UNSENT


def standing_words(standing: Standing, missing: int = 0, *, is_province: bool = False) -> tuple[str, str]:
    """The level (quiet, good, warning, error, note) and the word for where a record stands.

    In a province's workspace what was sent back waits for an answer.
    """
    if standing is Standing.RETURNED and is_province:
        return "warning", _("Chờ bổ sung")
    if standing is Standing.ERRORS and missing:
        return "error", ngettext("Sai {n} mục", "Sai {n} mục", missing).format(n=missing)
    if standing is Standing.GAPS and missing:
        return "warning", ngettext("Thiếu {n} mục", "Thiếu {n} mục", missing).format(n=missing)
    return {
        Standing.DRAFT: ("note", _("Bản nháp")),
        Standing.CONFLICT: ("error", _("Có mâu thuẫn")),
        Standing.RETURNED: ("error", _("Tỉnh trả lại")),
        Standing.HELD: ("error", _("Tỉnh giữ lại")),
        Standing.ERRORS: ("error", _("Có mục sai")),
        Standing.GAPS: ("warning", _("Còn thiếu")),
        Standing.UNSENT: ("quiet", _("Chưa gửi")),
        Standing.MADE: ("note", _("Đã gửi")),
        Standing.ARRIVED: ("note", _("Tỉnh đã nhận")),
        Standing.CONFIRMED: ("good", _("Tỉnh đã ghép")),
        Standing.COMPLETE: ("good", _("Đủ thông tin")),
        Standing.PAPERS: ("warning", _("Ảnh chưa về")),
    }[standing]


def sign_of(standing: Standing) -> str:
    """The name of the drawing that stands before the word."""
    return {
        Standing.DRAFT: "edit",
        Standing.CONFLICT: "error",
        Standing.RETURNED: "undo",
        Standing.HELD: "error",
        Standing.ERRORS: "error",
        Standing.GAPS: "gap",
        Standing.UNSENT: "up",
        Standing.MADE: "send",
        Standing.ARRIVED: "send",
        Standing.CONFIRMED: "check",
        Standing.COMPLETE: "check",
        Standing.PAPERS: "photo",
    }[standing]
