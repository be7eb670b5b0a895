"""`dev.py gallery`: a picture of every face of the desktop, drawn by the views themselves."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from types import ModuleType

from tools.bootstrap import ROOT


def main(arguments: list[str]) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app.views import gallery
    from tools.messages import compile_catalogs

    options = _parser(gallery).parse_args(arguments)
    compile_catalogs()
    if options.docs:
        return _draw_docs()
    options.out.mkdir(parents=True, exist_ok=True)
    styles = gallery.every_style(options.language, options.theme, options.font)
    gallery.draw(options.out, styles, only=options.only)
    if not options.only:
        gallery.draw_sizes(options.out, options.language)
    print(f"{len(list(options.out.rglob('*.png')))} pictures in {options.out}")
    return 0


def _draw_docs() -> int:
    from app.views import gallery_docs

    gallery_docs.draw(ROOT / "docs" / "pictures")
    print(f"{len(gallery_docs.PICTURES)} pictures in docs/pictures")
    return 0


def _parser(gallery: ModuleType) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py gallery", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "gallery")
    parser.add_argument("--only", default="", help="scenes whose name contains this")
    parser.add_argument("--docs", action="store_true", help="docs/pictures anew, and no other")
    for name, all_of_them, kind in (
        ("language", gallery.ALL_LANGUAGES, str),
        ("theme", gallery.THEMES, str),
        ("font", gallery.FONTS, int),
    ):
        parser.add_argument(
            f"--{name}", nargs="+", choices=all_of_them, default=all_of_them, type=kind
        )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
