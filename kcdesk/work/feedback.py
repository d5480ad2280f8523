"""What the province tells a collaborator about his changes: what was held, and values that are wrong here.

It goes with every answer, whole, and takes the place of what was told before. No value is named, only the
record, the field and the reason.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.problems import Level
from kcdesk.work.authority import reason_words
from kcdesk.work.consent import is_declared

if TYPE_CHECKING:
    from kcdesk.exchange.manifest import Manifest
    from kcdesk.work.areas import Area
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.receivers import Receiver

HELD, MARKED = "held", "marked"
META = "told"
_MOST, _MOST_FIELDS = 500, 80


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that the province told: ``kind`` is held or marked, ``words`` say why. ``title`` names the
    record as it is here, ``fields`` are names of its fields, ``labels`` what they are called."""

    kind: str
    entity: str
    row: str
    title: str
    fields: tuple[str, ...]
    labels: tuple[str, ...]
    reason: str
    words: str


def items(desk: Desk, receiver: Receiver, area: Area | None) -> tuple[dict[str, Any], ...]:
    """At the province: what the next answer tells a collaborator."""
    if not desk.profile.is_province:
        return ()
    return (*_held(desk, receiver)[:_MOST], *_marked(desk, area)[:_MOST])[: 2 * _MOST]


def _held(desk: Desk, receiver: Receiver) -> list[dict[str, Any]]:
    """What waits or was turned down of the changes that this person sent, a line for each record and reason."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for device in sorted(receiver.own or receiver.devices):
        for item in desk.store.held.list(kind="change", device=device):
            if item["state"] not in ("waiting", "refused"):
                continue
            change = json.loads(str(item["change"]))
            touched = [*change.get("set", ()), *change.get("withheld", ())]
            key = (str(item["row"]), str(item["reason"]))
            line = found.setdefault(
                key, {"kind": HELD, "entity": str(item["entity"]), "row": key[0], "fields": [], "reason": key[1]}
            )
            line["fields"] = sorted({*line["fields"], *touched})[:_MOST_FIELDS]
    return list(found.values())


def _marked(desk: Desk, area: Area | None) -> list[dict[str, Any]]:
    """Records of the area with values that do not fit here."""
    from kcdesk.work import records

    found: list[dict[str, Any]] = []
    for kind in catalogue.ENTITIES:
        if kind.parent_field:
            continue
        sql = f"SELECT id FROM {kind.name} WHERE _errors > 0 AND deleted = 0 ORDER BY _n DESC"
        for (row,) in desk.store.select(sql):
            if (area is None or area.shows(row)) and len(found) < _MOST:
                problems = records.load(desk, kind.name, row).problems
                found += [
                    {"kind": MARKED, "entity": kind.name, "row": row, "fields": [one.field], "reason": one.code,
                     "words": one.message[:200]}
                    for one in problems if one.level is Level.ERROR
                ]  # fmt: skip
    return found[:_MOST]


def take(desk: Desk, manifest: Manifest) -> None:
    """At a collaborator's: keep what the province told, in the place of what it told before."""
    if manifest.kind.value == "feedback" and not desk.profile.is_province:
        desk.store.meta.set(META, [dict(one) for one in manifest.told])


def notices(desk: Desk) -> list[Notice]:
    """At a collaborator's: what the province held or found wrong, as it said last."""
    return [_notice(desk, item) for item in desk.store.meta.get(META, []) if isinstance(item.get("row"), str)]


def held_rows(desk: Desk) -> frozenset[str]:
    """At a collaborator's: records of which the province has something that it did not merge, and of whose rows."""
    told = [one for one in desk.store.meta.get(META, []) if one.get("kind") == HELD]
    return frozenset({str(one.get("row")) for one in told} | {owner for one in told if (owner := _owner(desk, one))})


def _owner(desk: Desk, item: Mapping[str, Any]) -> str:
    """The record to which a row of a sub-table belongs; "" for a record of its own and for what is not here."""
    entity, row = str(item.get("entity") or ""), str(item.get("row") or "")
    parent = catalogue.entity(entity).parent_field if is_declared(entity) else ""
    record = desk.store.get(entity, row, deleted=True) if parent else None
    return str((record or {}).get(parent) or "")


def _notice(desk: Desk, item: Mapping[str, Any]) -> Notice:
    from kcdesk.work import records

    entity, row, reason = (str(item.get(name) or "") for name in ("entity", "row", "reason"))
    kind = catalogue.entity(entity) if is_declared(entity) else None
    record = desk.store.get(entity, row, deleted=True) if kind else None
    given = item.get("fields")
    fields = tuple(str(one) for one in given) if isinstance(given, list) else ()
    labels = tuple(_(kind[name].label) if kind and name in kind else name for name in fields)
    what = HELD if item.get("kind") == HELD else MARKED
    words = str(item.get("words") or "") if what == MARKED else reason_words(reason)
    title = records.title(kind, record) if kind and record else (_(kind.label) if kind else entity)
    return Notice(what, entity, row, title, fields, labels, reason, words)
