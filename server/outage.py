"""When the database cannot be asked or cannot write: away, starting, locked, full, a standby.

None of it is the act's fault, and all of it passes: whoever asked is told to come again.
"""

from __future__ import annotations

from django.db import Error, InterfaceError, OperationalError

RETRY_AFTER = 5  # seconds
READ_ONLY = "25006"  # a server that gave its work to another one


def is_outage(error: BaseException | None) -> bool:
    if isinstance(error, OperationalError | InterfaceError):
        return True
    return isinstance(error, Error) and getattr(error.__cause__, "sqlstate", None) == READ_ONLY
