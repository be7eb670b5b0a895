"""Orders about members, as their owner could give them on the portal."""

from __future__ import annotations

from argparse import Namespace

from server.organizations.block import block
from server.organizations.delete import delete
from server.organizations.join import add_member
from server.organizations.members import MemberRow
from server.organizations.models import Organization
from server.organizations.replace_code import replace_code
from server.organizations.unblock import unblock
from server.upkeep.orders.order import Order, account_with, texts, value_of


def _create(wanted: Namespace) -> object:
    owner, member = account_with(wanted.owner), account_with(wanted.member)
    value_of(add_member(owner, member, role="support"))
    return {"owner_id": owner.public_id, "member_id": member.public_id}


def _block(wanted: Namespace) -> object:
    return _shown(block(account_with(wanted.owner), account_with(wanted.member).public_id))


def _unblock(wanted: Namespace) -> object:
    return _shown(unblock(account_with(wanted.owner), account_with(wanted.member).public_id))


def _delete(wanted: Namespace) -> object:
    owner, member = account_with(wanted.owner), account_with(wanted.member)
    value_of(delete(owner, member.public_id))
    return {"owner_id": owner.public_id, "member_id": member.public_id, "deleted": True}


def _replace_code(wanted: Namespace) -> object:
    organization = value_of(replace_code(account_with(wanted.owner), role="support"))
    assert isinstance(organization, Organization)
    return {"invite_code": organization.invite_code}


def _shown(outcome: object) -> object:
    row = value_of(outcome)
    assert isinstance(row, MemberRow)
    return {"member_id": row.account_id, "email": row.email, "blocked": row.blocked}


BOTH = texts("owner", "member")

ORDERS = (
    Order("membership-create", "make an account a member of an owner's", BOTH, _create),
    Order("membership-block", "block a member", BOTH, _block),
    Order("membership-unblock", "unblock a member", BOTH, _unblock),
    Order("invite-code-replace", "a new code; the old one stops", texts("owner"), _replace_code),
    Order("membership-delete", "take a member off the list", BOTH, _delete),
)
