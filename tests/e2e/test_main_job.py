"""The main job from end to end, as two people would do it with two computers and public tools."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.cases import cases, contains
from tests.e2e.program import Program, write_lines


@dataclass(frozen=True)
class World:
    """A province and a collaborator who has recorded the four cases and made a bundle."""

    province: Program
    field: Program
    folder: Path
    bundle: Path
    made: dict
    checked: list[dict]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("job")
    province, field = Program(folder / "tinh"), Program(folder / "ctv")
    office = province.run("init", "--role", "province", "--province", "92", "--name", "Phòng Quản lý công nghiệp").json
    settings = folder / "tinh.kcs"
    issued = province.run("settings", "export", "--out", settings).json
    assert issued["fingerprint"] == office["unit_fingerprint"]
    field.run("init", "--role", "collaborator", "--code", "CTV07", "--name", "Người Ghi", "--communes", "31321,31441")
    assert field.run("settings", "import", settings).json["recipients"] == [office["recipient"]]
    for name in ("establishment", "support_request"):
        lines = write_lines(folder / f"{name}.jsonl", [case[name] for case in cases()])
        added = field.run("add", name, lines).lines
        assert [one["id"] for one in added] == [case[name]["id"] for case in cases()]
        assert all(set(one) == {"line", "id", "entity", "problems"} for one in added)
    checked = field.run("check", "support_request", expect=None).lines
    made = field.run("bundle", "export", "--out", folder / "gui").json["bundles"]
    assert len(made) == 1
    return World(province, field, folder, Path(made[0]["file"]), made[0], checked)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["case"])
def test_share_and_ceiling_are_as_published(world, case):
    shown = world.field.run("show", case["support_request"]["id"]).json
    assert round(shown["derived"]["share_asked"], 1) == case["expect"]["share"]
    assert shown["derived"]["ceiling"] == case["expect"]["ceiling"]
    assert shown["derived"]["own_capital"] == shown["total_cost"] - shown["requested_amount"]
    assert not [one for one in world.checked if one["id"] == shown["id"] and one["level"] == "error"]


def test_only_what_exceeds_its_ceiling_is_warned_about(world):
    about = {one["id"] for one in world.checked if one["code"] == "over_ceiling"}
    over = {
        case["support_request"]["id"]
        for case in cases()
        if case["support_request"]["requested_amount"] > case["expect"]["ceiling"]
    }
    assert about == over == set()


@pytest.mark.tool("age", "unzip", "minisign")
def test_the_bundle_opens_with_public_tools(world):
    folder = world.folder / "cong_cu"
    world.field.run("keys", "export", "--out", folder)
    world.province.run("keys", "export", "--out", folder / "tinh", "--private")
    _call("age", "-d", "-i", folder / "tinh" / "identity.txt", "-o", folder / "b.zip", world.bundle)
    _call("unzip", "-q", folder / "b.zip", "-d", folder / "b")
    _call("minisign", "-Vm", folder / "b" / "datapackage.json", "-p", folder / "sender.pub")
    _call(sys.executable, "-m", "frictionless", "validate", "b/datapackage.json", cwd=folder)
    table = (folder / "b" / "data" / "establishment.csv").read_text(encoding="utf-8-sig")
    assert all(case["establishment"]["name"] in table for case in cases())
    assert "0900000001" in table


def _call(*command: object, cwd: Path | None = None) -> None:
    called = subprocess.run([str(one) for one in command], capture_output=True, cwd=cwd, timeout=120, check=False)
    assert called.returncode == 0, (command, called.stdout.decode(), called.stderr.decode())


def test_the_province_holds_it_then_takes_it_in_and_everything_is_there(world):
    province, field = world.province, world.field
    first = province.run("bundle", "import", world.bundle).json
    assert first["held"] > 0
    assert first["new"] == 0
    assert province.run("list", "establishment").lines == []
    waiting = province.run("bundle", "held").json
    assert [one["id"] for one in waiting] == [world.made["id"]]
    own = field.run("keys").json["devices"][0]
    trusted = province.run("keys", "trust", own["fingerprint"], "--code", "CTV07").json
    assert trusted["imported"][0]["code"] == world.made["code"]
    assert trusted["imported"][0]["new"] == world.made["counts"]["changes"]
    assert province.run("bundle", "held").json == []
    _compare(world)
    _import_again(world)


def _compare(world: World) -> None:
    for name in ("establishment", "support_request"):
        there = {one["id"]: one for one in world.province.run("list", name).lines}
        here = {one["id"]: one for one in world.field.run("list", name).lines}
        assert there == here
        assert len(here) == len(cases())
    for case in cases():
        for name in ("establishment", "support_request"):
            there = world.province.run("show", case[name]["id"]).json
            assert contains(there, case[name])
            if name == "support_request":
                assert round(there["derived"]["share_asked"], 1) == case["expect"]["share"]
                assert there["derived"]["ceiling"] == case["expect"]["ceiling"]


def _import_again(world: World) -> None:
    before = world.province.run("doctor").json
    again = world.province.run("bundle", "import", world.bundle, world.bundle).json
    assert (again["new"], again["held"], again["conflicts"], again["refused"]) == (0, 0, 0, [])
    assert again["known"] == 2 * world.made["counts"]["changes"]
    assert {one["code"] for one in again["bundles"]} == {world.made["code"]}
    after = world.province.run("doctor").json
    assert after["findings"] == []
    assert (after["position"], after["chain"]) == (before["position"], before["chain"])
    assert world.field.run("doctor").json["findings"] == []


def test_history_tells_who_and_what(world):
    row = cases()[0]["establishment"]["id"]
    entries = world.field.run("history", row).lines
    assert {one["entity"] for one in entries} == {"establishment", "product"}
    assert all(set(one) >= {"change", "save", "at", "by", "device", "entity", "id", "set"} for one in entries)
    assert {one["by"] for one in entries} == {"CTV07"}


def test_nothing_readable_lies_in_either_folder(world):
    marks = [text.encode("utf-8") for text in ("Giồng Riềng", "0900000001", "Hợp tác xã Hậu Giang Xanh")]
    for program in (world.province, world.field):
        for path in program.home.rglob("*"):
            content = path.read_bytes() if path.is_file() else b""
            assert not any(mark in content for mark in marks), path
