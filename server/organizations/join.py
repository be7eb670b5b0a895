"""Join an organization by its invite code or address (ORG-1, ORG-13).

Opening the address asks; only the answer joins. One answer for a code that is unknown or was
replaced (SAFE-4).
"""

from __future__ import annotations

from dataclasses import dataclass

from contract.ids import InviteCode, read_box
from contract.problems import Code
from server.accounts.models import Account
from server.accounts.sign_in import is_confirmed
from server.clock import now
from server.journal.record import record
from server.licenses.tries import may_try, wrong_try
from server.organizations.models import Membership, Organization
from server.organizations.store import locked_membership, membership_between, membership_fact
from server.rulebook.facts import Refusal
from server.rulebook.organizations import may_join
from server.transaction import one_transaction


@dataclass(frozen=True, slots=True)
class JoinQuestion:
    """What the page shows before its button: whose organization it is. The owner will see the
    joining account's name, email address and account id (SAFE-5)."""

    invite_code: str
    owner_id: str
    owner_name: str
    owner_email: str


@dataclass(frozen=True, slots=True)
class Joined:
    owner_id: str
    owner_name: str


def ask_to_join(account: Account, code: str, network: str = "") -> JoinQuestion | Refusal:
    """Whether this account could join by this code. Changes the count of wrong codes alone."""
    organization = _organization(account, code, network)
    if isinstance(organization, Refusal):
        return organization
    owner = organization.owner
    membership = membership_fact(membership_between(owner, account))
    refusal = may_join(owner.public_id, account.public_id, membership, now())
    if refusal is not None:
        return refusal
    return JoinQuestion(organization.invite_code, owner.public_id, owner.name, owner.email)


def join(account: Account, code: str, network: str = "") -> Joined | Refusal:
    organization = _organization(account, code, network)
    if isinstance(organization, Refusal):
        return organization
    return add_member(organization.owner, account)


@one_transaction
def add_member(owner: Account, member: Account, *, role: str = "account") -> Joined | Refusal:
    """Joining again after an end uses the same row."""
    at = now()
    Membership.objects.get_or_create(
        owner=owner, member=member, defaults={"joined_at": at, "ended_at": at}
    )
    row = locked_membership(owner, member)
    assert row is not None  # made above if it was not there
    refusal = may_join(owner.public_id, member.public_id, membership_fact(row), at)
    if refusal is not None:
        return refusal
    row.joined_at, row.blocked_at, row.ended_at = at, None, None
    row.save(update_fields=["joined_at", "blocked_at", "ended_at"])
    actor = member if role == "account" else None
    record(
        "member-joined",
        at,
        role=role,
        actor=actor,
        account=owner,
        details={"member": member.public_id},
    )
    return Joined(owner.public_id, owner.name)


def _organization(account: Account, code: str, network: str) -> Organization | Refusal:
    if not is_confirmed(account):
        return Refusal(Code.EMAIL_UNCONFIRMED)
    refusal = may_try(account, network)
    if refusal is not None:
        return refusal
    read = read_box(code)
    if not isinstance(read, InviteCode):
        return Refusal(Code.KEY_INVALID)
    rows = Organization.objects.select_related("owner").filter(invite_code=read.text)
    organization = rows.first()
    if organization is None:
        wrong_try(account, network)
        return Refusal(Code.KEY_UNKNOWN)
    return organization
