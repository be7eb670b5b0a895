"""A list of facts: what it is on the left, how it stands on the right."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtWidgets import QGridLayout, QWidget

from app.views.parts.layouts import rule
from app.views.parts.path_line import PathLine
from app.views.parts.texts import selectable, text

BETWEEN = 14  # around the hairline of stacked facts


class Fact(Struct, frozen=True):
    name: str
    value: str
    note: str = ""
    is_path: bool = False


class Facts(QWidget):
    """Rows with a hairline between them; each value can be marked and copied.

    Where `stacked`, the name stands above its value: long values in large fonts.
    """

    def __init__(
        self, facts: Sequence[Fact], first_width: int = 170, *, stacked: bool = False
    ) -> None:
        super().__init__()
        self._stacked = stacked
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(2 if stacked else 9)
        grid.setColumnMinimumWidth(0, 0 if stacked else first_width)
        grid.setColumnStretch(1, 1)
        for number, fact in enumerate(facts):
            self._add(grid, number * 4, fact)

    def _add(self, grid: QGridLayout, line: int, fact: Fact) -> None:
        from PySide6.QtCore import Qt  # late: see numbers_of_qt; no first face has facts

        if line:
            grid.addWidget(rule(), line - 1, 0, 1, 2, Qt.AlignmentFlag.AlignVCenter)
            grid.setRowMinimumHeight(line - 1, BETWEEN if self._stacked else 0)
        name = text(fact.name, "muted")
        value = PathLine(fact.value) if fact.is_path else selectable(fact.value)
        value.setAccessibleDescription(fact.name)
        across = (1, 2) if self._stacked else (1, 1)
        grid.addWidget(name, line, 0, *across, Qt.AlignmentFlag.AlignTop)
        first = (line + 1, 0) if self._stacked else (line, 1)
        grid.addWidget(value, *first, *across)
        if fact.note:
            grid.addWidget(text(fact.note, "small"), first[0] + 1, first[1], *across)
