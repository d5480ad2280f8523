"""``sheet``: one document of JSON, nothing written by ``--plan``, statuses as the contract has them."""

from __future__ import annotations

import json

import pytest

from kcdesk.cli.main import main
from tests.sheets.books import district
from tests.sheets.offices import PASSWORD, desk

MAP = {"constants": {"legal_form": "HKD", "trade_group": "1"}}


@pytest.fixture
def home(tmp_path, monkeypatch):
    desk(tmp_path / "home").close()
    monkeypatch.setenv("KCDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KCDESK_PASSWORD", PASSWORD)
    (tmp_path / "map.json").write_text(json.dumps(MAP), encoding="utf-8")
    return tmp_path


def ran(capsys, *arguments):
    status = main([str(one) for one in arguments])
    return status, capsys.readouterr()


def test_plan_then_import_then_export(home, capsys):
    path = district(home / "ds.xlsx")
    status, said = ran(capsys, "sheet", "import", path, "--map", home / "map.json", "--plan", "--json")
    plan = json.loads(said.out)
    assert (status, plan["counts"]["new"]) == (0, 3)
    assert {"columns", "questions", "rows", "map", "tables"} <= plan.keys()
    assert "save" not in plan
    assert ran(capsys, "list", "establishment")[1].out == ""
    status, said = ran(capsys, "sheet", "import", path, "--map", home / "map.json")
    assert status == 0
    assert "Mới 3" in said.out
    status, said = ran(capsys, "sheet", "export", "--out", home / "out.xlsx", "--json")
    assert (status, json.loads(said.out)["counts"]["establishment"]) == (0, 3)
    status, said = ran(capsys, "sheet", "import", home / "out.xlsx", "--json")
    assert (status, json.loads(said.out)["counts"]["same"]) == (0, 5)


def test_refusals_have_their_statuses(home, capsys):
    (home / "broken.xlsx").write_bytes(b"PK\x03\x04 broken")
    (home / "bad.json").write_text("[]", encoding="utf-8")
    path = district(home / "ds.xlsx")
    assert ran(capsys, "sheet", "import", home / "broken.xlsx", "--json")[0] == 3
    assert ran(capsys, "sheet", "import", home / "nothing.xlsx")[0] == 4
    assert ran(capsys, "sheet", "import", path, "--map", home / "bad.json")[0] == 3
    assert ran(capsys, "sheet", "import", path, "--sheet", "nowhere")[0] == 2
    assert ran(capsys, "sheet", "export", "--out", home / "out.doc")[0] == 2
