"""The mail with the license key, once for an order, in the buyer's language (LIC-7)."""

from __future__ import annotations

from server.accounts.mails import send
from server.licenses.keys import key_of
from server.rulebook.facts import Kind
from server.shop.models import Order

TEMPLATE = "shop/email/license_key"


def mail_key(order: Order, email: str, language: str) -> None:
    """Inside the order's own transaction: it leaves if there is a license, and once."""
    license = order.license
    told = {
        "license": license,
        "kind": Kind(license.kind),
        "license_key": key_of(license),
        "activated": order.activated,
        "language": language,
    }
    send(TEMPLATE, email, told)
