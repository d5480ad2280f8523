"""The command line in this process: grammar, boundary, what goes to which stream."""

from __future__ import annotations

import errno
import json

import pytest

from kcdesk.cli import main as command_line
from kcdesk.cli.parser import build
from kcdesk.model.problems import UsageError
from tests.work import desks
from tests.work.desks import ESTABLISHMENT


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Calls a command over a collaborator's workspace; gives status, stdout, stderr."""
    home = tmp_path / "ctv"
    desks.collaborator(home).close()
    monkeypatch.setenv("KCDESK_PASSWORD", desks.PASSWORD)
    monkeypatch.delenv("KCDESK_DEBUG", raising=False)

    def call(*arguments, home=home):
        status = command_line.main([*(str(one) for one in arguments), "--home", str(home)])
        caught = capsys.readouterr()
        return status, caught.out, caught.err

    return call


def _file(path, *records):
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in records), encoding="utf-8-sig")
    return path


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Thiếu tham số: LỆNH."),
        (["list"], "Thiếu tham số: LOẠI."),
        (["lists"], "không nhận giá trị"),
        (["list", "establishment", "--limit", "x"], "cần một con số"),
        (["list", "establishment", "--limit"], "cần có giá trị đi kèm"),
        (["bundle"], "Thiếu tham số: LỆNH."),
        (["bundle", "export"], "Thiếu tham số: --out."),
        (["show", "a", "--khong"], "Không hiểu tham số: --khong."),
        (["init", "--role", "boss", "--name", "x"], "chỉ nhận một trong"),
    ],
)
def test_a_wrong_call_is_told_in_vietnamese(arguments, words):
    with pytest.raises(UsageError) as caught:
        build().parse_args(arguments)
    assert words in caught.value.message
    assert caught.value.status == 2


@pytest.mark.parametrize(
    "arguments", [["--home", "x", "--json", "list", "visit"], ["list", "--json", "visit", "--home", "x"]]
)
def test_common_options_stand_before_or_after_the_command(arguments):
    options = build().parse_args(arguments)
    assert (options.home, options.json, options.entity, options.target) == ("x", True, "visit", "records:listing")


def test_every_command_names_a_function_that_is_there():
    from kcdesk.cli.main import SELFTEST, _command

    def targets(parser):
        for action in parser._actions:
            if hasattr(action, "choices") and isinstance(action.choices, dict):
                for one in action.choices.values():
                    yield from targets(one)
        if parser.get_default("target"):
            yield parser.get_default("target")

    found = set(targets(build()))
    assert len(found) > 20
    assert all(callable(_command(target)) for target in found - {SELFTEST})


