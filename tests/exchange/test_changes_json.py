"""A change as a line: round trip, and the check of its form."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.exchange import changes_json
from kcdesk.exchange.limits import LINE
from kcdesk.model.changes import Change
from kcdesk.model.problems import UserError

DECLARED = changes_json.declarations()
ID = "019a0000-0000-7000-8000-00000000000{}"
GOOD: dict[str, Any] = {
    "id": ID.format(1),
    "device": "K7F3Q2M9AXBW4TZD",
    "at": "2026-11-23T08:15:02.120Z",
    "by": "CTV07",
    "save": ID.format(2),
    "entity": "establishment",
    "row": ID.format(3),
    "set": {"phone": "0912345678", "workers_total": 7},
    "after": {"phone": [ID.format(4), ID.format(5)]},
}


def line(**other: Any) -> bytes:
    made = {**GOOD, **other}
    return json.dumps({key: value for key, value in made.items() if value is not ...}).encode("utf-8")


def load(data: bytes) -> Change:
    return changes_json.load(data, DECLARED)


def test_line_is_read() -> None:
    change = load(line())
    assert change.set == {"phone": "0912345678", "workers_total": 7}
    assert change.after == {"phone": (ID.format(4), ID.format(5))}
    assert change.row == ID.format(3)
    assert load(changes_json.dump(change).rstrip(b"\n")) == change


ids = st.uuids().map(str)
names = st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
values = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False, allow_infinity=False), texts,
    st.lists(texts, max_size=3).map(tuple),
)  # fmt: skip


@st.composite
def changes(draw: st.DrawFn) -> Change:
    fields = draw(st.lists(names, min_size=1, max_size=6, unique=True))
    cut = draw(st.integers(0, len(fields)))
    other = draw(st.integers(cut, len(fields)))
    return Change(
        id=draw(ids), device="K7F3Q2M9AXBW4TZD", at="2026-11-23T08:15:02.120Z", by="CTV07", save=draw(ids),
        entity="later_entity", row=draw(ids), set={name: draw(values) for name in fields[:cut]},
        after={name: tuple(draw(st.lists(ids, min_size=1, max_size=3))) for name in fields[:2]},
        withheld=tuple(fields[cut:other]), purged=tuple(fields[other:]),
    )  # fmt: skip


@given(changes())
def test_every_change_round_trips_also_of_unknown_entities(change: Change) -> None:
    data = changes_json.dump(change)
    assert data.endswith(b"\n")
    assert data.count(b"\n") == 1
    assert load(data[:-1]) == change


@pytest.mark.parametrize("name", ["id", "device", "at", "by", "save", "entity", "row"])
def test_every_key_must_be_there_and_a_text(name: str) -> None:
    for value in (..., None, 1, True, [], {}, "", " ", ["x"], "x" * 100, GOOD[name] + " ", GOOD[name] + "\n"):
        if name == "by" and isinstance(value, str) and 0 < len(value) < 65 and "\n" not in value:
            continue
        refused(line(**{name: value}))


def refused(data: bytes) -> None:
    with pytest.raises(UserError) as error:
        load(data)
    assert error.value.code == "bad_change"


@pytest.mark.parametrize(
    "other",
    [
        {"id": GOOD["id"].upper()},
        {"id": GOOD["id"].replace("-", "")},
        {"row": "../" + GOOD["row"][3:]},
        {"at": "2026-11-23T08:15:02Z"},
        {"at": "2026-11-23T25:15:02.120Z"},
        {"at": "2026-11-23T08:15:02.120+07:00"},
        {"entity": "Establishment"},
        {"entity": "x; DROP TABLE log"},
        {"device": "K7F3 Q2M9 AXBW 4TZD"},
        {"by": "a\nb"},
        {"by": "a\u0000"},
        {"extra": 1},
        {"set": ..., "after": ...},
        {"set": {}},
        {"set": []},
        {"set": {"phone": {"x": 1}}},
        {"set": {"phone": [1]}},
        {"set": {"phone": ["x", None]}},
        {"set": {"phone": 912345678}},
        {"set": {"workers_total": "7"}},
        {"set": {"workers_total": 7.5}},
        {"set": {"deleted": "yes"}},
        {"set": {"Phone": "x"}},
        {"set": {"later_field": {"x": 1}}},
        {"set": {"x y": 1}},
        {"set": {"later_field": 2**63}},
        {"set": {"phone": "a\0b"}},
        {"set": {"phone": "\ud800"}},
        {"set": {"later_field": ["\udfff"]}},
        {"withheld": ["phone"]},
        {"withheld": ["x"], "purged": ["x"]},
        {"withheld": ["x", "x"]},
        {"withheld": "x"},
        {"withheld": {"x": 1}},
        {"withheld": [["x"]]},
        {"seen": [ID.format(1)]},
        {"seen": "x", "set": {"deleted": True}},
        {"seen": [1], "set": {"deleted": True}},
        {"seen": [f"{ID.format(1)},{ID.format(2)}"], "set": {"deleted": True}},
        {"after": []},
        {"after": {"phone": ID.format(1)}},
        {"after": {"phone": ["x"]}},
        {"after": {"phone": {"x": 1}}},
        {"after": {"X": []}},
    ],
)
def test_other_forms_are_refused(other: dict[str, Any]) -> None:
    refused(line(**other))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" ",
        b"null",
        b"[]",
        b"1",
        b'"x"',
        b"{",
        line() + line(),
        line()[:-1],
        line().replace(b'"phone"', b'"phone": "1", "phone"', 1),
        line().replace(b"0912345678", b"\xff"),
        line().replace(b"0912345678", b"\x00"),
        line().replace(b": 7", b": NaN"),
        line(set={"later_field": 1}).replace(b'"later_field": 1', b'"later_field": 1e999'),
        line().replace(b"7}", b"9" * 5000 + b"}"),
        line(set={"later_field": 1}).replace(b"1}", b"[" * 100_000 + b"}"),
        b"[" * 1_000_000,
        line(set={"later_field": "x" * LINE}),
    ],
)
def test_other_json_is_refused(data: bytes) -> None:
    refused(data)


@pytest.mark.parametrize(
    "values",
    [
        {"phone": None},
        {"phone": "không phải số"},
        {"workers_total": -5},
        {"name": ""},
        {"commune_code": "99999"},
        {"later_field": "x"},
        {"later_field": ["a", "b"]},
        {"later_field": 1.5},
        {"deleted": True},
        {"deleted": False},
    ],
)
def test_values_that_do_not_fit_are_taken(values: dict[str, Any]) -> None:
    kept = load(line(set=values)).set
    assert {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()} == values


def test_deletion_with_what_it_saw() -> None:
    assert load(line(set={"deleted": True}, seen=[ID.format(4), ID.format(5)])).seen == (ID.format(4), ID.format(5))


def test_line_that_would_be_too_long_is_not_written() -> None:
    change = load(line(set={"later_field": "x"}))
    long = Change(
        **{name: getattr(change, name) for name in Change.__dataclass_fields__} | {"set": {"name": "x" * LINE}}
    )
    with pytest.raises(UserError) as error:
        changes_json.dump(long)
    assert error.value.code == "line_too_long"


def test_line_that_came_is_passed_on_however_long_it_is() -> None:
    came = line(set={"later_field": "x" * (LINE - 1000)})
    assert changes_json.dump(load(came)).rstrip(b"\n") == came.replace(b", ", b",").replace(b": ", b":")
