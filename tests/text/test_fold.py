"""Folding: what is the same to search, and the laws it keeps."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.text.fold import fold, fold_all, marked, words

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
NAMES = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + " 0123456789.,-–'’ʼ`\u00a0\u00ad\u200b", max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đặng Văn Ước", "dang van uoc"),
        ("  Hoà   Bình ", "hoa binh"),
        ("Hòa Bình", "hoa binh"),
        ("Thuỷ", "thuy"),
        ("Thủy", "thuy"),
        ("Uý Úy", "uy uy"),
        ("B'Lao", "blao"),
        ("B’Lao B`Lao BʼLao B‘Lao B´Lao", "blao blao blao blao blao"),
        ("Cơ\u00a0sở\u2003bánh\ttráng", "co so banh trang"),
        ("SX-TM–DV—XNK", "sx tm dv xnk"),
        ("nhà\u00admáy\u200b gạo\ufeff", "nhamay gao"),
        ("Ðình (chữ Ð của bàn phím khác)", "dinh chu d cua ban phim khac"),
        ("500 m² ﬁlm №5", "500 m2 film no5"),
        ("Công ty TNHH A&B", "cong ty tnhh a b"),
        ("a\u031b\u0301", "a"),
        ("", ""),
        (" -–’ ", ""),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words() -> None:
    assert words("Thị trấn Nàng Mau, huyện Vị Thủy") == ["thi", "tran", "nang", "mau", "huyen", "vi", "thuy"]


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(NAMES)
def test_vietnamese_becomes_plain_ascii_whatever_the_case(text: str) -> None:
    assert fold(text).isascii()
    assert fold(text) == fold(text.upper()) == fold(text.lower())


@given(NAMES, NAMES)
def test_a_text_is_found_in_a_longer_one(one: str, two: str) -> None:
    assert fold(f"{one} {two}") == " ".join(words(one) + words(two))


@given(st.lists(st.one_of(NAMES, st.text(max_size=10)), max_size=8))
def test_many_at_once_are_as_one_by_one(texts: list[str]) -> None:
    assert fold_all(texts) == [fold(text) for text in texts]


def test_marked_keeps_marks_but_not_the_place_of_the_tone() -> None:
    assert marked("Hoà") == marked("HÒA") == marked("ho\u0300a")
    assert marked("thuỷ sản") == marked("thủy  sản")
    assert marked("giò") != marked("giỏ")
    assert marked("đan") != marked("dan")
    assert marked("kem") != marked("kêm")


@given(NAMES)
def test_marked_texts_alike_fold_alike(text: str) -> None:
    assert fold(marked(text)) == fold(text)
