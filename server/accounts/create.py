"""Make an account by support's hand, and store one; people register on the portal."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from contract.ids import make_account_id
from contract.problems import Code
from server.accounts.models import Account
from server.clock import now
from server.journal.record import record
from server.rulebook.accounts import read_language, read_name
from server.rulebook.facts import Refusal
from server.transaction import one_transaction

TRIES = 20


@one_transaction
def create_account(
    email: str,
    password: str,
    *,
    name: str = "",
    language: str = "",
    confirmed: bool = False,
    account_id: str = "",
) -> Account | Refusal:
    checked = _checked(email, password, name, language)
    if isinstance(checked, Refusal):
        return checked
    if account_id and Account.objects.filter(public_id=account_id).exists():
        return Refusal(Code.ID_TAKEN)
    account = Account(
        email=email, name=checked, language=language, public_id=account_id or make_account_id()
    )
    account.set_password(password)
    refusal = store_account(account)
    if refusal is not None:
        return refusal
    EmailAddress.objects.create(user=account, email=account.email, primary=True, verified=confirmed)
    record("account-created", now(), role="support", account=account)
    return account


@one_transaction
def store_account(account: Account) -> Refusal | None:
    """An id that somebody has is drawn anew: they are short, and never reused (ID-1)."""
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                account.save(force_insert=True)
        except IntegrityError:
            if Account.objects.filter(email=account.email).exists():
                return Refusal(Code.ACCOUNT_EXISTS)
            account.public_id = make_account_id()
        else:
            return None
    return Refusal(Code.ID_TAKEN)


def _checked(email: str, password: str, name: str, language: str) -> str | Refusal:
    """The name as it is kept; empty stays empty."""
    try:
        validate_email(email.strip())
    except ValidationError:
        return Refusal(Code.INVALID_INPUT, {"errors": [{"pointer": "/email", "code": "invalid"}]})
    try:
        validate_password(password)
    except ValidationError:
        return Refusal(Code.PASSWORD_INVALID)
    spoken = read_language(language) if language else ""
    if isinstance(spoken, Refusal):
        return spoken
    return read_name(name) if name else ""
