"""What each worker process loads: the application, the outbox, watches over parent and threads.

A parent that was killed cannot stop its workers; they see that it is gone and go, too. A
request that is half done then is like any request cut off by a kill: committed or not at all.
"""

from __future__ import annotations

import os
import sys
import threading
import time

from server.config import wsgi
from server.config.bodies import with_whole_bodies
from server.outbox import loop
from server.upkeep import stalled
from server.upkeep.run import PARENT

LOOK_EVERY = 1.0  # seconds

application = stalled.with_watched_bodies(with_whole_bodies(wsgi.application))
loop.start()
stalled.watch(int(os.environ.get(stalled.THREADS) or sys.maxsize))


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os._exit(0)


parent = os.environ.get(PARENT, "")
if parent.isdecimal() and os.name == "posix":
    threading.Thread(target=_leave_with, args=(int(parent),), daemon=True).start()
