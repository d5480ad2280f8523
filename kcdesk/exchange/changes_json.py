"""A change as one line of JSON, and the check of its form when it comes back.

Form is what a sound program cannot get wrong: the keys, the shape of ids and names, the JSON type of a
declared field. What a value says (an unknown code, a number out of range) is not looked at here: such
values are merged and marked. Entities and fields that this version does not know are kept as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from kcdesk.exchange import keys, strict_json
from kcdesk.exchange.limits import LINE
from kcdesk.exchange.manifest import CODE, MOMENT, UUID, check_day
from kcdesk.exchange.strict_json import expect
from kcdesk.i18n import _
from kcdesk.model.changes import DELETED, Change
from kcdesk.model.problems import UserError

_ALWAYS = frozenset({"id", "device", "at", "by", "save", "entity", "row"})
_KEYS = _ALWAYS | {"set", "after", "withheld", "purged", "seen"}
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_HEAD = re.compile(rf"(?:{UUID.pattern} ){{3}}{keys.DEVICE_ID.pattern} {MOMENT.pattern} {_NAME.pattern}", re.ASCII)
_DEPTH = 4
_NOTHING: Mapping[str, Any] = {}
_ID_LINE = re.compile(rf"(?:{UUID.pattern})(?:,{UUID.pattern})*")

Types: TypeAlias = tuple[type, ...]
_ANY: Types = (str, int, float, bool, list)
Declared: TypeAlias = Callable[[str], Mapping[str, Types]]
"""From an entity's name the Python types that JSON must give for each declared field; empty if unknown."""


def dump(change: Change) -> bytes:
    """One line, with its line break. Raises UserError where no reader would take it.

    What was typed here never comes near that: fields are short. What came from elsewhere may, and has to be passed
    on: with half the bound, as for the rest, one long line would keep its receiver from sending anything more.
    """
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
    if len(data) > LINE + 1:
        raise UserError(
            _("Một lần sửa của hồ sơ {row} quá dài để đưa vào gói; hãy rút ngắn nội dung.").format(row=change.row),
            code="line_too_long",
        )
    return data


def check(line: bytes, declared: Declared) -> Mapping[str, Any]:
    """The JSON object of one line (without its line break). Raises UserError where its form is wrong."""
    try:
        expect(len(line) <= LINE, "too long")
        found = strict_json.loads(line)
        if b"\\u" in line:  # without it no text can hold NUL or a lone surrogate
            strict_json.check(found, _DEPTH)
        _check(found, declared)
        if len(line) > LINE // 4:  # numbers may be written shorter than we write them
            expect(len(strict_json.dumps(found).encode("utf-8")) <= LINE, "too long to be passed on")
    except (ValueError, TypeError) as error:
        raise bad_change() from error
    return found  # type: ignore[no-any-return] # _check has seen that it is an object


def load(line: bytes, declared: Declared) -> Change:
    """The change in one line (without its line break). Raises UserError where its form is wrong."""
    return _change(check(line, declared))


def load_checked(line: bytes) -> Change:
    """The change in a line that ``check`` has seen before."""
    return _change(json.loads(line))


def _change(found: Mapping[str, Any]) -> Change:
    values: dict[str, Any] = found.get("set") or {}
    for name, value in values.items():
        if type(value) is list:
            values[name] = tuple(value)
    return Change(
        id=found["id"],
        device=found["device"],
        at=found["at"],
        by=found["by"],
        save=found["save"],
        entity=found["entity"],
        row=found["row"],
        set=values,
        after={name: tuple(ids) for name, ids in found.get("after", _NOTHING).items()},
        withheld=tuple(found.get("withheld", ())),
        purged=tuple(found.get("purged", ())),
        seen=tuple(found.get("seen", ())),
    )


def bad_change() -> UserError:
    """The error for a line that no sound program writes."""
    return UserError(_("Gói có dòng dữ liệu sai mẫu mà kcdesk không bao giờ tạo ra."), code="bad_change")


def _check(found: Any, declared: Declared) -> None:
    """Look at one change. Raises ValueError or TypeError."""
    if not isinstance(found, dict) or not _ALWAYS <= found.keys() <= _KEYS:
        raise ValueError("keys")
    entity = found["entity"]
    ids = (found["id"], found["save"], found["row"], found["device"], found["at"], entity)
    # one look at one text; join raises TypeError for anything but texts
    if not _HEAD.fullmatch(" ".join(ids)) or not CODE.fullmatch(found["by"]):
        raise ValueError("head")
    check_day(found["at"][:10])
    types = declared(entity)
    values = found.get("set", _NOTHING)
    _check_values(values, types)
    _check_after(found.get("after", _NOTHING), types)
    _check_names(values, found.get("withheld", ()), found.get("purged", ()))
    if "seen" in found:
        expect(DELETED in values, "seen without a deletion")
        _check_ids(found["seen"])


def _check_values(values: Any, types: Mapping[str, Types]) -> None:
    """Every value set is a plain value of the JSON type that its field has."""
    expect(isinstance(values, dict), "set")
    for name, value in values.items():
        wanted = types.get(name) or (_name(name) and _ANY)
        kind = type(value)
        if (kind is str and str in wanted) or value is None:
            continue
        if kind not in wanted:
            raise ValueError(name)
        if kind is list:
            expect(all(type(one) is str for one in value), "a list of something else than texts")
        elif kind is not bool:
            strict_json.check_scalar(value)


def _check_names(values: Mapping[str, Any], *withheld: Any) -> None:
    """Every field is touched in one way, and there is one at least."""
    names = list(values)
    for more in withheld:
        expect(more == () or isinstance(more, list), "names")
        names += [_name(one) for one in more]
    expect(bool(names) and (len(names) == len(values) or len(set(names)) == len(names)), "touched")


def _name(value: Any) -> str:
    """The name of a field. Raises ValueError, or TypeError where it is no text."""
    if not _NAME.fullmatch(value) or value == "id":
        raise ValueError(value)
    return str(value)


def _check_ids(found: Any) -> None:
    """A list of ids; looked at as one text, which is what makes this quick."""
    expect(isinstance(found, list), "ids")
    line = ",".join(found)
    expect(not found or (len(line) == 37 * len(found) - 1 and _ID_LINE.fullmatch(line) is not None), "ids")


def _check_after(found: Any, types: Mapping[str, Types]) -> None:
    expect(isinstance(found, dict), "after")
    for name, ids in found.items():
        if name not in types:
            _name(name)
        _check_ids(ids)


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
