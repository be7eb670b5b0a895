"""Rows of licenses as the rulebook's values, and the locks that a verb takes first."""

from __future__ import annotations

from server.accounts.models import Account
from server.licenses.models import License, Pool, TrialDay
from server.rulebook import facts
from server.rulebook.licenses import pool_class


def license_fact(row: License) -> facts.License:
    """`row.owner` should be loaded with it."""
    return facts.License(
        license_id=row.license_id,
        kind=facts.Kind(row.kind),
        seats=row.seats,
        product=row.product,
        platforms=frozenset(facts.Platform(name) for name in split(row.platforms)),
        features=frozenset(split(row.features)),
        owner=row.owner.public_id if row.owner else None,
        activated_at=row.activated_at,
        ends_at=row.ends_at,
        last_day=row.last_day,
        suspended=row.suspended_at is not None,
    )


def licenses_of(account: Account) -> list[License]:
    rows = License.objects.filter(owner=account).select_related("owner")
    return list(rows.order_by("activated_at", "id"))


def held_by(account: Account) -> list[facts.License]:
    return [license_fact(row) for row in licenses_of(account)]


def use_of(trial: License) -> facts.TrialUse:
    rows = TrialDay.objects.filter(license=trial).order_by("began_at", "id")
    return facts.TrialUse(tuple(rows.values_list("ends_at", flat=True)))


def lock_account(account: Account) -> None:
    """What depends on all licenses of an account is decided one after the other."""
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)


def pool_for(owner: Account, row: License) -> Pool:
    """The pool that a license belongs to in these hands (LIC-5); made at the first need."""
    pool, _ = Pool.objects.get_or_create(
        owner=owner,
        product=row.product,
        platforms=row.platforms,
        features=row.features,
        pool_class=pool_class(facts.Kind(row.kind)),
    )
    return pool


def joined(names: frozenset[str] | tuple[str, ...]) -> str:
    """As the columns keep sets: sorted, comma between."""
    return ",".join(sorted(set(names)))


def split(text: str) -> list[str]:
    return [name for name in text.split(",") if name]
