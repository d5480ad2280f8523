"""Two desks and what travels between them: confirming, withholding, holding, trusting, starting anew."""

from __future__ import annotations

import dataclasses

import pytest

from kcdesk.model.problems import UserError
from kcdesk.work import bundles, cursors, records, trust
from kcdesk.work.bundles import Wanted
from tests.work import desks
from tests.work.desks import ESTABLISHMENT, REQUEST


@pytest.fixture
def met(office, field):
    """The two know each other."""
    desks.introduce(office, field)
    return office, field


def _record(desk, **values):
    return records.save_record(desk, "establishment", None, {**ESTABLISHMENT, **values}).id


def _send(sender, receiver, folder, **wanted):
    made = bundles.export(sender, folder, Wanted(**wanted))
    return made, [bundles.apply_import(receiver, one.path) for one in made]


def test_a_receipt_moves_the_cursor_and_the_next_bundle_is_small(met, tmp_path):
    office, field = met
    first = _record(field)
    made, [report] = _send(field, office, tmp_path)
    assert (report.state, report.new, report.code) == ("merged", made[0].counts["changes"], made[0].code)
    assert bundles.sent_positions(field) == (field.store.head()[0], 0)
    _answer, [back] = _send(office, field, tmp_path, to="CTV07")
    assert back.confirmed == field.store.head()[0]
    assert bundles.sent_positions(field) == (field.store.head()[0], field.store.head()[0])
    records.save_record(field, "establishment", first, {"phone": "0900000002"})
    made, [report] = _send(field, office, tmp_path)
    assert made[0].counts["changes"] == report.new == 1
    assert made[0].sequence == 2
    assert records.load(office, "establishment", first).record["phone"] == "0900000002"


def test_nothing_new_is_said_and_nothing_made(met, tmp_path):
    office, field = met
    _record(field)
    _send(field, office, tmp_path)
    _send(office, field, tmp_path, to="CTV07")
    field_receipt, _reports = _send(field, office, tmp_path)
    assert field_receipt[0].counts.get("changes", 0) == 0
    before = sorted(tmp_path.glob("KC_*"))
    with pytest.raises(UserError) as caught:
        bundles.export(field, tmp_path)
    assert caught.value.code == "nothing_new"
    assert sorted(tmp_path.glob("KC_*")) == before


def test_a_laptop_without_records_makes_itself_known_with_all(met, tmp_path):
    office, field = met
    with pytest.raises(UserError) as caught:
        bundles.export(office, tmp_path, Wanted(to="CTV07"))
    assert caught.value.code == "no_recipient"
    [made] = bundles.export(field, tmp_path, Wanted(everything=True))
    assert bundles.apply_import(office, made.path).new == 0
    _record(office)
    _made, [report] = _send(office, field, tmp_path, to="CTV07")
    assert report.state == "merged"
    assert report.new == 0, "no communes are listed for CTV07, and the record is not about one of his"


def test_the_province_sends_back_what_it_wrote_but_not_what_came(met, tmp_path):
    office, field = met
    here = _record(field)
    request = records.save_record(field, "support_request", None, {**REQUEST, "establishment_id": here}).id
    _send(field, office, tmp_path)
    records.save_record(office, "support_request", request, {"status": "phe_duyet", "status_on": "2026-11-20"})
    made, [report] = _send(office, field, tmp_path, to="CTV07")
    assert made[0].counts["changes"] == report.new == 1
    assert records.load(field, "support_request", request).record["status"] == "phe_duyet"
    with pytest.raises(UserError):
        records.save_record(field, "support_request", request, {"status": "tiep_nhan"})


