"""From the words above a column to the field that is meant, with or without marks, shortened or misspelt."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from kcdesk import paths
from kcdesk.model import catalogue
from kcdesk.model.fields import Field
from kcdesk.sheets import learned
from kcdesk.sheets.columns import SHEET_ENTITIES, header_of
from kcdesk.sheets.concepts import FOREIGN, Concepts, Spoken
from kcdesk.sheets.header_text import QUESTION, STARS, HeaderText, read_header, split_levels, words_of
from kcdesk.sheets.levels import Levels
from kcdesk.sheets.meaning import (
    AS_IT_STANDS,
    ASKED,
    COMPOSED,
    GUESSED,
    MENDED,
    NOTHING,
    PLACES,
    SURE,
    Meaning,
    field_of,
    in_unit,
)
from kcdesk.sheets.misspelt import misspelt
from kcdesk.text.fold import fold

_FILLERS = frozenset((
    "cua", "cac", "ve", "tai", "theo", "va", "hoac", "neu", "hien", "nay", "la", "tren", "cho", "gom", "vnd", "dong",
    "trieu", "nguoi",
))  # fmt: skip
_LONGEST, _SHORTEST = 120, 4
_DENIED = re.compile(r"chua(?! biet\b)\b|khong(?! gian\b)\b")
"""What begins so says what is lacking: "Chưa ĐKKD"."""

_LACKING = re.compile(r"(?<!ly do)(?<!vi sao)(?<!nguyen nhan) chua (?!chac|ro)\w")
"""And so: "Lao động chưa qua đào tạo"; why something is lacking is a field of its own."""

_WHOSE = re.compile(
    r"\s+(?:của|cua)\s+(?:(?:các|từng|mỗi|cac)\s+)?(?:cơ sở|co so|cssx|cs|đơn vị|don vi|doanh nghiệp|doanh nghiep|dn|hộ"
    r"|ho|htx|hợp tác xã|công ty|cty|hkd|chủ thể|hộ kinh doanh|cơ sở sản xuất|cơ sở cnnt|tổ chức, cá nhân)"
    r"(?:\s*[/,]\s*(?:dn|htx|hkd|hộ|cơ sở|doanh nghiệp|hợp tác xã))*\s*$",
    re.IGNORECASE,
)
"""At the end of a header, whose it is: it leaves the meaning as it was."""

_NOT_OF_ALL = frozenset(("support_request.total_cost",))
"""What may be another thing where it is that of the establishment: its part of the costs."""

_WAGE = "yearly_figure.average_income"
"""The income of a household is nobody's wage."""

_OF_EACH_WORKER = frozenset((_WAGE, "support_request.income_before", "support_request.income_after"))
_PER_WORKER = re.compile(r"\w\s*/\s*(?:1\s*)?(?:lđ|lao động|ld|lao dong|người|nguoi)\b", re.IGNORECASE)
"""What comes to one worker: of capital and sales that is another figure than the whole."""

_MAN_OR_WOMAN = "establishment.gender"

_STRONG = frozenset((
    "establishment.name", "establishment.address", "establishment.phone", "establishment.tax_code",
    "establishment.representative", "establishment.main_trade", "establishment.registration_number", "product.name",
    "support_request.title",
))  # fmt: skip
"""Where a word more that is not known leaves a question; for any other field it makes the column another thing."""

_VAGUE_WORDS = frozenset((
    "nguon", "noi dung", "ke hoach", "khac", "hoat dong", "duong", "ban", "to", "cu", "nuoc", "dien", "thue",
    "tieu thu", "nhu cau", "ket thuc", "bat dau", "thanh lap", "ten goi", "thiet bi", "dai dien", "han", "cap",
    "ngay", "nguon von", "de nghi ho tro", "so quyet dinh", "so qd", "uu tien", "tay nghe",
    "ma so ho kinh doanh", "ma so hkd", "ma so dang ky ho kinh doanh", "ma so dang ky hkd", "ma so dkhkd", "chu dau tu",
    "mat hang san xuat", "mat hang sx", "loai hinh san xuat", "loai hinh sx", "nhom san pham", "nhom sp",
    "gia tri ho tro", "so may", "nuoc sx", "nuoc san xuat",
))  # fmt: skip
"""Words that alone may mean several things: a person is asked, unless the values tell."""

