"""Many places of a pool at once as the rulebook's values: columns, of which no row is made.

A row with its account, device and license takes Django five times as long, and a pool may have
thousands of places that are reserved, or be too full for as long as leases reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from server.rulebook import facts
from server.rulebook.tally import Share

MANY = (
    "id", "seat", "account__public_id", "device__device_id", "device__platform", "began_at",
    "last_contact_at", "closed_at", "closed_because", "reserved_until", "bound_at",
    "license__license_id", "lease_exp", "counter_fell_at", "counts_as", "passes", "due",
)  # fmt: skip
_PLATFORMS = {each.value: each for each in facts.Platform}
_REASONS = {each.value: each for each in facts.Because}


def place_from(values: Sequence[Any]) -> facts.Place:
    row, seat, account, device, platform, began_at, last_contact_at, closed_at, *more = values
    because, reserved_until, bound_at, license_id, lease_exp, counter_fell_at, *_ = more
    return facts.Place(
        seat, account, device, _PLATFORMS[platform], began_at, last_contact_at, row, closed_at,
        _REASONS[because], reserved_until, bound_at is not None, license_id, lease_exp,
        counter_fell_at,
    )  # fmt: skip


def share_from(values: Sequence[Any]) -> Share:
    """What the place adds to its pool's tally, as it was stored."""
    return Share(*values[-3:])
