"""The round picture with a person's initials; pressed, it shows the menu. Its disc is the style
sheet's."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter

from app.views import icons
from app.views.look import Look
from app.views.parts.numbers_of_qt import reach_by_keyboard
from app.views.parts.ring import RingedToolButton

SIDE, PICTURE = 40, 18


def initials(name: str) -> str:
    """Of a name the first and the last word's letter; nothing that is not a letter."""
    letters = [word[0] for word in name.split() if word[0].isalpha()]
    return "".join(letters[:1] + letters[1:][-1:]).upper()


class Avatar(RingedToolButton):
    def __init__(self, look: Look, name: str, words: str) -> None:
        super().__init__(look)
        self.setProperty("part", "avatar")
        side = round(look.drawn(SIDE))
        self.setFixedSize(QSize(side, side))
        self.setText(initials(name))
        if not self.text():
            picture = round(look.drawn(PICTURE))
            self.setIcon(icons.icon("user-round", look.colour("on_accent"), picture))
            self.setIconSize(QSize(picture, picture))
        self.setAccessibleName(words)
        self.setToolTip(words)
        reach_by_keyboard(self)

    def paint_ring(self, painter: QPainter) -> None:
        """Around the disc, which lies inside of it."""
        edge = QRectF(self.rect())
        self.outline(painter, "focus", 2, 1, edge.height() / 2)
        self.outline(painter, "surface", 2, 3, edge.height() / 2)
