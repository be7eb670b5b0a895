"""A thread in each server process that sends what lies in the outbox.

A commit of this process wakes it at once; what other processes left, and what is to be tried
again, it finds by looking now and then.
"""

from __future__ import annotations

import logging
import threading
from typing import NoReturn

from django.db import connection

LOOK_EVERY = 5.0  # seconds

log = logging.getLogger(__name__)
_bell = threading.Event()


def ring() -> None:
    _bell.set()


def start() -> None:
    threading.Thread(target=_send_for_ever, name="outbox", daemon=True).start()


def _send_for_ever() -> NoReturn:
    from server.outbox.send import send_due  # it needs what begins by this module

    while True:
        _bell.wait(LOOK_EVERY)
        _bell.clear()
        try:
            send_due()
        except Exception as error:  # the database is away, its disk is full: later it is not
            log.warning("the outbox waits: %s: %s", type(error).__name__, error)
            connection.close()
