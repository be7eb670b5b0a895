"""What an order is: a name, its arguments, and a function whose value is printed as JSON."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from contract.problems import Code
from server.accounts.models import Account
from server.rulebook.facts import Refusal

Carry = Callable[[Namespace], object]


class Refused(Exception):
    """Ends an order with a refusal; only the command catches it."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Order:
    name: str
    help: str
    arguments: Callable[[ArgumentParser], None]
    carry_out: Carry


def value_of(outcome: object) -> object:
    """A verb's value; its refusal ends the order."""
    if isinstance(outcome, Refusal):
        raise Refused(outcome)
    return outcome


def refuse(code: Code, **members: object) -> NoReturn:
    raise Refused(Refusal(code, members))


def not_valid(member: str) -> NoReturn:
    refuse(Code.INVALID_INPUT, errors=[{"pointer": f"/{member}", "code": "invalid"}])


def account_with(email: str) -> Account:
    account = Account.objects.filter(email=email.strip().lower()).first()
    return account or refuse(Code.ACCOUNT_UNKNOWN)


def texts(*names: str) -> Callable[[ArgumentParser], None]:
    """Positional arguments that are plain text."""

    def add(parser: ArgumentParser) -> None:
        for name in names:
            parser.add_argument(name)

    return add
