"""What the verbs answer with: a place held, with its lease, and all that is shown beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contract.wire.seat import Notice
from server.rulebook.facts import License, Place, Pool


@dataclass(frozen=True, slots=True)
class Held:
    """A place with its newest lease, as of the instant `at`."""

    pool: Pool
    place: Place
    license: License  # the one that the lease names
    lease: str
    next_contact_in: int
    at: datetime
    notices: tuple[Notice, ...] = ()
