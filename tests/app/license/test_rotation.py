"""Keys are rotated and revoked under a running desktop, and under one that sleeps (LEASE-7)."""

from __future__ import annotations

import pytest
from asgiref.sync import sync_to_async

from app.license import events as e
from app.license.picture import Licensed
from contract.faults import Fault
from contract.jws import unfold
from contract.lease import LIMIT, TYP
from tests.cast import ADA

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.django_db(transaction=True),
    pytest.mark.rule("LEASE-7", "SUP-3"),
]


def kid_of(desk) -> str | None:
    envelope = unfold((desk.folders.data / "lease.jwt").read_bytes(), TYP, LIMIT)
    assert not isinstance(envelope, Fault)
    return envelope.kid


async def keys(order: str, server, *words: str):
    from server.signing import revoke, rotate

    act = {"rotate": rotate.rotate, "revoke": revoke.revoke}[order]
    stated = await sync_to_async(act)(server.roots, *words)
    assert stated.version > 1
    return stated


async def test_running_desktop_takes_the_new_keys_lease(desktop, server) -> None:
    desk = desktop()
    await desk.start()
    await desk.sign_in(ADA)
    before = kid_of(desk)
    stated = await keys("rotate", server)
    picture = await desk.post(e.CheckAsked())
    assert isinstance(picture.standing, Licensed)
    assert (kid_of(desk), before) == (stated.signs, stated.good[0])
    await desk.close()
    desk = desktop(server_gone=True)  # the statement is kept: the new lease is good from the file
    assert isinstance(desk.picture.standing, Licensed)
    await desk.close()


@pytest.mark.logs("put aside: unknown-key")
async def test_revoked_keys_lease_is_refused_and_healed_by_the_next_contact(
    desktop, server
) -> None:
    desk = desktop()
    await desk.start()
    place = (await desk.sign_in(ADA)).standing.lease.seat
    kid = kid_of(desk)
    lease = (desk.folders.data / "lease.jwt").read_bytes()
    stated = await keys("revoke", server, kid)
    await desk.post(e.CheckAsked())
    await desk.close()
    (desk.folders.data / "lease.jwt").write_bytes(lease)  # as it was before, with the new statement
    desk = desktop()
    assert not isinstance(desk.picture.standing, Licensed)
    picture = await desk.start()
    assert isinstance(picture.standing, Licensed)
    assert (kid_of(desk), picture.standing.lease.seat == place) == (stated.signs, False)
    await desk.close()


async def test_desktop_that_was_closed_meanwhile_heals_at_its_contact(desktop, server) -> None:
    desk = desktop()
    await desk.start()
    await desk.sign_in(ADA)
    await desk.close()
    stated = await keys("revoke", server, kid_of(desk))
    desk = desktop()
    assert isinstance(desk.picture.standing, Licensed)  # it cannot know yet
    await desk.start()
    desk.keeper.post(e.CheckAsked())
    picture = await desk.until(lambda _: kid_of(desk) == stated.signs)
    assert isinstance(picture.standing, Licensed)
    await desk.close()
