"""TCVN3 and VNI, against the tables they were taken from."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.text.encodings import LegacyEncoding, decode, encode

FIXTURES = Path(__file__).parent.parent / "fixtures" / "text"
BOTH = list(LegacyEncoding)
VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"


@pytest.mark.parametrize("encoding", BOTH)
def test_every_row_of_the_table_reads_and_writes(encoding: LegacyEncoding) -> None:
    with (FIXTURES / f"{encoding}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 134
    for row in rows:
        legacy = bytes.fromhex(row["bytes_hex"]).decode("latin-1")
        assert decode(legacy, encoding) == row["letter"]
        assert encode(row["letter"], encoding) == legacy


@pytest.mark.parametrize(
    ("encoding", "legacy", "expected"),
    [
        (LegacyEncoding.TCVN3, "C¬ së s¶n xuÊt b¸nh tr¸ng", "Cơ sở sản xuất bánh tráng"),
        (LegacyEncoding.TCVN3, "N\u00ad\u00edc m¾m §øc H\u00ad\u00acng", "Nước mắm Đức Hương"),
        (LegacyEncoding.VNI, "Cô sôû saûn xuaát baùnh traùng", "Cơ sở sản xuất bánh tráng"),
        (LegacyEncoding.VNI, "Nöôùc maém Ñöùc Höông", "Nước mắm Đức Hương"),
        (LegacyEncoding.VNI, "COÂNG TY TRAÙCH NHIEÄM", "CÔNG TY TRÁCH NHIỆM"),
        (LegacyEncoding.VNI, "Aùo daøi", "Áo dài"),
    ],
)
def test_known_texts(encoding: LegacyEncoding, legacy: str, expected: str) -> None:
    assert decode(legacy, encoding) == expected


def test_the_soft_hyphen_is_a_letter() -> None:
    assert decode("th\u00ad", LegacyEncoding.TCVN3) == "thư"
    assert encode("Thư", LegacyEncoding.TCVN3) == "Th\u00ad"


def test_a_capital_font_makes_capitals() -> None:
    assert decode("hîp t¸c x·", LegacyEncoding.TCVN3, capitals=True) == "HỢP TÁC XÃ"


@pytest.mark.parametrize("encoding", BOTH)
def test_plain_text_stays(encoding: LegacyEncoding) -> None:
    assert decode("HTX 2026, 12.5 kg (a-b)", encoding) == "HTX 2026, 12.5 kg (a-b)"


@pytest.mark.parametrize("encoding", BOTH)
@given(st.lists(st.text(alphabet=VIETNAMESE, min_size=1, max_size=5).filter(str.islower), max_size=6))
def test_lower_case_comes_back_through_tcvn3_unless_letters_would_join(
    encoding: LegacyEncoding, parts: list[str]
) -> None:
    """In VNI a plain vowel before a letter of one byte can look like a pair; real syllables never do that."""
    text = " ".join(parts)
    back = decode(encode(text, encoding), encoding)
    if encoding is LegacyEncoding.TCVN3:
        assert back == text
    else:
        assert encode(back, encoding) == encode(text, encoding)


@pytest.mark.parametrize("encoding", BOTH)
@pytest.mark.parametrize("capital", [False, True])
def test_every_commune_name_comes_back(encoding: LegacyEncoding, capital: bool) -> None:
    from kcdesk.reference.communes import Communes

    names = {commune.full_name for commune in Communes().all()}
    if capital:
        names = {name.upper() for name in names}
    assert [name for name in names if decode(encode(name, encoding), encoding) != name] == []
