"""The pictures of docs/pictures, drawn anew by one command: `python3 dev.py gallery --docs`."""

from __future__ import annotations

import os
import time
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from app.license.telling import Sign
from app.views import gallery
from app.views.gallery_scenes import scenes
from app.views.tray_icon import tray_icon

TRAY = 32
USUAL, HIGH = QSize(800, 600), QSize(800, 860)
PICTURES = {
    "welcome": ("13-member", USUAL),
    "validate-offline": ("validate-offline", USUAL),
    "sign-in": ("02-sign-in", QSize(800, 680)),
    "license-reserved": ("license-reserved", HIGH),
    "license-info": ("license-member", HIGH),
    "no-connection": ("16-bridging", USUAL),
    "seats-in-use": ("09-seats-exhausted", USUAL),
    "waiting": ("10-waiting", USUAL),
    "offered": ("11-offered", USUAL),
    "ready-trial": ("07-ready", USUAL),
    "diagnostics": ("diagnostics-trouble", QSize(800, 940)),
    "request-saved": ("25-requested", QSize(800, 720)),
    "response-found": ("25-requested-stick-found", QSize(800, 760)),
    "validated": ("17-bound", USUAL),
    "give-back": ("give-back", USUAL),
    "given-back": ("24-given-up", USUAL),
}
"""The name of the file, the scene that it shows, the size of the window."""


def draw(out: Path) -> None:
    """English, light, in UTC: the same bytes wherever the same fonts and Qt are."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    app, brand = gallery.application(), gallery.shipped_brand()
    look = gallery.dress(app, brand, gallery.Style("en"))
    by_name = {scene.name: scene for scene in scenes()}
    out.mkdir(parents=True, exist_ok=True)
    for name, (scene, size) in PICTURES.items():
        shot = gallery.take(app, brand, look, by_name[scene], size)
        plain = shot.toImage().convertToFormat(QImage.Format.Format_RGB888)
        plain.save(str(out / f"{name}.png"), quality=0)  # as small as it gets
    for sign in Sign:
        icon = tray_icon(sign, look).pixmap(TRAY, TRAY)
        icon.save(str(out / f"tray-{sign.name.lower().replace('_', '-')}.png"), quality=0)
