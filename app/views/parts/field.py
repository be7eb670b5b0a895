"""A form field: its label, the line to type in, and what is wrong with it, in that order."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from app.views import icons
from app.views.look import Look
from app.views.parts.layouts import column
from app.views.parts.texts import text


class Field(QWidget):
    """The label is the line's buddy, so a screen reader says it; the error is its description."""

    def __init__(self, look: Look, label: str, words: str = "") -> None:
        super().__init__()
        self._look = look
        self.label = text(label, "label")
        self.line = QLineEdit(words)
        self.line.setAccessibleName(label)
        self.label.setBuddy(self.line)
        self.error = text("", "error")
        self.error.hide()
        self.line.textEdited.connect(lambda _: self.complain(""))
        self.setLayout(column(self.label, 6, self.line, 4, self.error))
        self.setFocusProxy(self.line)

    def complain(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        self.line.setAccessibleDescription(sentence)
        self.line.setProperty("wrong", "true" if sentence else "false")
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)

    def hide_what_is_typed(self, show: str, hide: str) -> None:
        """Make it a password's field, with an eye to look at what was typed."""
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        eye = QAction(self)
        self.line.addAction(eye, QLineEdit.ActionPosition.TrailingPosition)

        def draw() -> None:
            hidden = self.line.echoMode() is QLineEdit.EchoMode.Password
            colour = self._look.colour("muted")
            eye.setIcon(icons.icon("eye" if hidden else "eye-off", colour))
            eye.setText(show if hidden else hide)

        def turn() -> None:
            mode = QLineEdit.EchoMode
            hidden = self.line.echoMode() is mode.Password
            self.line.setEchoMode(mode.Normal if hidden else mode.Password)
            draw()

        eye.triggered.connect(turn)
        draw()
