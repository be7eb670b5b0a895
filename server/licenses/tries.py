"""Wrong keys and codes are counted: 20 an hour for an account, 100 for an address (SAFE-4)."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Q

from server.accounts.models import Account
from server.clock import now
from server.licenses.models import WrongKey
from server.rulebook.facts import Refusal
from server.rulebook.licenses import may_try_key

WINDOW = timedelta(hours=1)


def may_try(account: Account, network: str) -> Refusal | None:
    at = now()
    recent = WrongKey.objects.filter(at__gt=at - WINDOW)
    own = list(recent.filter(account=account).order_by("at").values_list("at", flat=True))
    near = list(recent.filter(network=network).order_by("at").values_list("at", flat=True))
    oldest = min([*own[:1], *near[:1]], default=None)
    return may_try_key(len(own), len(near) if network else 0, oldest, at, settings.TERMS)


def wrong_try(account: Account, network: str) -> None:
    """Counts one, and forgets what no longer counts for this account and address."""
    at = now()
    WrongKey.objects.create(account=account, network=network, at=at)
    mine = Q(account=account) | Q(network=network)
    WrongKey.objects.filter(mine, at__lt=at - WINDOW).delete()
