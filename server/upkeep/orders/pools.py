"""Orders about pools: look at one, set what its owner could set."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from msgspec import UNSET, UnsetType

from server.licenses.pool_terms import set_pool_terms
from server.seats.free import Freed, free
from server.seats.show import show
from server.upkeep.orders.order import Order, account_with, not_valid, texts, value_of


def _show(wanted: Namespace) -> object:
    return show(account_with(wanted.owner))


def _free(wanted: Namespace) -> object:
    freed = value_of(free(account_with(wanted.owner), wanted.seat, role="support"))
    assert isinstance(freed, Freed)
    return {
        "seat": freed.seat,
        "account_id": freed.account_id,
        "goes_on_until": freed.goes_on_until,
    }


def _set_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("owner")
    parser.add_argument("--offline-days", default="", help="the longest reservation")
    parser.add_argument("--offline-seats", default="", help="how many seats may be away offline")
    parser.add_argument("--members-may-bind", action="store_true", help="members may bind offline")


def _limit(text: str, member: str) -> int | UnsetType | None:
    """A number, or `none` to take the limit away; left out, it stays as it is."""
    if not text:
        return UNSET
    if text == "none":
        return None
    return int(text) if text.isascii() and text.isdecimal() else not_valid(member)


def _set(wanted: Namespace) -> object:
    owner = account_with(wanted.owner)
    pools = value_of(
        set_pool_terms(
            owner,
            offline_days=_limit(wanted.offline_days, "offline_days"),
            offline_seats=_limit(wanted.offline_seats, "offline_seats"),
            members_may_bind=wanted.members_may_bind or UNSET,
        )
    )
    assert isinstance(pools, list)
    return [
        {
            "pool": pool.pk,
            "offline_days": pool.offline_days,
            "offline_seats": pool.offline_seats,
            "members_may_bind": pool.members_may_bind,
        }
        for pool in pools
    ]


ORDERS = (
    Order("pool-show", "the seats of an owner, and who sits on them", texts("owner"), _show),
    Order("seat-free", "free a member's seat", texts("owner", "seat"), _free),
    Order("pool-set", "set what applies to an owner's pools", _set_arguments, _set),
)
