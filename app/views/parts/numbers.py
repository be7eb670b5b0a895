"""The number of a step in a disc: done, now, or to come."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.views import icons
from app.views.look import Look

SIDE, LETTERS = 32, 14


class StepNumber(QWidget):
    def __init__(self, look: Look, number: int, *, done: bool, now: bool) -> None:
        super().__init__()
        self._look, self._number, self._done, self._now = look, number, done, now
        self._side = round(look.drawn(SIDE))
        self.setFixedSize(QSize(self._side, self._side))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(1, 1, self._side - 2, self._side - 2)
        if self._done:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.colour("good_soft"))
            painter.drawEllipse(disc)
            edge = self._side / 5
            inside = disc.adjusted(edge, edge, -edge, -edge)
            icons.paint(painter, inside, "check", self._look.colour("good"), 2.2)
        else:
            self._numbered(painter, disc)
        painter.end()

    def _numbered(self, painter: QPainter, disc: QRectF) -> None:
        ink = self._look.colour("on_accent" if self._now else "muted")
        if self._now:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.colour("accent"))
        else:
            painter.setPen(QPen(self._look.colour("line"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(disc)
        font = QFont(self.font())
        font.setPixelSize(round(self._look.drawn(LETTERS)))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(self._number))
