"""The files of a computer that never goes online (AIR)."""

from __future__ import annotations

import secrets as chance

from msgspec.structs import replace

from app.license import errands as do
from app.license import events as e
from app.license.cache import RequestFile
from app.license.client import platform_name
from app.license.effects.binding import bind
from app.license.effects.keeping import remember
from app.license.effects.returning import cannot_keep
from app.license.picture import RemarkCode, Requested
from app.license.world import World
from app.offline import stick
from contract.encoding import to_base64url
from contract.offline_files import check_code


async def write_request(world: World, errand: do.WriteRequest) -> e.Event | None:
    """The one that waits, or a new one (AIR-1)."""
    from app.offline.request import page

    kept = await world.disk.do(world.cache.request) or await _new_request(world)
    if isinstance(kept, RemarkCode):
        return e.Declined(errand.generation, kept)
    data = page(kept.request, world.brand, world.language(), kept.when)
    try:
        await stick.put(errand.path, data)
    except OSError as error:
        return e.Declined(errand.generation, RemarkCode.CANNOT_WRITE, stick.fault(error))
    return e.RequestSaved(errand.generation, await _saved(world, kept, str(errand.path)))


async def _new_request(world: World) -> RequestFile | RemarkCode:
    from app.offline.request import Asker, new_request

    secrets, device = world.credentials.secrets, world.device
    if not secrets.private_key or device is None:
        return RemarkCode.KEY_STORE_SILENT
    if not await world.credentials.change(counter=secrets.counter + 1):
        return cannot_keep(world)  # with this key the response could not be taken tomorrow
    asker = Asker(
        product=world.brand.product,
        device=device.id,
        public_key=device.public_key,
        private_key=secrets.private_key,
        platform=platform_name(),
        app_version=world.version,
    )
    nonce, at = to_base64url(chance.token_bytes(16)), world.now
    text = new_request(asker, nonce, secrets.counter + 1, world.language(), at)
    return await _remembered(world, RequestFile(request=text, nonce=nonce, path="", when=at))


async def _remembered(world: World, request: RequestFile) -> RequestFile:
    """Before it is on the stick: a stick that was pulled out may hold the page all the same."""
    await remember(world, lambda: world.cache.write_request(request))
    return request


async def _saved(world: World, kept: RequestFile, path: str) -> Requested:
    saved = await _remembered(world, replace(kept, path=path))
    return Requested(saved.nonce, path, saved.when, check_code(saved.request))


async def discard_request(world: World, errand: do.DiscardRequest) -> e.Event | None:
    await world.disk.do(world.cache.forget_request)
    return e.RequestGone(errand.generation)


async def judge_response(world: World, errand: do.JudgeResponse) -> e.Event | None:
    return await bind(world, errand.generation, errand.path)
