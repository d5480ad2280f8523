"""``sheet``: one document of JSON, nothing written by ``--plan``, statuses as the contract has them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest

from kcdesk.cli.main import main
from kcdesk.cli.out import Out
from kcdesk.cli.telling import Telling
from kcdesk.work import assistant, layouts, sheets
from kcdesk.work.bootstrap import Desk
from tests.sheets.books import district, save
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


def _long_list(path, count):
    rows = [["STT", "Tên cơ sở", "Chủ cơ sở", "Địa chỉ", "Ngành nghề"]]
    rows += [[n, f"Lò bún số {n}", f"Nguyễn Văn {n}", f"ấp {n % 9 + 1}, xã Vị Thắng, huyện Vị Thủy", "làm bún"]
             for n in range(1, count + 1)]  # fmt: skip
    return save(path, rows)


def test_what_the_window_remembered_is_used_where_it_is_asked_for(home, capsys):
    path = district(home / "ds.xlsx")
    with Desk.open(home / "home", PASSWORD) as office:
        opened = assistant.open_file(path)
        constants = {"establishment.legal_form": "HKD", "establishment.trade_group": "1"}
        answers = assistant.Answers(constants=constants)
        answers.column("F").target = "establishment.note"
        layouts.keep(office, opened, opened.first_choice, answers)
    plain = json.loads(ran(capsys, "sheet", "import", path, "--plan", "--json")[1].out)
    assert (plain["remembered"], plain["counts"]["new"]) == ("", 0)
    known = json.loads(ran(capsys, "sheet", "import", path, "--plan", "--json", "--remembered")[1].out)
    assert known["remembered"]
    assert known["map"]["constants"] == constants
    assert known["map"]["columns"]["F"]["field"] == "establishment.note"
    (home / "other.json").write_text(json.dumps({"columns": {"F": "main_trade"}}), encoding="utf-8")
    both = json.loads(ran(
        capsys, "sheet", "import", path, "--plan", "--json", "--remembered", "--map", home / "other.json"
    )[1].out)  # fmt: skip
    assert both["map"]["columns"]["F"]["field"] == "establishment.main_trade"
    assert both["counts"]["new"] == 3


def test_only_long_work_tells_how_far_it_has_come(capsys):
    now = [0.0]
    telling = Telling(Out(as_json=False), lambda: now[0])
    for done in range(10):
        now[0] = done / 2
        telling(done, 20, "Đang ghi")
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == ["Đang ghi: 4/20 …", "Đang ghi: 8/20 …"]
    now[0] = 0
    silent = Telling(Out(as_json=True), lambda: now[0])
    now[0] = 60
    silent(1, 2, "Đang ghi")
    assert capsys.readouterr().err == ""


def test_a_stop_in_the_middle_of_writing_leaves_nothing(home):
    path = _long_list(home / "dai.xlsx", 450)
    wishes = sheets.wishes(json.dumps({**MAP, "doubtful": "take"}).encode())

    def stopped(done, total, what=""):
        if done > 0:
            raise KeyboardInterrupt

    with Desk.open(home / "home", PASSWORD) as office:
        planned = sheets.plan(office, path, wishes)
        before = office.store.head()
        with pytest.raises(KeyboardInterrupt):
            sheets.apply(office, planned, progress=stopped)
        assert office.store.head() == before
        assert office.store.count("establishment") == 0
        assert sheets.apply(office, sheets.plan(office, path, wishes)).counts["new"] == 450


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
def test_ctrl_c_ends_a_long_import_and_leaves_nothing(home):
    path = _long_list(home / "dai.xlsx", 8000)
    command = [sys.executable, "-m", "kcdesk", "sheet", "import", str(path), "--map", str(home / "map.json")]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has it ignored for what runs behind
    running = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    signal.signal(signal.SIGINT, before)
    try:
        first = running.stderr.readline()
        running.send_signal(signal.SIGINT)
        out, rest = running.communicate(timeout=60)
    finally:
        running.kill()
    assert "/" in first
    assert running.returncode == 130, rest
    assert out == ""
    assert "Đã dừng theo yêu cầu" in rest
    assert "Traceback" not in rest
    with Desk.open(home / "home", PASSWORD) as office:
        assert office.store.count("establishment") == 0
