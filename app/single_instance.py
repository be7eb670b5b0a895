"""One desktop for each user and profile (APP-11): a second start hands over and ends.

Who is first is decided by a lock that dies with its process, so that a socket which a crash left
behind stops nobody; of two starts at once exactly one gets it.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QSysInfo

from contract.link import Open, TakeOver, link_name, read_answer, write_line

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket

LONGEST_SOCKET = 100  # a Unix socket's path has room for 107 bytes
PATIENCE_S = 10.0
"""How long the running one may take to listen, or to end: it may be starting on a busy machine, or
closing while the server hangs."""

HANDING_OVER_S = 60.0
"""How long a command may take to let go; it has no window to show (decision 0022)."""


def address(product: str, data: Path, profile: Path | None) -> str:
    """Where the link is (CONTRACT 3): never in a folder that others write to."""
    real = os.path.realpath(profile) if profile is not None else None
    if sys.platform == "win32":
        return link_name(product, real, _windows_user())
    name = link_name(product, real)
    here = os.path.join(_own_folder(data), name)
    return here if len(os.fsencode(here)) <= LONGEST_SOCKET else _short(name)


def _own_folder(data: Path) -> str:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and os.path.isdir(runtime):
        return runtime
    if sys.platform == "darwin":
        return tempfile.gettempdir()
    return os.path.realpath(data)


def _short(name: str) -> str:
    """For a folder deep in the tree: one of the user's own where a name still fits."""
    folder = Path.home() / ".cache"
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return str(folder / name)


def _windows_user() -> str:
    """The SID of this user, as Windows' own program says it."""
    import subprocess  # only where it is used

    whoami = os.path.join(os.environ["SYSTEMROOT"], "System32", "whoami.exe")
    order = [whoami, "/user", "/fo", "csv", "/nh"]
    said = subprocess.run(order, capture_output=True, text=True)  # noqa: S603  no words of others
    return said.stdout.strip().rpartition(",")[2].strip('"')


class Turn(Enum):
    FIRST = auto()
    TOLD = auto()  # another one runs, and knows what was to be opened
    NEITHER = auto()  # another one runs, and does not listen


class Told(Enum):
    """What came of telling the one that runs."""

    HEARD = auto()
    TAKE_OVER = auto()  # it has no window, and will let go
    NOTHING = auto()


class SingleInstance(QObject):
    """Claim first; then either listen (`app.host.link`), or hand over what was to be opened."""

    def __init__(self, where: str, lock_folder: Path) -> None:
        super().__init__()
        self.where = where
        with contextlib.suppress(OSError):  # then nothing can be kept, and work goes on
            lock_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock_path = lock_folder / "running.lock"
        self._lock = QLockFile(str(self._lock_path))
        self._lock.setStaleLockTime(0)  # only a dead process makes it stale

    def claim(self) -> bool:
        """Whether this is the first; a lock that cannot be made stands in nobody's way."""
        if self._is_taken():
            return True
        if not self._is_abandoned():
            return False
        with contextlib.suppress(OSError):
            self._lock_path.unlink()
        return self._is_taken() or self._is_abandoned()

    def _is_taken(self) -> bool:
        taken = self._lock.tryLock(0)
        return taken or self._lock.error() is not QLockFile.LockError.LockFailedError

    def _is_abandoned(self) -> bool:
        """Its process lives no more, or not on this computer (a home that computers share); or
        nobody can be read in it, as after a power cut. Qt would wait for those for ever."""
        pid, host, _program = self._lock.getLockInfo()
        if pid == 0:
            return _is_old(self._lock_path)
        return host != QSysInfo.machineHostName() or not _lives(pid)

    def take_turn(self, paths: Sequence[Path], *, quietly: bool = False) -> Turn:
        """Be the first, or tell the one that runs. That one may still be starting, or be closing:
        then it listens no more, and this one is the first as soon as it has ended. So too where it
        has no window, and lets this one take over. Where it goes `quietly`, nobody's window is
        raised: it is enough that one runs."""
        begun, patience = time.monotonic(), PATIENCE_S
        while not self.claim():
            told = self._hand_over(paths, quietly)
            if told is Told.HEARD:
                return Turn.TOLD
            if told is Told.TAKE_OVER:
                patience = HANDING_OVER_S
            if time.monotonic() >= begun + patience:
                return Turn.NEITHER
            time.sleep(0.05)
        return Turn.FIRST

    def _hand_over(self, paths: Sequence[Path], quietly: bool) -> Told:
        from PySide6.QtNetwork import QLocalSocket  # late: a first start needs none

        socket = QLocalSocket()
        socket.connectToServer(self.where)
        if not socket.waitForConnected(200):
            return Told.NOTHING
        return Told.HEARD if quietly else _say(socket, Open(tuple(str(path) for path in paths)))

    def close(self) -> None:
        self._lock.unlock()


BEING_WRITTEN_S = 5.0


def _is_old(path: Path) -> bool:
    """Not of a start that is just writing it."""
    try:
        return abs(time.time() - path.stat().st_mtime) > BEING_WRITTEN_S
    except OSError:
        return False


def _lives(pid: int) -> bool:
    if sys.platform == "win32":
        return True  # there the lock is held by the system, and ends with its process
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _say(socket: QLocalSocket, message: Open) -> Told:
    """Said when the other side has hung up: it has read the line."""
    socket.write(write_line(message))
    socket.flush()
    gone = type(socket).LocalSocketState.UnconnectedState
    if not (socket.waitForDisconnected(1000) or socket.state() is gone):
        return Told.NOTHING
    answer = read_answer(bytes(socket.readAll().data()))
    return Told.TAKE_OVER if isinstance(answer, TakeOver) else Told.HEARD
