"""What acts need of the desktop around us: dialogs, the browser, the clipboard, the log folder.

Dialogs are opened, never run in a loop of their own: contacts go on meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import assert_never

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.language import _
from app.license.events import (
    Event,
    FileOpened,
    GiveBackConfirmed,
    LogOutAsked,
    RequestAsked,
    ReturnFileAsked,
)
from app.offline.volumes import to_write_on
from app.views.acts import Act, Copy, Go, Hand, OpenLink, Post, Screen
from app.views.links import open_outside


class Hands:
    """Carries out acts for one window."""

    def __init__(
        self,
        window: QWidget,
        post: Callable[[Event], None],
        go: Callable[[Screen], None],
        product: str,
        logs: Path,
    ) -> None:
        self._window, self._post, self._go = window, post, go
        self._product, self._logs = product, logs
        self.ends_reservation: Callable[[], bool] = lambda: False
        self.open_product: Callable[[], bool] = lambda: False

    def perform(self, act: Act) -> None:
        match act:
            case Post(event=event):
                self._post(event)
            case OpenLink(address=address):
                open_outside(address)
            case Copy(text=words):
                QGuiApplication.clipboard().setText(words)
            case Go(screen=screen):
                self._go(screen)
            case Hand():
                self._by_hand(act)
            case never:
                assert_never(never)

    def _by_hand(self, hand: Hand) -> None:
        match hand:
            case Hand.OPEN_PRODUCT:
                self._open_product()
            case Hand.OPEN_RESPONSE:
                self._open(_("Open response file"), lambda path: self._post(FileOpened(path)))
            case Hand.SAVE_REQUEST:
                name = f"{self._product}-request.html"
                self._save(_("Save request"), name, lambda path: self._post(RequestAsked(path)))
            case Hand.GIVE_BACK:
                self._return(lambda path: self._post(GiveBackConfirmed(path)))
            case Hand.SAVE_RETURN:
                self._return(lambda path: self._post(ReturnFileAsked(path)))
            case Hand.LOG_OUT:
                self._log_out()
            case Hand.OPEN_LOGS:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._logs)))
            case never:
                assert_never(never)

    def _open_product(self) -> None:
        if not self.open_product():
            words = _("It could not be started. Is it installed on this computer?")
            box = QMessageBox(QMessageBox.Icon.Warning, self._window.windowTitle(), words)
            box.setParent(self._window, Qt.WindowType.Dialog)
            box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            box.open()

    def _log_out(self) -> None:
        """Asked once more only where it ends a reservation."""
        if self.ends_reservation():
            self._go(Screen.LOG_OUT)
        else:
            self._post(LogOutAsked())

    # --- file dialogs ------------------------------------------------------------------------

    def _open(self, title: str, chosen: Callable[[Path], None]) -> None:
        dialog = self._dialog(title, chosen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [_("Response files") + " (*.seatkeeper *.seatkeeper.*)", _("All files") + " (*)"]
        )
        dialog.open()

    def _save(self, title: str, name: str, chosen: Callable[[Path], None]) -> None:
        dialog = self._dialog(title, chosen)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(name.rpartition(".")[2])
        dialog.selectFile(name)
        dialog.open()

    def _return(self, chosen: Callable[[Path], None]) -> None:
        self._save(_("Save return file"), f"{self._product}-return.seatkeeper", chosen)

    def _dialog(self, title: str, chosen: Callable[[Path], None]) -> QFileDialog:
        """A stick first, then the documents (AIR-1)."""
        sticks = [stick.root for stick in to_write_on()]
        dialog = QFileDialog(self._window, title, [*sticks, _documents()][0])
        places = [*sticks, _documents(), str(Path.home())]
        dialog.setSidebarUrls([QUrl.fromLocalFile(place) for place in dict.fromkeys(places)])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: chosen(Path(path)))
        return dialog


def _documents() -> str:
    """The documents' folder; where a bare system has none, the person's own."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return documents if Path(documents).is_dir() else str(Path.home())
