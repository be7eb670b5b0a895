"""*Open the product*: started as the brand says, and told where the link is (CONTRACT 3)."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from PySide6.QtCore import QProcess, QProcessEnvironment

from app.language import spoken

LINK_VARIABLE = "SEATKEEPER_LINK"
LANGUAGE_VARIABLE = "SEATKEEPER_LANGUAGE"  # the window's own, so that both speak the same

log = logging.getLogger(__name__)


def open_product(command: Sequence[str], where: str) -> bool:
    """Started on its own: it goes on when the manager ends (HOST-3). False if it cannot be."""
    surroundings = QProcessEnvironment.systemEnvironment()
    surroundings.insert(LINK_VARIABLE, where)
    surroundings.insert(LANGUAGE_VARIABLE, spoken.code)
    process = QProcess()
    process.setProgram(command[0])
    process.setArguments(list(command[1:]))
    process.setProcessEnvironment(surroundings)
    started: object = process.startDetached()  # a bool, although its stubs say a pair
    if started is not True:
        log.warning("the product could not be started: %s", process.errorString())
    return started is True
