"""A row of seats as a picture: which are taken, which one is yours, which are free."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.language import ngettext
from app.views import icons
from app.views.look import Look

MOST = 7  # more seats than this are told in words alone
Sort = Literal["yours", "taken", "free"]
SIDE, GAP, YOURS = 46.0, 10.0, 60.0

UPHOLSTERY = """<g fill="{}"><rect x="5" y="4" width="14" height="10" rx="2"/>
<rect x="3" y="11" width="18" height="7" rx="2"/></g>"""
FLOOR = '<rect width="24" height="24" fill="{}"/>'


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
        floor = QRectF(0, self._tallest + 5.25, self.width(), 1.5)
        icons.draw(painter, floor, FLOOR.format(self._look.colours["line"]))
        painter.end()

    def _side(self, sort: Sort) -> float:
        return self._look.drawn(YOURS if sort == "yours" else SIDE)

    def _draw(self, painter: QPainter, at: QRectF, sort: Sort) -> None:
        fill = {"yours": "accent_soft", "taken": "sunken", "free": "surface"}[sort]
        ink = {"yours": "accent", "taken": "muted", "free": "field"}[sort]
        icons.draw(painter, at, UPHOLSTERY.format(self._look.colours[fill]))
        icons.paint(
            painter, at, "armchair", self._look.colour(ink), 1.35 if sort == "yours" else 1.25
        )
