"""Every hostile file against a province that works: one sentence, the right reason, and nothing changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kcdesk.model.problems import UserError
from kcdesk.work import bundles, records
from kcdesk.work.bootstrap import Desk
from tests.fault.hostile import CASES
from tests.fault.snapshot import everything
from tests.work import desks

PATIENCE = 10
"""Seconds of work that the longest of them may take; the bombs take most of one."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A province with a record of its own, and a collaborator whose key it does not know."""
    with desks.province(tmp_path_factory.mktemp("hostile") / "tinh") as desk:
        records.save_record(desk, "establishment", None, desks.ESTABLISHMENT, {})
        yield desk


@pytest.mark.parametrize("name", CASES)
def test_hostile_file_is_refused_for_its_reason_and_changes_nothing(office: Desk, tmp_path: Path, name: str) -> None:
    case = CASES[name]
    path = tmp_path / "KC_92_31441_CTV07_20261123_0001.kcb"
    path.write_bytes(case.make(office.identity.age_identities()[0].recipient))
    before = everything(office)
    for run in (bundles.plan_import, bundles.apply_import):
        started = time.process_time()
        with pytest.raises(UserError) as refused:
            run(office, path)
        assert refused.value.code == case.code
        assert refused.value.status == 3
        assert _is_one_sentence(refused.value.message), refused.value.message
        assert time.process_time() - started < PATIENCE
    assert everything(office) == before


def _is_one_sentence(message: str) -> bool:
    shown = all(letter.isprintable() for letter in message)
    return shown and message.endswith((".", "…")) and len(message) < 250
