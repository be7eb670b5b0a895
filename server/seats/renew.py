"""Contacts that are no decision: one statement renews many places at once, and commits.

Nothing is decided here. The statement looks whether what the rulebook said of such a contact
(server/rulebook/renewals.py) still holds: same place, same pool's version and terms, before the
instant it named, on a lease that is still good, by a token of this account on this device that
was used lately, naming the last lease or the one before (LEASE-10). What does not match is left
as it was, for the verb. It locks places in their order, after which nothing is waited for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from contract.ids import make_jtis
from server import clock
from server.accounts.authenticate import NOTE_USE_AFTER
from server.direct import Direct, text
from server.seats.renewals import Renewed, terms_mark
from server.signing.sign import signer_statement

USED_WITHIN = timedelta(days=1)  # nobody's terms let a token end before that


@dataclass(frozen=True, slots=True)
class Contact:
    """What a contact names; all of it letters and digits, `-` and `_`."""

    token_hash: str
    seat: str
    last_lease: str


FACTS = """
FROM {asked}
JOIN seats_place p ON p.seat = q.seat
JOIN accounts_session s
  ON s.token_hash = q.token_hash AND s.account_id = p.account_id AND s.device_id = p.device_id
JOIN accounts_account a ON a.id = s.account_id AND a.is_active
JOIN accounts_device d ON d.id = s.device_id
JOIN seats_renewal r ON r.id = p.renewal_id AND r.pool_id = p.pool_id
JOIN licenses_pool l ON l.id = p.pool_id
CROSS JOIN {signer}
WHERE r.version = l.version AND r.terms = {terms} AND r.platform = d.platform
  AND r.own = (l.owner_id = p.account_id)
  AND {at} < r.until AND {at} < p.lease_exp AND {at} >= p.last_contact_at AND p.closed_at IS NULL
  AND s.used_at > {used_since} AND q.last_lease IN ('', p.lease_jti, p.previous_jti)
"""
PARTS = "a.public_id, d.device_id, d.public_key, r.id, r.answer, k.kid, k.private_sealed"

POSTGRESQL = f"""
WITH clock AS MATERIALIZED (SELECT clock_timestamp() + %(ahead)s AS at),
k AS MATERIALIZED ({{signer}}),
good AS (
    SELECT q.n, q.jti, p.id, s.id AS session, s.used_at, clock.at, r.span,
           a.public_id, d.device_id, d.public_key, r.id AS renewal, r.answer,
           k.kid, k.private_sealed
    {
    FACTS.format(
        asked='''clock CROSS JOIN unnest(%(hashes)s::text[], %(seats)s::text[], %(lasts)s::text[],
        %(jtis)s::text[]) WITH ORDINALITY AS q (token_hash, seat, last_lease, jti, n)''',
        terms="%(terms)s",
        at="clock.at",
        signer="k",
        used_since="clock.at - %(used_within)s",
    )
}
    ORDER BY p.id FOR UPDATE OF p
),
noted AS (
    UPDATE accounts_session s SET used_at = good.at FROM good
    WHERE s.id = good.session AND good.used_at < good.at - %(note_after)s
)
UPDATE seats_place p
SET last_contact_at = good.at, previous_jti = p.lease_jti, lease_jti = good.jti,
    lease_exp = date_trunc('second', good.at + good.span * interval '1 second')
FROM good WHERE p.id = good.id
RETURNING good.n, good.at, p.lease_exp, good.public_id, good.device_id, good.public_key,
          good.renewal, good.answer, good.kid, good.private_sealed
"""  # noqa: S608  # made of constants

SQLITE_FIND = f"""
SELECT p.id, s.id, s.used_at, r.span, {PARTS}
{
    FACTS.format(
        asked="(SELECT :hash AS token_hash, :seat AS seat, :last AS last_lease) q",
        terms=":terms",
        at=":at",
        signer="({signer}) k",
        used_since=":used_since",
    )
}"""
SQLITE_RENEW = """
UPDATE seats_place
SET last_contact_at = ?, lease_exp = ?, previous_jti = lease_jti, lease_jti = ? WHERE id = ?"""
SQLITE_NOTE = "UPDATE accounts_session SET used_at = ? WHERE id = ? AND used_at < ?"


def renew(asked: Sequence[Contact], direct: Direct) -> list[Renewed | None]:
    """What each contact got, once all of it is on the disk; None: ask the verb."""
    act = _renew_on_sqlite if direct.vendor == "sqlite" else _renew_on_postgresql
    return act(asked, direct)


def _renew_on_postgresql(asked: Sequence[Contact], direct: Direct) -> list[Renewed | None]:
    jtis = make_jtis(len(asked))
    rows = direct.connection().execute(
        _with_signer(POSTGRESQL, "(SELECT at FROM clock)"),
        {
            "ahead": clock.offset(),
            "hashes": _array(each.token_hash for each in asked),
            "seats": _array(each.seat for each in asked),
            "lasts": _array(each.last_lease for each in asked),
            "jtis": _array(jtis),
            "terms": terms_mark(),
            "used_within": USED_WITHIN,
            "note_after": NOTE_USE_AFTER,
        },
    )
    found: list[Renewed | None] = [None] * len(asked)
    for number, at, lease_exp, *parts in rows:
        nth = number - 1
        found[nth] = Renewed(asked[nth].seat, jtis[nth], at, lease_exp, *parts)
    return found


@cache
def _with_signer(statement: str, at: str) -> str:
    """The key that signs is read with the places: a rotation counts at once (SUP-3)."""
    return statement.format(signer=signer_statement().replace("%s", at))


def _array(words: Iterable[str]) -> str:
    """PostgreSQL's text of an array: psycopg would look at each element for its type."""
    return '{"' + '","'.join(words) + '"}'


def _renew_on_sqlite(asked: Sequence[Contact], direct: Direct) -> list[Renewed | None]:
    with direct.transaction() as connection:
        at = clock.now()
        jtis = make_jtis(len(asked))
        return [_renew_one(connection, *each, at) for each in zip(asked, jtis, strict=True)]


def _renew_one(  # type: ignore[no-untyped-def]  # sqlite3's
    connection, contact: Contact, jti: str, at: datetime
) -> Renewed | None:
    values = {
        "hash": contact.token_hash, "seat": contact.seat, "last": contact.last_lease,
        "terms": terms_mark(), "at": text(at), "used_since": text(at - USED_WITHIN),
    }  # fmt: skip
    row = connection.execute(_with_signer(SQLITE_FIND, ":at"), values).fetchone()
    if row is None:
        return None
    place, session, used_at, span, *parts = row
    lease_exp = (at + timedelta(seconds=span)).replace(microsecond=0)
    connection.execute(SQLITE_RENEW, (text(at), text(lease_exp), jti, place))
    if used_at < text(at - NOTE_USE_AFTER):
        connection.execute(SQLITE_NOTE, (text(at), session, text(at)))
    return Renewed(contact.seat, jti, at, lease_exp, *parts)
