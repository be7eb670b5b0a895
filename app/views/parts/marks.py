"""Small signs: a pill that says how things stand, a round picture at the head of a card."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from app.views import icons
from app.views.look import Look
from app.views.parts.layouts import row, surface
from app.views.parts.texts import text

Tone = Literal["calm", "good", "warn", "bad"]
INK_OF: dict[Tone, str] = {"calm": "accent", "good": "good", "warn": "warn", "bad": "bad"}
SOFT_OF: dict[Tone, str] = {
    "calm": "accent_soft", "good": "good_soft", "warn": "warn_soft", "bad": "bad_soft",
}  # fmt: skip


def symbol(look: Look, name: str, colour: str, size: int = 20) -> QLabel:
    """An icon beside words that say the same: nothing to be read out."""
    label, side = QLabel(), look.scaled(size)
    label.setPixmap(icons.pixmap(name, look.colour(colour), side))
    label.setFixedSize(side, side)
    return label


def status_mark(look: Look, tone: Tone, words: str, picture: str) -> QFrame:
    colour = "muted" if tone == "calm" else INK_OF[tone]
    line = row(symbol(look, picture, colour, 16), text(words, "small", wrap=False), gap=6)
    pill = surface("pill", line, (11, 4))
    pill.setProperty("tone", tone)
    pill.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return pill


class Emblem(QWidget):
    """A line icon in a soft disc with a fainter ring: the head of a card."""

    SIDE, PICTURE = 92, 36

    def __init__(self, look: Look, picture: str, tone: Tone = "calm") -> None:
        super().__init__()
        self._look, self._picture, self._tone = look, picture, tone
        self._side = round(look.drawn(self.SIDE))
        self.setFixedSize(QSize(self._side, self._side))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        soft, ink = SOFT_OF[self._tone], INK_OF[self._tone]
        everything = QRectF(0, 0, self._side, self._side)
        icons.draw(painter, everything, self._discs(soft, ink if self._look.strong else soft))
        edge = (self._side - self._look.drawn(self.PICTURE)) / 2
        inside = everything.adjusted(edge, edge, -edge, -edge)
        icons.paint(painter, inside, self._picture, self._look.colour(ink), 1.5)
        painter.end()

    def _discs(self, soft: str, ring: str) -> str:
        pixel = 24 / self._side
        soft, ring = self._look.colours[soft], self._look.colours[ring]
        return (
            f'<circle cx="12" cy="12" r="{12 - 9 * pixel}" fill="{soft}"/>'
            f'<circle cx="12" cy="12" r="{12 - 2 * pixel}" fill="none"'
            f' stroke="{ring}" stroke-width="{2 * pixel}"/>'
        )
