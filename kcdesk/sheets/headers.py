"""From the words above a column to the field that is meant, with or without marks, shortened or misspelt."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from kcdesk import paths
from kcdesk.model import catalogue
from kcdesk.model.fields import Field
from kcdesk.sheets import header_text
from kcdesk.sheets.columns import SHEET_ENTITIES, header_of
from kcdesk.sheets.concepts import FOREIGN, Concepts, Spoken
from kcdesk.sheets.header_text import HeaderText, read_header, split_levels, words_of
from kcdesk.sheets.misspelt import misspelt
from kcdesk.text.fold import fold

SURE = 0.75
"""From here on a column is taken without asking."""

LIKELY = 0.5
"""Below it a column is not mapped at all."""

_FILLERS = frozenset((
    "cua", "cac", "ve", "tai", "theo", "va", "hoac", "neu", "hien", "nay", "la", "tren", "cho", "gom", "vnd", "dong",
    "trieu", "nguoi",
))  # fmt: skip
_LONGEST = 120
_WHOSE = re.compile(
    r"\s+(?:của|cua)\s+(?:(?:các|từng|mỗi|cac)\s+)?(?:cơ sở|co so|cssx|cs|đơn vị|don vi|doanh nghiệp|doanh nghiep|dn|hộ"
    r"|ho|htx|hợp tác xã|công ty|cty|hkd|chủ thể|hộ kinh doanh|cơ sở sản xuất|cơ sở cnnt|tổ chức, cá nhân)"
    r"(?:\s*[/,]\s*(?:dn|htx|hkd|hộ|cơ sở|doanh nghiệp|hợp tác xã))*\s*$",
    re.IGNORECASE,
)
"""At the end of a header, whose it is: it leaves the meaning as it was."""

_AS_IT_STANDS = 0.97
_COMPOSED, _MENDED, _ASKED, _GUESSED = 0.93, 0.85, 0.7, 0.6
_STRONG = frozenset((
    "establishment.name", "establishment.address", "establishment.phone", "establishment.tax_code",
    "establishment.representative", "establishment.main_trade", "establishment.registration_number", "product.name",
    "support_request.title",
))  # fmt: skip
"""Where a word more that is not known leaves a question; for any other field it makes the column another thing."""

_VAGUE_WORDS = frozenset((
    "nguon", "noi dung", "ke hoach", "khac", "hoat dong", "duong", "ban", "to", "cu", "nuoc", "dien", "thue",
    "tieu thu", "nhu cau", "ket thuc", "bat dau", "thanh lap", "ten goi", "thiet bi", "dai dien", "han", "cap",
    "loai", "ngay", "so may", "nuoc sx", "nuoc san xuat",
))  # fmt: skip
"""Words that alone may mean several things: a person is asked, unless the values tell."""

_VAGUE = frozenset(("unitw", "coord", "ocop", "dt", "locality", "name", "number", "total", "fund", "code", "rank"))
"""Things that say little alone; what stands in brackets after them counts."""

_TURNING = frozenset(
    ("former", "female", "seasonal", "ethnic", "trained", "before", "after", "plan", "water", "taxid", FOREIGN)
)
"""Things that in brackets, too, make a column another."""

_ALLOWED_UNITS = {
    "money": (header_text.MONEY,), "integer": (header_text.PEOPLE, header_text.OTHER, header_text.STARS),
    "decimal": (header_text.AREA, header_text.OTHER, header_text.PEOPLE), "percent": (header_text.PERCENT,),
}  # fmt: skip
"""The units that a column of a kind may be in; in any other it is something else."""

_ANY_UNIT = frozenset(("text", "long_text"))
"""Kinds whose columns are asked about where they say a unit: "Sản phẩm (tấn)" may be a name or an output."""


class Meaning(NamedTuple):
    """The field that a header means: ``establishment.phone``, or a word with # for what is no field."""

    target: str
    confidence: float

    def at_most(self, confidence: float) -> Meaning:
        """The same with no more confidence than that."""
        return self._replace(confidence=min(self.confidence, confidence))


NOTHING = Meaning("", 0.0)


