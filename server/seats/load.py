"""Rows of pools as the rulebook's values: what they give, and as many of their places as matter.

Of the places that a pool's tally counts, only those are read that a decision may ask about one
by one: the asker's, and where the numbers do not decide, the owner's, reserved and bound ones.
Nothing is decided or changed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, FilteredRelation, OuterRef, Q, Subquery

from server.clock import DatabaseClock
from server.licenses import models as licenses
from server.ready import Ready
from server.rulebook import facts
from server.rulebook.leases import ends_ahead
from server.rulebook.seats import seats_of, taken
from server.rulebook.shrinking import ends_between
from server.rulebook.tally import furthest, is_decided_by_numbers, passing, sum_of
from server.seats import models
from server.seats.many import MANY, place_from, share_from
from server.seats.rows import license_of, place_of, share_in, waiting_of


@dataclass
class Frames:
    """Locked pools as they stand, still without places, and what was read beside them."""

    rows: dict[int, licenses.Pool]
    pools: dict[int, facts.Pool] = field(default_factory=dict)
    memberships: dict[int, facts.Membership] = field(default_factory=dict)
    license_rows: dict[str, int] = field(default_factory=dict)
    due: dict[int, datetime] = field(default_factory=dict)  # when a share may change next


def frames_of(rows: Sequence[licenses.Pool]) -> Frames:
    return frames_from(rows, FRAMES(0, tuple(row.id for row in rows)))


def frames_from(
    rows: Sequence[licenses.Pool], told: Iterable[tuple[Any, ...]], member: str = ""
) -> Frames:
    """`told` is what FRAMES gave; `member` the asker, whose memberships are among it."""
    frames = Frames({row.id: row for row in rows})
    held: dict[int, list[facts.License]] = {row.id: [] for row in rows}
    trials: dict[int, int] = {}  # the newest of each pool: an earlier one's days are nobody's
    lines = set()
    owners: dict[int, tuple[str, str, str]] = {}
    for number, _, due, has_line, owner, name, email, key, *more in told:
        joined_at, blocked_at, ended_at, *license_values = more
        owners[number] = (owner, name or email, email)
        if key is not None:
            fact = license_of(owner, *license_values)
            held[number].append(fact)
            frames.license_rows[fact.license_id] = key
            if fact.kind is facts.Kind.TRIAL:
                trials[number] = key
        if joined_at is not None:
            frames.memberships[number] = facts.Membership(
                owner, member, joined_at, blocked_at, ended_at
            )
        if due is not None:
            frames.due[number] = due
        if has_line:
            lines.add(number)
    days, waiting = _trial_days(trials), _lines_of(lines)
    for number, row in frames.rows.items():
        frames.pools[number] = _frame(
            row, owners[number], held[number], days.get(number, ()), waiting.get(number, ())
        )
    return frames


_LICENSE = (
    "license_id", "kind", "seats", "product", "platforms", "features", "activated_at", "ends_at",
    "last_day", "suspended_at",
)  # fmt: skip
FRAMES = Ready(  # of pools, with the memberships of one account in them

    lambda account, pools: (
        licenses.Pool.objects.filter(id__in=pools)
        .annotate(
            given=FilteredRelation("licenses", condition=Q(licenses__activated_at__isnull=False)),
            joined=FilteredRelation(
                "owner__members", condition=Q(owner__members__member_id=account)
            ),
            due=Subquery(
                models.Place.objects.filter(pool_id=OuterRef("id"), due__isnull=False)
                .order_by("due")
                .values("due")[:1]
            ),
            clock=DatabaseClock(),
            has_line=Exists(models.InLine.objects.filter(pool_id=OuterRef("id"))),
        )
        .order_by("id", "given__id")
        .values_list(
            "id", "clock", "due", "has_line",
            "owner__public_id", "owner__name", "owner__email", "given__id",
            "joined__joined_at", "joined__blocked_at", "joined__ended_at",
            *(f"given__{name}" for name in _LICENSE),
        )
    )
)  # fmt: skip


def clock_in(told: Sequence[tuple[Any, ...]]) -> datetime | None:
    """What the database's clock said, if there was a pool to say it of."""
    return told[-1][1] if told else None


def _frame(
    row: licenses.Pool,
    owner: tuple[str, str, str],
    held: list[facts.License],
    days: Iterable[datetime],
    waiting: Iterable[facts.Waiting],
) -> facts.Pool:
    return facts.Pool(
        owner=owner[0],
        kind=_kind(row, held),
        licenses=tuple(held),
        line=tuple(waiting),
        use=facts.TrialUse(tuple(days)),
        offline_days=row.offline_days,
        offline_seats=row.offline_seats,
        members_may_bind=row.members_may_bind,
        settled_at=row.settled_at,
        over=row.over,
        number=row.id,
        version=row.version,
        owner_name=owner[1],
        owner_email=owner[2],
    )


