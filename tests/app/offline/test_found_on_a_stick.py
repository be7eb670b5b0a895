"""A response on a stick that is plugged in: offered by itself, opened by nobody but the person."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_asyncio
from msgspec.structs import replace

from app.license import effects
from app.license import errands as do
from app.license import events as e
from app.license.picture import Busy, Intent, Licensed, Requested, SignedOut, SignedOutWhy
from app.license.states import step
from app.offline.volumes import Volume
from contract.encoding import to_base64url
from contract.offline_files import Response, write_response
from tests.app.license.pictures import OWNER, picture
from tests.app.license.test_taking import done, far, vendor, world
from tests.fakes.clock import START
from tests.fakes.vendor import key, sixteen

__all__ = ["far", "vendor", "world"]

pytestmark = pytest.mark.asyncio
OUT = SignedOut(SignedOutWhy.FRESH)
WAITS = Requested(sixteen(7), "/stick/request.html", START)


@pytest_asyncio.fixture
async def usb(world, tmp_path: Path) -> Path:
    """Plugged in, while a request waits."""
    await world.credentials.change(private_key=to_base64url(key(9).private_bytes_raw()))
    await done(world, do.WriteRequest(1, tmp_path / "request.html"))
    root = tmp_path / "USB"
    root.mkdir()
    world.sticks = lambda: (Volume(str(root)),)
    return root


def response(vendor, nonce: str, **claims: object) -> bytes:
    token = vendor.token(vendor.bound(nonce, **claims))
    return write_response(Response(nonce=nonce, lease=token, keys=vendor.statement)).encode()


async def looked(world) -> e.Event | None:
    return await effects.run(world, do.LookOnSticks(), lambda late: None)


@pytest.mark.rule("AIR-4", "AIR-7")
async def test_only_the_answer_to_our_own_request_is_found(world, vendor, usb: Path) -> None:
    nonce = world.cache.request().nonce
    (usb / "newest.seatkeeper").write_bytes(response(vendor, sixteen(99)))
    (usb / "beside.seatkeeper").write_bytes(response(vendor, nonce, device=key(8)))
    (usb / "cut.seatkeeper").write_bytes(response(vendor, nonce)[:300])
    assert await looked(world) == e.SticksLooked("")
    right = usb / "ANSWER~1.SEA"
    right.write_bytes(b"\xef\xbb\xbf" + response(vendor, nonce).replace(b"\n", b"\r\n"))
    assert await looked(world) == e.SticksLooked(str(right))
    assert world.cache.lease() is None  # nothing was opened


@pytest.mark.rule("AIR-4", "AIR-9")
async def test_response_that_was_used_up_is_not_offered(world, vendor, usb: Path) -> None:
    nonce = world.cache.request().nonce
    (usb / "a.seatkeeper").write_bytes(response(vendor, nonce))
    await world.credentials.change(given_up=(nonce,))
    assert await looked(world) == e.SticksLooked("")


@pytest.mark.rule("AIR-4")
async def test_later_look_counts_though_an_earlier_one_ends_last(world, vendor, usb: Path) -> None:
    nonce = world.cache.request().nonce
    (usb / "a.seatkeeper").write_bytes(response(vendor, nonce))
    sticks = world.sticks

    def pulled() -> tuple[Volume, ...]:
        world.looks += 1  # another look began meanwhile
        return sticks()

    world.sticks = pulled
    assert await looked(world) is None


@pytest.mark.rule("AIR-4")
async def test_sticks_are_looked_at_only_while_a_request_waits() -> None:
    waits, idle = picture(OUT, air=WAITS), picture(OUT)
    assert step(waits, e.SticksChanged(), START) == (waits, (do.LookOnSticks(),))
    assert step(idle, e.SticksChanged(), START) == (idle, ())
    assert step(idle, e.SticksLooked("/s/a"), START) == (idle, ())


@pytest.mark.rule("AIR-4")
async def test_found_response_is_offered_until_the_stick_goes() -> None:
    found, orders = step(picture(OUT, air=WAITS), e.SticksLooked("/s/a.seatkeeper"), START)
    assert (found.air.found, found.standing, orders) == ("/s/a.seatkeeper", OUT, ())
    again = e.RequestSaved(found.generation, WAITS)

    busy = replace(found, work=Busy(Intent.REQUEST, found.generation))
    assert step(busy, again, START)[0].air.found == "/s/a.seatkeeper"
    assert step(found, e.SticksLooked(""), START)[0].air.found == ""


@pytest.mark.rule("AIR-4")
async def test_good_lease_is_left_alone_by_what_lies_on_a_stick() -> None:
    licensed = picture(Licensed(OWNER), air=WAITS)
    found, orders = step(licensed, e.SticksLooked("/s/a.seatkeeper"), START)
    assert (found.standing, orders) == (licensed.standing, ())
