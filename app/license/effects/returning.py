"""Giving a computer back: the nonce first, then the lease, then the file (AIR-6, AIR-9).

A crash between any two steps loses nothing: a nonce that is given up is never worked with again,
and the return is made from whatever is left, the lease or the return that was kept.
"""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from app.license import errands as do
from app.license import events as e
from app.license.cache import ReturnFile
from app.license.credentials import StoreState
from app.license.device import public_key_of
from app.license.effects.keeping import remember
from app.license.picture import GivenUp, RemarkCode
from app.license.world import World
from app.offline import stick
from contract.encoding import from_base64url
from contract.lease import Lease, read_lease
from contract.offline_files import Return, write_return


async def give_back(world: World, errand: do.GiveBack) -> e.Event | None:
    lease = await _bound_lease(world)
    if lease is None:
        return e.Declined(errand.generation, RemarkCode.NOT_POSSIBLE)
    if not _can_sign(world):
        return e.Declined(errand.generation, RemarkCode.KEY_STORE_SILENT)
    if not await _give_up(world, lease.nonce or ""):
        return e.Declined(errand.generation, cannot_keep(world))
    kept = await _end_of_lease(world, lease)
    failed = await _write(errand.path, kept)
    if not failed:
        kept = await _saved(world, kept, errand.path)
    return e.GivenBack(errand.generation, _told(kept), fault=failed)


async def write_again(world: World, errand: do.WriteReturn) -> e.Event | None:
    kept = await _kept_return(world)
    if kept is None:
        return e.Declined(errand.generation, RemarkCode.NOT_POSSIBLE)
    failed = await _write(errand.path, kept)
    if failed:
        return e.Declined(errand.generation, RemarkCode.CANNOT_WRITE, failed)
    return e.ReturnFileSaved(errand.generation, _told(await _saved(world, kept, errand.path)))


async def finish(world: World) -> GivenUp | None:
    """At the start: a lease whose nonce is given up is left over, or was put back (AIR-9)."""
    lease = await _bound_lease(world)
    if lease is None or lease.nonce not in world.credentials.secrets.given_up:
        return None
    return _told(await _end_of_lease(world, lease))


def cannot_keep(world: World) -> RemarkCode:
    silent = world.credentials.state is StoreState.SILENT
    return RemarkCode.KEY_STORE_SILENT if silent else RemarkCode.CANNOT_WRITE


def _can_sign(world: World) -> bool:
    """Whether the device's own key is at hand: a return by another one frees nothing."""
    public = public_key_of(world.credentials.secrets.private_key)
    return public is not None and world.device is not None and public == world.device.public_key


async def _bound_lease(world: World) -> Lease | None:
    kept = await world.disk.do(world.cache.lease)
    for token in (world.unwritten, kept):
        found = read_lease(token, world.statement.now, world.holder()) if token else None
        if isinstance(found, Lease) and found.bound:
            return found
    return None


async def _give_up(world: World, nonce: str) -> bool:
    """What the key store does not keep is not given up: nothing has changed then."""
    before = world.credentials.secrets
    if nonce in before.given_up:
        return True
    given_up = (*before.given_up, nonce)
    if await world.credentials.change(counter=before.counter + 1, given_up=given_up):
        return True
    world.credentials.secrets = replace(world.credentials.secrets, given_up=before.given_up)
    return False


async def _end_of_lease(world: World, lease: Lease) -> ReturnFile:
    """The lease goes only once the return is kept: one of the two is always there."""
    kept = await world.disk.do(world.cache.returned)
    if kept is None or kept.nonce != lease.nonce:
        kept = _new_return(world, lease)
    world.unwritten = ""

    def end() -> None:
        world.cache.write_return(kept)
        world.cache.delete_lease()

    await remember(world, end)
    return kept


async def _kept_return(world: World) -> ReturnFile | None:
    kept = await world.disk.do(world.cache.returned)
    if kept is not None:
        return kept
    lease = await _bound_lease(world)
    gone = lease is not None and lease.nonce in world.credentials.secrets.given_up
    return await _end_of_lease(world, lease) if lease is not None and gone else None


def _new_return(world: World, lease: Lease) -> ReturnFile:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    secrets, nonce, at = world.credentials.secrets, lease.nonce or "", world.now
    said = Return(
        product=world.brand.product,
        device=lease.device,
        seat=lease.seat,
        nonce=nonce,
        counter=secrets.counter,
        created=at.replace(microsecond=0),
    )
    private = Ed25519PrivateKey.from_private_bytes(from_base64url(secrets.private_key) or b"")
    return ReturnFile(text=write_return(said, private), nonce=nonce, path="", when=at)


async def _write(path: Path, kept: ReturnFile) -> str:
    """What went wrong; nothing if it is there."""
    try:
        await stick.put(path, kept.text.encode())
    except OSError as error:
        return stick.fault(error)
    return ""


async def _saved(world: World, kept: ReturnFile, path: Path) -> ReturnFile:
    saved = replace(kept, path=str(path))
    await remember(world, lambda: world.cache.write_return(saved))
    return saved


def _told(kept: ReturnFile) -> GivenUp:
    return GivenUp(kept.nonce, kept.path, kept.when)