def _kind(row: licenses.Pool, held: list[facts.License]) -> facts.Kind:
    if row.pool_class != "shared":
        return facts.Kind(row.pool_class)
    return held[-1].kind if held else facts.Kind.EDUCATIONAL


def _trial_days(trials: Mapping[int, int]) -> dict[int, list[datetime]]:
    if not trials:
        return {}
    days = licenses.TrialDay.objects.filter(license_id__in=trials.values()).order_by("ends_at")
    found: dict[int, list[datetime]] = {}
    for number, ends_at in days.values_list("license__pool_id", "ends_at"):
        found.setdefault(number, []).append(ends_at)
    return found


def _lines_of(pools: Iterable[int]) -> dict[int, list[facts.Waiting]]:
    found: dict[int, list[facts.Waiting]] = {}
    for row in _LINES(tuple(pools)):
        found.setdefault(row.pool_id, []).append(waiting_of(row))
    return found


_LINES = Ready(
    lambda pools: models.InLine.objects.filter(pool_id__in=pools).select_related("account")
)


# Places


def in_part(
    row: licenses.Pool, pool: facts.Pool, own: list[models.Place], at: datetime
) -> facts.Pool:
    """The pool with the asker's places, and others as far as they matter; the rest in numbers.

    Of a pool that is too full all are read: somebody has to go.
    """
    mine = sum_of([share_in(each) for each in own])
    others = tally_of(row) - mine
    places, shares = [fact_of(each) for each in own], [share_in(each) for each in own]
    if not is_decided_by_numbers(pool, others, mine, settings.TERMS, at):
        if _may_pass_two_ends(pool, at):
            return whole(pool, at)
        known = {place.row for place in places}
        named = [each for each in _NAMED(*_named(row, at)) if each[0] not in known]
        places += [place_from(each) for each in named]
        shares += [share_from(each) for each in named]
    part = replace(
        pool,
        places=tuple(places),
        rest=tally_of(row) - sum_of(shares),
        passing=row.passing - passing(shares, row.passing_end),
    )
    return whole(pool, at) if taken(part, settings.TERMS, at) > seats_of(part, at) else part


def tally_of(row: licenses.Pool) -> facts.Count:
    return facts.Count(row.members, row.desktops, row.web, row.bound)


def _may_pass_two_ends(pool: facts.Pool, at: datetime) -> bool:
    """The tally knows of one end how many leases are good beyond it."""
    return any(end <= at + furthest(settings.TERMS) for end in ends_ahead(pool, at)[1:])


def _named(row: licenses.Pool, at: datetime) -> tuple[Any, ...]:
    return (row.owner_id, row.id, row.id, at, row.id)


_NAMED = Ready(
    lambda owner, pool, same, at, again: (
        models.Place.objects.filter(
            id__in=models.Place.objects.filter(account_id=owner, pool_id=pool)
            .values_list("id")
            .union(
                models.Place.objects.filter(
                    pool_id=same, reserved_until__isnull=False, reserved_until__gt=at
                ).values_list("id"),
                models.Place.objects.filter(pool_id=again, bound_at__isnull=False).values_list(
                    "id"
                ),
            )
        )
        .exclude(counts_as="")
        .order_by("id")
        .values_list(*MANY)
    )
)


def whole(pool: facts.Pool, at: datetime) -> facts.Pool:
    """The pool with all places that may live, or had one at an end that nobody settled."""
    since = min([at, *ends_between(pool, pool.settled_at, at)])
    places = tuple(place_from(each) for each in _MAY_LIVE(pool.number, since))
    return replace(pool, places=places, rest=facts.Count(), passing=0)


_MAY_LIVE = Ready(
    lambda pool, since: (
        models.Place.objects.filter(
            Q(closed_at__isnull=True) | Q(reserved_until__gt=since) | Q(bound_at__isnull=False),
            pool_id=pool,
        )
        .order_by("id")
        .values_list(*MANY)
    )
)


def ended_places(pools: list[licenses.Pool], at: datetime) -> dict[int, list[facts.Place]]:
    """Places that are over, while their newest leases are still good."""
    over = Q(closed_at__isnull=False, bound_at__isnull=True, lease_exp__gt=at)
    rows = models.Place.objects.filter(over, pool__in=pools)
    found: dict[int, list[facts.Place]] = {}
    for row in rows.select_related("account", "device", "license").order_by("id"):
        found.setdefault(row.pool_id, []).append(fact_of(row))
    return found


def fact_of(row: models.Place) -> facts.Place:
    return place_of(row, row.account.public_id, row.device)