_WHAT_IS_LEFT = re.compile(r"\bcon (?:lai|thieu|no)\b")
"""Of a sum only the rest: which one it is the rest of, the words seldom say."""

_APART = re.compile(r"\s*[/;:,]\s*|\s+[-–]\s+|\s+(?:hoặc|và)\s+")
_MOST_WORDS = 3
_EACH = frozenset(("nam", "thang", "ho", "nguoi", "co so", "don vi", "sp", "san pham", "ngay", "lao dong", "ld"))
"""What behind a stroke says of what each a number is, and is no column of its own."""

_ESTABLISHMENTS = frozenset(("co so", "don vi", "ho"))
"""Behind a stroke after a person these are no measure, but the other thing that the column may hold."""

_WHATEVER_FOLLOWS = {"difficulty": "visit.difficulties_note", "note": "establishment.note"}
"""What a header begins with that is asked about whatever else it speaks of: "Kiến nghị với Sở Công Thương"."""

_VAGUE = frozenset(("unitw", "coord", "ocop", "dt", "locality", "name", "number", "total", "fund", "code", "rank"))
"""Things that say little alone; what stands in brackets after them counts."""

_TURNING = frozenset(
    ("former", "female", "seasonal", "ethnic", "trained", "before", "after", "plan", "water", "taxid", "form2", FOREIGN)
)
"""Things that in brackets, too, make a column another."""


_REACHED = frozenset(("phone", "fullname", "name", "contact", "number", "zalo"))
"""What in brackets after a person makes the column a name with a telephone."""


