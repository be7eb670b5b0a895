"""The product's end of the link, for a command beside a running manager. Decides nothing."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalSocket

from contract.link import (
    Bye,
    FromManager,
    FromProduct,
    Hello,
    read_answer,
    write_line,
)

CONNECTING_MS = 500


class Client(QObject):
    """`told` gets what the manager says; `gone` is set when it has hung up."""

    def __init__(self, where: str, told: Callable[[FromManager], None]) -> None:
        super().__init__()
        self._where, self._told = where, told
        self.gone = asyncio.Event()
        self._socket = QLocalSocket(self)
        self._socket.readyRead.connect(self._hear)
        self._socket.disconnected.connect(self.gone.set)

    def come(self) -> bool:
        """Blocks for a moment at most: there is no window to wait for it."""
        self._socket.connectToServer(self._where)
        return self._socket.waitForConnected(CONNECTING_MS)

    def say(self, message: FromProduct) -> None:
        self._socket.write(write_line(message))
        self._socket.flush()

    def greet(self, product: str) -> None:
        """From now on a place is in use, until `leave`."""
        self.say(Hello(1, product, os.getpid()))

    async def leave(self) -> None:
        if self._socket.state() is QLocalSocket.LocalSocketState.ConnectedState:
            self.say(Bye(True))
            self._socket.disconnectFromServer()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self.gone.wait()
        self.deleteLater()

    def _hear(self) -> None:
        while self._socket.canReadLine():
            message = read_answer(bytes(self._socket.readLine().data()))
            if message is not None:
                self._told(message)
