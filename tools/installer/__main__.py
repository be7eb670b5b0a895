"""`build_installer.py --brand FILE [--out DIR]`: what this system installs the desktop from."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.bootstrap import ROOT, step
from tools.installer import bundle, deb, macos, windows
from tools.installer.names import Names, names_of
from tools.installer.roots import private_halves, public_roots


def main(arguments: list[str]) -> int:
    asked = _parser().parse_args(arguments)
    found = sorted(private_halves(public_roots(asked.brand), [asked.brand.parent, *asked.beside]))
    if found:
        said = "refused: private halves of this brand's roots lie in"
        print(said, *found, sep="\n  ", file=sys.stderr)
        return 1
    out = asked.out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    names = names_of(asked.brand)
    with step("the folder with Python, Qt and the desktop"):
        made = bundle.build(names, asked.brand.absolute(), out)
    print(f"{made}  {_megabytes(bundle.size(made))}")
    if not asked.folder_only:
        with step("the installer"):
            installer = _installer(names, made, out, asked.quick)
        print(f"{installer}  {_megabytes(installer.stat().st_size)}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build_installer.py", description=__doc__.splitlines()[0])
    parser.add_argument("--brand", type=Path, default=ROOT / "resources" / "brand.toml")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "installer")
    parser.add_argument("--folder-only", action="store_true", help="no installer around it")
    parser.add_argument("--quick", action="store_true", help="packed less tightly, in a second")
    parser.add_argument(
        "--beside", type=Path, nargs="*", default=[], help="more folders to look for roots in"
    )
    return parser


def _installer(names: Names, made: Path, out: Path, quick: bool) -> Path:
    if sys.platform == "win32":
        return windows.build(names, made, out)
    if sys.platform == "darwin":
        return macos.build(names, made, out)
    return deb.build(names, made, out, quick=quick)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
