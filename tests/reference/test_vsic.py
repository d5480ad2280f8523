"""VSIC: by code, by usual words, by name, in both versions."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk import paths
from kcdesk.reference.vsic import Vsic


@pytest.fixture(scope="module")
def vsic() -> Vsic:
    return Vsic()


def first(vsic: Vsic, typed: str, version: str = "2025") -> str:
    found = vsic.find(typed, version)
    return found[0].entry.code if found else ""


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("bánh tráng", "10710"),
        ("banh trang", "10710"),
        ("BÁNH TRÁNG", "10710"),
        ("bánh trá", "10710"),
        ("Cơ sở sản xuất bánh tráng Ba Lành", "10710"),
        ("bún tươi", "10740"),
        ("nước mắm", "10203"),
        ("mắm cá linh", "10209"),
        ("xay xát lúa gạo", "10611"),
        ("gạo", "10611"),
        ("cưa xẻ gỗ", "16101"),
        ("mộc dân dụng", "31010"),
        ("đan lát", "16292"),
        ("dệt chiếu", "16292"),
        ("gốm", "23930"),
        ("gạch không nung", "23950"),
        ("lò gạch", "23920"),
        ("cơ khí", "25920"),
        ("cán tôn", "24100"),
        ("may gia công", "14100"),
        ("trà", "10760"),
        ("chè shan tuyết", "10760"),
        ("cà phê rang xay", "10770"),
        ("rượu đế", "11010"),
        ("nhang", "32900"),
        ("muối hạt", "08930"),
        ("giỏ", "16292"),
        ("giò", "10109"),
        ("cửa gỗ", "16220"),
        ("cưa gỗ", "16101"),
        ("cá khô", "10202"),
        ("cá kho làng", "10752"),
        ("thực phẩm sấy đóng hộp", "10309"),
        ("đóng ghe xuồng", "30110"),
        ("sửa chữa tàu thuyền", "33150"),
        ("vật liệu xây dựng từ đất sét", "23920"),
    ],
)
def test_usual_words(vsic: Vsic, typed: str, code: str) -> None:
    assert first(vsic, typed) == code


def test_every_demo_product_finds_its_code(vsic: Vsic) -> None:
    with paths.resource("demo", "products.csv").open(encoding="utf-8", newline="") as lines:
        wrong = [
            (row["name"], first(vsic, row["name"]))
            for row in csv.DictReader(lines)
            if first(vsic, row["name"]) != row["vsic_code"]
        ]
    assert wrong == []


def test_every_usual_word_finds_its_own_code(vsic: Vsic) -> None:
    with paths.resource("tables", "vsic_words.csv").open(encoding="utf-8", newline="") as lines:
        wrong = [row for row in csv.DictReader(lines) if first(vsic, row["words"]) != row["code"]]
    assert wrong == []


def test_by_code(vsic: Vsic) -> None:
    assert [match.entry.code for match in vsic.find("107")][:3] == ["1071", "10710", "1072"]
    assert {match.entry.level for match in vsic.find("1", limit=1000)} == {4, 5}
    assert first(vsic, "0893") == "0893"
    assert vsic.find("99") == []


def test_the_same_digits_in_two_versions(vsic: Vsic) -> None:
    old, new = vsic.get("1104", "2018"), vsic.get("1104", "2025")
    assert old is not None and "nước khoáng" in old.name
    assert new is not None and "mạch nha" in new.name
    assert vsic.get("1104") == new == vsic.get("1104", "")
    assert vsic.get("1104", "1993") is None


def test_the_map(vsic: Vsic) -> None:
    assert [entry.code for entry in vsic.to_2025("1104")] == ["1105"]
    assert [entry.code for entry in vsic.to_2025("11030")] == ["11030", "11040"]
    assert [entry.code for entry in vsic.to_2025("3100")] == ["3101", "3102", "3109"]
    assert [entry.code for entry in vsic.from_2025("31010")] == ["31001"]
    assert vsic.to_2025("99999") == ()
    assert all(entry.version == "2025" for entry in vsic.to_2025("3100"))


def test_every_code_of_2018_goes_somewhere_and_back(vsic: Vsic) -> None:
    for entry in vsic.all("2018"):
        if entry.level > 1:
            assert any(entry in vsic.from_2025(became.code) for became in vsic.to_2025(entry.code))


def test_finding_in_the_old_version(vsic: Vsic) -> None:
    assert first(vsic, "bánh tráng", "2018") == "10710"
    assert first(vsic, "nước khoáng", "2018") == "11041"
    assert first(vsic, "bàn ghế gỗ", "2018") == "31001"
    assert {match.entry.version for match in vsic.find("gỗ", "2018")} == {"2018"}


def test_children(vsic: Vsic) -> None:
    assert [entry.code for entry in vsic.children("1020")] == ["10201", "10202", "10203", "10209"]


def test_other_marks_come_last(vsic: Vsic) -> None:
    found = [match.entry.code for match in vsic.find("giỏ")]
    assert found.index("16292") < found.index("10109")


def test_nothing_typed(vsic: Vsic) -> None:
    assert vsic.find("") == []
    assert vsic.find(" - ") == []


@given(st.text(max_size=15), st.sampled_from(["2018", "2025", "1993"]))
def test_any_text_may_be_typed(vsic: Vsic, typed: str, version: str) -> None:
    found = vsic.find(typed, version, limit=5)
    assert len(found) <= 5
    assert len({match.entry for match in found}) == len(found)


def test_a_province_may_add_words() -> None:
    own = Vsic({"vsic_words": [{"words": "bánh đặc sản xã nhà", "code": "10710"}]})
    assert first(own, "bánh đặc sản xã nhà") == "10710"
