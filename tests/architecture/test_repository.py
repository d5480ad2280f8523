"""What may stand in the repository, and what must agree with what."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import kcdesk

ROOT = Path(__file__).resolve().parents[2]
TOP_LEVEL = {
    ".ci",
    ".github",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "build.spec",
    "dev.py",
    "kcdesk",
    "pyproject.toml",
    "resources",
    "tests",
}
# Written in halves, so that this file does not find itself.
FOREIGN = [
    "/work/" + "main",
    "/work/" + "shared",
    "../" + "shared",
    "." + "library/",
    "/" + "root/",
    "/tmp/" + "kc",
    "py" + "pi.org",
    "python" + "hosted",
    "deb." + "debian",
    "index" + "-url =",
]
WORDS = {".py", ".md", ".toml", ".txt", ".yml", ".csv", ".json", ".qss", ".spec", ".po", ".svg", ".html", ""}


def tracked() -> list[Path]:
    """The files of the repository; all files here where git does not answer (an unpacked archive)."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = [name for name in done.stdout.decode().split("\0") if name]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def test_top_level_is_the_agreed_one() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} <= TOP_LEVEL


def test_no_compiled_catalogue_or_generated_file_is_kept() -> None:
    assert [path for path in tracked() if path.suffix in {".mo", ".pyc", ".qm", ".kcw", ".kcx"}] == []


def test_no_place_of_one_machine_and_no_package_host() -> None:
    found = []
    for path in tracked():
        if path.suffix not in WORDS:
            continue
        text = path.read_text(encoding="utf-8")
        found += [f"{path.relative_to(ROOT)}: {word}" for word in FOREIGN if word in text]
    assert found == []


def test_changelog_names_the_version_first() -> None:
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert kcdesk.__version__ in headings[1:2] or len(headings) == 1


def test_every_pin_is_exact_and_locked() -> None:
    named = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run = (ROOT / ".ci" / "lock-run.txt").read_text(encoding="utf-8")
    dev = (ROOT / ".ci" / "lock-dev.txt").read_text(encoding="utf-8")
    for requirement in named["project"]["dependencies"]:
        assert f"{requirement} \\" in run, requirement
        assert f"{requirement} \\" in dev, requirement
    for requirement in named["dependency-groups"]["dev"]:
        plain = re.sub(r"\[.*\]", "", requirement)  # the lock names the library, not its extras
        assert f"{plain} \\" in dev, requirement
    assert "--hash" in run
    assert "http" not in run + dev


def test_version_stands_in_one_place() -> None:
    named = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert named["project"]["dynamic"] == ["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", kcdesk.__version__)