def test_records_go_in_and_out_by_name(run, tmp_path):
    status, out, err = run("add", "establishment", _file(tmp_path / "a.jsonl", ESTABLISHMENT), "--json")
    assert (status, err) == (0, "")
    row = json.loads(out)["id"]
    assert json.loads(run("show", row, "--json")[1])["name"] == ESTABLISHMENT["name"]
    shown = tmp_path / "b.json"
    shown.write_text(run("show", row, "--json")[1], encoding="utf-8")
    status, out, _err = run("set", "establishment", row, shown, "--json")
    assert (status, json.loads(out)["changed"]) == (0, False)
    status, out, _err = run("set", "establishment", row, _file(tmp_path / "c.json", {"phone": "0900000005"}), "--json")
    assert json.loads(out)["changed"]
    found = run("list", "establishment", "--where", "phone=0900000005", "--sort", "-name", "--json")[1]
    assert [json.loads(line)["id"] for line in found.splitlines()] == [row]
    assert run("list", "establishment", "--where", "phone=0900000006", "--json")[1] == ""
    assert run("list", "establishment", "--where", "tax_code=", "--json")[1] != ""
    assert "Cơ sở bánh tráng Út Mười" in run("show", row)[1]
    status, out, _err = run("check", "--json")
    assert status == 1
    assert set(json.loads(out.splitlines()[0])) == {"id", "entity", "field", "level", "code", "message"}
    assert run("conflicts", "--json") == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (("list", "khong_co"), 2, "unknown_entity"),
        (("list", "establishment", "--where", "khong_co=1"), 2, "unknown_field"),
        (("list", "establishment", "--where", "name"), 2, "usage"),
        (("list", "establishment", "--sort", "khong_co"), 2, "unknown_field"),
        (("show", "019a0000-0000-7000-8000-000000000001"), 3, "not_found"),
        (("show", "khong-phai-ma"), 3, "bad_id"),
        (("bundle", "inspect", "/khong/co"), 4, "cannot_read"),
        (("bundle", "export", "--out", "x", "--again", "6"), 2, "usage"),
        (("bundle", "export", "--out", "x", "--max-mb", "0"), 2, "usage"),
        (("demo", "--establishments", "0"), 2, "usage"),
        (("settings", "export", "--out", "x"), 3, "no_unit_key"),
        (("keys", "unit", "export", "--out", "x"), 3, "no_unit_key"),
        (("keys", "trust", "abc", "--code", "CTV07"), 3, "bad_fingerprint"),
    ],
)
def test_every_refusal_has_its_status_and_one_object_on_stderr(run, arguments, status, code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    got, out, err = run(*arguments, "--json")
    assert (got, out) == (status, "")
    error = json.loads(err)
    assert error["error"] == code
    assert set(error) == {"error", "message"}


def test_english_by_choice_and_vietnamese_by_default(run):
    assert run("list", "khong_co")[2].startswith("Không có loại hồ sơ")
    status, _out, err = run("list", "khong_co", "--lang", "en")
    assert status == 2
    assert err


@pytest.mark.parametrize(
    ("raised", "status", "code"),
    [
        (OSError(errno.ENOSPC, "full"), 4, "disk_full"),
        (PermissionError(errno.EACCES, "no", "tep"), 4, "not_allowed"),
        (OSError(errno.EIO, "io"), 4, "unreadable"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (ValueError("Nguyễn Văn A 0912345678"), 4, "fault"),
    ],
)
def test_the_boundary_turns_everything_into_a_sentence(run, monkeypatch, raised, status, code):
    def broken(options, out):
        raise raised

    monkeypatch.setattr("kcdesk.cli.records.conflicts", broken)
    got, out, err = run("conflicts", "--json")
    assert (got, out) == (status, "")
    assert json.loads(err)["error"] == code
    assert "0912345678" not in err


def test_schema_opens_no_store_and_no_window():
    import subprocess
    import sys

    code = (
        "import sys\nfrom kcdesk.cli.main import main\nmain(['schema'])\n"
        "heavy = {'sqlcipher3', 'sqlite_utils', 'nacl', 'pyrage', 'PySide6', 'PIL', 'kcdesk.store.records'}\n"
        "sys.exit(1 if heavy & set(sys.modules) else 0)"
    )
    called = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert called.returncode == 0
    assert json.loads(called.stdout)["entities"][0]["name"] == "establishment"


def test_the_password_may_come_from_a_file(run, tmp_path, monkeypatch):
    monkeypatch.delenv("KCDESK_PASSWORD")
    assert run("list", "visit")[0] == 2
    secret = tmp_path / "mk"
    secret.write_bytes(b"\xef\xbb\xbf" + desks.PASSWORD.encode() + b"\r\n")
    assert run("list", "visit", "--password-file", secret)[0] == 0
    assert run("list", "visit", "--password-file", tmp_path / "khong")[0] == 4


def test_what_show_prints_can_be_set_again_and_deleted_deletes(run, tmp_path):
    file = _file(tmp_path / "one.jsonl", {**ESTABLISHMENT, "products": [{"name": "Bún"}]})
    row = json.loads(run("add", "establishment", file, "--json")[1])["id"]
    shown = json.loads(run("show", row, "--json")[1])
    status, text, _words = run("set", "establishment", row, _file(tmp_path / "shown.json", shown), "--json")
    assert (status, json.loads(text)["changed"]) == (0, False)
    status, text, _words = run("set", "establishment", row, _file(tmp_path / "gone.json", {"deleted": True}), "--json")
    assert (status, json.loads(text)["changed"]) == (0, True)
    assert run("show", row)[0] == 3


def test_a_negative_limit_is_a_wrong_call(run):
    assert run("list", "establishment", "--limit", "-3")[0] == 2
