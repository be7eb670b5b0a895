"""Support gives a license to another account (LIC-8): its key and what names it go along."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from contract.problems import Code
from server.accounts.models import Account
from server.accounts.sign_in import is_confirmed
from server.clock import now
from server.journal.record import record
from server.licenses.activate import end_trials, give
from server.licenses.models import License
from server.licenses.pools import lock_pools
from server.licenses.store import held_by, license_fact, lock_account, pool_for
from server.organizations.found import found_organization
from server.rulebook.facts import Kind, Refusal
from server.rulebook.licenses import may_activate
from server.seats.move import move_places
from server.seats.store import settle_pools
from server.transaction import ChangedMeanwhile, one_transaction


@one_transaction
def transfer(license_id: str, to: Account, *, reason: str = "") -> License | Refusal:
    """Members and invite code stay with the account before. One without an owner is given."""
    row = _locked(license_id, to)
    if isinstance(row, Refusal):
        return row
    refusal = _may_transfer(row, to)
    if refusal is not None:
        transaction.set_rollback(True)  # a pool that was made for it
        return refusal
    if row.owner is None:
        return give(row, to, role="support") or row
    before, after, was, at = row.pool, pool_for(to, row), row.owner, now()
    assert before is not None  # it is somebody's
    settle_pools([before, after])  # for what was (SEAT-11)
    row.owner, row.pool, row.activated_at = to, after, at
    row.save(update_fields=["owner", "pool", "activated_at"])
    move_places(row, before, after, at)
    end_trials(to)
    if Kind(row.kind).shareable:
        found_organization(to)
    record(
        "license-transferred", at, role="support", account=to, license_id=license_id,
        reason=reason, details={"from": was.public_id},
    )  # fmt: skip
    return row


def _may_transfer(row: License, to: Account) -> Refusal | None:
    """By the rules of an activation, as if nobody owned it."""
    if not is_confirmed(to):
        return Refusal(Code.EMAIL_UNCONFIRMED)
    if row.kind == Kind.TRIAL.value:
        return Refusal(Code.FORBIDDEN)
    fact = license_fact(row)
    unowned = fact if row.owner == to else replace(fact, owner=None)
    return may_activate(unowned, held_by(to), to.public_id, now())


def _locked(license_id: str, to: Account) -> License | Refusal:
    """Accounts, then pools, then the license, as whoever activates or takes a seat does."""
    seen = License.objects.filter(license_id=license_id).select_related("owner").first()
    if seen is None:
        return Refusal(Code.LICENSE_UNKNOWN)
    owners = {owner.pk: owner for owner in (to, seen.owner) if owner is not None}
    for number in sorted(owners):
        lock_account(owners[number])
    pools = [seen.pool_id, pool_for(to, seen).pk if seen.owner_id else None]
    lock_pools(number for number in pools if number is not None)
    rows = License.objects.select_for_update(of=("self",), no_key=True).select_related(
        "owner", "pool"
    )
    row = rows.get(pk=seen.pk)
    if row.owner_id != seen.owner_id:
        raise ChangedMeanwhile
    return row
