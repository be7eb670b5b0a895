"""The order that a timer gives, and what became of the mails."""

from __future__ import annotations

from argparse import Namespace

from server.outbox.show import try_again, waiting_mails
from server.upkeep.clerk import tidy
from server.upkeep.orders.order import Order, texts


def _tidy(wanted: Namespace) -> object:
    return tidy()


def _mails(wanted: Namespace) -> object:
    return waiting_mails()


def _again(wanted: Namespace) -> object:
    return {"mails": try_again()}


ORDERS = (
    Order("clerk", "tidy up; once a day is enough", texts(), _tidy),
    Order("mails", "those that have not left, and why", texts(), _mails),
    Order("mails-again", "try them now, those given up too", texts(), _again),
)
