"""The license manager, from the product's side: found, started, spoken to, started again.

One line of JSON each way (docs/guides/product.md). Nothing here decides what is allowed.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal
from PySide6.QtNetwork import QLocalSocket

TRY_AGAIN_MS = 500
START_AGAIN_S = 15.0
"""A manager that does not come up is not started again and again."""

LONGEST = 64 * 1024
LONGEST_SOCKET = 100  # a Unix socket's path has room for little more


def link_of(product: str, profile: str | None = None) -> str:
    """Where a manager that we did not come from listens: in a folder of this user alone."""
    name = f"seatkeeper-{product}"
    if profile is not None:
        real = os.path.realpath(profile)
        name += "-" + hashlib.sha256(real.encode()).hexdigest()[:8]
    here = os.path.join(_folder(product, profile), name)
    return here if len(os.fsencode(here)) <= LONGEST_SOCKET else str(Path.home() / ".cache" / name)


def _folder(product: str, profile: str | None) -> str:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if os.path.isdir(runtime):
        return runtime
    if os.uname().sysname == "Darwin":
        return tempfile.gettempdir()
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local/share")
    return os.path.realpath(profile or os.path.join(data, f"seatkeeper-{product}"))


class Manager(QObject):
    """Connects, and connects again; starts the manager where nobody answers."""

    told = Signal(dict)  # a line, as it came
    lost = Signal()

    def __init__(self, where: str, product: str, command: Sequence[str]) -> None:
        super().__init__()
        self._where, self._product, self._command = where, product, list(command)
        self._started = -START_AGAIN_S
        self._unsaved = False
        self._socket = QLocalSocket(self)
        self._socket.setReadBufferSize(LONGEST)
        self._socket.connected.connect(self._greet)
        self._socket.readyRead.connect(self._hear)
        self._socket.disconnected.connect(self._gone)
        self._socket.errorOccurred.connect(self._failed)
        self._again = QTimer(self, singleShot=True, interval=TRY_AGAIN_MS)
        self._again.timeout.connect(self.connect_to_it)

    def connect_to_it(self) -> None:
        if self._socket.state() is QLocalSocket.LocalSocketState.UnconnectedState:
            self._socket.connectToServer(self._where)

    def show(self) -> None:
        """A second start brings the window of the first to the front."""
        self._start()

    def _start_unseen(self) -> None:
        """Who opens a memo wants no other window; where a manager runs, this start ends again."""
        self._started = time.monotonic()
        self._start("--background")

    def prove(self, challenge: str) -> None:
        self._say(prove=challenge)

    def set_unsaved(self, unsaved: bool) -> None:
        if unsaved != self._unsaved:
            self._unsaved = unsaved
            self._say(unsaved=unsaved)

    def answer_may_close(self, closing: bool) -> None:
        self._say(**({"closing": True} if closing else {"busy": True}))

    def leave(self) -> None:
        """The end: say goodbye, and do not come back."""
        self._again.stop()
        self._socket.blockSignals(True)
        self._say(bye=True)
        self._socket.disconnectFromServer()

    # --- the line

    def _greet(self) -> None:
        self._say(hello=1, product=self._product, pid=os.getpid())
        if self._unsaved:
            self._say(unsaved=True)

    def _say(self, **members: object) -> None:
        if self._socket.state() is QLocalSocket.LocalSocketState.ConnectedState:
            self._socket.write(json.dumps(members).encode() + b"\n")
            self._socket.flush()

    def _hear(self) -> None:
        while self._socket.canReadLine():
            line = self._read(bytes(self._socket.readLine().data()))
            if line is not None:
                self.told.emit(line)
        if self._socket.bytesAvailable() >= LONGEST:
            self._socket.abort()

    def _read(self, line: bytes) -> dict[str, Any] | None:
        try:
            told = json.loads(line)
        except ValueError:
            return None
        return told if isinstance(told, dict) else None

    # --- nobody there

    def _gone(self) -> None:
        self.lost.emit()
        self._again.start()

    def _failed(self) -> None:
        """Not there (yet): start it, once in a while, and look again soon."""
        if self._socket.state() is not QLocalSocket.LocalSocketState.ConnectedState:
            if time.monotonic() - self._started > START_AGAIN_S:
                self._start_unseen()
            self._again.start()

    def _start(self, *options: str) -> None:
        if self._command:
            QProcess.startDetached(self._command[0], [*self._command[1:], *options])
