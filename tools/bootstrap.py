"""Makes what the commands need, once: Debian packages, .venv with the locked libraries, catalogs.

Standard library alone. All that is said here goes to standard error: standard output belongs to
the commands. Debian packages are installed as root on Debian and nowhere else.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools import debian
from tools.quiet import quietly

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
UV = PYTHON.parent / ("uv.exe" if os.name == "nt" else "uv")
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "seatkeeper.json"


def run(command: str, arguments: list[str], needs: str) -> int:
    """Prepares what is missing, then becomes `python -m tools.COMMAND`."""
    try:
        prepare(needs)
    except subprocess.CalledProcessError as error:
        _say(f"  failed: {' '.join(map(str, error.cmd))}\n{(error.stdout or '')[-3000:]}")
        return 1
    except Unprepared as reason:
        _say(str(reason))
        return 1
    line = [str(PYTHON), "-P", "-m", f"tools.{command}", *arguments]
    if os.name == "nt":
        return subprocess.call(line)
    sys.stdout.flush()
    os.execv(line[0], line)  # so that a signal reaches the command itself


class Unprepared(Exception):
    """What a person has to do first, in plain words."""


def prepare(needs: str) -> None:
    stamp = _read_stamp()
    if not _is_ready(stamp, needs):
        with _one_at_a_time():
            _make_ready(_read_stamp(), needs)
    _catalogs()


def _is_ready(stamp: dict[str, Any], needs: str) -> bool:
    return stamp["lock"] == _wanted() and set(debian.PACKAGES[needs]) <= set(stamp["packages"])


def _make_ready(stamp: dict[str, Any], needs: str) -> None:
    packages = set(debian.PACKAGES[needs])
    if not packages <= set(stamp["packages"]) or not _can_make_venv():
        _debian_packages(packages)
    if stamp["lock"] != _wanted():
        _environment()
    seen = sorted(packages | set(stamp["packages"]))
    STAMP.write_text(json.dumps({"lock": _wanted(), "packages": seen}))


def _read_stamp() -> dict[str, Any]:
    try:
        stamp: dict[str, Any] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        stamp = {}
    return {"lock": "", "packages": [], **stamp}


def _wanted() -> str:
    """What the environment in place was made for, and where: a moved checkout needs a new one."""
    return hashlib.sha256(LOCK.read_bytes() + f"{sys.version} {VENV}".encode()).hexdigest()


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two commands that start together in a fresh checkout do not install over each other."""
    try:
        import fcntl
    except ImportError:  # Windows: whoever starts two at once there waits by hand
        yield
        return
    (ROOT / "build").mkdir(exist_ok=True)
    with (ROOT / "build" / "bootstrap.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _debian_packages(packages: set[str]) -> None:
    venv = [] if _can_make_venv() else ["python3-venv"]
    missing = debian.missing([*venv, *sorted(packages)])
    if missing and debian.is_root_on_debian():
        with step(f"Debian packages ({len(missing)} missing: {', '.join(missing[:5])} …)"):
            debian.install(missing)
    elif "python3-venv" in missing:
        raise Unprepared("Python's venv is missing: install the package python3-venv first.")
    elif missing:
        _say(f"  If a window or a browser does not start, install: {' '.join(missing)}")


def _can_make_venv() -> bool:
    return _works(sys.executable, "-c", "import ensurepip, venv")


def _environment() -> None:
    if not _works(PYTHON, "-c", f"import sys; sys.exit(sys.version != {sys.version!r})"):
        with step("virtual environment in .venv"):
            _quietly(sys.executable, "-m", "venv", "--clear", VENV)
    if not _works(UV, "--version"):
        with step("uv, which installs the rest"):
            _pip_install("uv")
    with step(f"libraries of {LOCK.name}"):
        _quietly(
            UV, "pip", "sync", "--python", PYTHON, "--require-hashes", "--compile-bytecode", LOCK
        )
    _make_importable()


def _works(*command: object) -> bool:
    try:
        _quietly(*command)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _pip_install(name: str) -> None:
    """One package, pinned and hashed by its own lines of the lock file."""
    blocks = LOCK.read_text().replace("\\\n", " ").splitlines()
    line = next(block for block in blocks if block.startswith(f"{name}=="))
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder, "one.txt")
        wanted.write_text(line + "\n")
        _quietly(
            PYTHON, "-m", "pip", "install", "-q", "--no-deps", "--require-hashes", "-r", wanted
        )


def _make_importable() -> None:
    """This checkout is on the environment's path, whatever folder a command is started in."""
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(_quietly(PYTHON, "-c", ask).strip())
    (packages / "seatkeeper.pth").write_text(os.path.relpath(ROOT, packages) + "\n")


def _catalogs() -> None:
    sources = list(ROOT.glob("i18n/*/LC_MESSAGES/*.po"))
    stale = [po for po in sources if not is_newer(po.with_suffix(".mo"), po)]
    if stale:
        with step("translations"):
            _quietly(PYTHON, "-P", "-m", "tools.messages", "compile")


def is_newer(made: Path, source: Path) -> bool:
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime


def _quietly(*command: object) -> str:
    return quietly(*command, UV_SYSTEM_CERTS="1", PIP_DISABLE_PIP_VERSION_CHECK="1")


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """One line when it begins, and its seconds when it is done."""
    print(f"  {what} … ", end="", file=sys.stderr, flush=True)
    begin = time.monotonic()
    try:
        yield
    except BaseException:
        _say("")
        raise
    _say(f"{time.monotonic() - begin:.1f} s")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