class HeaderWords:
    """What headers mean.

    Known phrases go first: the declared labels and resources/sheets/headers.csv. Then what the words speak of decides
    (``sheets.concepts``), then a misspelt phrase.
    """

    def __init__(self) -> None:
        self._known: dict[str, Meaning] = {}
        self._ruled: dict[str, Meaning] = {}
        self._concepts = Concepts()
        self._levels = Levels(self)

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
            self._known[header] = self._weighed(header, self.ruled(header))
        return self._known[header]

    def ruled(self, header: str) -> Meaning:
        """What the rules alone say of a header."""
        if header not in self._ruled:
            levels = split_levels(header)
            self._ruled[header] = self._levels.meaning(levels) if len(levels) > 1 else self.find(header)
        return self._ruled[header]

    def _weighed(self, header: str, found: Meaning) -> Meaning:
        """The same with what its words mostly meant: never surer than the rules, and asked about where they differ."""
        is_settled = found.confidence >= AS_IT_STANDS or found.target.startswith("#")
        if is_settled or (not found.target and self.is_other(header)):
            return found
        guess = learned.guess(header)
        if not guess.counts or guess.target == (found.target or learned.OTHER):
            return found
        read = read_header(split_levels(header)[-1])
        if found.is_sure:  # a guess that only overlooks brackets says nothing: "Mã số thuế (cũ)"
            is_blind = bool(read.inside.plain) and self.ruled(read.bare).target == guess.target
            return found if is_blind else found.at_most(ASKED)
        if guess.target == learned.OTHER:
            return NOTHING
        return in_unit(Meaning(guess.target, ASKED if found.target else GUESSED), read.unit)

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
        if self.ruled(header).target == "#ignore":
            return True
        return any(FOREIGN in self._said(level) for level in split_levels(header))

    def spoken(self, read: HeaderText) -> Spoken:
        """What the words of a header outside of brackets speak of."""
        return self._concepts.speaks_of(read.words, marked=read.is_marked)

    def _said(self, header: str) -> frozenset[str]:
        return self.spoken(read_header(header)).said

    def find(self, header: str) -> Meaning:
        """The field that a header of one row means."""
        read = read_header(header)
        plain = fold(read.bare)
        if not plain or len(plain) > _LONGEST or plain.replace(" ", "").isdecimal() or _DENIED.match(plain):
            return NOTHING
        found = self._exact(read, plain)
        if not found.target and _LACKING.search(plain):
            return NOTHING
        if not found.target and (whose := _WHOSE.search(read.bare)):
            found = self.ruled(read.bare[: whose.start()]).at_most(COMPOSED)
            if found.confidence >= SURE:
                found = found.at_most(ASKED) if found.target in _NOT_OF_ALL else found
                return NOTHING if found.target == _WAGE else in_unit(found, read.unit)
            found = NOTHING
        spoken = self._concepts.speaks_of(read.words, marked=read.is_marked)
        if found.target and read.unit and not spoken.said <= _VAGUE and in_unit(found, read.unit) != found:
            measured = self.composed(spoken, read.unit)
            found = measured if measured.is_sure and in_unit(measured, read.unit) == measured else found
        if not found.target:
            found = max(found, self.composed(spoken, read.unit), key=lambda one: one.confidence)
            if (
                read.year and spoken.said == {"dt"} and not found.is_sure
            ):  # no telephone and no workshop is that of a year
                found = Meaning("yearly_figure.revenue", ASKED)
        if not found.target and FOREIGN not in spoken.said and (spoken.unknown or not spoken.said):
            found = self._alike(read.words.text)
        found = self._with_brackets(found, spoken, read)
        found = self._of_parts(found, read.bare)
        if _PER_WORKER.search(header) and _is_sum(found.target):
            return NOTHING
        return self._measured(found, read, spoken)

    def _measured(self, found: Meaning, read: HeaderText, spoken: Spoken) -> Meaning:
        """The same with the doubts that its unit leaves, and that it is only the rest of a sum."""
        if read.unit == QUESTION and "already" in spoken.said:
            return Meaning("earlier_support.title", ASKED)
        plain = fold(read.bare)
        if plain not in self._phrases and _WHAT_IS_LEFT.search(plain):
            found = found.at_most(ASKED)
        if read.unit == STARS and found.target in ("", "#ignore"):
            return Meaning("certificate.stars", COMPOSED)
        return in_unit(found, read.unit)

    def _exact(self, read: HeaderText, plain: str) -> Meaning:
        """A phrase that is known as it stands, or without the words that say nothing."""
        if plain in self._phrases:
            return Meaning(self._phrases[plain], ASKED if plain in _VAGUE_WORDS else 1.0)
        whole = read.words.text.removeprefix("trong do ")
        if whole in self._spelt:
            return Meaning(self._spelt[whole], ASKED if whole in _VAGUE_WORDS else AS_IT_STANDS)
        first, *others = whole.split() or [""]
        bare = " ".join([first, *(word for word in others if word not in _FILLERS)])
        if len(bare) < _SHORTEST:
            return NOTHING
        return Meaning(self._spelt[bare], ASKED if bare in _VAGUE_WORDS else 0.92) if bare in self._spelt else NOTHING

    def composed(self, spoken: Spoken, unit: str) -> Meaning:
        """What the things that a header speaks of mean together."""
        said = spoken.said
        if not said or FOREIGN in said:
            return self._named(said, spoken.first)
        composed, first = self._concepts.composed, spoken.first
        composition = composed(said | {unit}, first) if unit else None
        composition = composition or composed(said, first)
        if composition is None and not spoken.unknown:
            almost = self._concepts.almost(spoken)
            return Meaning(almost.target, ASKED) if almost is not None else _named_whole(spoken)
        if composition is None:
            return _named_whole(spoken)
        if spoken.unknown:
            strong = composition.target in _STRONG and len(spoken.unknown) <= len(spoken.concepts)
            return Meaning(composition.target, GUESSED) if strong else NOTHING
        if _names_the_whole(spoken) and composition.target != "establishment.name":
            return Meaning("establishment.name", GUESSED)
        is_asked = composition.asks or spoken.is_shaded
        return Meaning(composition.target, ASKED if is_asked else MENDED if spoken.mended else COMPOSED)

    def _named(self, said: frozenset[str], first: str) -> Meaning:
        """The name of an establishment that does something that is not known: asked about, since all needs it."""
        if first in _WHATEVER_FOLLOWS:
            return Meaning(_WHATEVER_FOLLOWS[first], GUESSED)
        return Meaning("establishment.name", GUESSED) if {"name", "est"} <= said else NOTHING

    def _with_brackets(self, found: Meaning, spoken: Spoken, read: HeaderText) -> Meaning:
        """What stands in brackets counts where the words before them say little, or where it turns them."""
        if spoken.said <= _VAGUE and read.unit:
            measured = self.composed(spoken, read.unit)
            found = measured.at_most(ASKED) if measured.target not in ("", found.target) else found
        if not read.inside.plain:
            return found
        inside = self._concepts.speaks_of(read.inside, marked=read.is_marked)
        if found.target == "establishment.representative" and {"phone"} <= inside.said <= _REACHED:
            return Meaning("#contact", COMPOSED if "fullname" in inside.said else ASKED)
        if found.target == "establishment.address" and inside.said == {"hamlet"}:
            return Meaning("#hamlet", ASKED)
        turning = bool(inside.said & _TURNING) or inside.said in ({"year"}, {"code"})
        vague = spoken.said <= _VAGUE
        if not turning and not vague and found.target:
            return found
        together = self.composed(Spoken(spoken.concepts + inside.concepts, (), spoken.mended), read.unit)
        if together.target and (vague or turning or not found.target):
            is_plain = not vague and len(inside.said) == 1
            return together if together.target == found.target else together.at_most(COMPOSED if is_plain else ASKED)
        return found.at_most(ASKED) if turning or (vague and inside.said) else found

    def _of_parts(self, found: Meaning, header: str) -> Meaning:
        """Two words for one thing with a stroke between them, "Ấp/KV", or two things in one cell, "Vốn, lao động".

        Of two things the first is asked about, unless both are known to go together.
        """
        parts = [part.strip() for part in _APART.split(header) if part.strip()]
        is_stroked = "/" in header or ";" in header
        if len(parts) < 2 or found.target.startswith("#") or found.target == _MAN_OR_WOMAN:
            return found
        meanings = [self.ruled(part) for part in parts]
        whose = meanings[0].target == "establishment.representative"
        if any(_is_no_column(part, is_stroked) and not (whose and fold(part) in _ESTABLISHMENTS) for part in parts[1:]):
            return found
        targets = {one.target for one in meanings if one.is_sure}
        first = meanings[0]
        if len(targets) == 1 and all(one.is_sure for one in meanings):
            return max(found, first._replace(confidence=COMPOSED), key=lambda one: one.confidence)
        if targets == {"establishment.name", "establishment.representative"} and is_stroked:
            return found if found.confidence >= AS_IT_STANDS else Meaning("establishment.name", ASKED)
        if len(targets) > 1 and not targets <= PLACES and _is_field(first):
            is_other = found.is_sure and found.target != first.target and (is_stroked or "," in header)
            return first.at_most(ASKED) if is_other or not found.target else found
        return first.at_most(ASKED) if not found.target and is_stroked and _is_field(first) else found

    def _alike(self, written: str) -> Meaning:
        """Known words that differ by a letter or two; sure where some word is none that is known from elsewhere."""
        found, is_sure = misspelt(written, self._spelt, self._vocabulary)
        return Meaning(found, MENDED if is_sure else GUESSED) if found else NOTHING


