"""Ask for a trial: one click (TRI-1, TRI-3)."""

from __future__ import annotations

from django.conf import settings

from contract.problems import Code
from server.accounts.models import Account
from server.accounts.sign_in import is_confirmed
from server.clock import now
from server.config.brand import brand
from server.journal.record import record
from server.licenses.create import DESKTOPS
from server.licenses.models import License
from server.licenses.store import held_by, joined, lock_account, pool_for, use_of
from server.rulebook import trials
from server.rulebook.facts import Kind, Refusal, TrialUse
from server.transaction import one_transaction


@one_transaction
def request_trial(account: Account) -> License | Refusal:
    """Two clicks at once are decided one after the other: the second finds the trial active."""
    if not is_confirmed(account):
        return Refusal(Code.EMAIL_UNCONFIRMED)
    lock_account(account)
    at = now()
    refusal = trials.may_request_trial(held_by(account), uses_of(account), at, settings.TERMS)
    if refusal is not None:
        return refusal
    trial = License(
        kind=Kind.TRIAL.value,
        seats=1,
        product=brand().product,
        platforms=joined(tuple(each.value for each in DESKTOPS)),
        last_day=trials.trial_last_day(at, settings.TERMS),
        ends_at=trials.trial_end(at, settings.TERMS),
        owner=account,
        created_at=at,
        activated_at=at,
    )
    trial.pool = pool_for(account, trial)
    trial.save()
    record("trial-begun", at, actor=account, account=account, license_id=trial.license_id)
    return trial


def may_request_trial(account: Account) -> Refusal | None:
    """Whether the portal offers one, and why not."""
    return trials.may_request_trial(held_by(account), uses_of(account), now(), settings.TERMS)


def uses_of(account: Account) -> dict[str, TrialUse]:
    """What was used of each of an account's trials, by license id."""
    own = License.objects.filter(owner=account, kind=Kind.TRIAL.value)
    return {trial.license_id: use_of(trial) for trial in own}
