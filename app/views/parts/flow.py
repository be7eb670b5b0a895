"""Buttons in a row that goes on in the next line when it is full: for large fonts, long words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import Qt


class Flow(QLayout):
    """Left to right, then down; each line in the middle where `centred`.

    Where `spread`, the last one stands at the right edge of its line.
    """

    def __init__(
        self, *widgets: QWidget, gap: int = 4, centred: bool = False, spread: bool = False
    ) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap, self._centred, self._spread = gap, centred, spread
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    # --- what Qt asks of a layout ------------------------------------------------------------

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        from PySide6.QtCore import Qt  # late: see numbers_of_qt

        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        lines = self._lines(width)
        return sum(map(_tallest, lines)) + self._gap * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        sizes = [item.sizeHint() for item in self._items]
        across = sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        return QSize(across, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        sizes = [item.minimumSize() for item in self._items]
        widest = max((size.width() for size in sizes), default=0)
        return QSize(widest, max((size.height() for size in sizes), default=0))

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        super().setGeometry(rect)
        top = rect.y()
        for line in self._lines(rect.width()):
            self._place(line, rect, top)
            top += _tallest(line) + self._gap

    # --- lines -------------------------------------------------------------------------------

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = -1
        for item in self._items:
            needs = item.sizeHint().width() + self._gap
            if left < needs - self._gap:
                lines.append([])
                left = width
            lines[-1].append(item)
            left -= needs
        return lines

    def _place(self, line: list[QLayoutItem], rect: QRect, top: int) -> None:
        total = sum(item.sizeHint().width() for item in line) + self._gap * (len(line) - 1)
        spare = max(0, rect.width() - total)
        left = rect.x() + (spare // 2 if self._centred else 0)
        for item in line:
            if self._spread and item is line[-1]:
                left += spare
            size = item.sizeHint().boundedTo(QSize(rect.width(), item.sizeHint().height()))
            middle = (_tallest(line) - size.height()) // 2
            item.setGeometry(QRect(QPoint(left, top + middle), size))
            left += size.width() + self._gap


def _tallest(line: list[QLayoutItem]) -> int:
    return max(item.sizeHint().height() for item in line)


def flow(*widgets: QWidget, gap: int = 4, centred: bool = False, spread: bool = False) -> QWidget:
    holder = QWidget()
    holder.setLayout(Flow(*widgets, gap=gap, centred=centred, spread=spread))
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder
