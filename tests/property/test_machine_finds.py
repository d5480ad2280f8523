"""The machine of exchange finds faults: each of these, planted in the program, is found within a few stories.

Below them the stories in which it found a fault of the program, each told once more and short.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kcdesk.model import changes as folding
from kcdesk.model.problems import UserError
from kcdesk.store import merging, states
from kcdesk.store.changelog import ChangeLog
from kcdesk.work import (
    attachments,
    bundles,
    conflicts,
    handover,
    making,
    photos,
    purging,
    records,
    settings,
    taking_over,
    trust,
    undoing,
)
from kcdesk.work.bundles import Wanted
from kcdesk.work.consent import Consent
from tests.property.test_exchange_machine import run
from tests.property.world import quick_passphrases
from tests.work import desks
from tests.work.test_boundary import send

Patch = pytest.MonkeyPatch


def _shows_the_older(patch: Patch) -> None:
    def shown(name: str, heads: Any) -> Any:
        known = [head for head in heads if head.known]
        return min(known, key=lambda head: head.change).value if known else None

    patch.setattr(folding, "_shown", shown)


def _hides_conflicts(patch: Patch) -> None:
    kept = states.outcome
    hidden: Callable[..., Any] = lambda *given: replace(kept(*given), conflicts=())  # noqa: E731
    patch.setattr(states, "outcome", hidden)


def _drops_the_second(patch: Patch) -> None:
    kept = ChangeLog.append
    patch.setattr(ChangeLog, "append", lambda self, given, origin="": kept(self, _but_one(list(given), origin), origin))


def _but_one(given: list[Any], origin: str) -> list[Any]:
    return given[:1] + given[2:] if origin and len(given) > 5 else given


def _never_completes(patch: Patch) -> None:
    kept = merging._reconciled
    patch.setattr(merging, "_reconciled", lambda known, other: known if kept(known, other) is not None else None)


def _leaves_papers_behind(patch: Patch) -> None:
    patch.setattr(making, "LazyFiles", lambda *_given: ())


def _sends_everything_personal(patch: Patch) -> None:
    patch.setattr(Consent, "allows", lambda *_given: True)


FAULTS = (
    _shows_the_older, _hides_conflicts, _drops_the_second, _never_completes, _leaves_papers_behind,
    _sends_everything_personal,
)  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("plant", FAULTS, ids=lambda one: one.__name__.strip("_"))
def test_a_planted_fault_is_found(plant, monkeypatch):
    plant(monkeypatch)
    with pytest.raises(Exception, match=r".*"):  # an assertion of the machine, or the program trips over the fault
        run(120, 50)


LATER = date(2029, 1, 1)


@pytest.fixture
def pair(tmp_path):
    """A province and a collaborator who know each other; everything that one of them has goes to the other."""
    office, person = desks.province(tmp_path / "tinh"), desks.collaborator(tmp_path / "mot", "CTV01")
    areas = [{"code": "CTV01", "communes": ["31441"]}]
    settings.settings_export(office, tmp_path / "tinh.kcs", collaborators=areas, retention_months=24)
    desks.introduce(office, person)
    yield office, person
    office.close()
    person.close()


def _exchange(office, *people):
    for _time in range(2):
        for one in people:
            send(one, office, office.home.parent, everything=True)
        for one in people:
            send(office, one, office.home.parent, everything=True)


@pytest.mark.parametrize("at_the_province", [True, False])
def test_a_new_value_in_the_place_of_a_purged_one_is_no_conflict(pair, at_the_province):
    office, person = pair
    row = records.save_record(person, "establishment", None, desks.ESTABLISHMENT).id
    _exchange(office, person)
    if at_the_province:
        records.save_record(person, "establishment", row, {"consent": "rut"})
        _exchange(office, person)
        purging.purge(office, [row])
        _exchange(office, person)
        records.save_record(person, "establishment", row, {"consent": "dong_y"})
    else:
        purging.purge(person, [row], today=LATER)
    assert person.store.get("establishment", row).get("phone") is None
    records.save_record(person, "establishment", row, {"phone": "0900000077"})
    _exchange(office, person)
    for desk in pair:
        assert list(conflicts.all_open(desk)) == []
        assert desk.store.get("establishment", row)["phone"] == "0900000077"


def test_a_bundle_that_an_officer_let_in_is_not_held_again(pair, tmp_path):
    office, person = pair
    trust.revoke(office, person.device_id)
    records.save_record(person, "establishment", None, desks.ESTABLISHMENT)
    [made] = bundles.export(person, tmp_path, Wanted())
    assert bundles.apply_import(office, made.path).state == "held"
    bundles.admit(office, made.path)
    for report in (bundles.plan_import(office, made.path), bundles.apply_import(office, made.path)):
        assert (report.state, report.held, report.new) == ("known", 0, 0)
    assert bundles.held(office) == []


def test_a_paper_that_the_province_has_not_is_not_purged(pair, tmp_path):
    office, person = pair
    row = records.save_record(person, "establishment", None, desks.ESTABLISHMENT).id
    made = photos.fit(b"%PDF-1.4\n" + random.Random(1).randbytes(40_000) + b"\n%%EOF\n", "giay.pdf")
    attachments.add(person, "establishment", row, made, "khac")
    papers = [info.sha256 for info in person.store.files.all()]
    parts = bundles.export(person, tmp_path, Wanted(max_bytes=20_000))
    for part in parts[:-1]:  # the part with the paper is lost
        bundles.apply_import(office, part.path)
    send(office, person, tmp_path)
    assert office.store.files.missing(papers)
    assert purging.candidates(person, LATER) == []
    with pytest.raises(UserError, match="tệp"):
        purging.purge(person, [row], today=LATER)
    assert person.store.files.missing(papers) == []
    bundles.export(person, tmp_path, Wanted())  # sent once more, and lost again
    assert purging.candidates(person, LATER) == []
    send(person, office, tmp_path, everything=True)
    assert office.store.files.missing(papers) == []
    send(office, person, tmp_path, everything=True)
    purging.purge(person, [row], today=LATER)
    assert person.store.get("establishment", row).get("phone") is None


@pytest.mark.parametrize("moved", [False, True])
def test_what_the_province_purged_leaves_its_writer_too(pair, moved):
    """Before he was ever sent anything, and after the record has left his area."""
    office, person = pair
    row = records.save_record(person, "establishment", None, desks.ESTABLISHMENT).id
    if moved:
        _exchange(office, person)
        records.save_record(office, "establishment", row, {"commune_code": "31459"})
    else:
        send(person, office, office.home.parent, everything=True)
    records.save_record(office, "establishment", row, {"consent": "rut"})
    if moved:
        _exchange(office, person)
    purging.purge(office, [row])
    records.save_record(office, "establishment", row, {"name": "Tên mới sau khi chuyển"})
    _exchange(office, person)
    for desk in pair:
        assert not any("phone" in one.change.set for one in desk.store.history(row))
    assert (person.store.get("establishment", row)["name"] == "Tên mới sau khi chuyển") is not moved


def test_a_purge_comes_to_a_laptop_that_was_taken_over_with_a_passphrase(pair, tmp_path):
    office, person = pair
    row = records.save_record(person, "establishment", None, desks.ESTABLISHMENT).id
    _exchange(office, person)
    with quick_passphrases():
        [path] = handover.give(person, tmp_path, passphrase=desks.PASSWORD).paths
        heir, _done = taking_over.create(
            tmp_path / "moi", desks.PASSWORD, path, passphrase=desks.PASSWORD, cost=desks.CHEAP,
            clock=desks.Ticking(), machine=desks.machine,
        )  # fmt: skip
    _exchange(office, heir)
    records.save_record(office, "establishment", row, {"consent": "rut"})
    purging.purge(office, [row])
    _exchange(office, heir)
    assert not any("phone" in entry.change.set for entry in heir.store.history(row))
    assert not any(one.get("kept") for one in heir.store.bundles.list() if one["kind"] == "handover")
    assert heir.workspace.doctor() == []
    heir.close()


def test_taking_back_an_edit_of_a_deleted_record_counts_its_papers_anew(pair):
    _office, person = pair
    row = records.save_record(person, "establishment", None, desks.ESTABLISHMENT).id
    attachments.add(person, "establishment", row, photos.fit(b"%PDF-1.4\nmot giay\n%%EOF\n", "giay.pdf"), "khac")
    edited = records.save_record(person, "establishment", row, {"name": "Tên khác"})
    records.delete_record(person, "establishment", row)
    undoing.undo(person, edited.save)
    assert not person.store.get("establishment", row)["deleted"]
    assert person.store.doctor() == []
