"""Runs the workers until told to stop, and says `ready` and where once they answer.

granian's parent process answers nothing itself: it keeps the workers, each with the whole
application and threads of its own.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import time
import urllib.request

from granian import Granian
from granian.constants import Interfaces

from server.config.log import LOGGING
from server.upkeep.stalled import THREADS

PARENT = "SEATKEEPER_PARENT"
STOP_WITHIN = 10  # seconds that a worker gets for what it is doing
READY_WITHIN = 60


def run(host: str, port: int, *, workers: int, threads: int) -> None:
    """Returns after a clean stop by SIGTERM or SIGINT."""
    os.environ[PARENT] = str(os.getpid())
    os.environ[THREADS] = str(threads)
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")  # glibc's, else a heap for nearly each thread
    # A forked worker would inherit locks that some thread here holds at that moment (an import's,
    # the log's) and wait for them for ever. A spawned one begins anew, as on Windows and macOS.
    multiprocessing.set_start_method("spawn", force=True)
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
    server.on_startup(lambda: _announce(port))
    server.serve()


def _announce(port: int) -> None:
    threading.Thread(target=_say_when_ready, args=(port,), daemon=True).start()


def _say_when_ready(port: int) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if _answers(port):
            sys.stdout.write(f"ready http://localhost:{port}\n")
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
