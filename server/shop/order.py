"""Make a license for the shop, once for each order, however often it is asked for (LIC-7).

An order with an `Idempotency-Key` is decided under the lock of its shop's key: of ten at once
one makes the license and nine find it. For a day the answer is given again; after that the key is
refused rather than taken for a second order.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction

from contract.ids import make_license_id, make_license_key
from contract.problems import Code
from server.accounts.models import Account
from server.clock import now
from server.licenses.activate import give
from server.licenses.create import Created, Wanted, create
from server.licenses.keys import key_of
from server.licenses.models import License
from server.licenses.store import lock_account
from server.rulebook.facts import Refusal
from server.shop.buyer import use_buyer_token
from server.shop.key_mail import mail_key
from server.shop.models import Order, ShopKey
from server.transaction import one_transaction

KEPT = timedelta(hours=24)
TRIES = 20  # license ids are short: a new one may be somebody's


@dataclass(frozen=True, slots=True)
class Asked:
    """An order as the shop sent it; `body` is what is compared when its key comes again."""

    wanted: Wanted
    body: bytes
    key: str = ""
    buyer: str | None = None
    email: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Issued:
    license_id: str
    license_key: str
    activated: bool


def order(shop: ShopKey, asked: Asked) -> Issued | Refusal:
    done = _order(shop, asked)
    if isinstance(done, Refusal):
        return done
    license_key = key_of(done.license)
    assert license_key is not None  # only trials have none
    return Issued(done.license.license_id, license_key, done.activated)


@one_transaction
def _order(shop: ShopKey, asked: Asked) -> Order | Refusal:
    if asked.key:
        ShopKey.objects.select_for_update(no_key=True).get(pk=shop.pk)
        before = _before(shop, asked)
        if before is not None:
            return before
    return _make(shop, asked)


def _before(shop: ShopKey, asked: Asked) -> Order | Refusal | None:
    same = Order.objects.filter(shop=shop, key_hash=_hash(asked.key.encode()))
    found = same.select_related("license").first()
    if found is None:
        return None
    if found.body_hash != _hash(asked.body) or now() - found.at >= KEPT:
        return Refusal(Code.IDEMPOTENCY_KEY_REUSED)
    return found


def _make(shop: ShopKey, asked: Asked) -> Order | Refusal:
    created = _created(asked.wanted)
    if isinstance(created, Refusal):
        return created
    buyer = None if asked.buyer is None else use_buyer_token(asked.buyer)
    if isinstance(buyer, Refusal):
        transaction.set_rollback(True)
        return buyer
    row = License.objects.get(license_id=created.license_id)
    done = Order.objects.create(
        shop=shop,
        key_hash=_hash(asked.key.encode()) if asked.key else None,
        body_hash=_hash(asked.body),
        license=row,
        activated=buyer is not None and _activated(row, buyer),
        at=now(),
    )
    email = asked.email or (buyer.email if buyer else "")
    if email:
        mail_key(done, email, (buyer.language if buyer else "") or asked.language)
    return done


def _created(wanted: Wanted) -> Created | Refusal:
    outcome = create(wanted, role="shop")
    for _ in range(TRIES):
        if not isinstance(outcome, Refusal) or outcome.code is not Code.ID_TAKEN:
            break
        wanted = replace(wanted, license_id=make_license_id(), license_key=make_license_key())
        outcome = create(wanted, role="shop")
    return outcome


def _activated(row: License, buyer: Account) -> bool:
    """What may not be activated (LIC-6) was paid all the same: the key comes by mail."""
    lock_account(buyer)
    return give(row, buyer, role="shop") is None


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
