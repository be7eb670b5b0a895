"""Fills a fresh database with owners, members, their computers, sessions and places.

Tokens, place ids and lease ids follow from a member's number, so that a load needs no list of
them and a script of pgbench can name them. One row of each kind is made through the models; the
others are copies of it, made by the database itself: a million places take seconds.
"""

from __future__ import annotations

import sys
from typing import Any

from tools.bench.surroundings import parser, set_up

TOKEN = "bench-token-{:012d}"
SEAT = "s{:021d}"
DOMAIN = "bench.example"


def main(arguments: list[str]) -> int:
    asking = parser("Fill a fresh database for a bench.")
    asking.add_argument("--pools", type=int, default=10)
    asking.add_argument("--members", type=int, default=1000)
    asking.add_argument("--seats", type=int, help="of each pool; else one for each member")
    asking.add_argument("--closed", action="store_true", help="nobody's product runs")
    asking.add_argument(
        "--closed-from", type=int, default=0, help="but for these, everybody's does"
    )
    asking.add_argument("--closed-to", type=int, default=0)
    asked = asking.parse_args(arguments)
    set_up(asked)
    seats = asked.seats or -(-asked.members // asked.pools)
    fill(asked.pools, asked.members, seats, closed=asked.closed)
    _close(range(asked.closed_from, asked.closed_to))
    return 0


def fill(pools: int, members: int, seats: int, *, closed: bool) -> None:
    from django.db import connection, transaction

    with transaction.atomic():
        owners = [_owner(number, seats) for number in range(pools)]
        pool = owners[0].pools.get()
        made = _first_member(owners[0], pool, closed)
        _count_anew(pool.pk)
        _copy_members(made, members, pools, owners[0].pk, pool.pk)
        _go_on_counting()
        _tell_pools_their_numbers()
        if not closed:
            _contact_each(pools)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _owner(number: int, seats: int) -> Any:
    from server.accounts.models import Account
    from server.licenses.create import Created, Wanted, create
    from server.rulebook.facts import Kind, Platform

    owner = Account.objects.create(
        public_id=f"A-FFF-{number:03}", email=f"owner-{number}@{DOMAIN}", name="Owner", password="!"
    )
    created = create(Wanted(Kind.EDUCATIONAL, seats, platforms=frozenset(Platform)), owner)
    assert isinstance(created, Created), created
    return owner


def _first_member(owner: Any, pool: Any, closed: bool) -> dict[str, Any]:
    """Member 0 of the first pool: the row of each kind that the others are copies of."""
    from server.accounts.models import Account, Device, Session
    from server.clock import now
    from server.config.brand import brand
    from server.organizations.models import Membership
    from server.seats.models import Place

    at = now()
    account = Account.objects.create(
        public_id="A-000-000", email=f"member-0@{DOMAIN}", name="Member", password="!"
    )
    device = Device.objects.create(
        device_id=f"D{0:025d}", product=brand().product, public_key=bytes(32), platform="linux",
        app_version="0.1.0", first_seen_at=at, last_seen_at=at,
    )  # fmt: skip
    session = Session.objects.create(
        token_hash=_hash(0), account=account, device=device, started_at=at, used_at=at
    )
    membership = Membership.objects.create(owner=owner, member=account, joined_at=at)
    place = Place.objects.create(
        account=account, device=device, pool=pool, seat=SEAT.format(0), began_at=at,
        last_contact_at=at, closed_at=at if closed else None,
        closed_because="closed" if closed else "", lease_exp=at, lease_jti=SEAT.format(0),
    )  # fmt: skip
    return {
        "account": account, "device": device, "session": session, "membership": membership,
        "place": place,
    }  # fmt: skip


def _count_anew(pool: int) -> None:
    """So that the first place tells what it counts as, and its copies with it."""
    from server.licenses.pools import forget_tallies, lock_pools
    from server.seats.store import settle_pools

    forget_tallies([pool])
    settle_pools(lock_pools([pool]))


def _tell_pools_their_numbers() -> None:
    """Members are all that sit here; counting them one by one would take minutes for a million."""
    from server.licenses.models import Pool
    from server.seats.models import Place
    from server.seats.tally import counted_by

    for pool in Pool.objects.all():
        sitting = Place.objects.filter(pool=pool).exclude(counts_as="").count()
        Pool.objects.filter(pk=pool.pk).update(members=sitting, counted_by=counted_by())


def _contact_each(pools: int) -> None:
    """All members' last contact was a moment ago: one of each pool asks, the others copy it."""
    from django.db.models import F

    from server.seats.held import Held
    from server.seats.models import Place
    from server.seats.take import take

    for number in range(pools):
        row = Place.objects.select_related("account", "device").get(seat=SEAT.format(number))
        held = take(row.account, row.device, row.seat)
        assert isinstance(held, Held), held
        row.refresh_from_db()
        others = Place.objects.filter(pool=row.pool_id).exclude(pk=row.pk)
        others.update(
            last_contact_at=row.last_contact_at, lease_exp=row.lease_exp, renewal=row.renewal,
            previous_jti=F("lease_jti"), counts_as=row.counts_as, due=row.due,
        )  # fmt: skip


def _close(members: range) -> None:
    """Their products were closed a moment ago."""
    from django.db.models import F

    from server.seats.models import Place

    seats = Place.objects.filter(seat__in=[SEAT.format(number) for number in members])
    seats.update(
        closed_at=F("last_contact_at"), closed_because="closed", renewal=None, counts_as="",
        due=None,
    )  # fmt: skip
    _tell_pools_their_numbers()


def _hash(number: int) -> str:
    from server.accounts.tokens import hash_of

    return hash_of(TOKEN.format(number))


def _copy_members(made: dict[str, Any], members: int, pools: int, owner: int, pool: int) -> None:
    account, device = made["account"].pk, made["device"].pk
    who = {"account_id": f"{account} + n", "device_id": f"{device} + n"}
    _copy(made["account"], members, {
        "public_id": _account_id(), "email": f"'member-' || n || '@{DOMAIN}'",
    })  # fmt: skip
    _copy(made["device"], members, {"device_id": _text("D", "n", 25)})
    _copy(made["session"], members, {**who, "token_hash": "bench_hash(n)"})
    _copy(made["membership"], members, {
        "member_id": f"{account} + n", "owner_id": f"{owner} + n % {pools}",
    })  # fmt: skip
    _copy(made["place"], members, {
        **who, "pool_id": f"{pool} + n % {pools}", "seat": _text("s", "n", 21),
        "lease_jti": _text("s", "n", 21),
    })  # fmt: skip


def _account_id() -> str:
    thousands, rest = _text("A-", "(n / 1000)", 3), _text("-", "(n % 1000)", 3)
    return f"{thousands} || {rest}"


def _text(letter: str, number: str, digits: int) -> str:
    """SQL for a letter and a number with zeros before it, on both databases."""
    return f"'{letter}' || substr('{'0' * digits}' || {number}, -{digits})"


def _copy(row: Any, members: int, columns: dict[str, str]) -> None:
    """Members 1 to the last: the row again, but for its key and these columns."""
    from django.db import connection

    names = [field.column for field in row._meta.concrete_fields]
    values = {"id": f"{row.pk} + n", **{name: _on(sql) for name, sql in columns.items()}}
    chosen = ", ".join(values.get(name, f"t.{name}") for name in names)
    table = row._meta.db_table
    with connection.cursor() as cursor:
        _lend_hash(cursor)
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(names)}) "
            f"SELECT {chosen} FROM {_numbers(members)}, {table} t WHERE t.id = {row.pk}"
        )


