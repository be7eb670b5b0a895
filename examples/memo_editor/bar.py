"""A quiet line below the window's head: what is the matter, and the one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget


class Button(NamedTuple):
    words: str
    act: Callable[[], object]


class Bar(QFrame):
    """`say` replaces what it said before; a second button, where there is one, is the quiet one."""

    def __init__(self) -> None:
        super().__init__(objectName="bar")
        self._words = QLabel(wordWrap=True)
        self._button, self._second = QPushButton(), QPushButton()
        self._second.setProperty("kind", "quiet")
        self._acts: dict[QPushButton, Callable[[], object]] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 12, 8)
        row.addWidget(self._words, 1)
        for button in (self._second, self._button):
            button.clicked.connect(lambda _=False, pressed=button: self._acts[pressed]())
            row.addWidget(button)
        self.hide()

    def say(
        self, words: str, button: Button, second: Button | None = None, *, tone: str = "warn"
    ) -> None:
        self._words.setText(words)
        self._words.setAccessibleName(words)
        self._give(self._button, button)
        self._second.setVisible(second is not None)
        if second is not None:
            self._give(self._second, second)
        self.setProperty("tone", tone)
        for part in (self, self._words, self._button, self._second):
            polish(part)
        self.show()

    def _give(self, button: QPushButton, shown: Button) -> None:
        button.setText(shown.words)
        self._acts[button] = shown.act


def polish(widget: QWidget) -> None:
    """A style sheet looks at a property only when it is asked to."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
