"""Words for made-up records: names of people and places of work, products, addresses, numbers."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from kcdesk import paths

_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
"""Of the first nine digits of a tax code (domain.md §8.1)."""

_FORMS = (
    (("TNHH",), "TNHH"),
    (("Cổ phần", "CTY CP"), "CTCP"),
    (("DNTN", "Doanh nghiệp tư nhân"), "DNTN"),
    (("Hợp tác xã", "HTX"), "HTX"),
    (("Tổ hợp tác",), "THT"),
    (("Làng nghề",), "KHAC"),
)
_TRADES = {
    **dict.fromkeys(("10", "11", "12"), "1"),
    **dict.fromkeys(("13", "14", "15", "17", "18", "22"), "2"),
    **dict.fromkeys(("19", "20", "21", "23"), "3"),
    **dict.fromkeys(("24", "25", "26", "27", "28", "29", "30", "33"), "4"),
    **dict.fromkeys(("16", "31", "32"), "5"),
}
_BRANCHES = {"1": "Nông sản", "2": "Hàng tiêu dùng", "3": "Vật liệu", "4": "Cơ khí", "5": "Thủ công mỹ nghệ"}
_AUSPICIOUS = (
    "Thành Phát", "Hưng Thịnh", "Minh Tâm", "Tân Tiến", "Phú Quý", "Hòa Bình", "Thuận Lợi", "Đại Lộc", "Kim Ngân",
    "Vạn Phúc", "Đồng Tâm", "Sông Hậu", "Út Mười", "Ba Khía", "Năm Đực", "Tư Lành", "Ngọc Ánh", "Đức Thịnh",
    "Tường Vy", "Quê Hương", "Bảo Ngân", "Gia Bảo", "Ước Mơ Xanh", "Phước Lộc", "Tám Thơm", "Hai Lúa",
)  # fmt: skip


class Weighted:
    """A list with weights, drawn from quickly."""

    def __init__(self, name: str) -> None:
        with paths.resource("demo", name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self._words = [row["name"] for row in rows]
        self._weights = list(accumulate(int(row["weight"]) for row in rows))

    def draw(self, chance: Random) -> str:
        """One of them, after its weight."""
        return chance.choices(self._words, cum_weights=self._weights)[0]


@dataclass(frozen=True, slots=True)
class Product:
    """A product with its industry code (VSIC 2025)."""

    name: str
    vsic: str

    @property
    def trade_group(self) -> str:
        """The trade of the promotion programme under which it falls."""
        return _TRADES.get(self.vsic[:2], "5")


class Words:
    """Everything that made-up records are named after."""

    def __init__(self) -> None:
        self._surnames = Weighted("surnames.csv")
        self._middles = Weighted("middle_names.csv")
        self._given = Weighted("given_names.csv")
        self._streets = Weighted("streets.csv")
        self._patterns = Weighted("name_patterns.csv")
        with paths.resource("demo", "products.csv").open(encoding="utf-8", newline="") as file:
            self._products = [Product(row["name"], row["vsic_code"]) for row in csv.DictReader(file)]

    def person(self, chance: Random) -> str:
        """A full name."""
        return f"{self._surnames.draw(chance)} {self._middles.draw(chance)} {self._given.draw(chance)}"

    def product(self, chance: Random) -> Product:
        """Something made in a rural workshop."""
        return chance.choice(self._products)

    def workshop(self, chance: Random, owner: str, product: Product, place: str) -> tuple[str, str]:
        """The name of an establishment and the code of its legal form."""
        own = chance.choice(_AUSPICIOUS) if chance.random() < 0.6 else " ".join(owner.split()[-2:])
        pattern = self._patterns.draw(chance)
        name = pattern.format(
            san_pham=product.name.split(",")[0].lower(), ten_rieng=own, ho_ten=owner, TEN_RIENG=own.upper(),
            nganh=_BRANCHES[product.trade_group], dia_danh=place,
        )  # fmt: skip
        form = next((code for marks, code in _FORMS if any(mark in pattern for mark in marks)), "HKD")
        return name, form

    def address(self, chance: Random) -> str:
        """House number and street, or hamlet."""
        if chance.random() < 0.5:
            return f"Số {chance.randint(1, 480)}, đường {self._streets.draw(chance)}"
        return (
            f"Ấp {chance.choice(('Vĩnh Thuận', 'Thới Hòa', 'Tân Long', 'Phú Xuân', 'Mỹ Lợi'))} {chance.randint(1, 9)}"
        )


def tax_code(chance: Random) -> str:
    """A tax code of ten digits whose check digit is right, of a series that is not given out."""
    while True:
        body = f"99{chance.randrange(10**7):07d}"
        check = 10 - sum(int(digit) * weight for digit, weight in zip(body, _TAX_WEIGHTS, strict=True)) % 11
        if check < 10:
            return body + str(check)


def phone(chance: Random) -> str:
    """A mobile number."""
    return chance.choice(("090", "091", "093", "094", "096", "097", "098")) + f"{chance.randrange(10**7):07d}"
