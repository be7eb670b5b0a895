"""Dialogs: a file to open, a file to save, a sentence that must be read.

Opened, never run in a loop of their own: contacts go on meanwhile. Imported when the first of them
is wanted; the first paint has none.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.language import _
from app.offline.volumes import to_write_on

Chosen = Callable[[Path], None]


def open_response(window: QWidget, chosen: Chosen) -> None:
    dialog = _dialog(window, _("Open response file"), chosen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(
        [_("Response files") + " (*.seatkeeper *.seatkeeper.*)", _("All files") + " (*)"]
    )
    dialog.open()


def save(window: QWidget, title: str, name: str, chosen: Chosen) -> None:
    dialog = _dialog(window, title, chosen)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(name.rpartition(".")[2])
    dialog.selectFile(name)
    dialog.open()


def warn(window: QWidget, words: str) -> None:
    box = QMessageBox(QMessageBox.Icon.Warning, window.windowTitle(), words)
    box.setParent(window, Qt.WindowType.Dialog)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def _dialog(window: QWidget, title: str, chosen: Chosen) -> QFileDialog:
    """A stick first, then the documents (AIR-1)."""
    sticks = [stick.root for stick in to_write_on()]
    dialog = QFileDialog(window, title, [*sticks, _documents()][0])
    places = [*sticks, _documents(), str(Path.home())]
    dialog.setSidebarUrls([QUrl.fromLocalFile(place) for place in dict.fromkeys(places)])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    return dialog


def _documents() -> str:
    """The documents' folder; where a bare system has none, the person's own."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return documents if Path(documents).is_dir() else str(Path.home())
