"""Photos and papers of records: added, told, changed, taken away, kept for drafts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.work import attachments, drafts, photos, records, undoing
from kcdesk.work.bootstrap import Desk
from tests.work import desks, pictures


@pytest.fixture
def owner(field):
    return records.save_record(field, "establishment", None, desks.ESTABLISHMENT).id


def small(seed: int = 1, **options):
    return pictures.jpeg(pictures.photo(320, 240, seed), **options)


def fit(seed: int = 1, name: str = "anh.jpg"):
    return photos.fit(small(seed), name)


def kept(desk) -> int:
    return sum(1 for _ in desk.store.files.all())


def test_attach_keeps_the_file_and_says_where_it_was_taken(field, owner, tmp_path):
    path = tmp_path / "xưởng ⌂.jpg"
    path.write_bytes(small())
    done = attachments.attach(field, owner, path, "anh_xuong", title="Lò tráng")
    (one,) = attachments.of_record(field, "establishment", owner)
    assert (one.id, one.kind, one.title, one.extension, one.here) == (done.id, "anh_xuong", "Lò tráng", "jpg", True)
    assert one.name == "xưởng ⌂.jpg"
    assert done.place is not None and done.place.latitude == pytest.approx(9.7812)
    assert one.taken_on == done.taken_on == "2026-10-05"
    data = attachments.content(field, one.sha256)
    assert len(data) == one.size
    assert pictures.SECRET not in data
    shown = attachments.picture(field, one.sha256, one.extension, 100)
    assert shown is not None and (shown.width, shown.height) == (100, 75)


def test_the_same_file_twice_says_so_and_adds_nothing(field, owner):
    attachments.add(field, "establishment", owner, fit(), "anh_may")
    with pytest.raises(UserError) as caught:
        attachments.add(field, "establishment", owner, fit(), "anh_xuong")
    assert caught.value.code == "already_attached"
    assert len(attachments.of_record(field, "establishment", owner)) == kept(field) == 1


def test_taken_away_it_may_come_again(field, owner):
    done = attachments.add(field, "establishment", owner, fit(), "anh_may")
    save = attachments.remove(field, [done.id])
    assert attachments.of_record(field, "establishment", owner) == []
    undoing.undo(field, save)
    assert len(attachments.of_record(field, "establishment", owner)) == 1
    attachments.remove(field, [done.id])
    attachments.add(field, "establishment", owner, fit(), "anh_may")
    assert kept(field) == 1


def test_several_files_of_one_save_are_taken_back_together(field, owner):
    first = attachments.add(field, "establishment", owner, fit(1), "anh_may")
    second = attachments.add(field, "establishment", owner, fit(2), "anh_may", save=first.save)
    assert second.save == first.save
    undoing.undo(field, first.save)
    assert attachments.of_record(field, "establishment", owner) == []


def test_a_note_that_is_refused_leaves_no_bytes(field, owner):
    with pytest.raises(UserError) as caught:
        attachments.add(field, "establishment", owner, fit(), "khong_co_loai_nay")
    assert caught.value.code == "invalid"
    with pytest.raises(UserError):
        attachments.add(field, "establishment", owner, fit(), "khac", title="x" * 300)
    assert kept(field) == 0


def test_bytes_that_cannot_be_kept_leave_no_note(field, owner, monkeypatch):
    def full(_data, _extension=""):
        raise EnvironmentProblem("Đĩa đầy.", code="disk_full")

    monkeypatch.setattr(field.store.files, "add", full)
    with pytest.raises(EnvironmentProblem):
        attachments.add(field, "establishment", owner, fit(), "khac")
    assert attachments.of_record(field, "establishment", owner) == []


def test_a_record_that_is_not_here_is_told_before_anything_is_read(field, tmp_path):
    with pytest.raises(UserError) as caught:
        attachments.attach(field, "0190aaaa-0000-7000-8000-000000000000", tmp_path / "khong.jpg", "khac")
    assert caught.value.code == "not_found"


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(EnvironmentProblem) as caught:
        attachments.read(tmp_path / "khong.jpg")
    assert "khong.jpg" in caught.value.message
    assert str(tmp_path) not in caught.value.message


def test_a_huge_file_is_not_read_whole(tmp_path):
    path = tmp_path / "to.pdf"
    with path.open("wb") as file:
        file.write(pictures.PDF)
        file.truncate(photos.MOST_READ + 10)
    with pytest.raises(UserError) as caught:
        attachments.read(path)
    assert caught.value.code == "file_too_large"


def test_a_day_to_come_is_not_believed(field, owner):
    made = photos.fit(small(exif=pictures.exif(taken="2031:01:01 00:00:00")), "a.jpg")
    attachments.add(field, "establishment", owner, made, "khac")
    assert attachments.of_record(field, "establishment", owner)[0].taken_on == ""


def test_kind_and_caption_can_be_changed(field, owner):
    done = attachments.add(field, "establishment", owner, fit(), "khac")
    assert attachments.change(field, done.id, {"kind": "anh_may", "title": "Máy sấy", "has_personal_data": False})
    (one,) = attachments.of_record(field, "establishment", owner)
    assert (one.kind, one.title, one.personal) == ("anh_may", "Máy sấy", False)
    assert attachments.change(field, done.id, {"kind": "anh_may"}) == ""


def test_a_file_that_has_not_come_is_told(field, owner):
    one = attachments.add(field, "establishment", owner, fit(), "khac")
    there = attachments.of_record(field, "establishment", owner)[0]
    field.store.files.drop([there.sha256])
    (missing,) = attachments.of_record(field, "establishment", owner)
    assert (missing.id, missing.here) == (one.id, False)
    with pytest.raises(UserError) as caught:
        attachments.content(field, missing.sha256)
    assert caught.value.code == "not_come"
    assert attachments.picture(field, missing.sha256, "jpg", 100) is None


def draft_with(desk, *papers, key="new-1"):
    drafts.keep(desk, "establishment", key, {"name": "Lò bánh"}, {"attachments": [one.plain() for one in papers]})
    return key


def test_a_draft_keeps_its_files_and_gives_them_to_the_record(field):
    first = attachments.keep_loose(field, fit(1), "anh_may", title="Máy")
    second = attachments.keep_loose(field, fit(2), "anh_xuong", [first])
    draft = drafts.find(field, "establishment", draft_with(field, first, second))
    saved = records.save_record(field, "establishment", None, desks.ESTABLISHMENT)
    attachments.adopt(field, "establishment", saved.id, draft.children["attachments"], saved.save)
    there = attachments.of_record(field, "establishment", saved.id)
    assert [(one.kind, one.title, one.here) for one in there] == [("anh_may", "Máy", True), ("anh_xuong", "", True)]
    undoing.undo(field, saved.save)
    assert attachments.of_record(field, "establishment", saved.id) == []


def test_a_draft_does_not_take_the_same_file_twice(field):
    first = attachments.keep_loose(field, fit(1), "anh_may")
    with pytest.raises(UserError) as caught:
        attachments.keep_loose(field, fit(1), "khac", [first])
    assert caught.value.code == "already_attached"


def test_files_of_drafts_that_are_gone_go_too(field, owner):
    gone, drafted, added = (attachments.keep_loose(field, fit(seed), "khac") for seed in (1, 2, 3))
    attachments.add(field, "establishment", owner, fit(4), "khac")
    draft_with(field, drafted)
    attachments.adopt(field, "establishment", owner, [added.plain()], "")
    row = next(one.id for one in attachments.of_record(field, "establishment", owner) if one.sha256 == added.sha256)
    attachments.remove(field, [row])
    assert attachments.tidy(field) == 1
    assert field.store.files.missing([gone.sha256, drafted.sha256, added.sha256]) == [gone.sha256]
    assert kept(field) == 3
    drafts.drop(field, "establishment", "new-1")
    assert attachments.tidy(field) == 1
    assert attachments.tidy(field) == 0


def test_an_application_that_is_attached_is_not_missing(field, owner):
    values = {**desks.REQUEST, "kind": "de_nghi", "establishment_id": owner}
    request = records.save_record(field, "support_request", None, values).id

    def misses_application():
        problems = records.load(field, "support_request", request).problems
        return any(one.code == "no_application" for one in problems)

    def gaps():
        (number,) = field.store.ids("support_request", {"id": request})
        return field.store.counts("support_request", [number])[0].gaps

    before = gaps()
    assert misses_application()
    done = attachments.add(field, "support_request", request, photos.fit(pictures.PDF, "don.pdf"), "don_de_nghi")
    assert not misses_application()
    assert gaps() == before - 1, "lists know it at once"
    attachments.remove(field, [done.id])
    assert misses_application() and gaps() == before


def test_nothing_of_a_draft_is_lost_when_the_program_is_killed(tmp_path):
    program = """
import os, signal, sys
from pathlib import Path
from kcdesk.work import attachments, drafts, photos
from tests.work import desks, pictures
with desks.collaborator(Path(sys.argv[1])) as desk:
    made = photos.fit(pictures.jpeg(pictures.photo(320, 240)), "a.jpg")
    kept = attachments.keep_loose(desk, made, "anh_may")
    drafts.keep(desk, "establishment", "new-1", {"name": "Lò bánh"}, {"attachments": [kept.plain()]})
    os.kill(os.getpid(), signal.SIGKILL)
"""
    home = tmp_path / "home"
    done = subprocess.run([sys.executable, "-c", program, str(home)], cwd=Path(__file__).parents[2], check=False)
    assert done.returncode != 0
    with Desk.open(home, desks.PASSWORD, clock=desks.Ticking()) as desk:
        (draft,) = drafts.find_new(desk, "establishment")
        saved = attachments.save_with_draft(desk, "establishment", None, desks.ESTABLISHMENT, {}, draft.key)
        (one,) = attachments.of_record(desk, "establishment", saved.id)
        assert one.here and attachments.content(desk, one.sha256)
