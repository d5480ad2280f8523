"""Periods, code tables, norms, templates and retention travel in settings, and can be taken back."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from kcdesk.model.problems import UserError
from kcdesk.work import office as province_office
from kcdesk.work import records, settings, settings_parts
from tests.work import desks
from tests.work.desks import ESTABLISHMENT

PERIODS = [
    {"id": "2026-Q4", "name": "Quý IV năm 2026", "start": "2026-10-01", "end": "2026-12-31", "due": "2027-01-05"}
]
NORM = {
    "activity": "ND03", "item": "ND03.03", "fund": "KCDP", "province": "92", "max_share_percent": "50",
    "cap_vnd": "123000000", "line_factor": "1.5", "per": "cơ sở", "valid_from": "2026-01-01", "valid_to": "",
    "legal_basis": "NQ 01/2026/NQ-HĐND", "clause": "Điều 5", "verified": "found", "source": "tỉnh", "note": "",
}  # fmt: skip
NEW_COMMUNE = {"code": "31999", "province_code": "92", "full_name": "Xã Mới Lập", "name": "Mới Lập", "type": "xã"}


def _docx() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return data.getvalue()


@pytest.fixture
def met(tmp_path):
    """A province and a collaborator who has its first settings."""
    with desks.province(tmp_path / "tinh") as tinh, desks.collaborator(tmp_path / "mot") as field:
        desks.introduce(tinh, field)
        yield tinh, field


def test_periods_norms_tables_and_templates_come_into_force(met, tmp_path):
    tinh, field = met
    issued = settings.settings_export(
        tinh, tmp_path / "b.kcs", periods=PERIODS, tables={"norms": [NORM], "communes": [NEW_COMMUNE]},
        templates={"bao_cao.docx": _docx()}, retention_months=18,
    )  # fmt: skip
    settings.settings_import(field, issued.path)
    for desk in met:
        assert [one.id for one in province_office.periods(desk)] == ["2026-Q4"]
        assert province_office.current(desk).due == date(2027, 1, 5)
        assert any(one.cap == 123_000_000 for one in desk.reference.norms())
        assert desk.reference.communes.get("31999").full_name == "Xã Mới Lập"
        assert settings_parts.template(desk, "bao_cao.docx") == _docx()
        assert desk.settings["retention_months"] == 18
    assert settings_parts.template(field, "khac.docx") is None
    kept = settings.settings_export(tinh, tmp_path / "c.kcs", legal_basis="dong_y")
    settings.settings_import(field, kept.path)
    assert [one.id for one in province_office.periods(field)] == ["2026-Q4"]


def test_what_settings_replaced_is_taken_back_and_records_keep_their_list(met, tmp_path):
    tinh, field = met
    issued = settings.settings_export(tinh, tmp_path / "b.kcs", tables={"communes": [NEW_COMMUNE]}, periods=PERIODS)
    settings.settings_import(field, issued.path)
    row = records.save_record(field, "establishment", None, {**ESTABLISHMENT, "commune_code": "31999"}).id
    assert settings.can_take_back(field) == 1
    assert settings.take_back(field) == 1
    assert field.reference.communes.get("31999") is None
    assert records.load(field, "establishment", row).record["commune_code"] == "31999"
    with pytest.raises(UserError) as caught:
        settings.settings_import(field, tmp_path / "tinh.kcs")
    assert caught.value.code == "older_settings"
    settings.settings_import(field, issued.path)
    assert field.reference.communes.get("31999")
    undone = tmp_path / "lai.kcs"
    assert settings.take_back(tinh, undone) == 3
    assert settings.settings_import(field, undone).serial == 3
    assert field.reference.communes.get("31999") is None
    assert "periods" not in field.settings or field.settings["periods"] == []


def test_nothing_to_take_back_is_said(tmp_path):
    with desks.collaborator(tmp_path / "mot") as field, pytest.raises(UserError):
        settings.take_back(field)


@pytest.mark.parametrize(
    "wrong",
    [
        {"periods": [{**PERIODS[0], "end": "2026-09-01"}]},
        {"periods": [{**PERIODS[0], "start": "1/10/2026"}]},
        {"periods": PERIODS * 2},
        {"periods": [{**PERIODS[0], "id": "kỳ 4"}]},
        {"tables": {"norms": [{**NORM, "cap_vnd": "nhiều"}]}},
        {"tables": {"khong_co": [{"code": "1"}]}},
        {"templates": {"bao_cao.docx": b"MZ"}},
        {"templates": {"../x.docx": _docx()}},
        {"retention_months": -1},
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_issued(met, tmp_path, wrong):
    tinh, _field = met
    with pytest.raises(UserError):
        settings.settings_export(tinh, tmp_path / "b.kcs", **wrong)
    assert not (tmp_path / "b.kcs").exists()
    assert tinh.settings["serial"] == 1
