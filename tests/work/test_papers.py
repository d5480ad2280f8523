"""Which papers a request wants, and what a file probably is."""

from __future__ import annotations

import pytest

from kcdesk.work import papers
from kcdesk.work.attachments import Paper

HOUSEHOLD = {"legal_form": "HKD"}


def kinds(request, items=(), establishment=HOUSEHOLD, there=()):
    return {one.kind: one for one in papers.of_request(request, items, establishment, there)}


def test_a_need_wants_little_and_an_application_much():
    need = kinds({"kind": "nhu_cau", "activity": "ND03"})
    asked = kinds({"kind": "de_nghi", "activity": "ND03"})
    assert not [one for one in need.values() if one.needed]
    assert [one.kind for one in asked.values() if one.needed] == ["don_de_nghi", "gcn_dang_ky", "bao_gia", "anh_xuong"]


def test_what_is_asked_for_follows_the_content():
    assert "bao_gia" not in kinds({"kind": "de_nghi", "activity": "ND01"})
    assert "bao_gia" in kinds({"kind": "de_nghi", "activity": "ND10"}, [{"name": "Máy"}])
    assert kinds({"kind": "de_nghi", "activity": "ND04"})["anh_san_pham"].needed
    assert "bien_ban" in kinds({"kind": "de_nghi", "status": "nghiem_thu"})


def test_groups_and_communes_are_not_asked_for_a_certificate():
    assert "gcn_dang_ky" not in kinds({"kind": "de_nghi"}, establishment={"legal_form": "THT"})
    assert "gcn_dang_ky" not in kinds({"kind": "de_nghi"}, establishment={})


def test_papers_of_request_and_establishment_count_and_numbers_are_noted():
    there = [Paper("a", "bao_gia", "pdf"), Paper("b", "bao_gia", "pdf")]
    request = {"kind": "de_nghi", "activity": "ND03", "application_number": "12/ĐĐN"}
    found = kinds(request, establishment={"legal_form": "HKD", "registration_number": "57A"}, there=there)
    assert (found["bao_gia"].count, found["bao_gia"].missing) == (2, False)
    assert found["don_de_nghi"].noted and found["don_de_nghi"].missing
    assert found["gcn_dang_ky"].noted


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Báo giá máy sấy.pdf", "bao_gia"),
        ("BAO_GIA_cong_ty_A.docx", "bao_gia"),
        ("Giấy ĐKKD.pdf", "gcn_dang_ky"),
        ("don de nghi ho tro.pdf", "don_de_nghi"),
        ("Biên bản nghiệm thu.docx", "bien_ban"),
        ("Phiếu khảo sát đã ký.pdf", "phieu_khao_sat_ky"),
        ("scan0001.pdf", "khac"),
        ("IMG_2026.jpg", "anh_xuong"),
        ("máy ép.jpg", "anh_may"),
    ],
)
def test_a_telling_name_tells_the_kind(name, kind):
    assert papers.guess_kind(name, is_photo=name.endswith("jpg")) == kind


def test_photos_of_a_request_for_machines_show_machines():
    assert papers.guess_kind("IMG_1.jpg", {"activity": "ND03"}) == "anh_may"
