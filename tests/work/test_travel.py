"""Reading back what lies on a stick: whole, changed, gone."""

from __future__ import annotations

import pytest

from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.work import bundles, records, travel
from kcdesk.work.bundles import Wanted
from tests.work import desks
from tests.work.desks import ESTABLISHMENT


def test_a_copy_is_read_again_before_the_stick_may_go(tmp_path):
    with desks.province(tmp_path / "tinh") as office, desks.collaborator(tmp_path / "xa") as field:
        desks.introduce(office, field)
        records.save_record(field, "establishment", None, ESTABLISHMENT)
        made = bundles.export(field, tmp_path, Wanted(max_bytes=travel.MOST[travel.Way.STICK]))
    assert travel.read_back(made).bytes == made[0].bytes
    content = bytearray(made[0].path.read_bytes())
    content[-1] ^= 1
    made[0].path.write_bytes(content)
    with pytest.raises(UserError):
        travel.read_back(made)
    made[0].path.unlink()
    with pytest.raises(EnvironmentProblem):
        travel.read_back(made)
