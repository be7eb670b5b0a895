"""Organizations (ORG): who may join whom, and what an owner may do to a member.

Membership is leave to use an owner's licenses; seats limit use, never membership (ORG-3).
"""

from __future__ import annotations

from datetime import datetime

from contract.problems import Code
from server.rulebook.facts import Membership, Refusal


def is_member(membership: Membership | None, at: datetime) -> bool:
    """On the owner's list, blocked or not."""
    if membership is None or membership.joined_at > at:
        return False
    return membership.ended_at is None or membership.ended_at > at


def may_use(membership: Membership | None, at: datetime) -> bool:
    """May be given a new lease of this owner's (SEAT-12)."""
    if membership is None or not is_member(membership, at):
        return False
    return membership.blocked_at is None or membership.blocked_at > at


def may_join(
    owner: str, account: str, membership: Membership | None, at: datetime
) -> Refusal | None:
    """ORG-1, ORG-4, ORG-13. A deleted member may come again by the same code; a blocked one is
    told of the block."""
    if owner == account:
        return Refusal(Code.OWN_INVITE_CODE)
    if membership is None or not is_member(membership, at):
        return None
    if not may_use(membership, at):
        return Refusal(Code.MEMBERSHIP_BLOCKED)
    return Refusal(Code.ALREADY_MEMBER)


def may_change(membership: Membership | None, at: datetime) -> Refusal | None:
    """Block, unblock, delete and leave speak of somebody who is on the list."""
    return None if is_member(membership, at) else Refusal(Code.NOT_A_MEMBER)


def may_leave(membership: Membership | None, at: datetime) -> Refusal | None:
    """A block would mean nothing if one could leave and come again by the same code."""
    refusal = may_change(membership, at)
    if refusal is None and not may_use(membership, at):
        return Refusal(Code.MEMBERSHIP_BLOCKED)
    return refusal
