"""The tables themselves: counts, codes, links, and the form of the files."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kcdesk import paths

TABLES = sorted(path.name for path in paths.resource("tables").glob("*.csv"))
DEMO = sorted(path.name for path in paths.resource("demo").glob("*.csv"))
FILES = [("tables", name) for name in TABLES] + [("demo", name) for name in DEMO]
KEYS = {
    "provinces.csv": ("code",),
    "communes.csv": ("code",),
    "legacy_provinces.csv": ("code",),
    "legacy_districts.csv": ("code",),
    "legacy_communes.csv": ("code",),
    "legacy_to_current.csv": ("legacy_code", "commune_code"),
    "vsic_2018.csv": ("code",),
    "vsic_2025.csv": ("code",),
    "vsic_map.csv": ("code_2018", "code_2025"),
    "vsic_words.csv": ("words",),
    "activities.csv": ("code",),
    "activity_items.csv": ("code",),
    "trades.csv": ("code",),
    "norms.csv": ("activity", "item", "fund", "province", "valid_from"),
    "tables.csv": ("table", "file"),
}


def rows(name: str, folder: str = "tables") -> list[dict[str, str]]:
    with paths.resource(folder, name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def codes(name: str) -> set[str]:
    return {row["code"] for row in rows(name)}


@pytest.mark.parametrize(("folder", "name"), FILES)
def test_the_form_of_the_files(folder: str, name: str) -> None:
    data = Path(paths.resource(folder, name)).read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")
    text = data.decode("utf-8")
    assert text == unicodedata.normalize("NFC", text)
    header, *lines = list(csv.reader(text.splitlines(), strict=True))
    assert lines
    assert {len(line) for line in lines} == {len(header)}
    assert all(value == value.strip() and "  " not in value for line in lines for value in line)


def test_every_table_has_a_key_and_is_told_about() -> None:
    assert set(KEYS) == set(TABLES)
    assert {row["file"] for row in rows("tables.csv")} == set(TABLES) - {"tables.csv"}


@pytest.mark.parametrize("name", TABLES)
def test_keys_are_unique_and_filled(name: str) -> None:
    keys = [tuple(row[column] for column in KEYS[name]) for row in rows(name)]
    assert len(set(keys)) == len(keys)
    assert all(key[0] for key in keys)


def test_counts_of_units() -> None:
    assert len(rows("provinces.csv")) == 34
    communes = rows("communes.csv")
    assert len(communes) == 3321
    assert Counter(row["type"] for row in communes) == {"Xã": 2611, "Phường": 697, "Đặc khu": 13}
    by_province = Counter(row["province_code"] for row in communes)
    expected = {"92": 103, "79": 168, "86": 124, "01": 126, "38": 166, "75": 95, "91": 102, "68": 124, "96": 64}
    assert {code: by_province[code] for code in expected} == expected
    assert set(by_province) == codes("provinces.csv")


def test_units_in_force_are_well_formed() -> None:
    for row in rows("communes.csv"):
        assert len(row["code"]) == 5 and row["code"].isdecimal()
        assert row["full_name"] == f"{row['type']} {row['name']}"
        assert 8.0 <= float(row["lat"]) <= 23.5
        assert 102.0 <= float(row["lon"]) <= 114.5
    for row in rows("provinces.csv"):
        assert len(row["code"]) == 2 and row["code"].isdecimal()
        assert row["full_name"] == f"{row['type']} {row['name']}"


def test_names_do_not_repeat_inside_a_province() -> None:
    names = Counter((row["province_code"], row["name"]) for row in rows("communes.csv"))
    assert max(names.values()) == 1


def test_counts_of_units_before_the_reform() -> None:
    assert len(rows("legacy_provinces.csv")) == 63
    assert len(rows("legacy_districts.csv")) == 696
    assert len(rows("legacy_communes.csv")) == 10_035
    assert {row["district_code"] for row in rows("legacy_communes.csv")} <= codes("legacy_districts.csv")
    assert {row["province_code"] for row in rows("legacy_districts.csv")} == codes("legacy_provinces.csv")


def test_every_old_commune_became_something() -> None:
    pairs = rows("legacy_to_current.csv")
    assert len(pairs) == 10_597
    assert {row["legacy_code"] for row in pairs} == codes("legacy_communes.csv")
    targets = {row["commune_code"] for row in pairs}
    islands = {row["commune_code"] for row in rows("legacy_districts.csv") if row["commune_code"]}
    assert targets | islands == codes("communes.csv")
    assert not targets & islands


def test_an_old_commune_is_marked_split_exactly_where_it_has_several_candidates() -> None:
    pairs = rows("legacy_to_current.csv")
    many = Counter(row["legacy_code"] for row in pairs)
    assert all((row["split"] == "1") == (many[row["legacy_code"]] > 1) for row in pairs)
    assert sum(count > 1 for count in many.values()) > 300


def test_an_old_district_without_communes_is_an_island_zone() -> None:
    inhabited = {row["district_code"] for row in rows("legacy_communes.csv")}
    empty = {row["code"]: row["commune_code"] for row in rows("legacy_districts.csv") if row["code"] not in inhabited}
    assert sorted(empty.values()) == ["11948", "19742", "20333", "21548", "26732"]


@pytest.mark.parametrize(("name", "lowest"), [("vsic_2018.csv", 175), ("vsic_2025.csv", 185)])
def test_vsic_has_no_orphans(name: str, lowest: int) -> None:
    entries = {row["code"]: row for row in rows(name)}
    for code, row in entries.items():
        assert row["name"]
        assert int(row["level"]) == (1 if code.isalpha() else len(code))
        assert (row["parent"] == "") == (row["level"] == "1")
        assert row["parent"] == "" or row["parent"] in entries
        assert len(code) < 3 or row["parent"] == code[:-1]
    levels = Counter(row["level"] for row in entries.values())
    assert levels["5"] == lowest
    parents = {row["parent"] for row in entries.values()}
    assert all(row["level"] == "5" or code in parents for code, row in entries.items())


def test_the_map_of_vsic_covers_both_sides() -> None:
    pairs = rows("vsic_map.csv")
    assert {row["code_2018"] for row in pairs} == codes("vsic_2018.csv") - {"C"}
    mining = {code for code in codes("vsic_2025.csv") if code.startswith("08") or code in "BC"}
    assert {row["code_2025"] for row in pairs} == codes("vsic_2025.csv") - mining


def test_usual_words_lead_to_codes_of_level_five() -> None:
    lowest = {row["code"] for row in rows("vsic_2025.csv") if row["level"] == "5"}
    words = rows("vsic_words.csv")
    assert {row["code"] for row in words} <= lowest
    assert len(words) > 1_500
    divisions = {code[:2] for code in lowest}
    assert {row["code"][:2] for row in words} == divisions


def test_demo_products_have_codes() -> None:
    assert {row["vsic_code"] for row in rows("products.csv", "demo")} <= codes("vsic_2025.csv")


@pytest.mark.parametrize("name", [name for name in DEMO if name != "products.csv"])
def test_demo_names_have_weights(name: str) -> None:
    assert all(int(row["weight"]) > 0 and row["name"] for row in rows(name, "demo"))


def test_activities_and_items() -> None:
    assert [row["code"] for row in rows("activities.csv")] == [f"ND{number:02d}" for number in range(1, 11)]
    items = rows("activity_items.csv")
    assert {row["activity"] for row in items} == codes("activities.csv")
    assert all(row["code"].startswith(row["activity"] + ".") for row in items)
    assert [row["code"] for row in rows("trades.csv")] == list("12345678")
    assert all(row["legal_basis"] for name in ("activities", "activity_items", "trades") for row in rows(f"{name}.csv"))


def test_norms_are_found_ones_with_dates_and_basis() -> None:
    norms = rows("norms.csv")
    for row in norms:
        assert row["verified"] == "found"
        assert row["activity"] in codes("activities.csv")
        assert row["item"] == "" or row["item"] in codes("activity_items.csv")
        assert row["fund"] in ("KCQG", "KCDP")
        assert row["max_share_percent"] or row["cap_vnd"]
        assert not row["cap_vnd"] or int(row["cap_vnd"]) >= 1_000_000
        assert date.fromisoformat(row["valid_from"])
        assert not row["valid_to"] or row["valid_from"] <= row["valid_to"]
        assert row["legal_basis"] and row["clause"] and row["source"] and row["per"]
    machines = next(row for row in norms if row["item"] == "ND03.03")
    assert (machines["max_share_percent"], machines["cap_vnd"], machines["line_factor"]) == ("50", "300000000", "1.5")
