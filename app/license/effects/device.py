"""The key store, the device's key, and how far time has been seen (LEASE-4, LEASE-6, APP-13)."""

from __future__ import annotations

import logging
from collections.abc import Callable

from msgspec.structs import asdict, replace

from app.license import device as devices
from app.license import errands as do
from app.license import events as e
from app.license import files
from app.license.credentials import Secrets, StoreState
from app.license.effects import returning
from app.license.effects.keeping import remember
from app.license.picture import RemarkCode
from app.license.world import World

log = logging.getLogger(__name__)

Tell = Callable[[e.Event], None]


async def read_secrets(world: World, tell: Tell) -> e.SecretsRead:
    """Ask once. A store that keeps silent is told at once, and its late answer used (APP-13)."""
    await remember(world, lambda: files.sweep(world.cache.folder))
    await remember(world, world.statement.mend)
    known = world.device is not None
    state = await world.credentials.ask(lambda: tell(_secrets_read(world, known)))
    await _ensure_key(world, state)
    return replace(_secrets_read(world, known), returned=await returning.finish(world))


def _secrets_read(world: World, device_known: bool) -> e.SecretsRead:
    secrets = world.credentials.secrets
    return e.SecretsRead(
        signed_in=bool(secrets.token),
        fallback=world.credentials.state in (StoreState.NO_STORE, StoreState.SILENT),
        release=bool(secrets.release),
        given_up=bool(secrets.given_up),
        device=world.device.id if world.device else "",
        device_known=device_known,
    )


async def _ensure_key(world: World, state: StoreState) -> None:
    """One key pair, made once (LEASE-6); never because a store kept silent."""
    device, private = world.device, world.credentials.secrets.private_key
    public = devices.public_key_of(private) if private else None
    copied = device is not None and device.foreign and device.public_key == public
    if public is None or copied:
        holds = world.cache.holds_lease() and not (device and device.foreign)
        if state is StoreState.SILENT or holds:
            return
        await make_key(world)
    elif device is None or device.foreign or device.public_key != public:
        if device is None or device.foreign or not world.cache.holds_lease():
            await _write_device(world, public)
    else:
        await _write_device(world, public)  # with today's hints of the machine


async def make_key(world: World) -> None:
    """All that is secret begins anew with it: token, counter and nonces belong to the old one."""
    private = devices.new_private_key()
    public = devices.public_key_of(private) or ""
    await remember(world, world.cache.forget_air)
    await world.credentials.change(**asdict(Secrets(private_key=private)))
    await _write_device(world, public)


async def _write_device(world: World, public: str) -> None:
    folder, latest = world.cache.folder, world.clock.latest
    product = world.brand.product
    try:
        await world.disk.do(lambda: devices.write_device(folder, public, latest))
    except OSError as error:
        log.warning("the device file could not be written: %s", type(error).__name__)
    world.device = devices.of_key(public, product, latest)


async def make_own(world: World, errand: do.MakeOwn) -> e.Event | None:
    """A new key: the lease of the old one is another computer's now (LEASE-10)."""
    if world.credentials.state is StoreState.SILENT:
        return e.Declined(errand.generation, RemarkCode.KEY_STORE_SILENT)
    await world.disk.do(lambda: world.cache.put_lease_aside("duplicated"))
    await world.disk.do(world.cache.forget_account)
    world.account = ""
    await make_key(world)
    return e.DeviceMadeOwn(errand.generation, world.device.id if world.device else "")


async def forget_token(world: World, errand: do.ForgetToken) -> e.Event | None:
    await world.credentials.change(token="")
    return None


async def remember_time(world: World) -> None:
    """Kept beside the device, so that setting the clock back lengthens nothing (LEASE-4)."""
    latest = world.clock.latest
    if latest is not None and world.device is not None:
        seen = tuple(world.seen)
        await remember(world, lambda: devices.remember_latest(world.cache.folder, latest, seen))


async def remember_latest(world: World, errand: do.RememberTime) -> e.Event | None:
    await remember_time(world)
    return None


async def remember_warned(world: World, errand: do.RememberWarned) -> e.Event | None:
    if world.credentials.remembers:
        await remember(world, lambda: world.cache.write_warned(errand.warned))
    return None