def test_without_consent_nothing_personal_leaves_and_with_it_everything_comes(met, tmp_path):
    office, field = met
    row = _record(field, consent="chua_hoi", consent_on=None, consent_method=None, consent_notice=None)
    records.save_record(field, "establishment", row, {"phone": "0900000077"})
    visit = {"establishment_id": row, "visited_on": "2026-11-20", "kind": "khao_sat_moi", "met_with": "Bà Ví Dụ"}
    visited = records.save_record(field, "visit", None, visit).id
    made, _reports = _send(field, office, tmp_path)
    assert made[0].withheld == 2
    there = records.load(office, "establishment", row).record
    assert there["name"] == ESTABLISHMENT["name"]
    assert there.get("phone") is there.get("representative") is None
    assert records.load(office, "visit", visited).record.get("met_with") is None
    unpacked = bundles.unpack(office, made[0].path, tmp_path / "mo")
    everything = b"".join(path.read_bytes() for path in unpacked)
    for text in ("0900000077", "0900000001", "Nguyễn Thị Ví Dụ", "Bà Ví Dụ"):
        assert text.encode("utf-8") not in everything
    _send(office, field, tmp_path, to="CTV07")
    asked = {"consent": "dong_y", "consent_on": "2026-11-22", "consent_method": "ky", "consent_notice": "TB-01"}
    records.save_record(field, "establishment", row, asked)
    _send(field, office, tmp_path)
    assert records.load(office, "establishment", row).record["phone"] == "0900000077"
    assert records.load(office, "visit", visited).record["met_with"] == "Bà Ví Dụ"
    assert office.store.doctor() == field.store.doctor() == []


def test_a_refused_consent_withholds_what_was_written_before(met, tmp_path):
    office, field = met
    row = _record(field)
    records.save_record(field, "establishment", row, {"consent": "rut", "consent_on": "2026-11-21"})
    _send(field, office, tmp_path)
    assert records.load(office, "establishment", row).record.get("phone") is None


def test_a_tax_code_that_is_a_personal_number_is_personal(met, tmp_path):
    office, field = met
    asked = {"consent": "tu_choi"}
    personal, plain = _record(field, tax_code="092190000011", **asked), _record(field, tax_code="0100109106", **asked)
    _send(field, office, tmp_path)
    assert records.load(office, "establishment", personal).record.get("tax_code") is None
    assert records.load(office, "establishment", plain).record["tax_code"] == "0100109106"


def test_parts_come_in_any_order_and_twice(met, tmp_path):
    import random

    office, field = met
    noise = random.Random(1)
    for number in range(60):
        _record(field, name=f"Cơ sở {number}", note="".join(chr(noise.randint(97, 122)) for _ in range(1900)))
    made = bundles.export(field, tmp_path, Wanted(max_bytes=60_000))
    assert len(made) > 2
    assert {one.of for one in made} == {len(made)}
    reports = [bundles.apply_import(office, one.path) for one in reversed(made)]
    assert reports[0].missing
    assert reports[-1].missing == []
    again = [bundles.apply_import(office, one.path) for one in made]
    assert {one.state for one in again} == {"known"}
    assert office.store.count("establishment") == 60
    state = cursors.incoming(office, field.device_id)
    assert (state.position, state.above) == (field.store.head()[0], [])
    assert office.store.doctor() == []


def test_an_unknown_sender_is_held_until_the_fingerprint_is_typed(office, field, tmp_path):
    desks.introduce(office, field)
    trust.revoke(office, field.fingerprint)
    row = _record(field)
    made, [report] = _send(field, office, tmp_path)
    assert (report.state, report.reason) == ("held", "revoked_sender")
    assert [item["kind"] for item in bundles.held(office)] == ["bundle"]
    made[0].path.unlink()
    trust.trust(office, field.fingerprint.lower().replace(" ", "-"), "ctv07")
    [admitted] = bundles.admit_from(office, field.device_id)
    assert admitted.state == "merged"
    assert records.load(office, "establishment", row).record["name"] == ESTABLISHMENT["name"]
    assert bundles.held(office) == []


def test_an_officer_lets_in_one_record_of_a_held_bundle(office, field, tmp_path):
    desks.introduce(office, field)
    trust.revoke(office, field.fingerprint)
    wanted, other = _record(field), _record(field, name="Cơ sở khác")
    made, _reports = _send(field, office, tmp_path)
    report = bundles.admit(office, made[0].path, only=wanted)
    assert report.new == 1
    assert records.load(office, "establishment", wanted)
    assert office.store.get("establishment", other) is None
    bundles.admit(office, made[0].path)
    assert office.store.get("establishment", other) is not None
    assert bundles.held(office) == []


