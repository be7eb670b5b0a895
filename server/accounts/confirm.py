"""Confirm an email address by the mailed link (ACC-2).

The link names the address and its end, signed with a key derived from the master secret.
Looking at it changes nothing: mail scanners open links. It works once, because a confirmed
address has nothing left to confirm.
"""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing

from contract.problems import Code
from server.accounts.models import Account
from server.clock import now
from server.journal.record import record
from server.rulebook.facts import Refusal
from server.transaction import one_transaction

SALT = "seatkeeper confirmation"


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """What the page behind the link shows before its button is pressed."""

    email: str


def make_link(address: EmailAddress) -> str:
    """The part of the link that proves the mail was received."""
    ends_at = int((now() + settings.TERMS.confirm_link).timestamp())
    return signing.Signer(salt=SALT).sign_object([address.pk, address.email, ends_at])


def read_link(key: str) -> Unconfirmed | Refusal:
    address = _address(key)
    return address if isinstance(address, Refusal) else Unconfirmed(address.email)


@one_transaction
def confirm(key: str) -> Account | Refusal:
    address = _address(key)
    if isinstance(address, Refusal):
        return address
    return confirm_address(address.user)


def confirm_address(account: Account, role: str = "account") -> Account:
    """By the link, or by support's hand."""
    address, _ = EmailAddress.objects.get_or_create(
        user=account, email=account.email, defaults={"primary": True, "verified": True}
    )
    if not (address.verified and address.primary):
        address.verified = address.primary = True
        address.save(update_fields=["verified", "primary"])
    actor = account if role == "account" else None
    record("email-confirmed", now(), actor=actor, role=role, account=account)
    return account


def _address(key: str) -> EmailAddress | Refusal:
    """One answer for a link that is damaged, expired, used, or of an address that changed."""
    try:
        pk, email, ends_at = signing.Signer(salt=SALT).unsign_object(key)
    except (signing.BadSignature, ValueError, TypeError, UnicodeError):
        return Refusal(Code.LINK_ENDED)
    if now().timestamp() >= ends_at:
        return Refusal(Code.LINK_ENDED)
    addresses = EmailAddress.objects.filter(pk=pk, email=email, verified=False)
    return addresses.first() or Refusal(Code.LINK_ENDED)
