"""The keys of the vendor's shop: made by support, shown once, stored hashed (SAFE-2)."""

from __future__ import annotations

from dataclasses import dataclass

from contract.problems import Code
from server.accounts.tokens import hash_of, make_token
from server.clock import now
from server.journal.record import record
from server.rulebook.facts import Refusal
from server.shop.models import ShopKey
from server.transaction import one_transaction


@dataclass(frozen=True, slots=True)
class MadeKey:
    """The only place where the key is ever seen in plain."""

    number: int
    key: str


@one_transaction
def make_shop_key(name: str = "") -> MadeKey:
    key, at = make_token(), now()
    row = ShopKey.objects.create(key_hash=hash_of(key), name=name, created_at=at)
    record("shop-key-made", at, role="support", details={"number": row.pk, "name": name})
    return MadeKey(row.pk, key)


@one_transaction
def revoke_shop_key(number: int, *, reason: str = "") -> ShopKey | Refusal:
    """For a key that others may know. Licenses that were made with it stay."""
    row = ShopKey.objects.select_for_update(no_key=True).filter(pk=number).first()
    if row is None:
        return Refusal(Code.NOT_FOUND)
    if row.revoked_at is None:
        row.revoked_at = now()
        row.save(update_fields=["revoked_at"])
        details: dict[str, object] = {"number": number}
        record("shop-key-revoked", row.revoked_at, role="support", reason=reason, details=details)
    return row


def shop_of(authorization: str) -> ShopKey | Refusal:
    """Whose key stands behind `Authorization: Bearer KEY`."""
    scheme, _, key = authorization.partition(" ")
    known = ShopKey.objects.filter(key_hash=hash_of(key.strip()), revoked_at__isnull=True)
    return (known.first() if scheme.lower() == "bearer" else None) or Refusal(Code.SHOP_KEY_INVALID)
