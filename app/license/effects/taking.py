"""Taking in what the server gave: verified first, then written, then told (LEASE-5, LEASE-7)."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from app.license import events as e
from app.license.client import Nothing, Unreached
from app.license.contact import USUAL, after_answer
from app.license.effects.answers import answer
from app.license.picture import Refusal, RemarkCode
from app.license.world import World
from contract.faults import Fault
from contract.jws import Envelope, unfold
from contract.lease import LIMIT, TYP, Lease, read_lease
from contract.problems import KNOWN_REFUSALS_OF_PUT_SEAT
from contract.wire import encode
from contract.wire.license import License
from contract.wire.seat import SeatAnswer

log = logging.getLogger(__name__)


class Given(SeatAnswer, frozen=True, kw_only=True):
    """The answer, read forgivingly: a lease is not lost over when to ask next."""

    next_contact_in: Any = None


KEYS = "/.well-known/seatkeeper-keys"
SAME_TIME = timedelta(minutes=5)


async def take(
    world: World, generation: int, got: SeatAnswer | Nothing | Refusal | Unreached
) -> e.Event:
    """The answer to `PUT /seat` and its like."""
    if isinstance(got, SeatAnswer):
        return await _take_seat(world, generation, got)
    if isinstance(got, Refusal) and got.code in KNOWN_REFUSALS_OF_PUT_SEAT:
        due = after_answer(USUAL.total_seconds(), world.chance(), world.now)
        return e.SeatRefused(generation, got, due)
    return answer(world, generation, got)


async def _take_seat(world: World, generation: int, got: SeatAnswer) -> e.Event:
    lease = await _verified(world, got.lease)
    if isinstance(lease, Fault):
        log.warning("a lease that arrived was refused: %s", lease)
        return e.LeaseUnusable(generation, lease, world.chance())
    _hear_the_time(world, lease, got)
    if lease.nonce and lease.nonce in world.credentials.secrets.given_up:
        return e.Declined(generation, RemarkCode.RETURN_FIRST)
    written = await _write(world, got.lease)
    await take_license(world, got.license)
    return e.LeaseArrived(
        generation,
        lease,
        got.license,
        after_answer(got.next_contact_in, world.chance(), world.now),
        written,
        tuple(notice.code for notice in got.notices),
    )


def _hear_the_time(world: World, lease: Lease, got: SeatAnswer) -> None:
    """The signed instant is believed; the unsigned one beside it only if it agrees."""
    signed = lease.issued_at
    if signed is None or lease.jti in world.seen:
        return  # an answer that somebody kept and plays again sets no clock back (LEASE-4)
    world.seen.append(lease.jti)
    agrees = abs(got.server_time - signed) <= SAME_TIME
    world.clock.heard(max(signed, got.server_time) if agrees else signed)


async def _verified(world: World, token: str) -> Lease | Fault:
    """By the statement that is known; once a newer one came, by that one (LEASE-7)."""
    mine = world.holder(world.account or None)
    found = read_lease(token, world.statement.now, mine)
    if not _asks_for_keys(world, token, found):
        return found
    await fetch_statement(world)
    return read_lease(token, world.statement.now, mine)


def _asks_for_keys(world: World, token: str, found: Lease | Fault) -> bool:
    """Where it names a key nobody knows; beside a good one, once a day."""
    if isinstance(found, Lease):
        return world.statement.is_old(world.now)
    kid = _kid(token) if found is Fault.UNKNOWN_KEY else ""
    return bool(kid) and world.statement.wants_fetching(kid, world.now)


def _kid(token: str) -> str:
    envelope = unfold(token, TYP, LIMIT)
    return (envelope.kid or "") if isinstance(envelope, Envelope) else ""


async def fetch_statement(world: World) -> None:
    """What cannot be had or believed leaves the one that is there."""
    world.statement.was_fetched(world.now)
    got = await world.client.call("GET", KEYS, bytes)
    if isinstance(got, bytes):
        try:
            await world.disk.do(lambda: world.statement.believe(got))
        except OSError as error:
            log.warning("the key statement could not be written: %s", type(error).__name__)


async def _write(world: World, token: str) -> bool:
    """A full disk costs nothing now: the lease serves from memory, as on a shared computer."""
    if not world.credentials.remembers:
        world.unwritten = token
        return True
    try:
        await world.disk.do(lambda: world.cache.write_lease(token))
    except OSError as error:
        log.warning("the lease could not be written: %s", type(error).__name__)
        world.unwritten = token
        return False
    world.closing = world.unwritten = ""
    return True


async def take_license(world: World, license: License | None) -> None:
    if license is None or not world.credentials.remembers:
        return
    data = encode(license)
    try:
        await world.disk.do(lambda: world.cache.write_shown(license=data))
    except OSError as error:
        log.warning("the license file could not be written: %s", type(error).__name__)
