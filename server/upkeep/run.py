"""Runs the workers until told to stop, and says `ready ADDRESS` once they answer.

granian's parent process answers nothing itself: it keeps the workers, each with the whole
application and threads of its own.
"""

from __future__ import annotations

import os
import sys
import threading
import time
import urllib.request

from granian import Granian
from granian.constants import Interfaces

from server.config.log import LOGGING

PARENT = "SEATKEEPER_PARENT"
STOP_WITHIN = 10  # seconds that a worker gets for what it is doing
READY_WITHIN = 60


def run(host: str, port: int, address: str, *, workers: int, threads: int) -> None:
    """Returns after a clean stop by SIGTERM or SIGINT."""
    os.environ[PARENT] = str(os.getpid())
    server = Granian(
        "server.upkeep.worker:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        workers_kill_timeout=STOP_WITHIN,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        log_dictconfig=LOGGING,
        websockets=False,
    )
    server.on_startup(lambda: _announce(port, address))
    server.serve()


def _announce(port: int, address: str) -> None:
    """Asks once in this thread, so that the other one imports nothing: a worker that is forked
    while some thread holds an import's lock waits for it at its own next import, for ever."""
    _answers(port)
    threading.Thread(target=_say_when_ready, args=(port, address), daemon=True).start()


def _say_when_ready(port: int, address: str) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if _answers(port):
            sys.stdout.write(f"ready {address}\n")
            sys.stdout.flush()
            return
        time.sleep(0.02)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(
            f"http://127.0.0.1:{port}/healthz", timeout=2
        ) as answer:  # our own
            return bool(answer.status == 200)
    except OSError:
        return False
