"""The one door to all tables, as the model and the windows use it."""

from __future__ import annotations

import sys
from subprocess import run

import pytest

from kcdesk.model.ports import CodeTables
from kcdesk.reference.tables import TABLES, Reference


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Reference.load()


@pytest.mark.parametrize(
    ("table", "code", "version", "label"),
    [
        ("provinces", "92", "", "Thành phố Cần Thơ"),
        ("provinces", "91", "2025-01-04", "Tỉnh Kiên Giang"),
        ("communes", "31441", "", "Xã Vị Thủy, Thành phố Cần Thơ"),
        ("communes", "31441", "2025-01-04", "Thị trấn Nàng Mau, Huyện Vị Thủy, Tỉnh Hậu Giang"),
        ("legacy_provinces", "93", "", "Tỉnh Hậu Giang"),
        ("legacy_districts", "935", "", "Huyện Vị Thủy, Tỉnh Hậu Giang"),
        ("legacy_communes", "31441", "", "Thị trấn Nàng Mau, Huyện Vị Thủy, Tỉnh Hậu Giang"),
        ("vsic", "10710", "", "Sản xuất các loại bánh từ bột"),
        ("vsic", "1104", "2018", "Sản xuất đồ uống không cồn, nước khoáng"),
        ("trades", "5", "", "Sản xuất hàng tiểu thủ công nghiệp"),
        ("activity_items", "ND03.03", "", "Ứng dụng máy móc, thiết bị tiên tiến; chuyển giao công nghệ"),
    ],
)
def test_labels(reference: Reference, table: str, code: str, version: str, label: str) -> None:
    assert reference.label(table, code, version) == label
    assert reference.has(table, code, version)


@pytest.mark.parametrize("table", TABLES)
def test_an_unknown_code_has_no_label(reference: Reference, table: str) -> None:
    assert not reference.has(table, "zz")
    assert reference.label(table, "zz") == ""
    assert reference.list_date(table)
    assert reference.about(table)["source"]


def test_an_unknown_table_is_a_mistake(reference: Reference) -> None:
    with pytest.raises(KeyError):
        reference.has("dwarfs", "1")


def test_the_versions_in_force(reference: Reference) -> None:
    assert reference.list_date("communes") == "2025-07-01"
    assert reference.list_date("vsic") == "2025"


@pytest.mark.parametrize(
    ("table", "code", "version", "parent"),
    [
        ("communes", "31441", "", "92"),
        ("communes", "31441", "2025-01-04", "93"),
        ("communes", "00000", "", ""),
        ("communes", "00000", "2025-01-04", ""),
        ("legacy_communes", "31441", "", "935"),
        ("legacy_districts", "935", "", "93"),
        ("activity_items", "ND03.03", "", "ND03"),
        ("activity_items", "ND99.01", "", ""),
        ("vsic", "10710", "", "1071"),
        ("vsic", "99999", "", ""),
        ("provinces", "92", "", ""),
    ],
)
def test_the_code_above(reference: Reference, table: str, code: str, version: str, parent: str) -> None:
    assert reference.parent(table, code, version) == parent


def test_activities_and_their_items(reference: Reference) -> None:
    assert [entry.code for entry in reference.activities][:3] == ["ND01", "ND02", "ND03"]
    assert len(reference.activities) == 10
    assert [item.code for item in reference.activity_items.of("ND03")] == [f"ND03.0{n}" for n in range(1, 5)]
    assert [entry.code for entry in reference.activities.find("may moc")] == ["ND03"]
    assert [entry.code for entry in reference.trades.find("tiểu thủ")] == ["5"]
    digital = reference.activities.get("ND10")
    assert digital is not None and not digital.in_force("2025-10-14") and digital.in_force("2025-10-15")


def test_a_province_may_change_and_add_rows() -> None:
    reference = Reference.load(
        {
            "trades": [{"code": "9", "name": "Nghề mới"}, {"code": "8", "removed": "1"}],
            "activities": [{"code": "ND03", "name": "Tên mới"}],
        }
    )
    assert [entry.code for entry in reference.trades] == list("12345679")
    assert reference.label("activities", "ND03") == "Tên mới"
    assert reference.label("activities", "ND02") == Reference.load().label("activities", "ND02")


def test_importing_it_reads_nothing_and_stays_light() -> None:
    code = (
        "import sys; from kcdesk.reference.tables import Reference; reference = Reference.load();"
        "heavy = {'rapidfuzz', 'sqlite3', 'PySide6', 'openpyxl', 'kcdesk.reference.commune_search'};"
        "sys.exit(len(heavy & set(sys.modules)))"
    )
    assert run([sys.executable, "-c", code], check=False).returncode == 0


def test_it_is_what_the_model_asks_for(reference: Reference) -> None:
    tables: CodeTables = reference
    assert tables.has("communes", "31441")
