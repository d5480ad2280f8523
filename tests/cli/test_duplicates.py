"""Twins on the command line: found, joined, taken apart, told to be two."""

from __future__ import annotations

import json

from kcdesk.cli.main import main
from kcdesk.work import records
from tests.work.desks import ESTABLISHMENT, PASSWORD, collaborator


def test_pairs_are_listed_joined_and_separated(tmp_path, capsys, monkeypatch):
    field = collaborator(tmp_path / "home", "CTV07", ("31441",))
    one = records.save_record(field, "establishment", None, ESTABLISHMENT).id
    two = records.save_record(field, "establishment", None, {**ESTABLISHMENT, "name": "HKD Bánh tráng Út Mười"}).id
    home = str(field.home)
    field.close()
    monkeypatch.setenv("KCDESK_PASSWORD", PASSWORD)

    def run(*arguments: str) -> list[dict]:
        assert main(["--home", home, "--json", *arguments]) == 0
        said = capsys.readouterr().out
        if said.startswith("{\n"):
            return [json.loads(said)]
        return [json.loads(line) for line in said.splitlines()]

    (pair,) = run("duplicates")
    assert {pair["a"], pair["b"]} == {one, two} and "phone" in pair["reasons"]
    assert run("join", one, two)[0]["save"]
    assert run("duplicates") == []
    assert run("separate", two)[0]["save"] and not run("separate", two)[0]["save"]
    assert run("distinct", one, two, "--reason", "hai anh em")[0]["a"] == one
    assert run("duplicates") == []