class HeaderWords:
    """What headers mean.

    Known phrases go first: the declared labels and resources/sheets/headers.csv. Then what the words speak of decides
    (``sheets.concepts``), then a misspelt phrase.
    """

    def __init__(self) -> None:
        self._known: dict[str, Meaning] = {}
        self._concepts = Concepts()

    @cached_property
    def _phrases(self) -> dict[str, str]:
        """Folded words to target; what the file says goes before the labels, the first before the later."""
        found: dict[str, str] = {}
        with paths.resource("sheets", "headers.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for words in row["words"].split(";"):
                    found.setdefault(fold(words), row["target"])
        for name in SHEET_ENTITIES:
            for field in catalogue.entity(name).fields:
                if not field.automatic and not field.parent:
                    found.setdefault(fold(field.label), f"{name}.{field.name}")
        return found

    @cached_property
    def _spelt(self) -> dict[str, str]:
        """The same with short forms spelt out."""
        return {words_of(words).text: target for words, target in reversed(self._phrases.items())} | self._phrases

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        """Every word that is known from anywhere."""
        return self._concepts.vocabulary | {word for phrase in self._spelt for word in phrase.split()}

    def meaning(self, header: str) -> Meaning:
        """The field that a header means, with how sure that is; NOTHING for words that are not known.

        The words of a header of several rows are parted by ``header_text.LEVELS``.
        """
        if header not in self._known:
            levels = split_levels(header)
            self._known[header] = self._of_levels(levels) if len(levels) > 1 else self._find(header)
        return self._known[header]

    def is_known(self, header: str) -> bool:
        """True for words that are known just as they stand; quick."""
        return fold(header) in self._phrases

    def best(self, headers: Iterable[str]) -> Meaning:
        """The surest meaning of several ways to read a header; of equals the first."""
        return max((self.meaning(header) for header in headers), key=lambda one: one.confidence, default=NOTHING)

    def year(self, header: str) -> int:
        """The year that a header names ("Doanh thu năm 2024"), 0 for none."""
        return max((read_header(level).year for level in split_levels(header)), default=0)

    def is_other(self, header: str) -> bool:
        """True for words that say plainly that it is none of our fields: a bank, a book-keeper, a signature."""
        if self.meaning(header).target == "#ignore":
            return True
        return any(FOREIGN in self._said(level) for level in split_levels(header))

    def _of_levels(self, levels: list[str]) -> Meaning:
        """A column under a group: what both say together, or its own words where the group adds nothing."""
        group, own = " ".join(levels[:-1]), levels[-1]
        if own.strip() in ("Nam", "nam") and not group.isascii():
            return NOTHING
        alone, above = self.meaning(own), self._said(group)
        if not above or above == {"address"}:
            return alone if alone.target else self.meaning(group)
        together = self._find(f"{group} {own}")
        if together.target:
            return alone if together.target == "#contact" and alone.target else together
        if FOREIGN in above or not alone.target or alone.target.startswith("#"):
            return alone if alone.target == "#index" else NOTHING
        return alone.at_most(_GUESSED) if self._agree(above, alone) else NOTHING

    def _agree(self, above: frozenset[str], alone: Meaning) -> bool:
        """True where a column may stand under a group though its words do not go with it: other parts of one thing."""
        return bool(alone.target) and alone.confidence >= SURE and not above & {"pid", "envpaper", "decision", "cert"}

    def _said(self, header: str) -> frozenset[str]:
        read = read_header(header)
        return self._concepts.speaks_of(read.words, marked=read.is_marked).said

    def _find(self, header: str) -> Meaning:
        read = read_header(header)
        plain = fold(read.bare)
        if not plain or len(plain) > _LONGEST or plain.replace(" ", "").isdecimal():
            return NOTHING
        found = self._exact(read, plain)
        if not found.target and (whose := _WHOSE.search(read.bare)):
            found = self.meaning(read.bare[: whose.start()]).at_most(_COMPOSED)
            if found.confidence >= SURE:
                return _by_unit(found, read.unit)
            found = NOTHING
        spoken = self._concepts.speaks_of(read.words, marked=read.is_marked)
        if not found.target:
            found = max(found, self._composed(spoken, read.unit), key=lambda one: one.confidence)
        if not found.target and FOREIGN not in spoken.said and (spoken.unknown or not spoken.said):
            found = self._alike(read.words.text)
        found = self._with_brackets(found, spoken, read)
        either = (
            NOTHING if found.confidence >= _AS_IT_STANDS or found.target.startswith("#") else self._either(read.bare)
        )
        return _by_unit(either if either.target else found, read.unit)

    def _exact(self, read: HeaderText, plain: str) -> Meaning:
        """A phrase that is known as it stands, or without the words that say nothing."""
        if plain in self._phrases:
            return Meaning(self._phrases[plain], _ASKED if plain in _VAGUE_WORDS else 1.0)
        whole = read.words.text.removeprefix("trong do ")
        if whole in self._spelt:
            return Meaning(self._spelt[whole], _AS_IT_STANDS)
        first, *others = whole.split() or [""]
        bare = " ".join([first, *(word for word in others if word not in _FILLERS)])
        return Meaning(self._spelt[bare], 0.92) if bare in self._spelt else NOTHING

    def _composed(self, spoken: Spoken, unit: str) -> Meaning:
        """What the things that a header speaks of mean together."""
        said = spoken.said
        if not said or FOREIGN in said:
            return self._named(said)
        composed, first = self._concepts.composed, spoken.first
        composition = composed(said | {unit}, first) if unit else None
        composition = composition or composed(said, first)
        if composition is None and not spoken.unknown:
            almost = self._concepts.almost(spoken)
            return Meaning(almost.target, _ASKED) if almost is not None else NOTHING
        if composition is None:
            return NOTHING
        if spoken.unknown:
            strong = composition.target in _STRONG and len(spoken.unknown) <= len(spoken.concepts)
            return Meaning(composition.target, _GUESSED) if strong else NOTHING
        return Meaning(composition.target, _ASKED if composition.asks else _MENDED if spoken.mended else _COMPOSED)

    def _named(self, said: frozenset[str]) -> Meaning:
        """The name of an establishment that does something that is not known: asked about, since all needs it."""
        return Meaning("establishment.name", _GUESSED) if {"name", "est"} <= said else NOTHING

    def _with_brackets(self, found: Meaning, spoken: Spoken, read: HeaderText) -> Meaning:
        """What stands in brackets counts where the words before them say little, or where it turns them."""
        if spoken.said <= _VAGUE and read.unit:
            measured = self._composed(spoken, read.unit)
            found = measured.at_most(_ASKED) if measured.target not in ("", found.target) else found
        if not read.inside.plain:
            return found
        inside = self._concepts.speaks_of(read.inside, marked=read.is_marked)
        turning, vague = bool(inside.said & _TURNING), spoken.said <= _VAGUE
        if not turning and not vague and found.target:
            return found
        together = self._composed(Spoken(spoken.concepts + inside.concepts, (), spoken.mended), read.unit)
        if together.target and (vague or turning or not found.target):
            return together if together.target == found.target else together.at_most(_ASKED if vague else _COMPOSED)
        return found.at_most(_ASKED) if turning or (vague and inside.said) else found

    def _either(self, header: str) -> Meaning:
        """Two words for one thing with a stroke between them: "Ấp/KV"; sure where both say the same."""
        parts = [part for part in re.split(r"[/;:]|\bhoặc\b", header) if part.strip()]
        if len(parts) < 2:
            return NOTHING
        found = [one for one in map(self.meaning, parts) if one.confidence >= SURE]
        targets = {one.target for one in found}
        if len(found) < len(parts):
            return NOTHING
        if len(targets) == 1:
            return found[0]._replace(confidence=_COMPOSED)
        named = targets == {"establishment.name", "establishment.representative"}
        if named or (len(targets) == 2 and "#ignore" in targets and found[0].target != "#ignore"):
            return Meaning("establishment.name" if named else found[0].target, _ASKED)
        return NOTHING

    def _alike(self, written: str) -> Meaning:
        """Known words that differ by a letter or two; sure where some word is none that is known from elsewhere."""
        found, is_sure = misspelt(written, self._spelt, self._vocabulary)
        return Meaning(found, _MENDED if is_sure else _GUESSED) if found else NOTHING


def _by_unit(found: Meaning, unit: str) -> Meaning:
    """Nothing where a field of this kind is never in that unit: a share of the capital is no capital."""
    declared = field_of(found.target)
    if declared is None or not unit:
        return found
    kind = declared.kind.name
    if unit in _ALLOWED_UNITS.get(kind, ()) or (unit == header_text.YES_NO and kind in ("yes_no", "choice", "choices")):
        return found
    never = unit in (header_text.PERCENT, header_text.HECTARES) or kind.startswith("choice")
    return NOTHING if never and kind not in _ANY_UNIT else found.at_most(_ASKED)


def in_brackets(header: str) -> str:
    """What a header says in brackets, folded: mostly the unit."""
    return fold(" ".join(_brackets(header)))


def _brackets(header: str) -> Iterator[str]:
    for one, other in re.findall(r"\(([^()]*)\)|\[([^\[\]]*)\]", header):
        yield one or other


def field_of(target: str) -> Field | None:
    """The declaration of a target; None for a word with # and for what is not declared."""
    entity, _dot, name = target.partition(".")
    if not name or entity not in SHEET_ENTITIES:
        return None
    kind = catalogue.entity(entity)
    return next((field for field in kind.fields if field.name == name), None)


def own_fields(entity: str) -> dict[str, Field]:
    """By header, exactly as written, the fields of a sheet that this program wrote."""
    return {header_of(field): field for field in catalogue.entity(entity).fields}
