"""The office's commands: who has sent, answers for everybody, purging, bundles by number, settings."""

from __future__ import annotations

import json

import pytest

from kcdesk.cli import main as command_line
from tests.work import desks
from tests.work.desks import ESTABLISHMENT


@pytest.fixture
def homes(tmp_path, monkeypatch):
    """A province and a collaborator who know each other; the collaborator has recorded an establishment."""
    from kcdesk.work import records

    with desks.province(tmp_path / "tinh") as tinh, desks.collaborator(tmp_path / "ctv") as field:
        desks.introduce(tinh, field)
        records.save_record(field, "establishment", None, ESTABLISHMENT)
    monkeypatch.setenv("KCDESK_PASSWORD", desks.PASSWORD)
    monkeypatch.delenv("KCDESK_DEBUG", raising=False)
    return tmp_path


@pytest.fixture
def run(homes, capsys):
    """Calls a command over one of the two workspaces; status, and what stands on stdout as JSON."""

    def call(who, *arguments, lines=False):
        capsys.readouterr()
        status = command_line.main([*(str(one) for one in arguments), "--json", "--home", str(homes / who)])
        out = capsys.readouterr().out
        if lines:
            return status, [json.loads(line) for line in out.splitlines()]
        return status, json.loads(out) if out.strip() else None

    return call


def test_from_sending_to_the_answer(run, homes):
    status, made = run("ctv", "bundle", "export", "--out", homes / "gui")
    assert status == 0
    [bundle] = made["bundles"]
    status, planned = run("tinh", "bundle", "import", bundle["file"], "--plan")
    assert (status, planned["new"]) == (0, 1)
    status, senders = run("tinh", "senders", lines=True)
    assert (status, [one["sent"] for one in senders]) == (1, [False])
    assert run("tinh", "bundle", "import", bundle["file"])[1]["new"] == 1
    status, senders = run("tinh", "senders", lines=True)
    assert (status, [(one["code"], one["sent"], one["records"]) for one in senders]) == (0, [("CTV07", True, 1)])
    status, answers = run("tinh", "feedback", "--out", homes / "tra", lines=True)
    assert (status, len(answers[0]["files"])) == (0, 1)
    assert run("ctv", "bundle", "import", answers[0]["files"][0])[0] == 0
    status, lines = run("ctv", "bundle", "list", lines=True)
    assert {one["direction"]: one["state"] for one in lines} == {"made": "confirmed", "received": "taken_in"}
    assert run("tinh", "feedback", "--out", homes / "nua", lines=True)[1][0]["files"] == []
    assert not (homes / "nua").exists()
    assert run("tinh", "feedback")[0] == 2
    assert run("ctv", "feedback", lines=True) == (0, [])


def test_a_bundle_is_made_again_by_number_noted_and_sent_with_a_letter(run, homes):
    _status, made = run("ctv", "bundle", "export", "--out", homes / "gui")
    [bundle] = made["bundles"]
    status, again = run("ctv", "bundle", "again", bundle["sequence"], "--out", homes / "lai")
    assert (status, again["bundles"][0]["counts"]["changes"]) == (0, bundle["counts"]["changes"])
    assert run("ctv", "bundle", "again", 99, "--out", homes / "khong")[0] == 3
    assert not (homes / "khong").exists()
    assert run("ctv", "bundle", "noted", bundle["id"], "--channel", "zalo")[0] == 0
    status, written = run("ctv", "bundle", "letter", bundle["id"], "--out", homes / "cv.docx")
    assert status == 0
    assert (homes / "cv.docx").stat().st_size > 5_000
    assert written["file"].endswith("cv.docx")


def test_a_failed_export_leaves_no_folder_and_a_failed_init_no_lock(run, homes, monkeypatch):
    run("ctv", "bundle", "export", "--out", homes / "gui")
    assert run("tinh", "bundle", "export", "--out", homes / "a" / "b")[0] == 2
    assert run("tinh", "bundle", "export", "--out", homes / "a" / "b", "--to", "CTV99")[0] == 3
    assert not (homes / "a").exists()
    monkeypatch.setenv("KCDESK_PASSWORD", "123")
    init = ("init", "--role", "province", "--province", "92", "--name", "x")
    assert run("moi", *init)[0] == 3
    assert not (homes / "moi").exists()
    (homes / "co-san").mkdir()
    assert run("co-san", *init)[0] == 3
    assert list((homes / "co-san").iterdir()) == []


def test_what_is_not_in_the_area_is_held_and_turned_down(run, homes):
    areas = homes / "khu.csv"
    areas.write_text("code,communes\nCTV07,31459\n", encoding="utf-8")
    assert run("tinh", "settings", "export", "--out", homes / "b.kcs", "--collaborators", areas)[0] == 0
    _status, made = run("ctv", "bundle", "export", "--out", homes / "gui")
    assert run("tinh", "bundle", "import", made["bundles"][0]["file"])[1]["held"] == 1
    [held] = run("tinh", "bundle", "held")[1]
    assert held["reason"] == "outside_area"
    assert run("tinh", "bundle", "refuse", held["bundle"])[1]["refused"] == 1
    assert run("tinh", "bundle", "held")[1] == []
    assert run("tinh", "bundle", "refuse", held["bundle"])[0] == 3


def test_settings_carry_periods_and_norms_and_are_taken_back(run, homes):
    periods = homes / "ky.csv"
    periods.write_text("id,name,start,end,due\nQ4,Quý IV,2026-10-01,2026-12-31,2027-01-05\n", encoding="utf-8-sig")
    words = homes / "tu.csv"
    words.write_text("words,code\nbánh hỏi,10740\n", encoding="utf-8")
    export = ("settings", "export", "--out", homes / "b.kcs", "--periods", periods, "--table", f"vsic_words={words}")
    assert run("tinh", *export, "--retention-months", 24)[1]["serial"] == 2
    assert run("ctv", "settings", "import", homes / "b.kcs")[0] == 0
    assert run("ctv", "settings", "show")[1]["periods"][0]["id"] == "Q4"
    assert run("tinh", "senders", "--period", "Q9", lines=True)[0] == 2
    assert run("ctv", "settings", "undo")[1]["serial"] == 1
    assert run("ctv", "settings", "undo")[0] == 3
    assert run("tinh", "settings", "undo")[0] == 2
    assert run("tinh", "settings", "undo", "--out", homes / "c.kcs")[1]["serial"] == 3
    assert run("ctv", "settings", "import", homes / "c.kcs")[0] == 0
    assert run("tinh", "settings", "export", "--out", homes / "d.kcs", "--table", "x")[0] == 2
    (homes / "hong.csv").write_bytes(b"\xff\xfe\x00")
    assert run("tinh", "settings", "export", "--out", homes / "d.kcs", "--norms", homes / "hong.csv")[0] == 3


def test_purge_lists_and_refuses_what_was_not_merged(run):
    assert run("ctv", "purge", lines=True) == (0, [])
    _status, [record] = run("ctv", "list", "establishment", lines=True)
    assert run("ctv", "purge", record["id"])[0] == 3
    assert run("ctv", "purge", "khong-co")[0] == 3
