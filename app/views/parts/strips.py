"""Strips above the stage: what one should know (a notice), and that work goes on (busy)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from app.views.look import Look
from app.views.parts.announcing import announce
from app.views.parts.buttons import button
from app.views.parts.layouts import column, row, rule, surface
from app.views.parts.marks import INK_OF, Tone, symbol
from app.views.parts.numbers_of_qt import never_across, reach_by_keyboard
from app.views.parts.texts import text

PATIENCE_MS = 500
MOST = 0.4  # of the window's height
LONG_S = 3  # from then on the seconds are told


def notice_strip(
    look: Look,
    tone: Tone,
    words: str,
    picture: str,
    *,
    act: QWidget | None = None,
    close: QWidget | None = None,
) -> QFrame:
    """In large fonts what can be done stands below the words: beside them it has no room."""
    line = row(symbol(look, picture, INK_OF[tone]), text(words), gap=12)
    line.setStretch(1, 1)
    for beside in (None if look.large else act, close):
        if beside is not None:
            line.addWidget(beside)
    below = row(look.scaled(20) + 4, act, None) if look.large and act is not None else None
    strip = surface("strip", column(line, below) if below else line, (14, 9))
    strip.setProperty("tone", tone)
    return strip


class Strips(QScrollArea):
    """What one should know, above each other; more than half the window scrolls."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        never_across(self)
        reach_by_keyboard(self, False)
        self._watch = _Watch(inside, self.fit)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """As high as what is inside; of the window a part alone."""
        layout = self._inside.layout()
        assert layout is not None
        needs = layout.heightForWidth(self.width()) if layout.count() else 0
        self.setFixedHeight(min(max(0, needs), round(self.window().height() * MOST)))


class _Watch(QObject):
    """Says when what is inside lays itself out anew."""

    def __init__(self, watched: QWidget, laid_out: Callable[[], None]) -> None:
        super().__init__(watched)
        self._laid_out = laid_out
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.LayoutRequest:
            self._laid_out()
        return super().eventFilter(watched, event)


class BusyStrip(QWidget):
    """Says what is being waited for once that took half a second; can be cancelled.

    Nothing in it moves, so that nobody has to ask for less motion: the seconds tell that it is
    still at work.
    """

    def __init__(self, look: Look, cancel: Callable[[], object]) -> None:
        super().__init__()
        self._look, self._when_cancelled = look, cancel
        self._words: QLabel | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self.appear)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._tell)
        self._since = QElapsedTimer()
        self.hide()

    def _fill(self) -> QLabel:
        """When something is waited for the first time: not for the first paint."""
        words = text("", "small")
        self._seconds = text("", "small", wrap=False)
        self._cancel = button(self._look, "", "quiet")
        self._cancel.clicked.connect(lambda: self._when_cancelled())
        line = row(symbol(self._look, "hourglass", "muted", 18), words, self._seconds,
                   self._cancel, gap=12)  # fmt: skip
        line.setStretch(1, 1)
        line.setContentsMargins(20, 8, 20, 10)
        self.setLayout(column(rule(), line))
        return words

    def wait_for(self, words: str, cancel_words: str) -> None:
        """Without `cancel_words` it cannot be cancelled (any more)."""
        self._words = self._words or self._fill()
        if self.isVisible() and words != self._words.text():
            announce(self, words)
        self._words.setText(words)
        self._cancel.setText(cancel_words)
        self._cancel.setVisible(bool(cancel_words))
        if not self.isVisible() and not self._patience.isActive():
            self._since.start()
            self._patience.start()

    def rest(self) -> None:
        self._patience.stop()
        self._second.stop()
        self.hide()

    def appear(self) -> None:
        self._tell()
        self._second.start()
        self.show()
        announce(self, self._words.text() if self._words else "")

    def _tell(self) -> None:
        seconds = self._since.elapsed() // 1000 if self._since.isValid() else 0
        self._seconds.setText(f"{seconds} s" if seconds >= LONG_S else "")
