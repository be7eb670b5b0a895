"""The other end of the link, for a program that is wrapped while a manager runs elsewhere.

It blocks, and shows no window: it is for the command line alone.
"""

from __future__ import annotations

import os
import time

from PySide6.QtNetwork import QLocalSocket

from contract.link import Bye, Hello, Now, State, read_answer, write_line

CONNECTING_MS = 500
LISTENING_MS = 250
"""A signal is heard between two of these: Qt's own waiting does not end by it."""


class Client:
    """A product, as far as the manager can tell; its place is in use until `leave`."""

    def __init__(self, where: str, product: str) -> None:
        self.where, self._product = where, product
        self._socket = QLocalSocket()

    def come(self) -> bool:
        self._socket.connectToServer(self.where)
        if not self._socket.waitForConnected(CONNECTING_MS):
            return False
        self._say(Hello(1, self._product, os.getpid()))
        return True

    def decided(self, patience: float) -> Now | None:
        """How it stands once using is allowed, or the last that was heard in this time."""
        deadline, heard = time.monotonic() + patience, None
        while time.monotonic() < deadline and self._listens():
            while self._socket.canReadLine():
                told = read_answer(bytes(self._socket.readLine().data()))
                heard = told.state if isinstance(told, State) else heard
            if heard is not None and "use" in heard.allow:
                break
        return heard

    def stay(self) -> None:
        """Until the manager ends."""
        while self._listens():
            self._socket.readAll()

    def _listens(self) -> bool:
        """Whether somebody is there, after a while in which they could say something."""
        if not self._socket.canReadLine():
            self._socket.waitForReadyRead(LISTENING_MS)
        gone = self._socket.state() is QLocalSocket.LocalSocketState.UnconnectedState
        return not gone or self._socket.canReadLine()

    def leave(self) -> None:
        self._say(Bye(True))
        self._socket.disconnectFromServer()

    def _say(self, message: Hello | Bye) -> None:
        self._socket.write(write_line(message))
        self._socket.flush()