def _named_whole(spoken: Spoken) -> Meaning:
    return Meaning("establishment.name", GUESSED) if _names_the_whole(spoken) else NOTHING


def _names_the_whole(spoken: Spoken) -> bool:
    """True for "Tên cơ sở …": whatever is said of the establishment after that, the column names it."""
    return spoken.concepts[:2] == ("name", "est")


def _is_no_column(part: str, is_stroked: bool) -> bool:
    """True for what says of what each a number is, and for words that belong to all parts before."""
    return fold(part) in _EACH or (not is_stroked and len(part.split()) > _MOST_WORDS)


def _is_sum(target: str) -> bool:
    """True for an amount of money that is not told for each worker."""
    declared = field_of(target)
    return declared is not None and declared.kind.name == "money" and target not in _OF_EACH_WORKER


def _is_field(found: Meaning) -> bool:
    return found.is_sure and not found.target.startswith("#")


def in_brackets(header: str) -> str:
    """What a header says in brackets, folded: mostly the unit."""
    return fold(" ".join(_brackets(header)))


def _brackets(header: str) -> Iterator[str]:
    for one, other in re.findall(r"\(([^()]*)\)|\[([^\[\]]*)\]", header):
        yield one or other


def own_fields(entity: str) -> dict[str, Field]:
    """By header, exactly as written, the fields of a sheet that this program wrote."""
    return {header_of(field): field for field in catalogue.entity(entity).fields}
