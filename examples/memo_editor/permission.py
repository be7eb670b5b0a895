"""What the product may do now: it follows from a lease that was checked here, and from the time.

The manager's own word (`allow`) decides nothing; its sentence is shown, as it knows more.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from typing import Any

from examples.memo_editor.language import N_
from examples.memo_editor.lease import (
    Claims,
    NotBelieved,
    Pinned,
    check_proof,
    is_good,
    read_keys,
    read_lease,
)

log = logging.getLogger(__name__)

NO_MANAGER = N_("Waiting for the license manager. Saving is possible as soon as it is there.")
NOT_GENUINE = N_("The license on this computer could not be verified.")
CHECKING = N_("The license is being checked.")
LAPSED = N_("The license could not be renewed in time.")
CLOCK = N_("By this computer's clock the license has ended. Is the clock right?")


class Clock:
    """Never back: a clock that is set back while we run lengthens nothing."""

    def __init__(
        self,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wall, self._steady = wall, steady
        self._seen, self._at = wall(), steady()

    def __call__(self) -> float:
        now = max(self._wall(), self._seen + self._steady() - self._at)
        self._seen, self._at = now, self._steady()
        return now


class Permission:
    """Fed by the link: `take_state`, `take_proof`, `lost`; asked by the window: `may`, `reason`."""

    def __init__(
        self, pinned: Pinned, ask_proof: Callable[[str], None], clock: Clock | None = None
    ) -> None:
        self._pinned, self._ask_proof, self._now = pinned, ask_proof, clock or Clock()
        self._lease: Claims | None = None  # believed
        self._unproven: Claims | None = None
        self._challenge = ""
        self._proven = ""  # thumbprint of the key that answered on this connection
        self._version = 0
        self._message = NO_MANAGER
        self._manager_would = False  # it goes by the server's time, we by the computer's

    def may(self, what: str) -> bool:
        lease = self._lease
        return lease is not None and what in lease["allow"] and is_good(lease, self._now())

    @property
    def reason(self) -> str:
        """A sentence for people, ours in English; empty where saving is allowed."""
        if self.may("save"):
            return ""
        if self._lease is not None and not is_good(self._lease, self._now()):
            return CLOCK if self._manager_would else LAPSED
        return self._message or CHECKING

    @property
    def ends_in(self) -> float | None:
        """Seconds until time alone changes something."""
        lease = self._lease
        return None if lease is None or lease.get("bound") else lease["exp"] - self._now()

    # --- what the link brings

    def take_state(self, state: dict[str, Any]) -> None:
        """It replaces what was held: a lease that is not shown any more is not used any more."""
        self._message = str(state.get("message", ""))
        self._manager_would = "save" in state.get("allow", ())
        lease = self._read(state)
        if lease is None:
            self._lease = self._unproven = None
        elif lease["cnf"].get("jkt") == self._proven:
            self._lease, self._unproven = lease, None
        else:
            self._unproven = lease
            self._challenge = secrets.token_urlsafe(24)
            self._ask_proof(self._challenge)

    def _read(self, state: dict[str, Any]) -> Claims | None:
        if not isinstance(state.get("lease"), str) or not isinstance(state.get("keys"), str):
            return None
        try:
            keys = read_keys(state["keys"], self._pinned, self._version)
            self._version = keys["version"]
            return read_lease(state["lease"], keys, self._pinned)
        except NotBelieved as fault:
            log.warning("a lease was not believed: %s", fault)
            self._message = NOT_GENUINE
            return None

    def take_proof(self, proof: object) -> None:
        lease, self._unproven = self._unproven, None
        if lease is None:
            return
        try:
            check_proof(str(proof), self._challenge, lease, self._pinned)
        except NotBelieved as fault:
            log.warning("the computer could not prove itself: %s", fault)
            self._lease, self._message = None, NOT_GENUINE
        else:
            self._lease, self._proven = lease, lease["cnf"]["jkt"]

    def lost(self) -> None:
        """The manager is gone: what was believed goes on to its end (HOST-5)."""
        self._unproven, self._proven, self._manager_would = None, "", False
        self._message = NO_MANAGER
