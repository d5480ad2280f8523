"""Communes: codes of both lists, and finding by today's and yesterday's names."""

from __future__ import annotations

import csv
import random
import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk import paths
from kcdesk.reference.communes import LEGACY_LIST_DATE, Communes
from kcdesk.text.fold import words

BEFORE = LEGACY_LIST_DATE


@pytest.fixture(scope="module")
def communes() -> Communes:
    return Communes()


def test_by_code(communes: Communes) -> None:
    vi_thuy = communes.get("31441")
    assert vi_thuy is not None
    assert vi_thuy.full_name == "Xã Vị Thủy"
    assert vi_thuy.province_code == "92"
    assert vi_thuy.lat == pytest.approx(9.8, abs=0.3)
    assert communes.get("99999") is None
    can_tho = communes.province("92")
    assert can_tho is not None and can_tho.full_name == "Thành phố Cần Thơ"
    assert len(communes.of_province("92")) == 103
    assert len(communes.provinces()) == 34


def test_a_code_means_what_its_list_says(communes: Communes) -> None:
    assert communes.label("31441") == "Xã Vị Thủy, Thành phố Cần Thơ"
    assert communes.label("31441", "2025-07-01") == communes.label("31441", "2026-07-25")
    assert communes.label("31441", BEFORE) == "Thị trấn Nàng Mau, Huyện Vị Thủy, Tỉnh Hậu Giang"
    assert communes.province_label("91") == "Tỉnh An Giang"
    assert communes.province_label("91", BEFORE) == "Tỉnh Kiên Giang"
    assert communes.label("00001") == ""
    assert communes.label("00001", BEFORE) == "Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội"


def test_old_to_new(communes: Communes) -> None:
    assert [commune.code for commune in communes.from_legacy("31441")] == ["31441"]
    assert communes.from_legacy("99999") == ()
    assert communes.current("31441")[0].name == "Vị Thủy"
    assert communes.current("00001", BEFORE)[0].code == "00097"
    assert "Thị trấn Nàng Mau, Huyện Vị Thủy, Tỉnh Hậu Giang" in communes.former("31441")
    assert [commune.name for commune in communes.from_legacy_district("536")] == ["Lý Sơn"]


def test_a_divided_commune_gives_candidates(communes: Communes) -> None:
    with paths.resource("tables", "legacy_to_current.csv").open(encoding="utf-8", newline="") as lines:
        divided = [row["legacy_code"] for row in csv.DictReader(lines) if row["split"] == "1"]
    for code in divided[:50]:
        candidates = communes.from_legacy(code)
        assert len(candidates) > 1
        found = communes.find(code, limit=100)
        parts = {match.commune for match in found if match.split}
        assert set(candidates) - parts <= {communes.get(code)}


@pytest.mark.parametrize(
    ("typed", "code", "reason"),
    [
        ("31441", "31441", ""),
        ("vi thuy", "31441", ""),
        ("Vị Thủy", "31441", ""),
        ("vị thuỷ", "31441", ""),
        ("XÃ VỊ THỦY", "31441", ""),
        ("vị thủy cần thơ", "31441", ""),
        ("cần thơ vị thủy", "31441", ""),
        ("thủy vị", "31441", ""),
        ("nang mau", "31441", "trước 01/7/2025: Thị trấn Nàng Mau, huyện Vị Thủy"),
        ("TT. Nàng Mau", "31441", "trước 01/7/2025: Thị trấn Nàng Mau, huyện Vị Thủy"),
        ("Nàng Mau, Vị Thủy, Hậu Giang", "31441", "trước 01/7/2025: Thị trấn Nàng Mau, huyện Vị Thủy"),
        ("giong rieng", "30904", ""),
        ("long my", "31471", ""),
        ("b'lao", "24829", ""),
        ("b’lao", "24829", ""),
        ("blao", "24829", ""),
        ("lý sơn", "21548", ""),
        ("đặc khu lý sơn", "21548", ""),
        ("huyện Lý Sơn", "21548", "trước 01/7/2025 thuộc huyện Lý Sơn"),
        ("côn đảo", "26732", ""),
        ("bac son lang son", "06325", ""),
    ],
)
def test_first_match(communes: Communes, typed: str, code: str, reason: str) -> None:
    match = communes.find(typed)[0]
    assert (match.commune.code, match.reason) == (code, reason)


def test_an_old_district_gives_its_communes(communes: Communes) -> None:
    found = communes.find("Giồng Riềng", limit=50)
    assert {match.commune for match in found} >= set(communes.from_legacy_district("906"))
    others = [match for match in found if match.by == "old_district"]
    assert others and all(match.reason == "trước 01/7/2025 thuộc huyện Giồng Riềng" for match in others)
    assert found[0].commune.name == "Giồng Riềng"


