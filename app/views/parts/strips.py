"""Strips above the stage: what one should know (a notice), and that work goes on (busy)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from app.views.look import Look
from app.views.parts.buttons import button
from app.views.parts.layouts import column, row, surface
from app.views.parts.marks import INK_OF, Tone, symbol
from app.views.parts.texts import text

PATIENCE_MS = 500


def notice_strip(look: Look, tone: Tone, words: str, picture: str, act: QWidget | None) -> QFrame:
    line = row(symbol(look, picture, INK_OF[tone]), text(words), gap=12)
    line.setStretch(1, 1)
    if act is not None:
        line.addWidget(act)
    strip = surface("strip", line, (14, 9))
    strip.setProperty("tone", tone)
    return strip


class BusyStrip(QWidget):
    """Says what is being waited for once that took half a second; can be cancelled."""

    def __init__(self, look: Look, cancel: Callable[[], object]) -> None:
        super().__init__()
        self._look, self._when_cancelled = look, cancel
        self._bar: QProgressBar | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._appear)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(False)
        self.setSizePolicy(policy)
        self.hide()

    def _fill(self) -> QProgressBar:
        """When something is waited for the first time: not for the first paint."""
        self._words = text("", "small")
        self._cancel = button(self._look, "", "quiet")
        self._cancel.clicked.connect(lambda: self._when_cancelled())
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        line = row(self._words, self._cancel, gap=12)
        line.setStretch(0, 1)
        inside = column(bar, 6, line)
        inside.setContentsMargins(20, 0, 20, 10)
        self.setLayout(inside)
        return bar

    def wait_for(self, words: str, cancel_words: str) -> None:
        """Without `cancel_words` it cannot be cancelled (any more)."""
        self._bar = self._bar or self._fill()
        self._words.setText(words)
        self._bar.setAccessibleName(words)
        self._cancel.setText(cancel_words)
        self._cancel.setVisible(bool(cancel_words))
        if not self.isVisible() and not self._patience.isActive():
            self._patience.start()

    def rest(self) -> None:
        self._patience.stop()
        self.hide()

    def _appear(self) -> None:
        self.show()
