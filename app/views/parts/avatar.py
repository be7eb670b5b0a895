"""The round picture with a person's initials; pressed, it shows the menu."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen

from app.views import icons
from app.views.look import Look
from app.views.parts.ring import RingedToolButton, has_ring

SIDE, LETTERS = 40, 14


def initials(name: str) -> str:
    """Of a name the first and the last word's letter; nothing that is not a letter."""
    letters = [word[0] for word in name.split() if word[0].isalpha()]
    return "".join(letters[:1] + letters[1:][-1:]).upper()


class Avatar(RingedToolButton):
    def __init__(self, look: Look, name: str, words: str) -> None:
        super().__init__(look)
        self._initials = initials(name)
        self._side = round(look.drawn(SIDE))
        self.setFixedSize(QSize(self._side, self._side))
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(2, 2, self._side - 4, self._side - 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.colour("accent_hover" if self.underMouse() else "accent"))
        painter.drawEllipse(disc)
        if has_ring(self):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.look.colour("surface"), 2))
            painter.drawEllipse(disc.adjusted(2, 2, -2, -2))
            painter.setPen(QPen(self.look.colour("focus"), 2))
            painter.drawEllipse(disc.adjusted(-1, -1, 1, 1))
        if not self._initials:
            quarter = self._side / 4
            middle = disc.adjusted(quarter, quarter, -quarter, -quarter)
            icons.paint(painter, middle, "user-round", self.look.colour("on_accent"))
        painter.setPen(self.look.colour("on_accent"))
        font = QFont(self.font())
        font.setPixelSize(round(self.look.drawn(LETTERS)))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, self._initials)
        painter.end()
