"""`python -m tools.installer.clean_root DEB`: installs, starts and removes it in a bare Debian.

As root, with `debootstrap`. The start is the real one, on Qt's screen that nobody sees; its first
picture is told by `--trace`. Ends with 1 at the first thing that is not as it should be.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SUITE = "bookworm"
PATIENCE_S = 20
CERTIFICATES = Path("etc/ssl/certs/ca-certificates.crt")
READERS = ("shared-mime-info", "desktop-file-utils")  # what reads menu entries and file types


def main(arguments: list[str]) -> int:
    deb = Path(arguments[0]).absolute()
    package = deb.name.partition("_")[0]
    with tempfile.TemporaryDirectory(prefix="root-") as folder:
        root = Path(folder)
        made = ["debootstrap", "--variant=minbase", SUITE, folder]
        subprocess.run(made, check=True, stdout=sys.stderr)
        _make_known(root)
        shutil.copy(deb, root / "tmp")
        _inside(root, "apt-get", "update", "-q")
        _inside(root, "apt-get", "install", "-y", "-q", "--no-install-recommends", *READERS)
        _inside(root, "apt-get", "install", "-y", "-q", f"/tmp/{deb.name}")
        _check(
            "the menu knows the file type", package in _read(root, "applications/mimeinfo.cache")
        )
        _check("the ending is known", "*.seatkeeper" in _read(root, "mime/globs2"))
        _check("the window is painted", _starts(root, package))
        _inside(root, "apt-get", "remove", "-y", "-q", package)
        _check("nothing is left", _left(root) == [])
    return 0


def _make_known(root: Path) -> None:
    """This machine's way to packages."""
    for path in (Path("etc/apt"), Path("etc/resolv.conf"), CERTIFICATES):
        here = Path("/", path)
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        if here.is_dir():
            shutil.copytree(here, root / path, dirs_exist_ok=True)
        elif here.exists():
            shutil.copy(here, root / path)


def _inside(root: Path, *words: str, fails: bool = False) -> int:
    clean = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LANG=C.UTF-8"]
    quiet = ["DEBIAN_FRONTEND=noninteractive", "QT_QPA_PLATFORM=offscreen"]
    order = ["chroot", str(root), *clean, *quiet, *words]
    return subprocess.run(order, check=not fails, stdout=sys.stderr).returncode


def _starts(root: Path, package: str) -> bool:
    """Closed like at a session's end, it leaves with 0."""
    line = ["--profile", "/tmp/profile", "--trace", "/tmp/trace"]
    stop = ["timeout", "--preserve-status", "-s", "TERM", str(PATIENCE_S)]
    code = _inside(root, *stop, package, *line, fails=True)
    first = (root / "tmp" / "trace").read_text(encoding="utf-8").partition("\n")[0]
    return code == 0 and "painted" in json.loads(first)


def _read(root: Path, name: str) -> str:
    return (root / "usr" / "share" / name).read_text(encoding="utf-8")


def _left(root: Path) -> list[Path]:
    found = [*(root / "opt").rglob("seatkeeper*"), *(root / "usr").rglob("*seatkeeper*")]
    mentions = [name for name in ("applications/mimeinfo.cache", "mime/globs2")
                if "seatkeeper" in _read(root, name)]  # fmt: skip
    return found + [Path(name) for name in mentions]


def _check(what: str, holds: bool) -> None:
    print(f"{'yes' if holds else 'NO '}  {what}", flush=True)
    if not holds:
        raise SystemExit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
