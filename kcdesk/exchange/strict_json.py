"""JSON as only a sound program writes it: UTF-8, no doubled keys, no NaN, no lone surrogates, bounded.

What is refused here raises ValueError; the callers say in a sentence what it was that could not be read.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from json.scanner import make_scanner
from typing import Any

_INT = 2**63
NODES = 500_000
"""So many values stand in one text at most: each takes some dozen bytes of memory, however short it is written."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False).encode
_encode_readable = json.JSONEncoder(ensure_ascii=False, indent=1, allow_nan=False).encode


def expect(right: bool, what: str) -> None:
    """Raise ValueError where something is not as it must be; ``what`` is for whoever looks for the cause."""
    if not right:
        raise ValueError(what)


def dumps(value: object) -> str:
    """One line of JSON. Raises ValueError for NaN and infinity."""
    return _encode(value)


def dumps_readable(value: object) -> str:
    """JSON for people to look at, ending in a line break."""
    return _encode_readable(value) + "\n"


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands twice")
    return made


def _constant(name: str) -> Any:
    raise ValueError(name)


_scan: Callable[[str, int], tuple[Any, int]] = make_scanner(
    json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant)  # type: ignore[arg-type]
)


def loads(data: bytes) -> Any:
    """The value of one JSON text, without a look at depth or numbers. Raises ValueError."""
    text = data.decode("utf-8").strip(" \t\r\n")
    try:
        value, end = _scan(text, 0)
    except StopIteration as error:
        raise ValueError("no JSON") from error
    except RecursionError as error:
        raise ValueError("too deep") from error
    expect(end == len(text), "more behind it")
    return value


def loads_checked(data: bytes, depth: int) -> Any:
    """The value of one JSON text nested at most ``depth`` deep, every text and number in it sound."""
    expect(data.count(b",") + data.count(b"[") + data.count(b"{") <= NODES, "too many values")
    value = loads(data)
    check(value, depth)
    return value


def check(value: Any, depth: int) -> None:
    """Look at everything in a value that ``loads`` gave. Raises ValueError."""
    open_: list[Iterator[Any]] = [iter((value,))]
    while open_:
        for one in open_[-1]:
            if isinstance(one, dict | list):
                expect(len(open_) <= depth or not one, "too deep")
                open_.append(_inside(one))
                break
            check_scalar(one)
        else:
            open_.pop()


def _inside(found: dict[str, Any] | list[Any]) -> Iterator[Any]:
    """What an object or a list holds; the keys of the object are looked at first."""
    if isinstance(found, list):
        return iter(found)
    for key in found:
        check_text(key)
    return iter(found.values())


def check_scalar(value: Any) -> None:
    """A text without NUL and lone surrogates, a number that a database can keep. Raises ValueError."""
    if isinstance(value, str):
        check_text(value)
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("infinite")
    elif isinstance(value, int) and not -_INT <= value < _INT:
        raise ValueError("number too large")


def check_text(text: str) -> None:
    """No NUL, no lone surrogate. Raises ValueError (UnicodeEncodeError is one)."""
    if not text.isascii():
        text.encode("utf-8")
    if "\0" in text:
        raise ValueError("NUL")
