"""What the portal shows of an account's own licenses: *My Licenses* and *Free Trial* (PORT-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from server.accounts.models import Account
from server.clock import now
from server.licenses.keys import key_of
from server.licenses.models import License
from server.licenses.store import license_fact, licenses_of, use_of
from server.rulebook import trials
from server.rulebook.facts import Kind, Platform
from server.rulebook.licenses import is_running
from server.seats.holders import PoolCount, pool_counts


@dataclass(frozen=True, slots=True)
class LicenseCard:
    """The key is in plain here: a page shows it only when asked."""

    license_id: str
    kind: Kind
    seats: int
    product: str
    platforms: tuple[Platform, ...]
    features: tuple[str, ...]
    license_key: str | None
    purchased_on: date | None
    purchase_number: str
    cancel_url: str
    activated_at: datetime
    last_day: date | None
    ends_at: datetime | None
    expired: bool
    suspended: bool
    seats_in_use: int  # of the whole pool
    pool_seats: int


@dataclass(frozen=True, slots=True)
class TrialCard:
    """ "4 of 5 days left", and until when (TRI-5)."""

    license_id: str
    platforms: tuple[Platform, ...]
    days_left: int
    days_total: int
    day_ends_at: datetime | None
    last_day: date
    ends_at: datetime
    over: bool


def my_licenses(account: Account) -> tuple[LicenseCard, ...]:
    """In the order of activation; ended ones stay in the list."""
    at = now()
    regular = [row for row in licenses_of(account) if row.kind != Kind.TRIAL.value]
    pools = {each.pool.number: each for each in pool_counts(account)} if regular else {}
    return tuple(_card(row, pools.get(row.pool_id), at) for row in regular)


def my_trial(account: Account) -> TrialCard | None:
    """The newest one, running or over."""
    own = [row for row in licenses_of(account) if row.kind == Kind.TRIAL.value]
    return _trial_card(own[-1], now()) if own else None


def _card(row: License, pool: PoolCount | None, at: datetime) -> LicenseCard:
    fact = license_fact(row)
    assert fact.activated_at is not None  # it is somebody's
    return LicenseCard(
        license_id=fact.license_id,
        kind=fact.kind,
        seats=fact.seats,
        product=fact.product,
        platforms=tuple(sorted(fact.platforms)),
        features=tuple(sorted(fact.features)),
        license_key=key_of(row),
        purchased_on=row.purchased_on,
        purchase_number=row.purchase_number,
        cancel_url=row.cancel_url,
        activated_at=fact.activated_at,
        last_day=fact.last_day,
        ends_at=fact.ends_at,
        expired=not is_running(fact, at),
        suspended=fact.suspended,
        seats_in_use=pool.seats_in_use if pool else 0,
        pool_seats=pool.seats if pool else 0,
    )


def _trial_card(row: License, at: datetime) -> TrialCard:
    fact, use = license_fact(row), use_of(row)
    assert fact.ends_at is not None
    assert fact.last_day is not None
    return TrialCard(
        license_id=fact.license_id,
        platforms=tuple(sorted(fact.platforms)),
        days_left=trials.days_left(use, fact.ends_at, at, settings.TERMS),
        days_total=settings.TERMS.trial_active_days,
        day_ends_at=trials.running_day_end(use, at),
        last_day=fact.last_day,
        ends_at=fact.ends_at,
        over=trials.is_over(use, fact.ends_at, at, settings.TERMS),
    )
