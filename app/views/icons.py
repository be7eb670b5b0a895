"""The small family of line icons, drawn in a colour of the look."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.views.look import RESOURCES

SVG = "http://www.w3.org/2000/svg"
CLEAR = QColor(0, 0, 0, 0)
STROKE = 1.75  # thinner than Lucide's own 2: quieter at the sizes used here


def icon(name: str, colour: QColor, size: int = 20) -> QIcon:
    return QIcon(pixmap(name, colour, size))


def spaced_icon(name: str, colour: QColor, size: int, gap: int) -> QIcon:
    """With room on its right: a button would set its words too close."""
    ratio = _screen_ratio()
    wide = QPixmap(QSize(size + gap, size) * ratio)
    wide.fill(CLEAR)
    painter = QPainter(wide)
    paint(painter, QRectF(0, 0, size * ratio, size * ratio), name, colour)
    painter.end()
    wide.setDevicePixelRatio(ratio)
    return QIcon(wide)


def pixmap(name: str, colour: QColor, size: int, stroke: float = STROKE) -> QPixmap:
    ratio = _screen_ratio()
    drawn = QPixmap(QSize(size, size) * ratio)
    drawn.fill(CLEAR)
    painter = QPainter(drawn)
    paint(painter, QRectF(0, 0, size * ratio, size * ratio), name, colour, stroke)
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def paint(painter: QPainter, at: QRectF, name: str, colour: QColor, stroke: float = STROKE) -> None:
    source = _source(name).replace("currentColor", colour.name())
    _render(painter, at, source.replace('stroke-width="2"', f'stroke-width="{stroke}"'))


def draw(painter: QPainter, at: QRectF, shapes: str) -> None:
    """Elements of SVG, in a square of 24 that is laid over `at`.

    Rather than pens and brushes: the first of those that has a colour makes all enumerations of
    Qt (see parts/numbers_of_qt).
    """
    _render(painter, at, f'<svg xmlns="{SVG}" viewBox="0 0 24 24">{shapes}</svg>')


def shapes(name: str) -> str:
    """The lines of an icon alone, to be drawn into another picture."""
    source = _source(name)
    return source[source.index(">", source.index("<svg")) + 1 : source.rindex("</svg>")]


def _render(painter: QPainter, at: QRectF, source: str) -> None:
    QSvgRenderer(QByteArray(source.encode())).render(painter, at)


@cache
def _source(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").read_text("utf-8")


def _screen_ratio() -> float:
    screen = QGuiApplication.primaryScreen()
    return max(1.0, screen.devicePixelRatio()) if screen else 1.0
