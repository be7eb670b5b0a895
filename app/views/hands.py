"""What acts need of the desktop around us: dialogs, the browser, the clipboard, the log folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import assert_never

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.language import _
from app.license.events import (
    Event,
    FileOpened,
    GiveBackConfirmed,
    LogOutAsked,
    RequestAsked,
    ReturnFileAsked,
)
from app.views.acts import Act, Copy, Go, Hand, OpenLink, Post, Screen


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
                from app.views.links import open_outside  # late: nobody presses before the paint

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
                self._open(lambda path: self._post(FileOpened(path)))
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
                _open_folder(self._logs)
            case never:
                assert_never(never)

    def _open_product(self) -> None:
        if not self.open_product():
            from app.views import dialogs

            words = _("It could not be started. Is it installed on this computer?")
            dialogs.warn(self._window, words)

    def _log_out(self) -> None:
        """Asked once more only where it ends a reservation."""
        if self.ends_reservation():
            self._go(Screen.LOG_OUT)
        else:
            self._post(LogOutAsked())

    # --- dialogs -----------------------------------------------------------------------------

    def _open(self, chosen: Callable[[Path], None]) -> None:
        from app.views import dialogs  # late, as below: no first paint has any

        dialogs.open_response(self._window, chosen)

    def _save(self, title: str, name: str, chosen: Callable[[Path], None]) -> None:
        from app.views import dialogs

        dialogs.save(self._window, title, name, chosen)

    def _return(self, chosen: Callable[[Path], None]) -> None:
        self._save(_("Save return file"), f"{self._product}-return.seatkeeper", chosen)


def _open_folder(folder: Path) -> None:
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
