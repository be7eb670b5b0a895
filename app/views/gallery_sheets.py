"""All pictures of one kind on one sheet, each with its name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap

from app.views.look import Look

Taken = tuple[str, QPixmap]
CELL = QSize(480, 360)
ACROSS, GAP, CAPTION, HEAD = 8, 24, 34, 70


def sheet(taken: Sequence[Taken], look: Look, title: str, across: int = ACROSS) -> QPixmap:
    rows = -(-len(taken) // across)
    width, height = CELL.width() + GAP, CELL.height() + GAP + CAPTION
    drawn = QPixmap(GAP + min(across, len(taken)) * width, HEAD + rows * height)
    drawn.fill(QColor("#000000" if look.dark else "#FFFFFF"))
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    _write(painter, QPoint(GAP, 18), title, look, 24)
    for number, (name, shot) in enumerate(taken):
        at = QPoint(GAP + number % across * width, HEAD + number // across * height)
        _write(painter, at, name, look, 14)
        painter.drawPixmap(at.x(), at.y() + CAPTION - 8, _small(shot))
    painter.end()
    return drawn


def keep(folder: Path, taken: Sequence[Taken]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, shot in taken:
        shot.save(str(folder / f"{name}.png"))


def _small(shot: QPixmap) -> QPixmap:
    smooth = Qt.TransformationMode.SmoothTransformation
    return shot.scaled(CELL, Qt.AspectRatioMode.KeepAspectRatio, smooth)


def _write(painter: QPainter, at: QPoint, words: str, look: Look, size: int) -> None:
    font = QFont(look.family)
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.Medium)
    painter.setFont(font)
    painter.setPen(look.colour("ink"))
    painter.drawText(QRect(at.x(), at.y(), 900, size + 8), Qt.AlignmentFlag.AlignLeft, words)