def test_a_sender_who_signs_for_somebody_else_has_those_changes_held(office, field, tmp_path):
    desks.introduce(office, field)
    trust.revoke(office, field.fingerprint)
    trust.trust(office, field.fingerprint, "CTV99")
    _record(field)
    _made, [report] = _send(field, office, tmp_path)
    assert (report.new, report.held) == (0, 1)
    assert {item["reason"] for item in bundles.held(office)} == {"other_author"}
    assert office.store.count("establishment") == 0


def test_a_plan_changes_nothing_and_says_what_an_import_would_do(met, tmp_path):
    office, field = met
    _record(field)
    made = bundles.export(field, tmp_path)
    planned = bundles.plan_import(office, made[0].path)
    assert office.store.head()[0] == 0
    done = bundles.apply_import(office, made[0].path)
    assert (planned.new, planned.known, planned.held) == (done.new, done.known, done.held)


def test_a_bundle_for_somebody_else_or_of_the_wrong_kind_is_refused(met, tmp_path):
    office, field = met
    _record(field)
    made = bundles.export(field, tmp_path)
    with desks.collaborator(tmp_path / "khac", "CTV08") as stranger:
        desks.introduce(office, stranger)
        with pytest.raises(UserError):
            bundles.apply_import(stranger, made[0].path)
    with desks.province(tmp_path / "tinh2") as other:
        with pytest.raises(UserError):
            bundles.apply_import(other, made[0].path)
        assert other.store.held.list() == []
    own = bundles.apply_import(field, made[0].path)
    assert own.new == 0
    assert own.known == made[0].counts["changes"]


def test_a_full_bundle_starts_a_new_workspace_and_only_an_empty_one(met, tmp_path):
    office, field = met
    row = _record(field)
    _send(field, office, tmp_path)
    with desks.province(tmp_path / "moi") as fresh:
        made = bundles.export(office, tmp_path, Wanted(to="CTV07", full=True, recipient=fresh.recipient))
        assert bundles.apply_import(fresh, made[0].path).state == "held"
        trust.trust(fresh, office.fingerprint, "TINH92")
        [report] = bundles.admit_from(fresh, office.device_id)
        assert report.held == 0
        assert records.load(fresh, "establishment", row).record == records.load(office, "establishment", row).record
    _record(field, name="Nữa")
    with pytest.raises(UserError) as caught:
        bundles.apply_import(field, made[0].path)
    assert caught.value.code == "not_empty"


def test_export_all_and_again(met, tmp_path):
    office, field = met
    _record(field)
    _record(field, name="Hai")
    _send(field, office, tmp_path)
    _send(office, field, tmp_path, to="CTV07")
    everything = bundles.export(field, tmp_path, Wanted(everything=True))
    assert everything[0].counts["changes"] == 2
    head = field.store.head()[0]
    again = bundles.export(field, tmp_path, Wanted(again=(head - 1, head)))
    assert again[0].counts["changes"] == 1
    with pytest.raises(UserError):
        bundles.export(field, tmp_path, Wanted(again=(0, head + 5)))
    assert [bundles.apply_import(office, one.path).new for one in (*everything, *again)] == [0, 0]


def test_a_receipt_for_another_chain_is_ignored(met):
    _office, field = met
    _record(field)
    head, chain = field.store.head()
    assert not cursors.confirm(field, "province", field.device_id, head, "00" * 32)
    assert not cursors.confirm(field, "province", "A" * 16, head, chain.hex())
    assert not cursors.confirm(field, "province", field.device_id, head + 1, chain.hex())
    assert cursors.confirm(field, "province", field.device_id, head, chain.hex())
    assert not cursors.confirm(field, "province", field.device_id, head, chain.hex())


def test_two_people_who_changed_the_same_field_are_told(met, tmp_path):
    from kcdesk.work import conflicts

    office, field = met
    row = _record(field)
    _send(field, office, tmp_path)
    records.save_record(field, "establishment", row, {"phone": "0900000002"})
    records.save_record(office, "establishment", row, {"phone": "0900000003"})
    _made, [report] = _send(field, office, tmp_path)
    assert report.conflicts == 1
    [open_one] = list(conflicts.all_open(office))
    assert (open_one.field, {head.value for head in open_one.heads}) == ("phone", {"0900000002", "0900000003"})
    assert {head.by for head in open_one.heads} == {"CTV07", "TINH92"}
    assert dataclasses.asdict(open_one)["shown"] in ("0900000002", "0900000003")


