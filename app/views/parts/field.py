"""A form field: its label, the line to type in, and what is wrong with it, in that order."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.views import icons
from app.views.look import Look
from app.views.parts.buttons import icon_button
from app.views.parts.layouts import column
from app.views.parts.texts import text


class Field(QWidget):
    """The label is the line's buddy, so a screen reader says it; the error is its description."""

    def __init__(self, look: Look, label: str, words: str = "") -> None:
        super().__init__()
        self._look = look
        self.label = text(label, "label")
        self.line = Line(words)
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
        eye = icon_button(self._look, "eye", show)
        self.line.put_inside(eye)

        def turn(hidden: bool) -> None:
            mode = QLineEdit.EchoMode
            self.line.setEchoMode(mode.Password if hidden else mode.Normal)
            colour, side = self._look.colour("muted"), eye.iconSize().width()
            eye.setIcon(icons.icon("eye" if hidden else "eye-off", colour, side))
            eye.setAccessibleName(show if hidden else hide)
            eye.setToolTip(show if hidden else hide)

        eye.clicked.connect(lambda: turn(self.line.echoMode() is QLineEdit.EchoMode.Normal))
        turn(True)


class Line(QLineEdit):
    """A line to type in, with room for a button at its end that the keyboard reaches, too."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self._inside: QWidget | None = None

    def put_inside(self, button: QWidget) -> None:
        self._inside = button
        button.setParent(self)
        self.setTextMargins(0, 0, button.sizeHint().width(), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if self._inside is not None:
            side = self.height() - 2 * EDGE
            self._inside.setGeometry(self.width() - side - EDGE, EDGE, side, side)


EDGE = 4  # between the line's border and the button's
