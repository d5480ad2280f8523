"""How rows of a list read that are no records: totals, signatures, remarks below it."""

from __future__ import annotations

import re

from kcdesk.text.fold import fold

_TOTAL = re.compile(
    r"tong cong(?! ty\b).*|tong so.*|luy ke.*|(?:cong |so |mang )?(?:mang|chuyen) sang.*"
    r"|(?:tong|cong)(?: (?:hop|don|luy|trang|chung|nhom|muc|phan|toan \w+|xa .*|phuong .*|huyen .*|ap .*|[ivx]+|[a-h]"
    r"|[0-9].*))*"
)
"""How the first words of a row of totals read; "Công ty …" and "Tổng công ty …" are names."""

_FOOTERS = (
    "nguoi lap", "lap bieu", "nguoi lap bieu", "tm ", "kt ", "thu truong", "truong phong", "giam doc", "xac nhan",
    "noi nhan", "chu tich", "pho chu tich", "ky ten", "ky ghi ro", "nguoi bao cao", "ke toan", "nguoi tong hop",
)  # fmt: skip
_SIGNED_DAY = re.compile(r"ngay\s*[0-9.…]*\s*thang\s*[0-9.…]*\s*nam")
_REMARK = re.compile(r"\W*(?:ghi chú|ghi chu|lưu ý|luu y|chú thích|nguồn|hướng dẫn)\b.{0,20}:", re.IGNORECASE)
"""How the first line of the remarks below a list begins."""

_MOST_SIGNERS = 4


def is_total(first: str) -> bool:
    """True for the folded first words of a row of totals."""
    return bool(_TOTAL.fullmatch(first))


def is_footer(texts: list[str], filled: int) -> bool:
    """True for a row with so many filled cells that signs the list, dates it, or begins the remarks below it."""
    if not texts or filled > _MOST_SIGNERS:
        return False
    if filled == 1 and _REMARK.match(texts[0]):
        return True
    folded = [fold(text) for text in texts]
    return any(_SIGNED_DAY.search(one) for one in folded) or any(f"{one} ".startswith(_FOOTERS) for one in folded)