def test_the_district_named_as_such_comes_before_chance_words(communes: Communes) -> None:
    found = communes.find("huyện vị thuỷ", limit=50)
    district = {commune.code for commune in communes.from_legacy_district("935")}
    assert {match.commune.code for match in found[: len(district)]} == district


def test_an_old_province_gives_its_communes(communes: Communes) -> None:
    found = [match for match in communes.find("tỉnh hậu giang", limit=200) if match.by == "place"]
    assert len(found) >= 25
    assert {match.commune.province_code for match in found} == {"92"}
    assert "trước 01/7/2025 thuộc tỉnh Hậu Giang" in {match.reason for match in found}


def test_the_preferred_province_and_area_come_first(communes: Communes) -> None:
    everywhere = [match.commune for match in communes.find("Tân Hội")]
    assert len({commune.province_code for commune in everywhere[:3]}) == 3
    assert communes.find("Tân Hội", "80")[0].commune.code == "25525"
    assert communes.find("Tân Hội", "80", area={"24976"})[0].commune.code == "24976"
    assert {match.commune.province_code for match in communes.find("phường 5", "92", limit=1)} == {"92"}


def test_one_province_only(communes: Communes) -> None:
    assert communes.find("Tân Hội", within="80")[0].commune.code == "25525"
    assert {match.commune.province_code for match in communes.find("tân", within="80", limit=100)} == {"80"}
    assert communes.find("nàng mau", within="80") == []


def test_numbered_wards(communes: Communes) -> None:
    for typed in ("P5 Sóc Trăng", "p.5 sóc trăng", "Phường 05, TP Sóc Trăng"):
        first = communes.find(typed)[0]
        assert first.commune.name == "Sóc Trăng"
        assert first.reason == "trước 01/7/2025: Phường 5, thành phố Sóc Trăng"


def test_the_limit_and_nothing_typed(communes: Communes) -> None:
    assert communes.find("") == []
    assert communes.find("  -’ ") == []
    assert communes.find("không có xã nào như vậy") == []
    assert len(communes.find("a", limit=7)) == 7
    assert [match.commune.code for match in communes.find("3144")][:1] == ["31441"]


@given(st.randoms(use_true_random=False), st.booleans(), st.booleans())
def test_any_commune_is_found_by_its_name_however_typed(
    communes: Communes, chance: random.Random, decomposed: bool, folded: bool
) -> None:
    commune = chance.choice(communes.all())
    parts = [commune.full_name, *(["Cần Thơ"] if commune.province_code == "92" else [])]
    typed = " ".join(words(" ".join(parts))) if folded else " ".join(parts)
    if decomposed:
        typed = unicodedata.normalize("NFD", typed)
    found = communes.find(typed, commune.province_code)
    assert found[0].commune == commune


@given(st.randoms(use_true_random=False))
def test_any_old_commune_leads_to_all_its_candidates(communes: Communes, chance: random.Random) -> None:
    old = chance.choice(list(communes.legacy.communes.values()))
    found = communes.find(communes.legacy.label(old.code), limit=400)
    assert set(communes.from_legacy(old.code)) <= {match.commune for match in found}


@given(st.text(max_size=12), st.sampled_from(["", "92", "zz"]))
def test_any_text_may_be_typed(communes: Communes, typed: str, province: str) -> None:
    found = communes.find(typed, province, limit=5)
    assert len(found) <= 5
    assert len({match.commune.code for match in found}) == len(found)


def test_a_province_may_give_a_newer_list() -> None:
    new = {"code": "31441", "province_code": "92", "full_name": "Phường Vị Thủy", "name": "Vị Thủy", "type": "Phường"}
    added = {**new, "code": "99991", "full_name": "Xã Mới", "name": "Mới", "type": "Xã"}
    removed = {"code": "31459", "removed": "1"}
    communes = Communes({"communes": [new, added, removed]})
    changed = communes.get("31441")
    assert changed is not None
    assert changed.full_name == "Phường Vị Thủy"
    assert changed.lat == pytest.approx(9.8, abs=0.3)
    assert communes.get("31459") is None
    assert len(communes.all()) == 3321
    assert communes.find("phường vị thủy")[0].commune.code == "31441"
    assert communes.find("huyện vị thủy")


def test_quick_enough() -> None:
    """Generous bounds: the measured times are a tenth to a third of them."""
    started = process_time()
    fresh = Communes()
    fresh.find("vi thuy")
    assert process_time() - started < 1.0
    started = process_time()
    for typed in ("vi thuy", "nang mau", "giong rieng", "tan", "x", "ha noi", "31441"):
        fresh.find(typed, "92")
    assert process_time() - started < 0.7
