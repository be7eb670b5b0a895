"""A face that is more than a card: a form keeps what is typed while pictures come and go."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtWidgets import QPushButton, QWidget

from app.views.acts import Act
from app.views.look import Look
from app.views.parts.buttons import Kind, button
from app.views.seen import Seen

Perform = Callable[[Act], None]


class Live(QWidget):
    """Made once for a face, a language and a theme; drawn with each picture."""

    column_width: ClassVar[int] = 560
    title: str = ""  # read out when the page is turned to

    def __init__(self, look: Look, perform: Perform) -> None:
        super().__init__()
        self.look, self.perform = look, perform

    def draw(self, seen: Seen) -> None:
        """Show this picture."""
        raise NotImplementedError

    def fit_into(self, height: int) -> None:
        """The room before one has to scroll has changed: what is mere decoration may give way."""

    def first_focus(self) -> QWidget | None:
        """Where the keyboard begins."""
        return None

    def link(self, words: str, act: Act, kind: Kind = "quiet", picture: str = "") -> QPushButton:
        """A button that asks for `act` and nothing else."""
        made = button(self.look, words, kind, picture)
        made.clicked.connect(lambda: self.perform(act))
        return made
