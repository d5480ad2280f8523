"""From the words above a column to the field that is meant, with or without marks, shortened or misspelt."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from kcdesk import paths
from kcdesk.model import catalogue
from kcdesk.model.fields import Field
from kcdesk.sheets.columns import SHEET_ENTITIES, header_of
from kcdesk.text.fold import fold

SURE = 0.75
"""From here on a column is taken without asking."""

LIKELY = 0.5
"""Below it a column is not mapped at all."""

_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_ORDINAL = re.compile(r"^(?:[ivx]{1,4}|[0-9]{1,2}|[a-h])[.)]\s+", re.IGNORECASE)
_DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b)")
_SHORT = {
    "sdt": "so dien thoai", "dt": "dien thoai", "dtdd": "dien thoai di dong", "dc": "dia chi", "dchi": "dia chi",
    "mst": "ma so thue", "cs": "co so", "cssx": "co so san xuat", "sx": "san xuat", "kd": "kinh doanh",
    "sxkd": "san xuat kinh doanh", "dn": "doanh nghiep", "cty": "cong ty", "htx": "hop tac xa", "ld": "lao dong",
    "bq": "binh quan", "kp": "kinh phi", "kc": "khuyen cong", "nn": "nganh nghe", "sp": "san pham", "tb": "thiet bi",
    "dkkd": "dang ky kinh doanh", "gcn": "giay chung nhan", "tnbq": "thu nhap binh quan", "sl": "san luong",
    "ns": "ngan sach", "nsnn": "ngan sach nha nuoc", "dvt": "don vi tinh", "hkd": "ho kinh doanh", "pl": "phap luat",
    "gd": "giam doc", "gpkd": "giay phep kinh doanh", "hd": "hoat dong", "cnnt": "cong nghiep nong thon",
    "da": "de an", "sld": "so lao dong", "dtts": "dan toc thieu so", "tl": "thanh lap",
    "kh": "ke hoach",
    "ccn": "cum cong nghiep", "bvmt": "bao ve moi truong", "dtich": "dien tich", "nv": "nhiem vu",
    "ht": "ho tro", "kpkc": "kinh phi khuyen cong", "nd": "noi dung", "mmtb": "may moc thiet bi", "vdt": "von dau tu",
    "msdn": "ma so doanh nghiep", "ddpl": "dai dien phap luat", "dkdn": "dang ky doanh nghiep", "nh": "ngan hang",
    "cnnttb": "cong nghiep nong thon tieu bieu", "kcdp": "khuyen cong dia phuong", "kcqg": "khuyen cong quoc gia",
    "sxsh": "san xuat sach hon", "gtsx": "gia tri san xuat", "tmdt": "tong muc dau tu", "ks": "khao sat",
    "dk": "dang ky", "ubnd": "ubnd", "nam": "nam", "tt": "tt",
}  # fmt: skip
"""How headers shorten words; each is spelt out when the header itself is not known."""

_FILLERS = frozenset((
    "cua", "cac", "ve", "tai", "theo", "va", "hoac", "neu", "co", "hien", "nay", "la", "duoc", "tren", "cho", "gom",
    "du", "kien", "uoc", "nam", "vnd", "dong", "trieu", "nguoi",
))  # fmt: skip
_HARMLESS = _FILLERS | frozenset((
    "co", "so", "san", "xuat", "kinh", "doanh", "chinh", "khac", "nghiep", "don", "vi", "ho", "hang", "moi", "tr",
    "trd", "ty", "m2", "m3", "kwh", "thang", "dang", "thuc", "hien", "te", "lien", "he", "lh",
))  # fmt: skip
"""Words after a known head that do not make it another thing; any other leaves a doubt."""

_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_FUZZY_SURE, _FUZZY_LIKELY, _MARGIN = 90, 82, 5
_SAME_HEAD = 60
"""The first words of two headers must be that much alike: "Mã cơ sở" is not "Tên cơ sở" misspelt."""

_NOT_THE_HEAD = 0.72
"""Words that do not begin a header never settle it: "Chủ cơ sở" is no "Cơ sở"."""


class Meaning(NamedTuple):
    """The field that a header means: ``establishment.phone``, or a word with # for what is no field."""

    target: str
    confidence: float


NOTHING = Meaning("", 0.0)


