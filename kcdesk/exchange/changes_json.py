"""A change as one line of JSON, and the check of its form when it comes back.

Form is what a sound program cannot get wrong: the keys, the shape of ids and names, the JSON type of a
declared field. What a value says (an unknown code, a number out of range) is not looked at here: such
values are merged and marked. Entities and fields that this version does not know are kept as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from kcdesk.exchange import keys, strict_json
from kcdesk.exchange.limits import LINE
from kcdesk.exchange.manifest import MOMENT, UUID
from kcdesk.exchange.strict_json import expect
from kcdesk.i18n import _
from kcdesk.model.changes import DELETED, Change
from kcdesk.model.fields import Value
from kcdesk.model.problems import UserError

_ALWAYS = frozenset({"id", "device", "at", "by", "save", "entity", "row"})
_KEYS = _ALWAYS | {"set", "after", "withheld", "purged", "seen"}
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_AUTHOR = re.compile(r"[^\x00-\x1f\x7f]{1,64}")
_HEAD = re.compile(rf"(?:{UUID.pattern} ){{3}}{keys.DEVICE_ID.pattern} {MOMENT.pattern} {_NAME.pattern}", re.ASCII)
_DEPTH = 4
_ID_LINE = re.compile(rf"(?:{UUID.pattern})(?:,{UUID.pattern})*")

Types: TypeAlias = tuple[type, ...]
_ANY: Types = (str, int, float, bool, list)
Declared: TypeAlias = Callable[[str], Mapping[str, Types]]
"""From an entity's name the Python types that JSON must give for each declared field; empty if unknown."""


def dump(change: Change) -> bytes:
    """One line, with its line break. Raises UserError where it would be too long (half the bound)."""
    line: dict[str, object] = {
        "id": change.id,
        "device": change.device,
        "at": change.at,
        "by": change.by,
        "save": change.save,
        "entity": change.entity,
        "row": change.row,
    }
    if change.set:
        line["set"] = change.set if type(change.set) is dict else dict(change.set)
    if change.after:
        line["after"] = change.after if type(change.after) is dict else dict(change.after)
    for name, names in (("withheld", change.withheld), ("purged", change.purged), ("seen", change.seen)):
        if names:
            line[name] = names
    data = (strict_json.dumps(line) + "\n").encode("utf-8")
    if len(data) > LINE // 2:
        raise UserError(
            _("Một lần sửa của hồ sơ {row} quá dài để đưa vào gói; hãy rút ngắn nội dung.").format(row=change.row),
            code="line_too_long",
        )
    return data


def load(line: bytes, declared: Declared) -> Change:
    """The change in one line (without its line break). Raises UserError where its form is wrong."""
    try:
        expect(len(line) <= LINE, "too long")
        found = strict_json.loads(line)
        if b"\\u" in line:  # without it no text can hold NUL or a lone surrogate
            strict_json.check(found, _DEPTH)
        return _change(found, declared)
    except (ValueError, TypeError) as error:
        raise bad_change() from error


def bad_change() -> UserError:
    """The error for a line that no sound program writes."""
    return UserError(_("Gói có dòng dữ liệu sai mẫu mà kcdesk không bao giờ tạo ra."), code="bad_change")


def _change(found: Any, declared: Declared) -> Change:
    if not isinstance(found, dict) or not _ALWAYS <= found.keys() <= _KEYS:
        raise ValueError("keys")
    at, by, entity = found["at"], found["by"], found["entity"]
    ids = (found["id"], found["save"], found["row"], found["device"])
    # one look at one text; join raises TypeError for anything but texts
    if not _HEAD.fullmatch(" ".join((*ids, at, entity))) or not _AUTHOR.fullmatch(by):
        raise ValueError("head")
    types = declared(entity)
    values = _values(found.get("set"), types)
    withheld, purged = _names(found.get("withheld")), _names(found.get("purged"))
    touched = (*values, *withheld, *purged)
    if not touched or len(set(touched)) != len(touched):
        raise ValueError("touches nothing, or one field in two ways")
    seen = _ids(found.get("seen"))
    if seen and DELETED not in values:
        raise ValueError("seen without a deletion")
    return Change(
        id=ids[0],
        device=ids[3],
        at=at,
        by=by,
        save=ids[1],
        entity=entity,
        row=ids[2],
        set=values,
        after=_after(found.get("after"), types),
        withheld=withheld,
        purged=purged,
        seen=seen,
    )


def _name(value: Any) -> str:
    """The name of a field. Raises ValueError, or TypeError where it is no text."""
    if not _NAME.fullmatch(value):
        raise ValueError(value)
    return str(value)


def _values(found: Any, types: Mapping[str, Types]) -> dict[str, Value]:
    """The values set, each a plain value of the JSON type that its field has."""
    if found is None:
        return {}
    expect(isinstance(found, dict), "set")
    values: dict[str, Any] = found
    for name, value in values.items():
        wanted = types.get(name) or (_name(name) and _ANY)
        kind = type(value)
        if value is None:
            continue
        if kind not in wanted:
            raise ValueError(name)
        if kind is list:
            values[name] = _texts(value)
        elif kind is int or kind is float:
            strict_json.check_scalar(value)
    return values


def _texts(values: list[Any]) -> tuple[str, ...]:
    if not all(isinstance(one, str) for one in values):
        raise ValueError("a list of something else than texts")
    return tuple(values)


def _names(found: Any) -> tuple[str, ...]:
    if found is None:
        return ()
    expect(isinstance(found, list), "names")
    return tuple(_name(one) for one in found)


def _ids(found: Any) -> tuple[str, ...]:
    """A list of ids; looked at as one text, which is what makes this quick."""
    if found is None or found == []:
        return ()
    line = ",".join(found) if isinstance(found, list) else ""
    if len(line) != 37 * len(found) - 1 or not _ID_LINE.fullmatch(line):
        raise ValueError("ids")
    return tuple(found)


def _after(found: Any, types: Mapping[str, Types]) -> dict[str, tuple[str, ...]]:
    if found is None:
        return {}
    expect(isinstance(found, dict), "after")
    return {name if name in types else _name(name): _ids(ids) for name, ids in found.items()}


_BY_SQL: Mapping[str, Types] = {"TEXT": (str, list), "INTEGER": (int, bool), "REAL": (float, int)}


def declarations() -> Declared:
    """The JSON types of fields after today's declarations, looked up once for every entity that comes."""
    from kcdesk.model import catalogue

    entities = {one.name: one for one in catalogue.ENTITIES}
    known: dict[str, Mapping[str, Types]] = {}
    unknown: Mapping[str, Types] = {DELETED: (bool,)}

    def declared(name: str) -> Mapping[str, Types]:
        types = known.get(name)
        if types is not None:
            return types
        if name not in entities:
            return unknown
        known[name] = {**unknown, **{field.name: _BY_SQL[field.kind.sql_type] for field in entities[name].fields}}
        return known[name]

    return declared
