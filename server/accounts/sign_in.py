"""Sign a device in: email and password for a token of its own (ACC-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from contract.problems import Code
from server.accounts.blocks import attempt_failed, attempt_succeeded, begin_attempt
from server.accounts.devices import DeviceFacts, check_device, device_row
from server.accounts.models import Account, Session
from server.accounts.tokens import hash_of, make_token
from server.clock import now
from server.rulebook.facts import Refusal
from server.transaction import one_transaction


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The only place where the token is ever seen in plain."""

    token: str
    account: Account


def sign_in(email: str, password: str, device: DeviceFacts, network: str) -> SignedIn | Refusal:
    """The password is looked at outside of any transaction: its hash takes a while."""
    refusal = check_device(device) or begin_attempt(email, network)
    if refusal is not None:
        return refusal
    account = account_of(email, password)
    if account is None:
        return attempt_failed(network) or Refusal(Code.CREDENTIALS_INVALID)
    attempt_succeeded(email, network)
    if not is_confirmed(account):
        return Refusal(Code.EMAIL_UNCONFIRMED)
    return _start(account, device)


def account_of(email: str, password: str) -> Account | None:
    """The account whose password this is. An unknown address costs the same work."""
    account = Account.objects.filter(email=email.strip().lower()).first()
    if account is None:
        make_password(password)
        return None
    return account if account.check_password(password) and account.is_active else None


def is_confirmed(account: Account) -> bool:
    return EmailAddress.objects.filter(user=account, email=account.email, verified=True).exists()


@one_transaction
def _start(account: Account, device: DeviceFacts) -> SignedIn:
    """One token for each signed-in device: signing in again ends the one before."""
    at: datetime = now()
    row = device_row(device, at)
    Session.objects.filter(account=account, device=row).delete()
    token = make_token()
    Session.objects.create(
        token_hash=hash_of(token), account=account, device=row, started_at=at, used_at=at
    )
    return SignedIn(token, account)
