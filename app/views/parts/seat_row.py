"""A row of seats as a picture: which are taken, which one is yours, which are free."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.language import ngettext
from app.views import icons
from app.views.look import Look

MOST = 7  # more seats than this are told in words alone
Sort = Literal["yours", "taken", "free"]
SIDE, GAP, YOURS = 46.0, 10.0, 60.0


class Seats(Struct, frozen=True):
    total: int
    taken: int
    yours: bool

    def row(self) -> tuple[Sort, ...]:
        """At most MOST of them, in proportion, yours in the middle where there is one."""
        shown = max(1, min(MOST, self.total))
        others = max(0, self.taken - self.yours)
        if self.total > MOST:
            others = round(others / self.total * MOST)
        others = min(others, shown - self.yours)
        free = shown - others - self.yours
        taken: list[Sort] = ["taken"]
        empty: list[Sort] = ["free"]
        left = taken * others + empty * free
        if self.yours:
            left.insert(len(left) // 2, "yours")
        return tuple(left)


class SeatRow(QWidget):
    def __init__(self, look: Look, seats: Seats) -> None:
        super().__init__()
        self._look, self._row = look, seats.row()
        self._gap, self._tallest = look.drawn(GAP), look.drawn(YOURS)
        width = sum(map(self._side, self._row)) + self._gap * (len(self._row) - 1)
        self.setFixedSize(QSize(round(width) + 4, round(self._tallest) + 18))
        self.setAccessibleName(ngettext("{n} seat", "{n} seats", seats.total))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 2.0
        for sort in self._row:
            side = self._side(sort)
            self._draw(painter, QRectF(left, self._tallest - side + 4, side, side), sort)
            left += side + self._gap
        painter.setPen(QPen(self._look.colour("line"), 1.5))
        floor = self._tallest + 6
        painter.drawLine(QPointF(0, floor), QPointF(self.width(), floor))
        painter.end()

    def _side(self, sort: Sort) -> float:
        return self._look.drawn(YOURS if sort == "yours" else SIDE)

    def _draw(self, painter: QPainter, at: QRectF, sort: Sort) -> None:
        fill = {"yours": "accent_soft", "taken": "sunken", "free": "surface"}[sort]
        ink = {"yours": "accent", "taken": "muted", "free": "field"}[sort]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour(fill))
        unit = at.width() / 24
        painter.drawRoundedRect(_back(at, unit), 2 * unit, 2 * unit)
        painter.drawRoundedRect(_base(at, unit), 2 * unit, 2 * unit)
        icons.paint(
            painter, at, "armchair", self._look.colour(ink), 1.35 if sort == "yours" else 1.25
        )


def _back(at: QRectF, unit: float) -> QRectF:
    return QRectF(at.x() + 5 * unit, at.y() + 4 * unit, 14 * unit, 10 * unit)


def _base(at: QRectF, unit: float) -> QRectF:
    return QRectF(at.x() + 3 * unit, at.y() + 11 * unit, 18 * unit, 7 * unit)
