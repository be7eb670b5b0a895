"""One connection on the local link: bytes to lines, and lines to bytes. Decides nothing.

Whoever is on the other side can be slow, silent, loud or mad: nothing here waits for it, nothing
grows with it, and a window beside it goes on (HOST-6).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QLocalSocket

from contract.link import LINE_LIMIT, FromManager, FromProduct, Now, State, read_line, write_line

AT_ONCE, PAUSE_MS = 32, 10
"""Lines, or kilobytes of them, read before the window has its turn, and for how long it has it."""

BACKLOG = 64 * 1024
"""Bytes of answers that may wait for a reader who does not read."""

SILENCE_MS = 10_000
"""Time for a first word; a connection that says nothing takes nobody's place."""

Said = Callable[["Guest", FromProduct], None]
Gone = Callable[["Guest"], None]


class Guest(QObject):
    """`product` is the name it came with, once it said hello."""

    def __init__(self, socket: QLocalSocket, said: Said, gone: Gone, parent: QObject) -> None:
        super().__init__(parent)
        self._socket, self._said, self._gone = socket, said, gone
        self._waiting: Now | None = None
        self._ended = False
        self.product, self.pid, self.unsaved = "", 0, False
        self.waits = self.looks = False  # for a seat; for what the diagnostics find
        self.told: Now | None = None
        self._pausing = QTimer(self)
        self._pausing.setSingleShot(True)
        self._pausing.setInterval(PAUSE_MS)
        self._pausing.timeout.connect(self._hear)
        socket.setReadBufferSize(LINE_LIMIT)
        socket.readyRead.connect(self._hear)
        socket.bytesWritten.connect(lambda _count: self._send_state())
        socket.disconnected.connect(self._end)
        QTimer.singleShot(SILENCE_MS, self, self._lose_patience)

    def begin(self) -> None:
        """What came before anybody listened."""
        self._hear()
        if self._socket.state() is QLocalSocket.LocalSocketState.UnconnectedState:
            self._end()

    # --- hearing

    def _hear(self) -> None:
        if self._pausing.isActive():
            return
        taken = 0
        while taken < AT_ONCE and not self._ended and self._socket.canReadLine():
            line = bytes(self._socket.readLine().data())
            taken += 1 + len(line) // 1024
            self._take(line)
        if self._ended:
            return
        if taken >= AT_ONCE:
            self._pausing.start()
        elif self._socket.bytesAvailable() >= LINE_LIMIT:
            self.hang_up()  # a line without an end

    def _take(self, line: bytes) -> None:
        """What is not understood is ignored, from whom has said hello before."""
        message = read_line(line)
        if message is not None:
            self._said(self, message)
        elif not self.product:
            self.hang_up()

    def _lose_patience(self) -> None:
        if not (self.product or self.looks):
            self.hang_up()

    # --- speaking

    def tell(self, message: FromManager) -> None:
        if self._ended:
            return
        if self._socket.bytesToWrite() > BACKLOG:
            self.hang_up()
        else:
            self._socket.write(write_line(message))

    def tell_state(self, now: Now) -> None:
        """A slow reader is told the newest alone."""
        if now != self.told:
            self.told = self._waiting = now
            self._send_state()

    def _send_state(self) -> None:
        if self._waiting is not None and not self._ended and not self._socket.bytesToWrite():
            now, self._waiting = self._waiting, None
            self.tell(State(now))

    # --- the end

    def hang_up(self) -> None:
        if not self._ended:
            self._socket.flush()  # as much as the other side takes: nobody waits for it
            self._socket.disconnectFromServer()
            self._end()

    def _end(self) -> None:
        if not self._ended:
            self._ended = True
            self._gone(self)
            self._socket.deleteLater()  # a child of the server: given to us, it dies badly at exit
            self.deleteLater()
