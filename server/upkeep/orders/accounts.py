"""Orders about accounts."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from contract.ids import AccountId, read_support
from server.accounts.blocks import lift
from server.accounts.confirm import confirm_address
from server.accounts.create import create_account
from server.accounts.models import Account
from server.rulebook.facts import Refusal
from server.upkeep.orders.order import Order, account_with, not_valid, texts, value_of


def _create_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("email")
    parser.add_argument("password")
    parser.add_argument("--name", default="")
    parser.add_argument("--language", default="", help="without it the browser's wish")
    parser.add_argument("--confirmed", action="store_true")
    parser.add_argument("--id", default="", help="the account id, instead of a random one")


def _create(wanted: Namespace) -> object:
    outcome = create_account(
        wanted.email,
        wanted.password,
        name=wanted.name,
        language=wanted.language,
        confirmed=wanted.confirmed,
        account_id=_read_id(wanted.id),
    )
    return outcome if isinstance(outcome, Refusal) else _shown(outcome)


def _read_id(text: str) -> str:
    if not text:
        return ""
    read = read_support(text)
    if isinstance(read, AccountId):
        return read.text
    not_valid("id")


def _confirm(wanted: Namespace) -> object:
    account = value_of(confirm_address(account_with(wanted.email), role="support"))
    assert isinstance(account, Account)
    return _shown(account) | {"confirmed": True}


def _unblock(wanted: Namespace) -> object:
    return {"email": wanted.email, "blocks_lifted": lift(wanted.email)}


def _shown(account: Account) -> dict[str, object]:
    return {"account_id": account.public_id, "email": account.email, "name": account.name}


ORDERS = (
    Order("account-create", "make an account", _create_arguments, _create),
    Order("account-confirm", "confirm an address by hand", texts("email"), _confirm),
    Order("sign-in-unblock", "end the block after failed sign-ins", texts("email"), _unblock),
)
