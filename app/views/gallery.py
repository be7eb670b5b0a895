"""A picture of every face, in each language and theme: `python3 dev.py gallery --out DIR`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from app.language import LANGUAGES, OWN_NAMES, Code, spoken
from app.settings import SettingsFile
from app.views.gallery_scenes import AT, Scene, scenes
from app.views.look import RESOURCES, Look, look_of, wear
from app.views.source import Still
from app.views.window import Window
from contract.brand import Brand, read_brand

WIDTH, HEIGHT = 960, 720
ACROSS, GAP, CAPTION = 4, 24, 34


def draw(out: Path, *, only: str = "", languages: tuple[Code, ...] = LANGUAGES) -> None:
    """Single pictures into folders by language and theme, and a sheet of each."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    brand = read_brand((RESOURCES / "brand.toml").read_text("utf-8"))
    chosen = [scene for scene in scenes() if only in scene.name]
    for code in languages:
        for dark in (False, True):
            look = look_of(brand.tokens, dark=dark)
            theme = f"{code}-{'dark' if dark else 'light'}"
            spoken.use(code)
            wear(app, look)
            taken = [(scene.name, _take(app, brand, look, scene)) for scene in chosen]
            _keep(out / theme, taken)
            _sheet(taken, look, f"{OWN_NAMES[code]}").save(str(out / f"faces-{theme}.png"))
    spoken.use("en")


def _take(app: QApplication, brand: Brand, look: Look, scene: Scene) -> QPixmap:
    with tempfile.TemporaryDirectory() as folder:
        settings = SettingsFile(Path(folder))
        window = Window(Still(scene.picture), brand, look, now=lambda: AT, settings=settings,
                        logs=Path(folder))  # fmt: skip
        window.resize(WIDTH, HEIGHT)
        if scene.name == "busy":
            window.stage.busy.show()
        window.go(scene.screen)
        window.show()
        app.processEvents()
        app.processEvents()
        shot = window.grab()
        window.hide()
        window.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return shot


def _keep(folder: Path, taken: list[tuple[str, QPixmap]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, shot in taken:
        shot.save(str(folder / f"{name}.png"))


def _sheet(taken: list[tuple[str, QPixmap]], look: Look, title: str) -> QPixmap:
    """All of them at half their size, in rows, each with its name."""
    across, down = WIDTH // 2, HEIGHT // 2
    rows = -(-len(taken) // ACROSS)
    sheet = QPixmap(GAP + ACROSS * (across + GAP), 70 + rows * (down + GAP + CAPTION))
    sheet.fill(QColor("#FFFFFF" if not look.dark else "#000000"))
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    _write(painter, QPoint(GAP, 18), title, look, 24)
    for number, (name, shot) in enumerate(taken):
        x = GAP + (number % ACROSS) * (across + GAP)
        y = 70 + (number // ACROSS) * (down + GAP + CAPTION)
        _write(painter, QPoint(x, y), name, look, 14)
        smooth = Qt.TransformationMode.SmoothTransformation
        small = shot.scaled(across, down, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        painter.drawPixmap(x, y + CAPTION - 8, small)
    painter.end()
    return sheet


def _write(painter: QPainter, at: QPoint, words: str, look: Look, size: int) -> None:
    font = QFont(look.family)
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.Medium)
    painter.setFont(font)
    painter.setPen(look.colour("ink"))
    painter.drawText(QRect(at.x(), at.y(), 900, size + 8), Qt.AlignmentFlag.AlignLeft, words)
