"""The program's icon: the armchair of the window's family, on a tile in the brand's colour."""

from __future__ import annotations

import re
from pathlib import Path

from contract.brand import Brand
from tools.bootstrap import ROOT

ARMCHAIR = ROOT / "resources" / "icons" / "armchair.svg"
TILE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="48" height="48">
<rect x="2" y="2" width="44" height="44" rx="11" fill="{fill}"/>
<g transform="translate(9.6 9.6) scale(1.2)" fill="none" stroke="{ink}" stroke-width="1.75"
 stroke-linecap="round" stroke-linejoin="round">{lines}</g>
</svg>
"""


def svg(brand: Brand) -> str:
    lines = re.search(r"<svg[^>]*>(.*)</svg>", ARMCHAIR.read_text("utf-8"), re.DOTALL)
    assert lines
    light = brand.tokens["light"]
    return TILE.format(fill=light["accent"], ink=light["on_accent"], lines=lines[1].strip())


def write(brand: Brand, path: Path, side: int) -> None:
    """For systems that take no SVG; the form follows from the ending."""
    from PySide6.QtCore import QByteArray, QRectF
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg(brand).encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    if not image.save(str(path)):
        raise OSError(f"{path} could not be written")
