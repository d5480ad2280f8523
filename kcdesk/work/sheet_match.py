"""Finding the establishment that a row of a list means: by tax code, telephone, name and commune."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model.fields import Record, Value
from kcdesk.text.similar import core, similarity

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

_ALIKE, _SAME_OWNER = 0.88, 0.7
_MOST_LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of an establishment. ``row`` is the row of the file where it is new there, else 0."""

    id: str
    name: str
    core: str
    commune: str
    tax_code: str
    phone: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """The establishment that is meant, and why; ``doubt`` where a person should look, ``like`` at which one."""

    known: Known | None
    why: str = ""
    doubt: str = ""
    like: Known | None = None


class Matcher:
    """The establishments that are here, and those that the file has brought so far."""

    def __init__(self, desk: Desk) -> None:
        self._by_tax: dict[str, Known] = {}
        self._by_name: dict[tuple[str, str], list[Known]] = defaultdict(list)
        self._by_phone: dict[str, list[Known]] = defaultdict(list)
        self._by_words: dict[tuple[str, str], list[Known]] = defaultdict(list)
        for record in desk.store.rows("establishment", sort="id"):
            self.add(record, 0)

    def add(self, record: Record | Mapping[str, Value], row: int) -> None:
        """Know one more."""
        name = str(record.get("name") or "")
        one = Known(
            str(record["id"]), name, core(name), str(record.get("commune_code") or ""),
            str(record.get("tax_code") or ""), str(record.get("phone") or ""), row,
        )  # fmt: skip
        if one.tax_code:
            self._by_tax.setdefault(one.tax_code, one)
        self._by_name[(one.core, one.commune)].append(one)
        for key in _keys(one.core):
            self._by_words[(one.commune, key)].append(one)
        if one.phone:
            self._by_phone[one.phone].append(one)

    def find(self, values: Mapping[str, Value]) -> Match:
        """The establishment that the values of a row mean."""
        name = str(values.get("name") or "")
        tax_code, phone = str(values.get("tax_code") or ""), str(values.get("phone") or "")
        commune = str(values.get("commune_code") or "")
        if tax_code and (found := self._by_tax.get(tax_code)) is not None:
            doubt = "" if similarity(found.name, name) >= _SAME_OWNER else _(
                "Cùng mã số thuế với “{name}” nhưng khác tên."
            ).format(name=found.name)  # fmt: skip
            return Match(found, _("cùng mã số thuế"), doubt, found)
        named = self._by_name.get((core(name), commune), [])
        if len(named) == 1 and not _differ(named[0].tax_code, tax_code):
            return Match(named[0], _("cùng tên, cùng xã"))
        if named:
            return Match(named[0], _("cùng tên, cùng xã"), _("Có nơi cùng tên trong xã: “{name}”.").format(
                name=named[0].name), named[0])  # fmt: skip
        for one in self._by_phone.get(phone, ()) if phone else ():
            if similarity(one.name, name) >= _SAME_OWNER:
                return Match(one, _("cùng điện thoại, tên giống"))
            return Match(None, "", _("Cùng số điện thoại với “{name}”.").format(name=one.name), one)
        return self._alike(name, commune, tax_code)

    def _alike(self, name: str, commune: str, tax_code: str) -> Match:
        """A name in the commune that differs by no more than a word, or by the spelling of one."""
        looked_at: set[str] = set()
        for key in _keys(core(name)):
            for one in self._by_words.get((commune, key), ())[:_MOST_LOOKED_AT]:
                if one.id in looked_at:
                    continue
                looked_at.add(one.id)
                if similarity(one.name, name) >= _ALIKE and not _differ(one.tax_code, tax_code):
                    asked = _("Giống “{name}” cùng xã; có phải một nơi không?").format(name=one.name)
                    return Match(None, "", asked, one)
        return Match(None)


def _keys(words: str) -> set[str]:
    """What two names share that differ in one word: the words without one of them, and all run together."""
    parts = sorted(words.split())
    made = {" ".join(parts[:place] + parts[place + 1 :]) for place in range(len(parts))} if len(parts) > 1 else set()
    return {*made, " ".join(parts), words.replace(" ", "")}


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)