class HeaderWords:
    """What headers mean; made of the declared labels and of the words in resources/sheets/headers.csv."""

    def __init__(self) -> None:
        self._known: dict[str, Meaning] = {}

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
        return {_spell_out(words): target for words, target in reversed(self._phrases.items())} | self._phrases

    def meaning(self, header: str) -> Meaning:
        """The field that a header means, with how sure that is; NOTHING for words that are not known."""
        if header not in self._known:
            self._known[header] = self._find(header)
        return self._known[header]

    def is_known(self, header: str) -> bool:
        """True for words that are known just as they stand; quick."""
        return fold(header) in self._phrases

    def best(self, headers: Iterable[str]) -> Meaning:
        """The surest meaning of several ways to read a header; of equals the first."""
        return max((self.meaning(header) for header in headers), key=lambda one: one.confidence, default=NOTHING)

    def _find(self, header: str) -> Meaning:
        bare_header = _DOTTED.sub("", _ORDINAL.sub("", _BRACKETS.sub(" ", header).strip()))
        plain = fold(bare_header)
        if not plain or len(plain) > 120 or plain.replace(" ", "").isdecimal():
            return NOTHING
        if plain in self._phrases:
            return Meaning(self._phrases[plain], 1.0)
        spelt = _spell_out(_YEAR.sub(" ", plain)).removeprefix("trong do ")
        if spelt in self._spelt:
            return Meaning(self._spelt[spelt], 0.97)
        first, *others = spelt.split() or [""]
        bare = " ".join([first, *(word for word in others if word not in _FILLERS)])
        if bare in self._spelt:
            return Meaning(self._spelt[bare], 0.92)
        found = max(self._inside(spelt), self._alike(spelt), key=lambda one: one.confidence)
        either = self._either(bare_header)
        return either if either.target else found

    def _either(self, header: str) -> Meaning:
        """Two words for one thing with a stroke between them: "Ấp/KV"; sure where both say the same."""
        parts = [part for part in re.split(r"[/;:]|\bhoặc\b", header) if part.strip()]
        if len(parts) < 2:
            return NOTHING
        found = [one for one in map(self.meaning, parts) if one.confidence >= SURE]
        targets = {one.target for one in found}
        if len(targets) != 1:
            return found[0]._replace(confidence=_NOT_THE_HEAD) if found else NOTHING
        return Meaning(found[0].target, 0.9 if len(found) == len(parts) or found[0].confidence >= 0.97 else 0.7)

    def _inside(self, spelt: str) -> Meaning:
        """The known words with which a header begins, or that are most of it; those that overlap are asked about."""
        padded, size = f" {spelt} ", len(spelt.split())
        head, head_size, inner, inner_size, inner_place = "", 0, "", 0, 0
        for words, target in self._spelt.items():
            if len(words) < 4 or f" {words} " not in padded:
                continue
            count = len(words.split())
            if padded.startswith(f" {words} ") and count > head_size:
                head, head_size = target, count
            elif count > inner_size:
                inner, inner_size, inner_place = target, count, padded[: padded.index(f" {words} ")].count(" ")
        head_share, inner_share = head_size / size, inner_size / size
        overlaps = inner != head and inner_size > head_size and inner_place < head_size
        if head and not overlaps and head_share >= 0.3:
            says_more = set(spelt.split()[head_size:]) - _HARMLESS
            return Meaning(head, min(_NOT_THE_HEAD if says_more else 0.9, 0.5 + 0.5 * head_share))
        if inner_share >= 0.3 and inner_size >= head_size:
            return Meaning(inner, min(_NOT_THE_HEAD, 0.35 + 0.5 * inner_share))
        return NOTHING

    def _alike(self, spelt: str) -> Meaning:
        """Known words that differ by a letter or two."""
        if len(spelt) < 6:
            return NOTHING
        from rapidfuzz import fuzz, process

        ranked = process.extract(spelt, self._spelt.keys(), scorer=fuzz.ratio, score_cutoff=_FUZZY_LIKELY, limit=5)
        found = next(iter(ranked), None)
        if found is None or fuzz.ratio(spelt.split(maxsplit=1)[0], found[0].split(maxsplit=1)[0]) < _SAME_HEAD:
            return NOTHING
        words, score = found[0], found[1]
        rival = max((one[1] for one in ranked if self._spelt[one[0]] != self._spelt[words]), default=0)
        sure = score >= _FUZZY_SURE or (len(spelt) == len(words) and sorted(spelt) == sorted(words))
        sure = sure and score - rival >= _MARGIN and len(spelt.split()) == len(words.split())
        return Meaning(self._spelt[words], 0.85 if sure else 0.6)


def _spell_out(words: str) -> str:
    return " ".join(_SHORT.get(word, word) for word in words.split())


def in_brackets(header: str) -> str:
    """What a header says in brackets, folded: mostly the unit."""
    return fold(" ".join(one or other for one, other in _BRACKETS.findall(header)))


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
