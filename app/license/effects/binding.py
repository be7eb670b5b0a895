"""Taking in a response file: judged whole, then kept, then told (AIR-4, AIR-7)."""

from __future__ import annotations

import logging
from pathlib import Path

from app.license import events as e
from app.license.cache import AccountShown
from app.license.effects.taking import take_license
from app.license.picture import RemarkCode
from app.license.world import World
from app.offline import stick
from app.offline.response import Good, Known, Wrong, judge
from contract.lease import Lease, read_lease

log = logging.getLogger(__name__)


async def bind(world: World, generation: int, path: Path) -> e.Event:
    try:
        data = await stick.get(path)
    except OSError as error:
        fault = stick.fault(error)
        log.info("a file was not taken as a response: it cannot be read, %s", fault)
        return e.Declined(generation, RemarkCode.CANNOT_READ, fault)
    verdict = judge(data, await known(world))
    if isinstance(verdict, Wrong):
        log.info("a file was not taken as a response: %s", verdict.code)
        return e.Declined(generation, verdict.code, verdict.detail)
    written = await _keep(world, verdict)
    world.account = verdict.lease.sub
    return e.ResponseGood(generation, verdict.lease, verdict.license, written)


async def known(world: World) -> Known:
    waiting = await world.disk.do(world.cache.request)
    token = await world.disk.do(world.cache.lease)
    held = read_lease(token, world.statement.now, world.holder()) if token else None
    return Known(
        holder=world.holder(),
        statement=world.statement.now,
        judge_keys=world.statement.judge,
        waiting=waiting.nonce if waiting else "",
        waiting_since=waiting.when if waiting else None,
        given_up=world.credentials.secrets.given_up,
        held=(held.nonce or "") if isinstance(held, Lease) else "",
    )


async def _keep(world: World, good: Good) -> bool:
    """Keys first, then the lease; the request only once the lease is safe."""
    account = AccountShown(id=good.lease.sub)
    known = world.cache.shown().account

    def write() -> None:
        world.statement.believe(good.keys)
        world.cache.write_lease(good.token)
        if known is None or known.id != account.id:
            world.cache.write_shown(account=account)
        world.cache.forget_request()

    try:
        await world.disk.do(write)
    except OSError as error:
        log.warning("the response could not be kept: %s", type(error).__name__)
        world.unwritten = good.token
        return False
    await take_license(world, good.license)
    return True