def test_plain_only_before_the_key_is_known(field, tmp_path):
    _record(field)
    with pytest.raises(UserError) as caught:
        bundles.export(field, tmp_path)
    assert caught.value.code == "no_recipient"
    [made] = bundles.export(field, tmp_path, Wanted(plain=True))
    assert made.path.suffix == ".zip"
    assert not made.encrypted
    assert bundles.verify(field, made.path).code == made.code


def test_attachments_travel_and_a_missing_one_is_told(met, tmp_path):
    from PIL import Image

    from kcdesk.work import attachments

    office, field = met
    row = _record(field)
    picture = tmp_path / "xuong.jpg"
    Image.new("RGB", (3000, 200), "teal").save(picture)
    saved = attachments.attach(field, row, picture, "anh_xuong")
    record = records.load(field, "attachment", saved.id).record
    _made, [report] = _send(field, office, tmp_path)
    assert report.files_missing == 0
    assert office.store.files.get(record["sha256"]) == field.store.files.get(record["sha256"])
    (tmp_path / "x.exe").write_bytes(b"MZ" + bytes(100))
    with pytest.raises(UserError):
        attachments.attach(field, row, tmp_path / "x.exe", "khac")


def test_a_paper_without_consent_stays_even_when_the_province_says_that_it_is_missing(met, tmp_path):
    from PIL import Image

    from kcdesk.work import attachments, lacking

    office, field = met
    row = _record(field, consent="chua_hoi", consent_on=None, consent_method=None, consent_notice=None)
    picture = tmp_path / "don.jpg"
    Image.new("RGB", (300, 200), "teal").save(picture)
    paper = attachments.attach(field, row, picture, "don_de_nghi").id
    sha256 = records.load(field, "attachment", paper).record["sha256"]
    _made, [report] = _send(field, office, tmp_path)
    assert report.files_missing == 0
    assert [(one.files, one.withheld) for one in lacking.lacking(office)] == [((sha256,), True)]
    _send(office, field, tmp_path, to="CTV07")
    records.save_record(field, "establishment", row, {"workers_total": 9})
    _made, [report] = _send(field, office, tmp_path)
    assert office.store.files.get(sha256) is None
    asked = {"consent": "dong_y", "consent_on": "2026-11-22", "consent_method": "ky", "consent_notice": "TB-01"}
    records.save_record(field, "establishment", row, asked)
    _made, [report] = _send(field, office, tmp_path)
    assert report.files_missing == 0
    assert office.store.files.get(sha256) is not None


def test_a_withheld_name_does_not_keep_the_province_from_writing(met, tmp_path):
    office, field = met
    row = _record(field, consent="chua_hoi", consent_on=None, consent_method=None, consent_notice=None)
    _send(field, office, tmp_path)
    saved = records.save_record(office, "establishment", row, {"note": "Đã gọi lại"})
    assert "representative" in {problem.field for problem in saved.problems}
    with pytest.raises(UserError):
        records.save_record(office, "establishment", row, {"name": None})


def test_the_database_key_is_put_by_for_the_unit(met, tmp_path):
    from base64 import b64decode
    from io import BytesIO

    from kcdesk.exchange.age import decrypt_stream

    office, field = met
    _record(field)
    [made] = bundles.export(field, tmp_path)
    escrow = bundles.inspect(office, made.path).manifest.escrow
    opened = BytesIO()
    decrypt_stream(BytesIO(b64decode(escrow["key"])), opened, [office.unit_key.recovery])
    assert opened.getvalue() == field.workspace.key


def test_a_held_plain_bundle_is_never_readable_on_the_disk(office, field, tmp_path):
    _record(field)
    [made] = bundles.export(field, tmp_path, Wanted(plain=True))
    assert bundles.apply_import(office, made.path).state == "held"
    made.path.unlink()
    trust.trust(office, field.fingerprint, "CTV07")
    [report] = bundles.admit_from(office, field.device_id)
    assert report.new == 1
    for path in office.home.rglob("*"):
        assert not path.is_file() or "Út Mười".encode() not in path.read_bytes()
