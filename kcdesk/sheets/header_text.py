"""The words above a column, made plain: numbering, units, brackets, dates and short forms taken apart."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from kcdesk.text.fold import fold

_LONGEST = 400
"""No header has more letters; a cell with a book in it says nothing, and is not searched for days and units."""

LEVELS = " | "
"""Stands between the words of a group and those of one of its columns."""

MONEY, PEOPLE, AREA, STARS = "u.money", "u.people", "u.area", "u.stars"
PERCENT, HECTARES, FOREIGN_MONEY, OTHER, YES_NO = "u.percent", "u.hectares", "u.foreign", "u.other", "u.yes"
POWER = "u.power"
"""What a unit measures."""

QUESTION = "u.question"
"""What is asked so that it is answered with yes or no: "Có đăng ký chưa"."""

_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_NUMBERING = re.compile(
    r"^\s*(?:-\s*|(?:câu|cau|cột|cot|mục|muc|tiêu chí|phần)\s*[0-9]{1,2}\s*[.:)]\s*"
    r"|(?:[ivx]{1,4}|[0-9]{1,2}|[a-hA-H][0-9]{0,2})\s*[.):]\s+|[0-9]{1,2}(?:\.[0-9]{1,2})+[.)]?\s+"
    r"|[\[(][0-9a-z]{1,3}[\])]\s*)+",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b)")
_OF_WHICH = re.compile(r"\bT(?:r)?\.\s*đó\b", re.IGNORECASE)
_MERGER = re.compile(
    r"\b(trước|sau)(?:\s+(?:khi|ngày|thời điểm))*\s*(?:0?1\s*[/.\-]\s*0?7(?:\s*[/.\-]\s*(?:20)?25)?)", re.IGNORECASE
)
_DAY = re.compile(
    r"(?:\b(?:đến|tính đến|ngày|thời điểm)\s+)+[0-3]?[0-9]/[01]?[0-9](?![0-9/])"
    r"|(?:\b(?:đến|tính đến|ngày|thời điểm)\s+)*\b[0-3]?[0-9][/.\-][01]?[0-9][/.\-](?:20)?[0-9]{2}\b"
)
_SPAN = re.compile(
    r"\b(?:giai đoạn|trong các năm|từ năm|từ)?\s*((?:19|20)[0-9]{2})\s*(?:-|–|đến năm|đến)\s*((?:19|20)[0-9]{2})\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:\bnăm\s+|\bnam\s+)?\b((?:19|20)[0-9]{2})\b", re.IGNORECASE)
_LAW = re.compile(
    r"\b(?:theo\s+)?(?:NĐ|QĐ|TT|nghị định|thông tư|luật|quyết định)(?:-CP)?"
    r"\s*(?:số\s*)?[0-9]+(?:[/\-][0-9A-ZĐa-zđ\-]+)*",
    re.IGNORECASE,
)
_UNIT_SAID = re.compile(r"[\s,;:\-]*\b(?:ĐVT|DVT|đơn vị tính|đơn vị)\s*[:=]\s*(?P<unit>.+)$", re.IGNORECASE)
_MEASURED = re.compile(r"(?<=\w)\s+(m2|m²|m3|m³|kwh)(?:\s*/\s*\w+)?\s*$", re.IGNORECASE)
"""A unit at the end without brackets."""

_NEW_YEAR = re.compile(r"\b(?:tính đến|đến|ngày|thời điểm)?\s*0?1\s*[/.\-]\s*0?1\b(?!\s*[/.\-])", re.IGNORECASE)
"""The first day of some year: figures of its beginning."""

_PER = re.compile(
    r"(?:\s*/\s*(?:1\s*)?(?:năm|tháng|người|lđ|lao động|ngày|lđ tháng|sp|ha|lớp|khóa|khoá))+\s*$|\s*/\s*nam\s*$",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(r"(?<!vốn )(?<!mức )(?<!nghề )(?<!lđ )(?<!chi phí )(?<!kp )\bđt\b", re.IGNORECASE)
_INVESTED = re.compile(r"\b(vốn|mức|chi phí|kp) đt\b", re.IGNORECASE)
_TAUGHT = re.compile(r"\b(nghề|lđ|lao động) đt\b", re.IGNORECASE)
_DAY_WORDS = re.compile(r"\bngày\s*[,/]?\s*tháng(?:\s*[,/]?\s*năm)?\b", re.IGNORECASE)
_QUESTION = re.compile(
    r"^(?:(?P<what>(?:có|co|đã|da)\s.+)\s(?:không|khong|chưa|chua)\s*\??"
    r"|(?P<asked>.+)\s(?:không|khong|chưa|chua)\s*\?)$",
    re.IGNORECASE,
)

_WORD = re.compile(r"[^\W_]+")
_MONEY_UNIT = re.compile(
    r"(?:[0-9 ]*(?:tr|trieu|ty|nghin|ngan)?(?: ?(?:d|dong|vnd|vn d))|trd|tr|trieu|ty|[0-9 ]+d|trieu d|ngan|nghin)"
    r"(?: (?:nam|thang|nguoi|ld|lao dong|nguoi thang|ld thang|sp))*"
)
_UNITS = (
    (MONEY, _MONEY_UNIT),
    (PEOPLE, re.compile(r"nguoi|ld|lao dong|so nguoi|cong nhan|nguoi lao dong")),
    (AREA, re.compile(r"m2|m 2|met vuong|m vuong")),
    (HECTARES, re.compile(r"ha|hecta|cong dat|sao dat")),
    (STARS, re.compile(r"(?:[1-5] )*sao")),
    (FOREIGN_MONEY, re.compile(r"(?:1000 |trieu |ngan |nghin )?(?:usd|eur|do la|euro)")),
    (POWER, re.compile(r"kw|kva|hp|ma luc|cv|w|mw")),
    (PERCENT, re.compile(r"phan tram|pct")),
    (YES_NO, re.compile(r"(?:co khong|khong co|co chua|dat khong dat|(?:danh dau |tich |dau )?x|co hay khong"
                          r"|dung sai|(?:\w+ ){1,3}(?:khong|chua))")),
    (OTHER, re.compile(r"(?:kwh|m3|kg|tan|lit|cai|chiec|bo|tam|ta|km|m|con|hop|db|dba|mg l|mg|chai|goi|dvt|met khoi)"
                       r"(?: (?:nam|thang|ngay|dem|gio|sp|ca|h))*|nam|thang|ngay|phut|gio")),
)  # fmt: skip

SHORT = {
    "sdt": "số điện thoại", "dtdd": "điện thoại di động", "dc": "địa chỉ", "dchi": "địa chỉ",
    "mst": "mã số thuế", "cs": "cơ sở", "cssx": "cơ sở sản xuất", "csxs": "cơ sở sản xuất", "sx": "sản xuất",
    "kd": "kinh doanh", "sxkd": "sản xuất kinh doanh", "dn": "doanh nghiệp", "cty": "công ty", "htx": "hợp tác xã",
    "ld": "lao động", "bq": "bình quân", "kp": "kinh phí", "kc": "khuyến công", "nn": "ngành nghề",
    "sp": "sản phẩm", "dkkd": "đăng ký kinh doanh", "gcn": "giấy chứng nhận", "tnbq": "thu nhập bình quân",
    "sl": "sản lượng", "ns": "ngân sách", "nsnn": "ngân sách nhà nước", "dvt": "đơn vị tính",
    "hkd": "hộ kinh doanh", "pl": "pháp luật", "gd": "giám đốc", "gpkd": "giấy phép kinh doanh",
    "hd": "hoạt động", "cnnt": "công nghiệp nông thôn", "sld": "số lao động",
    "slld": "số lượng lao động", "dtts": "dân tộc thiểu số", "tl": "thành lập", "kh": "kế hoạch",
    "ccn": "cụm công nghiệp", "bvmt": "bảo vệ môi trường", "dtich": "diện tích", "nv": "nhiệm vụ",
    "ht": "hỗ trợ", "kpkc": "kinh phí khuyến công", "nd": "nội dung", "mmtb": "máy móc thiết bị",
    "vdt": "vốn đầu tư", "msdn": "mã số doanh nghiệp", "ddpl": "đại diện pháp luật",
    "dkdn": "đăng ký doanh nghiệp", "nh": "ngân hàng", "cnnttb": "công nghiệp nông thôn tiêu biểu",
    "kcdp": "khuyến công địa phương", "kcqg": "khuyến công quốc gia", "sxsh": "sản xuất sạch hơn",
    "gtsx": "giá trị sản xuất", "tmdt": "tổng mức đầu tư", "ks": "khảo sát", "dk": "đăng ký", "tn": "thu nhập",
    "hdqt": "hội đồng quản trị", "xk": "xuất khẩu", "nnt": "người nộp thuế", "nld": "người lao động",
    "nstw": "ngân sách trung ương", "nsdp": "ngân sách địa phương", "ttcn": "tiểu thủ công nghiệp",
    "dkhkd": "đăng ký hộ kinh doanh", "tsld": "tổng số lao động", "tkp": "tổng kinh phí", "ln": "lợi nhuận",
    "vdl": "vốn điều lệ", "qd": "quyết định", "hv": "học viên", "tgd": "tổng giám đốc",
    "ts": "tổng số", "dthu": "doanh thu",
    "hdkd": "hoạt động kinh doanh", "hdsxkd": "hoạt động sản xuất kinh doanh",
    "sxcn": "sản xuất công nghiệp", "csht": "cơ sở hạ tầng",
    "cbcnv": "cán bộ công nhân viên", "lh": "liên hệ", "dtlh": "điện thoại liên hệ", "xlnt": "xử lý nước thải",
    "xlct": "xử lý chất thải", "ll": "liên lạc", "dthoai": "điện thoại", "gp": "giấy phép",
}  # fmt: skip
"""How headers shorten words."""

_WITH_ITS_STROKE = {
    "slượng": "sản lượng",
    "đthoại": "điện thoại",
    "đchỉ": "địa chỉ",
    "đa": "đề án",
    "đn": "đề nghị",
    "đx": "đề xuất",
    "đtn": "đào tạo nghề",
}
"""Short forms that mean this only where they are written with their marks."""

_STROKES = {"đ/c": "địa chỉ", "đ/t": "điện thoại", "đ/chỉ": "địa chỉ", "đ/thoại": "điện thoại"}
_STROKED = re.compile(r"(?<!\w)(đ/(?:c|t|chỉ|thoại))(?!\w)", re.IGNORECASE)
_INITIAL = re.compile(r"(?<!\w)([^\W\d_]{1,2})\.\s?([^\W\d_]{2,})(?!\w)")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _pairs(*pairs: str) -> dict[str, tuple[str, ...]]:
    """By the second word, the first ones."""
    found: dict[str, tuple[str, ...]] = {}
    for first, second in map(str.split, pairs):
        found[spelt(second)] = (*found.get(spelt(second), ()), first)
    return found


class Words(NamedTuple):
    """Some words of a header, in two ways: as they are written and without marks, short forms spelt out."""

    marked: tuple[str, ...]
    plain: tuple[str, ...]

    @property
    def text(self) -> str:
        """The plain words as one text."""
        return " ".join(self.plain)


class HeaderText(NamedTuple):
    """One header: its words outside and inside brackets, its unit, the year that it names (0 for none)."""

    bare: str
    """The words outside of brackets without numbering, as they are written."""

    words: Words
    inside: Words
    unit: str
    year: int

    @property
    def is_marked(self) -> bool:
        """True where it is written with marks, so that those of each word count."""
        return not self.bare.isascii()


def without_numbering(level: str) -> str:
    """The words of one row without the number before them."""
    return _NUMBERING.sub("", level.strip())


def split_levels(header: str) -> list[str]:
    """A header of several rows: the words of each row, the highest first."""
    return [part for part in header.split(LEVELS) if part.strip()]


def read_header(header: str) -> HeaderText:
    """Take a header of one row apart."""
    text = " ".join(unicodedata.normalize("NFC", header).split())
    text = text if len(text) <= _LONGEST else ""
    text = _OF_WHICH.sub("trong đó", text)
    said = _UNIT_SAID.search(text)
    unit = unit_of(said["unit"].strip(" )]")) if said and said.start() > 0 else ""
    if said and unit:
        text = text[: said.start()].rstrip(" ([")
    insides = [one or other for one, other in _BRACKETS.findall(text)]
    unit = unit or next(filter(None, map(unit_of, insides)), "")
    inside = " ".join(one for one in insides if not unit_of(one))
    text = _apart(_NUMBERING.sub("", _BRACKETS.sub(" ", text).strip()))
    text, unit = _unit_after_comma(text, unit)
    if measured := _MEASURED.search(text):
        text, unit = text[: measured.start()], unit or unit_of(measured[1])
    if "%" in text:
        text, unit = text.replace("%", " "), unit or PERCENT
    if not unit and (asked := _QUESTION.match(text.strip())):
        text, unit = asked["what"] or asked["asked"], QUESTION
    text, year = _without_dates(text)
    text = _DOTTED.sub("", _PER.sub(" ", _LAW.sub(" ", text))).strip(" .,:;-–")
    inside, year_inside = _without_dates(inside)
    return HeaderText(text, words_of(text), words_of(_DOTTED.sub("", inside)), unit, year or year_inside)


def _apart(text: str) -> str:
    """The name of a field of a program as words: ten_co_so, TenCoSo."""
    if " " in text.strip() or not text.isascii():
        return text
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[a-z]{2})(?=(?:19|20)[0-9]{2}$)", " ", text.replace("_", " "))


def unit_of(text: str) -> str:
    """What words in brackets measure; "" where they are no unit."""
    if text.strip().replace(" ", "") in ("%", "(%)", "%/năm", "%/tháng", "%năm"):
        return PERCENT
    folded = fold(text).removeprefix("don vi tinh ").removeprefix("dvt ").removeprefix("don vi ").removeprefix("tinh ")
    return next((unit for unit, shape in _UNITS if folded and shape.fullmatch(folded)), "")


def _unit_after_comma(text: str, unit: str) -> tuple[str, str]:
    head, comma, tail = text.rpartition(",")
    found = unit_of(tail) if comma and head.strip() else ""
    return (head, unit or found) if found else (text, unit)


def _without_dates(text: str) -> tuple[str, int]:
    """The text without days and years, and the last year that it names; the merger of places stays in words."""
    text = _MERGER.sub(lambda found: f"{found[1]} sáp nhập", text)
    text = _NEW_YEAR.sub(" đầu năm", text)
    years = [int(year) for year in _YEAR.findall(text)]
    text = _SPAN.sub(" ", _DAY.sub(" ", text))
    return _YEAR.sub(" ", text), max(years, default=0)


def words_of(text: str) -> Words:
    """The words of a text; a short form becomes the words that it stands for."""
    text = _INITIAL.sub(_spelt_out, _STROKED.sub(lambda found: _STROKES[found[1].lower()], text))
    text = _TAUGHT.sub(r"\1 đào tạo", _INVESTED.sub(r"\1 đầu tư", text))
    text = _TELEPHONE.sub("điện thoại", _DAY_WORDS.sub("ngày", text))
    found = [one for word in _WORD.findall(text.casefold()) for one in _word(word)]
    return Words(tuple(marked for marked, _plain in found), tuple(plain for _marked, plain in found))


def _spelt_out(found: re.Match[str]) -> str:
    """Two words of which the first is only its letter: "S.phẩm"; as they stand where it is not known which."""
    initial, word = found[1].lower(), found[2]
    first = next((one for one in _PAIRS.get(spelt(word), ()) if one.startswith(initial)), "")
    return f"{first} {word}" if first else found[0]


@lru_cache(maxsize=8192)
def _word(word: str) -> tuple[tuple[str, str], ...]:
    """One word, or the words that it is short for: with marks and without."""
    short = SHORT.get(fold(word)) if word.replace("đ", "d").isascii() else None
    short = _WITH_ITS_STROKE.get(word, short)
    return tuple((spelt(one), fold(one).replace(" ", "")) for one in (short or word).split())


def spelt(word: str) -> str:
    """A word with its tone at its end, so that hoà and hòa are the same."""
    parts = unicodedata.normalize("NFD", word.casefold())
    tones = "".join(one for one in parts if one in _TONES)
    return unicodedata.normalize("NFC", "".join(one for one in parts if one not in _TONES)) + tones


_PAIRS = _pairs(
    "sản phẩm", "lao động", "hoạt động", "doanh thu", "ghi chú", "thành lập", "đầu tư", "quyết định", "điện thoại",
    "địa chỉ", "đại diện", "ngành nghề", "đơn vị", "sản lượng", "số lượng", "chức vụ", "kinh doanh", "sản xuất",
    "thu nhập", "lợi nhuận", "kinh phí", "nội dung", "máy móc", "thiết bị", "loại hình", "diện tích", "giấy phép",
    "cơ sở", "doanh nghiệp", "hỗ trợ", "khuyến công", "đăng ký", "tổng số", "người đại", "thời gian", "thời vụ",
    "thường xuyên", "đối ứng", "đào tạo", "đề án", "đề nghị", "đề xuất", "huy động", "nhà xưởng", "công suất",
    "môi trường", "thị trường", "xuất khẩu", "tiêu thụ", "năng lực", "trình độ", "công nghệ", "nguyên liệu",
    "nhiên liệu", "chất thải", "tình trạng", "hiện trạng", "liên hệ", "liên lạc", "giám đốc", "giới tính", "dân tộc",
    "khảo sát", "khó khăn", "kiến nghị", "nhu cầu", "làng nghề", "hợp tác", "chứng nhận", "xuất xứ", "tài khoản",
)  # fmt: skip
"""Words that headers shorten to a letter and the second word: "D.thu"."""
