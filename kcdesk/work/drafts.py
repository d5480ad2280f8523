"""What was typed and not saved yet: safe at once, whatever happens to the program.

A draft stays in this workspace; it is no change and is never sent. It belongs to one record by its id, or
to none yet by a key of its own, so it is never offered in the place of another. One that is given up goes to
the archive, from where it can be taken back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kcdesk.model import catalogue
from kcdesk.model.fields import Entity, Record, Value

if TYPE_CHECKING:
    from kcdesk.reference.tables import Reference
    from kcdesk.work.bootstrap import Desk

NEW = "new-"
"""What the key of a draft begins with that belongs to no saved record yet."""
DISCARDED = "discarded:"
"""Stands before the entity of a draft that was given up."""
_AT = "@"


@dataclass(frozen=True, slots=True)
class Draft:
    """Values and children as far as they were understood, texts as far as they were not.

    ``key`` is the id of the record, or a key that begins with ``new-``. ``place`` is the field where
    the person was, ``at`` the moment of the last keystroke kept. ``base`` and ``base_children`` are what was
    saved when the form was opened; empty for a new record.
    """

    entity: str
    key: str
    at: str
    values: Mapping[str, Any]
    children: Mapping[str, Sequence[Mapping[str, Any]]]
    place: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    base: Mapping[str, Any] = field(default_factory=dict)
    base_children: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """True where no record was saved yet."""
        return self.key.startswith(NEW)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that was changed elsewhere while the draft lay there: ``now`` is saved, ``typed`` is in the draft."""

    field: str
    now: Value
    typed: Value


@dataclass(frozen=True, slots=True)
class Rebased:
    """A draft over the record as it is today: what was not typed in follows the record.

    ``differences`` are fields that both changed; ``followed`` names those where only the record did.
    """

    draft: Draft
    differences: tuple[Difference, ...]
    followed: tuple[str, ...]


def keep(
    desk: Desk,
    entity: str,
    key: str,
    values: Mapping[str, Any],
    children: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    *,
    place: str = "",
    texts: Mapping[str, str] | None = None,
    base: tuple[Record, Mapping[str, Sequence[Record]]] = ({}, {}),
) -> None:
    """Keep what stands in a form now, in the place of what was kept before under this key.

    ``base`` is the record and its children as they were when the form was opened.
    """
    _put(desk, entity, key, Draft(entity, key, desk.now(), values, children or {}, place, texts or {}, *base))


def lay_aside(
    desk: Desk,
    entity: str,
    key: str,
    values: Mapping[str, Any],
    children: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    *,
    place: str = "",
    texts: Mapping[str, str] | None = None,
    base: tuple[Record, Mapping[str, Sequence[Record]]] = ({}, {}),
) -> None:
    """The same while the database is busy with long work; from any thread. ``bring_in`` follows."""
    draft = Draft(entity, key, desk.now(), values, children or {}, place, texts or {}, *base)
    desk.workspace.aside.put(entity, key, draft.at, _content(draft))


def bring_in(desk: Desk) -> int:
    """Take what was laid aside into the database, where nothing newer is; how many drafts that were."""
    waiting = desk.workspace.aside.all()
    with desk.store.transaction():
        for one in waiting:
            kept = desk.store.drafts.get(one.entity, one.key)
            if kept is None or kept[0] <= one.at:
                desk.store.drafts.put(one.entity, one.key, one.at, one.body)
    desk.workspace.aside.clear()
    return len(waiting)


def find(desk: Desk, entity: str, key: str) -> Draft | None:
    """The draft under a key, None where there is none."""
    for one in desk.workspace.aside.all():
        if (one.entity, one.key) == (entity, key):
            return _draft(entity, key, one.at, one.body)
    kept = desk.store.drafts.get(entity, key)
    return _draft(entity, key, *kept) if kept else None


def find_new(desk: Desk, entity: str) -> list[Draft]:
    """The drafts of records that were never saved, the latest first."""
    return [one for one in find_all(desk, entity) if one.is_new]