def _on(sql: str) -> str:
    from django.db import connection

    if connection.vendor == "sqlite":
        return sql
    return sql.replace("substr(", "right(").replace(", -", ", ")


def _numbers(members: int) -> str:
    from django.db import connection

    if connection.vendor == "sqlite":
        more = f"SELECT 1 AS n WHERE {members} > 1 UNION ALL SELECT n + 1 FROM c"
        return f"(WITH RECURSIVE c AS ({more} WHERE n < {members - 1}) SELECT n FROM c)"
    return f"generate_series(1, {members - 1}) n"


def _lend_hash(cursor: Any) -> None:
    """`bench_hash(n)`: the stored hash of a member's token, for both databases."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.connection.create_function("bench_hash", 1, _hash, deterministic=True)
        return
    cursor.execute(
        "CREATE OR REPLACE FUNCTION bench_hash(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS "
        "$$ SELECT encode(sha256(convert_to('bench-token-' || lpad(n::text, 12, '0'), 'UTF8')),"
        " 'hex') $$"
    )


def _go_on_counting() -> None:
    """PostgreSQL's counters did not see the keys that were given to the copies."""
    from django.core.management.color import no_style
    from django.db import connection

    from server.accounts.models import Account, Device, Session
    from server.organizations.models import Membership
    from server.seats.models import Place

    models = [Account, Device, Session, Membership, Place]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
