"""`admin`: what support does from a shell. JSON alone on standard output; a refusal is exit 1.

It works beside a running server, and before the first start: the tables are made as needed.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from django.core.management.base import BaseCommand, CommandParser

from contract import wire
from server.rulebook.facts import Refusal
from server.upkeep.first_start import prepare_database
from server.upkeep.orders import accounts, clerk, keys, licenses, organizations, pools, shop
from server.upkeep.orders.order import Order, Refused

ORDERS: dict[str, Order] = {
    order.name: order
    for chapter in (accounts, clerk, keys, licenses, organizations, pools, shop)
    for order in chapter.ORDERS
}


class Command(BaseCommand):
    help = "What support does from a shell."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        names = parser.add_subparsers(dest="order", required=True, parser_class=ArgumentParser)
        for order in ORDERS.values():
            order.arguments(names.add_parser(order.name, help=order.help, description=order.help))

    def handle(self, **options: object) -> None:
        prepare_database()
        try:
            value = ORDERS[str(options["order"])].carry_out(Namespace(**options))
        except Refused as refused:
            value = refused.refusal
        if isinstance(value, Refusal):
            _print({"code": value.code.value, **value.members})
            sys.exit(1)
        _print(value)


def _print(value: object) -> None:
    sys.stdout.write(wire.encode(value).decode() + "\n")
