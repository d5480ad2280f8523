#!/usr/bin/env python3
"""Everything a developer does with kcdesk, with the standard library alone (Python 3.11 or newer).

    python3 dev.py run [arguments]     the window, or a command: python3 dev.py run list establishment
    python3 dev.py test [--long] [--no-skips] [pytest arguments]
    python3 dev.py check               style, types, layers, translations
    python3 dev.py bench [names] [--sizes 1000,10000]
    python3 dev.py build               the one-folder program, and its own check, in dist/
    python3 dev.py messages            bring the catalogues in line with the sources
    python3 dev.py lock                pin what pyproject.toml names, with hashes, in .ci/

Each command makes .venv, installs the pinned libraries (again when the lock file changes), and, on Debian or
Ubuntu, the system libraries that Qt needs, where it may; else it prints the one line to type.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
LOCKS = {"run": ROOT / ".ci" / "lock-run.txt", "dev": ROOT / ".ci" / "lock-dev.txt"}
PIP_TOOLS = "pip-tools==7.6.2"
# What libraries ask for on Windows only, so that the tool that makes the lock files does not see it elsewhere.
WINDOWS_ONLY = {"run": ["colorama==0.4.6"], "dev": ["colorama==0.4.6", "pefile==2024.8.26", "pywin32-ctypes==0.2.3"]}

# Two processes, a file of tests in one of them; one that crashes ends the run instead of leaving the other waiting.
PARALLEL = ["-n", "2", "--dist", "loadfile", "--max-worker-restart", "0"]
# Shuffled, and the same way every time: what failed once fails again. The long form shuffles anew.
SAME_ORDER = "--randomly-seed=92"

# What Qt's libraries ask for (ELF NEEDED): the file, and Debian's package.
OFFSCREEN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libzstd.so.1": "libzstd1",
}
SCREEN = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
# Public programs that the tests open our files with, and the screen they put real windows on.
TOOLS = {
    "age": "age",
    "minisign": "minisign",
    "unzip": "unzip",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "openbox": "openbox",
    "ibus-daemon": "ibus",
    "dbus-run-session": "dbus-daemon",
    "/usr/libexec/ibus-engine-unikey": "ibus-unikey",
    "soffice": "libreoffice-calc",
}


class Stop(Exception):
    """Something a person has to do first; the text says what."""


def say(text: str) -> None:
    """Tell what is going on, on stderr: stdout belongs to the command that is run."""
    print(text, file=sys.stderr, flush=True)


def environment(**more: str) -> dict[str, str]:
    """The environment of everything that is started: UTF-8 everywhere, nothing of another Python's."""
    kept = {key: value for key, value in os.environ.items() if key not in {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"}}
    return {**kept, "PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", **more}


def call(command: Sequence[str | Path], *, cwd: Path = ROOT, quiet: bool = False, **more: str) -> int:
    """Run a command to its end and give its exit status."""
    out = subprocess.DEVNULL if quiet else None
    return subprocess.call([str(part) for part in command], cwd=cwd, env=environment(**more), stdout=out)


# ---------------------------------------------------------------- system packages


def missing_libraries(wanted: Iterable[str]) -> list[str]:
    """Those shared libraries that this machine cannot load."""
    missing = []
    for name in wanted:
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(name)
    return missing


def apt_command() -> list[str] | None:
    """How apt-get may be called here without asking anybody, or None."""
    if shutil.which("apt-get") is None or not hasattr(os, "geteuid"):
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    if shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0:
        return ["sudo", "-n", "apt-get"]
    return None


def install_packages(packages: Sequence[str]) -> bool:
    """Install Debian packages where that can be done without asking; whether all went well."""
    apt = apt_command()
    if apt is None:
        return False
    say(f"Installing system packages: {' '.join(packages)}")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    install = [*apt, "install", "-qq", "-y", "--no-install-recommends", *packages]
    if call(install, quiet=True) == 0:
        return True
    return call([*apt, "update", "-qq"], quiet=True) == 0 and call(install, quiet=True) == 0


def to_type(packages: Sequence[str]) -> str:
    """The line that installs Debian packages by hand."""
    return f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"


def need_libraries(libraries: dict[str, str]) -> None:
    """See to it that Qt can load; raises Stop with the one line to type."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_libraries(libraries)
    if not missing:
        return
    packages = sorted({libraries[name] for name in missing})
    if install_packages(packages) and not missing_libraries(missing):
        return
    if shutil.which("apt-get"):
        raise Stop(f"Qt needs system libraries that are not here. Type this once:\n  {to_type(packages)}")
    if shutil.which("dnf"):
        names = " ".join(f"'{name}()(64bit)'" for name in missing)
        raise Stop(f"Qt needs system libraries that are not here. Type this once:\n  sudo dnf install -y {names}")
    raise Stop(f"Qt needs these system libraries; install them with your system's own tool: {', '.join(missing)}")


def want_tools() -> None:
    """Install the public programs that tests use, where that may be done; else say which tests will be skipped."""
    missing = [name for name in TOOLS if shutil.which(name) is None]
    if not missing or not sys.platform.startswith("linux"):
        return
    packages = sorted(TOOLS[name] for name in missing)
    if not install_packages(packages):
        say(f"Tests that need {', '.join(missing)} will be skipped. To run them too, type:\n  {to_type(packages)}")


# ---------------------------------------------------------------- the virtual environment


def works(python: Path) -> bool:
    """Whether a virtual environment is there, whole, and of this Python's version."""
    if not python.is_file():
        return False
    code = "import sys, pip; print(*sys.version_info[:2])"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False, env=environment())
    return done.returncode == 0 and done.stdout.split() == [str(part) for part in sys.version_info[:2]]


def make_venv(folder: Path) -> None:
    """Make a virtual environment anew; raises Stop where Python's own parts for it are missing."""
    say(f"Making {folder.name} with Python {sys.version_info.major}.{sys.version_info.minor}")
    if folder.exists():
        shutil.rmtree(folder)
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not has_ensurepip() and not install_packages([package]):
        raise Stop(f"This Python cannot make virtual environments yet. Type this once:\n  {to_type([package])}")
    if call([sys.executable, "-m", "venv", str(folder)]) != 0:
        raise Stop(f"Python could not make {folder}. Is there room on the disk, and may you write there?")


def has_ensurepip() -> bool:
    """Whether Python can put pip into a new environment; Debian keeps that part in a package of its own."""
    return subprocess.call([sys.executable, "-c", "import ensurepip"], stderr=subprocess.DEVNULL) == 0


def mark_of(lock: Path) -> str:
    """What must be the same for an installation to be up to date: the lock file and the Python."""
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def prepare(*, dev: bool) -> None:
    """Make .venv if need be, install the pins when they changed, compile the catalogues."""
    name = "dev" if dev else "run"
    lock, stamp = LOCKS[name], VENV / f"kcdesk-{name}.stamp"
    mark = mark_of(lock)
    up_to_date = stamp.is_file() and stamp.read_text(encoding="utf-8") == mark and PYTHON.is_file()
    if not up_to_date:
        if not works(PYTHON):
            make_venv(VENV)
        say(f"Installing the pinned libraries ({lock.name}); the first time this takes a minute or two")
        if call([PYTHON, "-m", "pip", "install", "--quiet", "--no-input", "--require-hashes", "-r", lock]) != 0:
            raise Stop("The libraries could not be installed (see above). Only the first run needs a connection.")
        for line in [name, "run"]:
            (VENV / f"kcdesk-{line}.stamp").write_text(mark_of(LOCKS[line]), encoding="utf-8")
    compile_catalogues()


def compile_catalogues() -> None:
    """Compile resources/i18n/*/LC_MESSAGES/*.po; gettext reads only the compiled form."""
    sys.path.insert(0, str(ROOT / "resources" / "i18n"))
    import catalogue

    catalogue.compile_all()


# ---------------------------------------------------------------- the commands


def run(arguments: list[str]) -> int:
    """Start the program: the window, or the command that the arguments name."""
    window = not arguments
    if window or arguments[0] == "selftest":
        need_libraries({**OFFSCREEN, **(SCREEN if window else {})})
    if (
        window
        and sys.platform.startswith("linux")
        and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    ):
        raise Stop(
            "There is no screen here to open the window on (neither DISPLAY nor WAYLAND_DISPLAY is set).\n"
            "On a machine without one: xvfb-run -a python3 dev.py run, or a command: python3 dev.py run --help"
        )
    prepare(dev=False)
    # The person's own folder stays the current one, so that paths in the arguments mean what they say.
    command = [str(PYTHON), "-m", "kcdesk", *arguments]
    more = environment(PYTHONPATH=str(ROOT), PYTHONSAFEPATH="1")
    with contextlib.suppress(KeyboardInterrupt):
        return subprocess.call(command, env=more)
    return 130


def test(arguments: list[str]) -> int:
    """Run the tests, all of them or what pytest's arguments name, in two processes, without a screen."""
    need_libraries({**OFFSCREEN, **SCREEN})
    want_tools()
    prepare(dev=True)
    workers = [] if any(argument.startswith("-n") for argument in arguments) else PARALLEL
    if "--long" not in arguments:
        workers = [*workers, SAME_ORDER]
    platform = os.environ.get("QT_QPA_PLATFORM", "offscreen")
    return call([PYTHON, "-m", "pytest", *workers, *arguments], QT_QPA_PLATFORM=platform)


def check(arguments: list[str]) -> int:
    """Style, types, layers and translations; every one is run, and the first failure's status given."""
    prepare(dev=True)
    scripts = PYTHON.parent
    results = [
        call([scripts / "ruff", "check", *arguments]),
        call([scripts / "mypy"]),
        call([scripts / "lint-imports"]),
        call([PYTHON, "-m", "pytest", "-q", "-n0", "tests/architecture", "--ignore=tests/architecture/test_tools.py"]),
    ]
    return next((result for result in results if result), 0)


def bench(arguments: list[str]) -> int:
    """Measure each figure of the performance line beside its floor; status 1 where a bound is broken."""
    need_libraries({**OFFSCREEN, **SCREEN})
    prepare(dev=True)
    return call([PYTHON, "-m", "tests.bench", *arguments])


def build(arguments: list[str]) -> int:
    """Make the one-folder program in dist/kcdesk and let it check itself."""
    need_libraries(OFFSCREEN)
    prepare(dev=True)
    made = call([PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *arguments, ROOT / "build.spec"])
    return made or call([PYTHON, "-m", "tests.bench.frozen"])


def messages(arguments: list[str]) -> int:
    """Bring the English catalogue in line with the sources: new words in, gone ones out."""
    prepare(dev=True)
    return call([PYTHON, "-m", "tests.architecture.catalogues", *arguments])


def lock(arguments: list[str]) -> int:
    """Pin everything that pyproject.toml names, with hashes for every platform, without any address."""
    import tomllib

    tools = ROOT / ".dev" / "lock"
    python = tools / PYTHON.relative_to(VENV)
    if not works(python):
        make_venv(tools)
        if call([python, "-m", "pip", "install", "--quiet", PIP_TOOLS]) != 0:
            return 1
    named = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {"run": named["project"]["dependencies"]}
    wanted["dev"] = [*wanted["run"], *named["dependency-groups"]["dev"]]
    options = (
        "--generate-hashes --allow-unsafe --strip-extras --no-annotate --no-header --quiet "
        "--no-emit-index-url --no-emit-find-links --no-emit-trusted-host"
    )
    for name, requirements in wanted.items():
        source = tools / f"{name}.in"
        source.write_text("\n".join([*requirements, *WINDOWS_ONLY[name], ""]), encoding="utf-8")
        files = ["--output-file", str(LOCKS[name]), str(source)]
        if call([python, "-m", "piptools", "compile", *options.split(), *arguments, *files]) != 0:
            return 1
        text = LOCKS[name].read_text(encoding="utf-8")
        for pin in WINDOWS_ONLY[name]:
            text = text.replace(f"\n{pin} ", f'\n{pin} ; sys_platform == "win32" ')
        LOCKS[name].write_text(text, encoding="utf-8", newline="\n")
    return 0


COMMANDS = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "build": build,
    "messages": messages,
    "lock": lock,
}


def main(arguments: list[str]) -> int:
    """Do what the first argument names."""
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__)
        return 0 if arguments and arguments[0] in {"-h", "--help", "help"} else 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except Stop as stop:
        say(f"dev.py: {stop}")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - this is the place that tells it
        sys.exit(f"dev.py: kcdesk needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
