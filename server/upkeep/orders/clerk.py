"""The order that a timer gives."""

from __future__ import annotations

from argparse import Namespace

from server.upkeep.clerk import tidy
from server.upkeep.orders.order import Order, texts


def _tidy(wanted: Namespace) -> object:
    return tidy()


ORDERS = (Order("clerk", "tidy up; once a day is enough", texts(), _tidy),)
