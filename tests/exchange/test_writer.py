"""Writing: what comes out opens, parts carry everything once, and failures leave nothing behind."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from kcdesk.exchange import naming, reader
from kcdesk.exchange.bundle import Bundle
from kcdesk.exchange.keys import AgeIdentity
from kcdesk.exchange.manifest import Again, BundleKind, Point, Receipt
from kcdesk.exchange.spec import FileRef, NameParts, Step
from kcdesk.exchange.trust import Place, Sealed, SenderState
from kcdesk.exchange.writer import MOST_RECIPIENTS, Written, write_bundle
from kcdesk.model.problems import EnvironmentProblem, UserError
from tests.exchange.making import PHOTO, PROVINCE_AGE, SENDER, SENDER_AGE, Log, small_log, written


def opened(one: Written) -> Bundle:
    return reader.open_bundle(one.path, identities=[PROVINCE_AGE])


def test_bundle_says_and_holds_what_was_written(tmp_path: Path) -> None:
    log = small_log()
    (one,) = write_bundle(log.spec(), tmp_path)
    assert one.path.name == "KC_92_31441_CTV07_20261123_0003.kcb"
    assert one.bytes == one.path.stat().st_size
    assert one.sha256 == sha256(one.path.read_bytes()).hexdigest()
    with opened(one) as bundle:
        assert list(bundle.changes()) == log.changes()
        assert bundle.code == one.code == naming.short_code(bytes.fromhex(one.sha256))
        assert bundle.manifest == one.manifest
        assert bundle.manifest.start.position == 0
        assert bundle.manifest.end == Point(3, log.chain.hex())
        assert bundle.manifest.recipients == (PROVINCE_AGE.recipient, SENDER_AGE.recipient)
        assert bundle.manifest.counts == {"changes": 3, "files": 1, "establishment": 1, "support_request": 1}
        assert bundle.tables() == ("establishment", "support_request")
        assert [row["phone"] for row in bundle.rows("establishment")] == ["'+84912345678"]
        assert [row["title"] for row in bundle.rows("support_request")] == ["'=Máy xay bột"]
        assert bundle.file(sha256(PHOTO).hexdigest()) == PHOTO
        assert bundle.file("0" * 64) is None
        assert "DOC-TOI.txt" in bundle.names()
        assert bundle.origin.sealed is Sealed.KEYS


def test_sender_can_look_at_what_was_sent(tmp_path: Path) -> None:
    one = written(tmp_path)
    with reader.open_bundle(one.path, identities=[SENDER_AGE]) as bundle:
        assert bundle.sender_trust is SenderState.UNKNOWN


def test_read_me_is_for_people(tmp_path: Path) -> None:
    with opened(written(tmp_path)) as bundle:
        text = b"".join(bundle.chunks("DOC-TOI.txt"))
    assert text.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in text.replace(b"\r\n", b"")
    shown = text.decode("utf-8-sig")
    assert "Trung tâm Khuyến công" in shown
    assert "age -d -i identity.txt" in shown
    assert "Bà Ba" not in shown


def test_only_the_touched_rows_and_their_parents_are_in_the_tables(tmp_path: Path) -> None:
    log = Log()
    first = log.put("establishment", name="Một")
    log.put("establishment", name="Hai")
    request = log.put("support_request", establishment_id=first, title="x")
    cost = log.put("cost_item", support_request_id=request, name="Máy")
    orphan = log.put("cost_item", support_request_id=log.new_id(), name="Không có cha")
    end = len(log.steps)
    log.put("cost_item", cost, name="Máy sấy")
    log.put("cost_item", orphan, name="Vẫn không có cha")
    point = Point(end, log.steps[end - 1].chain)
    (one,) = write_bundle(log.spec(start=point), tmp_path)
    with opened(one) as bundle:
        assert [row["id"] for row in bundle.rows("cost_item")] == [cost]
        assert [row["id"] for row in bundle.rows("support_request")] == [request]
        assert [row["id"] for row in bundle.rows("establishment")] == [first]
        assert len(list(bundle.changes())) == 2


def test_deleted_rows_are_in_the_tables(tmp_path: Path) -> None:
    log = small_log()
    row = next(iter(log.records["establishment"]))
    log.put("establishment", row, deleted=True)
    (one,) = write_bundle(log.spec(), tmp_path)
    with opened(one) as bundle:
        assert [row["deleted"] for row in bundle.rows("establishment")] == ["true"]


def test_unknown_entities_and_fields_are_passed_on(tmp_path: Path) -> None:
    log = small_log()
    log.put("later_entity", later_field=["a", "b"])
    log.put("establishment", later_field=1.5)
    changes = [
        replace(one, set={k: tuple(v) if isinstance(v, list) else v for k, v in one.set.items()})
        for one in log.changes()
    ]
    (one,) = write_bundle(log.spec(), tmp_path)
    with opened(one) as bundle:
        assert list(bundle.changes()) == changes


def test_bundle_without_changes_carries_its_receipt(tmp_path: Path) -> None:
    receipt = Receipt(log=SENDER.device_id, upto=Point(5, "a" * 64), sequences=(7,), missing_files=("b" * 64,))
    log = Log()
    (one,) = write_bundle(log.spec(kind=BundleKind.FEEDBACK, receipt=receipt, again=Again(1, 2), settings=4), tmp_path)
    with opened(one) as bundle:
        assert bundle.manifest.receipt == receipt
        assert bundle.manifest.again == Again(1, 2)
        assert bundle.manifest.settings == 4
        assert list(bundle.changes()) == []


def test_positions_that_are_not_for_this_receiver_are_passed(tmp_path: Path) -> None:
    log = small_log()
    log.steps.append(Step(9, "9" * 64, ()))
    (one,) = write_bundle(log.spec(end=Point(12, "c" * 64)), tmp_path)
    assert one.manifest.end == Point(12, "c" * 64)


def big_log(establishments: int, photos: int) -> Log:
    log = Log()
    for number in range(establishments):
        place = log.put(
            "establishment", name=f"Cơ sở {sha256(str(number).encode()).hexdigest()}", phone=f"09{number:08d}"
        )
        log.put("support_request", establishment_id=place, title=sha256(str(-number).encode()).hexdigest())
    for number in range(photos):
        log.attach(sha256(str(number).encode()).digest() * 3000)
    return log


def test_parts_carry_everything_once_and_fit(tmp_path: Path) -> None:
    log = big_log(800, 6)
    most = 250_000
    made = write_bundle(log.spec(max_bytes=most, sequence=11), tmp_path)
    assert len(made) > 2
    assert [one.manifest.part.number for one in made] == list(range(1, len(made) + 1))
    assert {one.manifest.part.of for one in made} == {len(made)}
    assert [one.manifest.sequence for one in made] == list(range(11, 11 + len(made)))
    assert made[0].path.name.endswith(f"_0011_p1of{len(made)}.kcb")
    changes, files, at = [], set(), Point(0, log.spec().start.chain)
    for one in made:
        assert one.bytes <= most
        assert one.manifest.start == at
        at = one.manifest.end
        with opened(one) as bundle:
            changes.extend(bundle.changes())
            files.update(bundle.files)
            parents = (
                {row["id"] for row in bundle.rows("establishment")} if "establishment" in bundle.tables() else set()
            )
            if "support_request" in bundle.tables():
                assert {row["establishment_id"] for row in bundle.rows("support_request")} <= parents
    assert changes == log.changes()
    assert files == set(log.files)
    assert at == Point(len(log.steps), log.chain.hex())
    only_files = [one for one in made if not one.manifest.counts.get("changes")]
    assert only_files
    assert all(one.manifest.start == one.manifest.end for one in only_files)


def test_parts_without_bound_on_mail_are_one(tmp_path: Path) -> None:
    assert len(write_bundle(big_log(100, 3).spec(max_bytes=0), tmp_path)) == 1


def test_record_that_does_not_fit_any_part_is_told(tmp_path: Path) -> None:
    log = Log()
    for number in range(3):
        log.put("establishment", name="".join(sha256(f"{number} {part}".encode()).hexdigest() for part in range(5000)))
    made = write_bundle(log.spec(max_bytes=100_000), tmp_path)
    assert len(made) == 3


def test_entry_larger_than_its_bound_is_divided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kcdesk.exchange.parts.PART_ENTRY", 20_000)
    log = big_log(100, 0)
    made = write_bundle(log.spec(), tmp_path)
    assert len(made) > 1
    changes = []
    for one in made:
        with opened(one) as bundle:
            changes.extend(bundle.changes())
            assert all(
                len(b"".join(bundle.chunks(name))) <= 20_000 for name in bundle.names() if name.startswith("data/")
            )
    assert changes == log.changes()


def test_changes_of_one_part_fill_several_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kcdesk.exchange.parts.PART_ENTRY", 60_000)
    log = Log()
    row = log.put("establishment", name="x")
    for number in range(500):
        log.put("establishment", row, name=f"Tên {number}", phone="0912345678")
    (one,) = write_bundle(log.spec(), tmp_path)
    with opened(one) as bundle:
        assert [name for name in bundle.names() if name.endswith(".jsonl")][:2] == [
            "data/changes-001.jsonl",
            "data/changes-002.jsonl",
        ]
        assert list(bundle.changes()) == log.changes()


def test_files_that_cannot_be_read_do_not_stop_the_rest(tmp_path: Path) -> None:
    log = small_log()
    refs = [
        FileRef("1" * 64, "jpg", 10),
        FileRef("2" * 64, "jpg", len(PHOTO)),
        FileRef("3" * 64, "jpg", 1 << 30),
        FileRef(sha256(PHOTO).hexdigest(), "jpg", len(PHOTO)),
    ]
    log.files["2" * 64] = PHOTO
    (one,) = write_bundle(log.spec(files=refs), tmp_path)
    assert one.skipped_files == ("1" * 64, "2" * 64, "3" * 64)
    with opened(one) as bundle:
        assert list(bundle.files) == [sha256(PHOTO).hexdigest()]


def test_handover_by_passphrase(tmp_path: Path) -> None:
    grant = {"from": SENDER.device_id, "to": "B" * 16}
    log = small_log()
    (one,) = write_bundle(
        log.spec(kind=BundleKind.HANDOVER, recipients=(), passphrase="bàn giao 2026", grants=(grant,)), tmp_path
    )
    with pytest.raises(UserError) as refused:
        reader.open_bundle(one.path, identities=[PROVINCE_AGE])
    assert refused.value.code == "needs_passphrase"
    with pytest.raises(UserError) as refused:
        reader.open_bundle(one.path, identities=[], passphrase="bàn giao 2027")
    assert refused.value.code == "wrong_passphrase"
    with reader.open_bundle(one.path, identities=[], passphrase="bàn giao 2026", place=Place(empty=True)) as bundle:
        assert list(bundle.changes()) == log.changes()
        assert bundle.manifest.grants == (grant,)
        assert bundle.manifest.recipients == ()
        assert bundle.origin.sealed is Sealed.PASSPHRASE
    with pytest.raises(ValueError, match="handover"):
        write_bundle(log.spec(passphrase="x"), tmp_path)


def test_plain_bundle(tmp_path: Path) -> None:
    one = written(tmp_path, plain=True, recipients=())
    assert one.path.suffix == ".zip"
    with reader.open_bundle(one.path, identities=[PROVINCE_AGE]) as bundle:
        assert bundle.origin.sealed is Sealed.PLAIN
    with pytest.raises(UserError) as refused:
        reader.open_bundle(one.path, identities=[PROVINCE_AGE], place=Place(plain_allowed=False))
    assert refused.value.code == "plain"


def test_full_goes_into_an_empty_workspace_only(tmp_path: Path) -> None:
    one = written(tmp_path, kind=BundleKind.FULL, escrow={"wrapped": "x"})
    with pytest.raises(UserError) as refused:
        reader.open_bundle(one.path, identities=[PROVINCE_AGE], place=Place(empty=False))
    assert refused.value.code == "not_empty"
    with reader.open_bundle(one.path, identities=[PROVINCE_AGE], place=Place(empty=True)) as bundle:
        assert bundle.manifest.escrow == {"wrapped": "x"}


def test_settings_are_signed_not_encrypted(tmp_path: Path) -> None:
    files = {"keys.json": b'{"x": 1}', "communes.csv": b"code\r\n31441\r\n"}
    spec = Log().spec(kind=BundleKind.SETTINGS, settings_files=files, settings=3, recipients=(), identity=None)
    (one,) = write_bundle(spec, tmp_path, name="tinh-92.kcs")
    assert one.path == tmp_path / "tinh-92.kcs"
    (again,) = write_bundle(spec, tmp_path)
    assert again.path.suffix == ".kcs"
    with reader.open_bundle(
        one.path, identities=[PROVINCE_AGE], place=Place(plain_allowed=False, empty=False)
    ) as bundle:
        assert bundle.settings() == ("keys.json", "communes.csv")
        assert bundle.setting("keys.json") == files["keys.json"]
        assert bundle.manifest.settings == 3


def test_name_that_was_asked_for_replaces_what_is_there(tmp_path: Path) -> None:
    spec = Log().spec(kind=BundleKind.SETTINGS, recipients=(), identity=None)
    (tmp_path / "a.kcs").write_bytes(b"old")
    (one,) = write_bundle(spec, tmp_path, name="a.kcs")
    assert one.path == tmp_path / "a.kcs"
    assert one.bytes > 3


def test_name_that_is_taken_is_left_alone(tmp_path: Path) -> None:
    taken = tmp_path / "KC_92_31441_CTV07_20261123_0003.kcb"
    taken.write_bytes(b"other")
    one = written(tmp_path)
    assert one.path.name == "KC_92_31441_CTV07_20261123_0003-2.kcb"
    assert taken.read_bytes() == b"other"


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (NameParts("92", "31441", "CTV07", "20261123"), "KC_92_31441_CTV07_20261123_0003.kcb"),
        (NameParts("", "", "Đặng Ước", "../../etc"), "KC_0_0_DangUoc_etc_0003.kcb"),
        (NameParts("x" * 99, "a/b\\c:d", "\0", "ａ"), f"KC_{'x' * 20}_abcd_0_0_0003.kcb"),
    ],
)
def test_file_names_are_ascii_whatever_they_are_made_of(parts: NameParts, name: str) -> None:
    assert naming.file_name(parts, 3, 1, 1, ".kcb") == name


def test_short_code_has_two_groups_without_letters_that_are_mistaken() -> None:
    assert naming.short_code(bytes(32)) == "000-000"
    assert naming.short_code(b"\xff" * 32) == "ZZZ-ZZZ"
    codes = {naming.short_code(sha256(bytes([one])).digest()) for one in range(256)}
    assert len(codes) == 256
    assert not set("ILOU") & set("".join(codes))


def test_bundle_needs_a_recipient_and_not_too_many(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        written(tmp_path, recipients=())
    assert refused.value.code == "no_recipient"
    many = tuple(AgeIdentity.generate().recipient for _number in range(MOST_RECIPIENTS))
    with pytest.raises(UserError) as refused:
        written(tmp_path, recipients=many)
    assert refused.value.code == "too_many"
    assert written(tmp_path, recipients=many[:-1]).bytes
    assert [path.suffix for path in tmp_path.iterdir()] == [".kcb"]


def test_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem) as refused:
        written(tmp_path / "nowhere")
    assert refused.value.code == "not_allowed"


def test_progress_may_stop_it(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        assert done <= total
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_bundle(big_log(300, 0).spec(progress=stop), tmp_path)
    assert list(tmp_path.iterdir()) == []
