"""Orders about licenses."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import date

from contract.ids import (
    InviteCode,
    LicenseId,
    LicenseKey,
    make_license_id,
    make_license_key,
    read_box,
    read_support,
)
from contract.problems import Code
from server.accounts.models import Account
from server.licenses.create import DESKTOPS, Created, Wanted, create
from server.licenses.enter import Activated, AlreadyYours, enter
from server.licenses.models import License
from server.licenses.prolong import prolong
from server.licenses.request_trial import request_trial
from server.licenses.suspend import resume, suspend
from server.licenses.transfer import transfer
from server.organizations.found import give_code
from server.organizations.join import Joined, JoinQuestion, join
from server.rulebook.facts import Kind, Platform, Refusal
from server.upkeep.orders.order import (
    Order,
    Refused,
    account_with,
    not_valid,
    refuse,
    texts,
    value_of,
)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        not_valid("expires_on")


def _kind(text: str) -> Kind:
    return Kind(text) if text in set(Kind) else not_valid("kind")


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else not_valid("seats")


def _create_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("kind", help=", ".join(each.value for each in Kind))
    parser.add_argument("seats")
    parser.add_argument("--expires", default="", help="its last day, YYYY-MM-DD")
    parser.add_argument("--owner", default="", help="activate it for this account")
    parser.add_argument("--product", default="")
    parser.add_argument("--platforms", default="", help="comma between")
    parser.add_argument("--features", default="", help="comma between")
    parser.add_argument("--purchase-number", default="")
    parser.add_argument("--id", default="")
    parser.add_argument("--key", default="")
    parser.add_argument("--invite-code", default="", help="of the owner's organization")


def _create(wanted: Namespace) -> object:
    owner = account_with(wanted.owner) if wanted.owner else None
    code = _invite_code(wanted.invite_code, owner)
    outcome = create(
        Wanted(
            kind=_kind(wanted.kind),
            seats=_count(wanted.seats),
            last_day=_day(wanted.expires) if wanted.expires else None,
            product=wanted.product,
            platforms=_platforms(wanted.platforms),
            features=frozenset(filter(None, wanted.features.split(","))),
            purchase_number=wanted.purchase_number,
            license_id=_license_id(wanted.id) if wanted.id else make_license_id(),
            license_key=_license_key(wanted.key) if wanted.key else make_license_key(),
        ),
        owner,
    )
    created = value_of(outcome)
    assert isinstance(created, Created)
    if owner is not None and code:
        value_of(give_code(owner, code))
    return {"license_id": created.license_id, "license_key": created.license_key}


def _platforms(text: str) -> frozenset[Platform]:
    names = frozenset(filter(None, text.replace(" ", "").split(",")))
    if not names <= {each.value for each in Platform}:
        not_valid("platforms")
    return frozenset(Platform(name) for name in names) or DESKTOPS


def _license_id(text: str) -> str:
    read = read_support(text)
    return read.text if isinstance(read, LicenseId) else not_valid("id")


def _license_key(text: str) -> str:
    read = read_box(text)
    return read.text if isinstance(read, LicenseKey) else refuse(Code.KEY_INVALID)


def _invite_code(text: str, owner: Account | None) -> str:
    if not text:
        return ""
    read = read_box(text)
    if not isinstance(read, InviteCode) or owner is None:
        not_valid("invite_code")
    return read.text


def _enter(wanted: Namespace) -> object:
    """What was typed comes back normalized, as it is stored and shown. Nobody is there to be
    asked, so an invite code joins at once."""
    account, entered = account_with(wanted.email), _normalized(wanted.text)
    try:
        return {"entered": entered} | _entered(account, value_of(enter(account, wanted.text)))
    except Refused as refused:
        members = {"entered": entered} | dict(refused.refusal.members)
        raise Refused(Refusal(refused.refusal.code, members)) from None


def _entered(account: Account, outcome: object) -> dict[str, object]:
    match outcome:
        case Activated(license=row):
            return {"form": "license-key", "activated": True, "license_id": row.license_id}
        case AlreadyYours(license_id=license_id, code=code):
            told = {"form": "license-key", "activated": False, "license_id": license_id}
            return told | {"warning": code.value}
        case JoinQuestion(invite_code=code, owner_id=owner_id):
            joined = value_of(join(account, code))
            assert isinstance(joined, Joined)
            return {"form": "invite-code", "joined": True, "owner_id": owner_id}
        case _:
            raise AssertionError(outcome)


def _normalized(text: str) -> str | None:
    return getattr(read_box(text), "text", None)


def _trial(wanted: Namespace) -> object:
    trial = value_of(request_trial(account_with(wanted.email)))
    assert isinstance(trial, License)
    return {"license_id": trial.license_id, "last_day": trial.last_day, "ends_at": trial.ends_at}


def _suspend(wanted: Namespace) -> object:
    return _shown(suspend(_license_id(wanted.id), reason=wanted.reason))


def _resume(wanted: Namespace) -> object:
    return _shown(resume(_license_id(wanted.id), reason=wanted.reason))


def _prolong(wanted: Namespace) -> object:
    return _shown(prolong(_license_id(wanted.id), _day(wanted.date), reason=wanted.reason))


def _transfer(wanted: Namespace) -> object:
    to = account_with(wanted.email)
    shown = _shown(transfer(_license_id(wanted.id), to, reason=wanted.reason))
    return shown | {"owner_id": to.public_id}


def _shown(outcome: object) -> dict[str, object]:
    row = value_of(outcome)
    assert isinstance(row, License)
    return {
        "license_id": row.license_id,
        "kind": row.kind,
        "seats": row.seats,
        "last_day": row.last_day,
        "suspended": row.suspended_at is not None,
    }


def _with_reason(*names: str) -> Callable[[ArgumentParser], None]:
    def add(parser: ArgumentParser) -> None:
        texts(*names)(parser)
        parser.add_argument("--reason", default="", help="for the journal")

    return add


def _prolong_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id")
    parser.add_argument("date", help="the new last day, YYYY-MM-DD")
    parser.add_argument("--reason", default="", help="for the journal")


ORDERS = (
    Order("license-create", "make a license and its key", _create_arguments, _create),
    Order("license-suspend", "it gives no seats", _with_reason("id"), _suspend),
    Order("license-resume", "it gives seats again", _with_reason("id"), _resume),
    Order("license-prolong", "give it a later last day", _prolong_arguments, _prolong),
    Order("license-transfer", "give it to another account", _with_reason("id", "email"), _transfer),
    Order("enter", "the box for keys and invite codes", texts("email", "text"), _enter),
    Order("trial-request", "begin a trial", texts("email"), _trial),
)
