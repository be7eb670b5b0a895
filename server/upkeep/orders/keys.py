"""Orders about the keys that sign leases (docs/guides/keys.md has the drill)."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from server.clock import now
from server.config.places import ROOTS
from server.signing.models import SigningKey
from server.signing.revoke import revoke
from server.signing.rotate import rotate
from server.signing.setup import make_first_keys
from server.signing.statement import Stated
from server.upkeep.orders.order import Order, value_of


def _reason(parser: ArgumentParser) -> None:
    parser.add_argument("--reason", default="", help="for the journal")


def _revoke_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("kid")
    _reason(parser)


def _rotate(wanted: Namespace) -> object:
    _need_first_keys()
    return _told(rotate(ROOTS, reason=wanted.reason))


def _revoke(wanted: Namespace) -> object:
    _need_first_keys()
    return _told(revoke(ROOTS, wanted.kid, reason=wanted.reason))


def _show(wanted: Namespace) -> object:
    return [
        {
            "kid": row.kid,
            "created_at": row.created_at,
            "not_after": row.not_after,
            "revoked_at": row.revoked_at,
        }
        for row in SigningKey.objects.order_by("id")
    ]


def _told(outcome: object) -> object:
    stated = value_of(outcome)
    assert isinstance(stated, Stated)
    return {
        "version": stated.version,
        "signs": stated.signs,
        "good": stated.good,
        "revoked": stated.revoked,
    }


def _need_first_keys() -> None:
    """An order may come before the first `serve`."""
    make_first_keys(ROOTS.parent, now(), ROOTS)


ORDERS = (
    Order("keys-show", "the keys that sign leases", lambda parser: None, _show),
    Order("keys-rotate", "another key signs from now on", _reason, _rotate),
    Order("keys-revoke", "nothing that this key signed is believed", _revoke_arguments, _revoke),
)
