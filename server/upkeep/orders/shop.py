"""Orders about the vendor's shop and the keys that it calls with."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from server.shop.keys import make_shop_key, revoke_shop_key
from server.shop.models import ShopKey
from server.upkeep.orders.order import Order, not_valid, value_of


def _create_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--name", default="", help="which shop it is for")


def _create(wanted: Namespace) -> object:
    if len(wanted.name) > 60:
        not_valid("name")
    made = make_shop_key(wanted.name)
    return {"number": made.number, "shop_key": made.key}


def _revoke_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("number")
    parser.add_argument("--reason", default="", help="for the journal")


def _revoke(wanted: Namespace) -> object:
    number = wanted.number
    known = int(number) if number.isascii() and number.isdecimal() else not_valid("number")
    row = value_of(revoke_shop_key(known, reason=wanted.reason))
    assert isinstance(row, ShopKey)
    return {"number": row.pk, "name": row.name, "revoked_at": row.revoked_at}


ORDERS = (
    Order("shop-key-create", "a key for the shop, shown once", _create_arguments, _create),
    Order("shop-key-revoke", "a shop's key works no more", _revoke_arguments, _revoke),
)
