"""Activate a license by its key: from then on it is that account's (LIC-3, LIC-4, LIC-6)."""

from __future__ import annotations

from contract.problems import Code
from server.accounts.models import Account
from server.clock import now
from server.journal.record import record
from server.licenses.keys import hash_of_key
from server.licenses.models import License
from server.licenses.pools import lock_pools
from server.licenses.store import held_by, license_fact, lock_account, pool_for
from server.organizations.found import found_organization
from server.rulebook.facts import Kind, Refusal
from server.rulebook.licenses import ends_trial, may_activate
from server.seats.store import settle_pools
from server.transaction import one_transaction


@one_transaction
def activate(account: Account, key: str) -> License | Refusal:
    """`key` is normalized. Of two accounts at one instant the license's lock lets one be first."""
    lock_account(account)
    row = License.objects.select_for_update(no_key=True).filter(key_hash=hash_of_key(key)).first()
    if row is None:
        return Refusal(Code.KEY_UNKNOWN)
    return give(row, account, role="account") or row


def give(row: License, account: Account, *, role: str) -> Refusal | None:
    """Makes the account the owner of a license that is locked or new."""
    at = now()
    refusal = may_activate(license_fact(row), held_by(account), account.public_id, at)
    if refusal is not None:
        return refusal
    pool = pool_for(account, row)
    settle_pools(lock_pools([pool.pk]))  # who lost a place before gets none by it (SEAT-11)
    row.owner, row.activated_at, row.pool = account, at, pool
    row.save(update_fields=["owner", "activated_at", "pool"])
    if ends_trial(license_fact(row)):
        end_trials(account)
    if Kind(row.kind).shareable:
        found_organization(account)
    actor = account if role == "account" else None
    record(
        "license-activated", at, role=role, actor=actor, account=account, license_id=row.license_id
    )
    return None


def end_trials(account: Account) -> None:
    """A trial never stands in the way: it ends with the activation of a regular license."""
    at = now().replace(microsecond=0)  # ends are whole seconds
    running = License.objects.filter(owner=account, kind=Kind.TRIAL.value, ends_at__gt=at)
    lock_pools(running.values_list("pool_id", flat=True))
    for trial in running.select_for_update(no_key=True):
        trial.ends_at = at
        trial.save(update_fields=["ends_at"])
        record("trial-ended", at, role="system", account=account, license_id=trial.license_id)
