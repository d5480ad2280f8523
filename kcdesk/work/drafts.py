"""What was typed and not saved yet: safe at once, whatever happens to the program.

A draft stays in this workspace; it is no change and is never sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

NEW = "new-"
"""What the key of a draft begins with that belongs to no saved record yet."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Values and children as far as they were understood, texts as far as they were not.

    ``key`` is the id of the record, or a key that begins with ``new-``. ``place`` is the field where
    the person was, ``at`` the moment of the last keystroke kept.
    """

    entity: str
    key: str
    at: str
    values: Mapping[str, Any]
    children: Mapping[str, Sequence[Mapping[str, Any]]]
    place: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


def keep(
    desk: Desk,
    entity: str,
    key: str,
    values: Mapping[str, Any],
    children: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    *,
    place: str = "",
    texts: Mapping[str, str] | None = None,
) -> None:
    """Keep what stands in a form now, in the place of what was kept before under this key."""
    body = {
        "values": dict(values),
        "children": {plural: [dict(one) for one in rows] for plural, rows in (children or {}).items()},
        "place": place,
        "texts": dict(texts or {}),
    }
    desk.store.drafts.put(entity, key, desk.now(), body)


def find(desk: Desk, entity: str, key: str) -> Draft | None:
    """The draft under a key, None where there is none."""
    kept = desk.store.drafts.get(entity, key)
    return _draft(entity, key, *kept) if kept else None


def find_new(desk: Desk, entity: str) -> list[Draft]:
    """The drafts of records that were never saved, the latest first."""
    return sorted((one for one in _all(desk, entity) if one.key.startswith(NEW)), key=lambda one: one.at, reverse=True)


def drop(desk: Desk, entity: str, key: str) -> None:
    """Forget a draft: it was saved, or given up."""
    desk.store.drafts.drop(entity, key)


def _all(desk: Desk, entity: str) -> list[Draft]:
    return [_draft(entity, key, at, body) for key, at, body in desk.store.drafts.all(entity)]


def _draft(entity: str, key: str, at: str, body: Mapping[str, Any]) -> Draft:
    return Draft(entity, key, at, body["values"], body["children"], body["place"], body["texts"])
