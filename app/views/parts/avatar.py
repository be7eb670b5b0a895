"""The round picture with a person's initials; pressed, it shows the menu."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen

from app.views import icons
from app.views.look import Look
from app.views.parts.ring import RingedToolButton, has_ring

SIDE = 40


def initials(name: str) -> str:
    """Of a name the first and the last word's letter; nothing that is not a letter."""
    letters = [word[0] for word in name.split() if word[0].isalpha()]
    return "".join(letters[:1] + letters[1:][-1:]).upper()


class Avatar(RingedToolButton):
    def __init__(self, look: Look, name: str, words: str) -> None:
        super().__init__()
        self._look, self._initials = look, initials(name)
        self.setFixedSize(QSize(SIDE, SIDE))
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(2, 2, SIDE - 4, SIDE - 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("accent_hover" if self.underMouse() else "accent"))
        painter.drawEllipse(disc)
        if has_ring(self):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._look.colour("surface"), 2))
            painter.drawEllipse(disc.adjusted(2, 2, -2, -2))
            painter.setPen(QPen(self._look.colour("focus"), 2))
            painter.drawEllipse(disc.adjusted(-1, -1, 1, 1))
        if not self._initials:
            icons.paint(
                painter, QRectF(10, 10, 20, 20), "user-round", self._look.colour("on_accent")
            )
        painter.setPen(self._look.colour("on_accent"))
        font = QFont(self.font())
        font.setPixelSize(14)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, self._initials)
        painter.end()
