"""The mail with the license key, once for an order, in the buyer's language (LIC-7).

Whoever sends it takes it first, by a write that only one can make. A process that is killed
meanwhile leaves it to the next repeat of the order, or to the clerk.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from server.accounts.mails import send
from server.clock import now
from server.licenses.keys import key_of
from server.rulebook.facts import Kind
from server.shop.models import Order

AGAIN = timedelta(minutes=2)  # longer than a mail server is waited for
TEMPLATE = "shop/email/license_key"


def mail_key(order: Order) -> None:
    if not _is_ours(order, now()):
        return
    license = order.license
    send(
        TEMPLATE,
        order.email,
        {
            "license": license,
            "kind": Kind(license.kind),
            "license_key": key_of(license),
            "activated": order.activated,
            "language": order.language,
        },
    )
    Order.objects.filter(pk=order.pk).update(mailed_at=now(), email="")


def mail_what_is_left() -> int:
    """The mails of orders whose process was killed before it sent them."""
    left = list(_waiting(now()).select_related("license"))
    for order in left:
        mail_key(order)
    return len(left)


def _is_ours(order: Order, at: datetime) -> bool:
    return _waiting(at).filter(pk=order.pk).update(mail_begun_at=at) == 1


def _waiting(at: datetime) -> models.QuerySet[Order]:
    not_begun = Q(mail_begun_at__isnull=True) | Q(mail_begun_at__lt=at - AGAIN)
    return Order.objects.filter(not_begun, mailed_at__isnull=True).exclude(email="")
