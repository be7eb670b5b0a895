"""The path of a file on one line, shortened in its middle where it has no room."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from app.language import _
from app.views.parts.texts import Role


class PathLine(QLabel):
    """Beginning and end of it tell which file it is. Whole as the tip, when read out and copied."""

    def __init__(self, path: str, role: Role = "body") -> None:
        super().__init__()
        from PySide6.QtCore import Qt  # late: see numbers_of_qt; no first face has a path

        self._path, self._middle = path, Qt.TextElideMode.ElideMiddle
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(path)
        self.setToolTip(path)
        self.setAccessibleName(path)
        copy = QAction(_("Copy path"), self)
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(path))
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self.fontMetrics().horizontalAdvance(self._path) + 2, self._line().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, self._line().height())

    def _line(self) -> QSize:
        return super().minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self.setText(self.fontMetrics().elidedText(self._path, self._middle, self.width()))
        super().resizeEvent(event)