def find_all(desk: Desk, entity: str) -> list[Draft]:
    """All drafts of an entity, the latest first."""
    found = [_draft(entity, key, at, body) for key, at, body in desk.store.drafts.all(entity)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def orphans(desk: Desk, entity: str) -> list[Draft]:
    """The drafts over records that were deleted since: nobody is offered them where they were typed."""
    return [one for one in find_all(desk, entity) if not one.is_new and desk.store.get(entity, one.key) is None]


def drop(desk: Desk, entity: str, key: str) -> None:
    """Forget a draft: it was saved, or nothing in it differs any more."""
    desk.store.drafts.drop(entity, key)


def discard(desk: Desk, entity: str, key: str) -> Draft | None:
    """Give a draft up: it goes to the archive. What was given up; None where there was no such draft."""
    draft = find(desk, entity, key)
    if draft is None:
        return None
    with desk.store.transaction():
        _put(desk, DISCARDED + entity, f"{key}{_AT}{draft.at}", draft)
        drop(desk, entity, key)
    return draft


def discarded(desk: Desk, entity: str) -> list[Draft]:
    """The drafts that were given up, the latest first."""
    found = [_draft(entity, *one) for one in desk.store.drafts.all(DISCARDED + entity)]
    plain = [replace(one, key=one.key.partition(_AT)[0]) for one in found]
    return sorted(plain, key=lambda one: one.at, reverse=True)


def take_back(desk: Desk, draft: Draft) -> Draft:
    """Have a draft again that was given up; where its place is taken by a newer one, as a new record's draft.

    What it is now.
    """
    is_free = desk.store.drafts.get(draft.entity, draft.key) is None
    is_here = draft.is_new or desk.store.get(draft.entity, draft.key) is not None
    back = draft if is_free and is_here else replace(draft, key=f"{NEW}{desk.new_id()}", base={}, base_children={})
    with desk.store.transaction():
        _put(desk, back.entity, back.key, back)
        desk.store.drafts.drop(DISCARDED + draft.entity, f"{draft.key}{_AT}{draft.at}")
        if not is_here:
            drop(desk, draft.entity, draft.key)
    return back


def erase(desk: Desk, draft: Draft) -> None:
    """Take a draft that was given up, or that lost its record, out of the archive, for good."""
    desk.store.drafts.drop(DISCARDED + draft.entity, f"{draft.key}{_AT}{draft.at}")
    if draft in orphans(desk, draft.entity):
        drop(desk, draft.entity, draft.key)


def rebase(draft: Draft, record: Record, children: Mapping[str, Sequence[Record]]) -> Rebased:
    """Lay a draft over a record that may have been changed meanwhile, by an import or by another form.

    A field that the person did not touch follows the record; one that both changed keeps what was typed and is
    told. Rows of sub-tables that came meanwhile are added.
    """
    if draft.is_new or not draft.base:
        return Rebased(draft, (), ())
    kind = catalogue.entity(draft.entity)
    values = dict(draft.values)
    differences, followed = [], []
    for declared in kind.fields:
        name = declared.name
        now, base, typed = _plain(record.get(name)), _plain(draft.base.get(name)), _plain(draft.values.get(name))
        if now in (base, typed):
            continue
        if typed == base and name not in draft.texts:
            values[name] = now
            followed.append(name)
        else:
            differences.append(Difference(name, now, typed))
    rows = {plural: _rows(draft, plural, children.get(plural, ())) for plural in {*draft.children, *children}}
    return Rebased(replace(draft, values=values, children=rows), tuple(differences), tuple(followed))


def _rows(draft: Draft, plural: str, now: Sequence[Record]) -> list[Mapping[str, Any]]:
    """The rows of a sub-table: those of the draft, brought up to date where nobody typed, and those that came."""
    here = {str(one["id"]): one for one in now}
    base = {str(one.get("id")): one for one in draft.base_children.get(plural, ())}
    rows: list[Mapping[str, Any]] = []
    for one in draft.children.get(plural, ()):
        row = str(one.get("id") or "")
        untouched = row in base and _same_row(one, base[row])
        if untouched and row not in here:
            continue
        rows.append(here[row] if untouched else one)
    known = {str(one.get("id")) for one in draft.children.get(plural, ())} | base.keys()
    return rows + [one for row, one in here.items() if row not in known]


def _same_row(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    names = {*one, *other} - {"id", "deleted"}
    return all(_plain(one.get(name)) == _plain(other.get(name)) for name in names if name in one)


def title_of(reference: Reference, kind: Entity, draft: Draft) -> str:
    """What a draft is called: its title, else the commune or the first words in it; "" where it has none."""
    title = draft.values.get(kind.title_field) if kind.title_field else ""
    if title:
        return str(title)
    commune = draft.values.get("commune_code")
    if commune:
        return reference.label("communes", str(commune))
    return next((str(value) for value in draft.values.values() if isinstance(value, str) and " " in value), "")


def _plain(value: Any) -> Value:
    if isinstance(value, list):
        return tuple(value)
    return None if value == "" else value


def _put(desk: Desk, entity: str, key: str, draft: Draft) -> None:
    desk.store.drafts.put(entity, key, draft.at, _content(draft))


def _content(draft: Draft) -> dict[str, Any]:
    return {
        "values": dict(draft.values),
        "children": _listed(draft.children),
        "place": draft.place,
        "texts": dict(draft.texts),
        "base": dict(draft.base),
        "base_children": _listed(draft.base_children),
    }


def _listed(children: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    return {plural: [dict(one) for one in rows] for plural, rows in children.items()}


def _draft(entity: str, key: str, at: str, body: Mapping[str, Any]) -> Draft:
    return Draft(
        entity, key, at, body.get("values", {}), body.get("children", {}), body.get("place", ""),
        body.get("texts", {}), body.get("base", {}), body.get("base_children", {}),
    )  # fmt: skip
