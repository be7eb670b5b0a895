"""The place: asked for, reserved, closed, given up; and the line (SEAT, OFF)."""

from __future__ import annotations

import logging

from app.license import errands as do
from app.license import events as e
from app.license.client import Nothing, Unreached
from app.license.contact import after_answer
from app.license.effects.afterwards import place_left, to_its_end
from app.license.effects.answers import API, answer, is_no_answer
from app.license.effects.keeping import remember
from app.license.effects.taking import Given, take, take_license
from app.license.picture import NetFault, Refusal
from app.license.world import World
from contract.lease import Lease, read_lease
from contract.problems import Code
from contract.wire.license import LicenseAnswer
from contract.wire.line import LineAnswer
from contract.wire.meta import Meta
from contract.wire.seat import Reserve, SeatWanted

CLOSING = 2.5
"""Seconds that a close may take: a window that was closed waits for it, but not for long."""

log = logging.getLogger(__name__)


async def probe(world: World, errand: do.Probe) -> e.Event | None:
    got = await world.client.call("GET", f"{API}/meta", Meta)
    if isinstance(got, Meta):
        return e.Reached(errand.generation)
    return answer(world, errand.generation, got)


async def ask_seat(world: World, errand: do.AskSeat) -> e.Event | None:
    body = SeatWanted(seat=errand.seat or None, last_lease=errand.last_lease or None)
    call = world.client.call("PUT", f"{API}/seat", Given, token=world.token, body=body)
    got = await to_its_end(world, call)
    return await take(world, errand.generation, got)


async def extend(world: World, errand: do.Extend) -> e.Event | None:
    path, body = f"{API}/seat/offline", Reserve(until=errand.until)
    call = world.client.call("PUT", path, Given, token=world.token, body=body)
    got = await to_its_end(world, call)
    return await take(world, errand.generation, got)


async def return_early(world: World, errand: do.ReturnEarly) -> e.Event | None:
    path = f"{API}/seat/offline"
    got = await world.client.call("DELETE", path, Given, token=world.token)
    if isinstance(got, Nothing):
        return e.PlaceEnded(errand.generation)
    return await take(world, errand.generation, got)


async def ask_license(world: World, errand: do.AskLicense) -> e.Event | None:
    got = await world.client.call("GET", f"{API}/license", LicenseAnswer, token=world.token)
    if isinstance(got, LicenseAnswer):
        await take_license(world, got.license)
        return e.LicenseShown(errand.generation, got.license, tuple(got.others))
    if isinstance(got, Refusal) and got.code == Code.NO_LICENSE:
        return e.NoLicense(errand.generation, got)
    return answer(world, errand.generation, got)


async def put_lease_away(world: World, errand: do.PutLeaseAway) -> e.Event | None:
    world.closing = errand.seat
    await remember(world, world.cache.put_lease_away)
    return None


async def take_lease_back(world: World, errand: do.TakeLeaseBack) -> e.Event | None:
    world.closing = ""
    await remember(world, world.cache.take_lease_back)
    token = await world.disk.do(world.cache.lease)
    found = read_lease(token, world.statement.now, world.holder()) if token else None
    return e.LeaseTakenBack(found if isinstance(found, Lease) else None)


async def send_close(world: World, errand: do.SendClose) -> e.Event | None:
    """Whatever the server says to it, it was told; only without an answer it is sent again, or
    where the key store has not said yet by which token."""
    if world.credentials.state is None and not world.token:
        return e.CloseNotSent(errand.seat)
    seat = await place_left(world) or errand.seat
    got = await _close(world, seat, given_up=errand.given_up)
    if is_no_answer(got):
        fault = got.fault if isinstance(got, Unreached) else NetFault.SERVER
        return e.CloseNotSent(errand.seat, fault)
    if isinstance(got, Refusal):
        log.warning("the close of a place was refused: %s", got.code)
    if errand.given_up:
        await remember(world, world.cache.forget_given_up)
    elif world.closing in ("", errand.seat):
        await remember(world, world.cache.forget_closing)
    return e.CloseAnswered(errand.seat, errand.given_up)


async def _close(world: World, seat: str, *, given_up: bool = False) -> object:
    path = f"{API}/seat?seat={seat}" + ("&given_up=true" if given_up else "")
    return await world.client.call("DELETE", path, Nothing, token=world.token, limit=CLOSING)


async def close_what_was_left(world: World) -> None:
    """A place that came when nobody waited for it any more ends with the program."""
    seat = await place_left(world)
    if seat and world.token:
        await _close(world, seat)


async def delete_lease(world: World, errand: do.DeleteLease) -> e.Event | None:
    await remember(world, lambda: world.cache.give_up(errand.seat))
    return None


async def stand_in_line(world: World, errand: do.StandInLine) -> e.Event | None:
    got = await world.client.call("PUT", f"{API}/line", LineAnswer, token=world.token)
    if not isinstance(got, LineAnswer):
        return answer(world, errand.generation, got)
    due = after_answer(got.next_contact_in, world.chance(), world.now)
    return e.LineAnswered(errand.generation, got.place, got.ahead, due, got.offered_until)


async def leave_line(world: World, errand: do.LeaveLine) -> e.Event | None:
    got = await world.client.call("DELETE", f"{API}/line", Nothing, token=world.token)
    done = isinstance(got, Nothing)
    return e.LineLeft(errand.generation) if done else answer(world, errand.generation, got)
