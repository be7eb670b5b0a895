"""A list of facts: what it is on the left, how it stands on the right."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.views.parts.layouts import rule
from app.views.parts.texts import selectable, text


class Fact(Struct, frozen=True):
    name: str
    value: str
    note: str = ""


class Facts(QWidget):
    """Rows with a hairline between them; each value can be marked and copied."""

    def __init__(self, facts: Sequence[Fact], first_width: int = 170) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(9)
        grid.setColumnMinimumWidth(0, first_width)
        grid.setColumnStretch(1, 1)
        for number, fact in enumerate(facts):
            self._add(grid, number * 3, fact)

    def _add(self, grid: QGridLayout, line: int, fact: Fact) -> None:
        if line:
            grid.addWidget(rule(), line - 1, 0, 1, 2)
        name = text(fact.name, "muted", wrap=False)
        value = selectable(fact.value)
        value.setAccessibleDescription(fact.name)
        grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, line, 1)
        if fact.note:
            grid.addWidget(text(fact.note, "small"), line + 1, 1)
