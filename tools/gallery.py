"""`dev.py gallery`: a picture of every face of the desktop, drawn by the views themselves."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tools.bootstrap import ROOT


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser(prog="dev.py gallery", description=__doc__)
    options.add_argument("--out", type=Path, default=ROOT / "build" / "gallery")
    out = options.parse_args(arguments).out
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    out.mkdir(parents=True, exist_ok=True)
    from app.views.gallery import draw

    draw(out)
    print(f"{len(list(out.rglob('*.png')))} pictures in {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
