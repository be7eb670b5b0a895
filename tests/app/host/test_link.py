"""The local link with the real core and the real server: what a product meets."""

from __future__ import annotations

import errno
import os
import stat

import pytest
from asgiref.sync import sync_to_async

from app.host import guest
from app.license.cache import Cache
from app.license.events import CheckAsked, LogOutAsked
from app.license.picture import Licensed, Ready
from contract.keys import KeyStatement, read_statement
from contract.lease import Holder, Lease, read_lease
from contract.link import LINE_LIMIT
from contract.proof import is_proof
from tests.cast import ADA, BEN

pytestmark = [pytest.mark.asyncio, pytest.mark.django_db(transaction=True)]

CHALLENGE = "mT1v4WdoJ0Yk1cV5b8sTQw"


def checked(manager, state) -> Lease:
    """The lease as a product would read it: by the keys beside it, from the pinned roots."""
    brand = manager.desk.brand
    keys = read_statement(state["keys"], brand.root_keys, brand.issuer)
    assert isinstance(keys, KeyStatement)
    holder = Holder(brand.issuer, brand.product, manager.desk.picture.device)
    lease = read_lease(state["lease"], keys, holder)
    assert isinstance(lease, Lease)
    return lease


async def block(server, at) -> None:
    from server.organizations.models import Membership

    change = sync_to_async(Membership.objects.update, thread_sensitive=False)
    await change(blocked_at=at)


@pytest.mark.rule("HOST-1", "HOST-2", "LEASE-1")
async def test_product_is_told_at_once_and_at_each_change(manage, server) -> None:
    manager = manage()
    await manager.start()
    memo = await manager.product()
    state = await memo.state()
    assert (state["allow"], state["reason"], "lease" in state) == ([], "signed-out", False)
    await manager.desk.sign_in(BEN)
    state = await memo.state(allow=["use", "save", "export"])
    lease = checked(manager, state)
    assert "reason" not in state
    assert state["until"] == lease.ends_at.strftime("%Y-%m-%dT%H:%M:%SZ")

    await block(server, server.time())
    await manager.desk.post(CheckAsked())
    state = await memo.state(allow=["show"])
    assert (state["reason"], "lease" in state) == ("membership-blocked", False)
    assert state["message"].endswith(".")

    await block(server, None)
    await manager.desk.post(CheckAsked())
    again = checked(manager, await memo.state(allow=["use", "save", "export"]))
    assert again.jti != lease.jti
    await manager.close()


@pytest.mark.rule("HOST-6", "LEASE-3")
async def test_product_gets_proof_that_the_lease_is_this_computers(manage) -> None:
    manager = manage()
    await manager.start()
    await manager.desk.sign_in(ADA)
    memo = await manager.product()
    lease = checked(manager, await memo.state(allow=["use", "save", "export"]))
    memo.say(prove=CHALLENGE)
    told = await memo.hears()
    assert is_proof(told["proof"], CHALLENGE, "memo-editor", lease.cnf.jkt)
    assert not is_proof(told["proof"], CHALLENGE[::-1], "memo-editor", lease.cnf.jkt)
    await manager.close()


@pytest.mark.rule("HOST-4", "SEAT-4")
async def test_place_begins_with_first_product_and_ends_with_last(manage, server) -> None:
    manager = manage(hold="product")
    await manager.start()
    await manager.desk.sign_in(BEN)
    assert isinstance(manager.desk.picture.standing, Ready)
    first, second = await manager.product(), await manager.product()
    for memo in (first, second):
        await memo.state(allow=["use", "save", "export"])
    assert manager.desk.picture.use.products == 2
    first.leave()
    await manager.desk.until(lambda picture: picture.use.products == 1)
    assert isinstance(manager.desk.picture.standing, Licensed)
    second.say(bye=True)
    await manager.desk.until(lambda picture: isinstance(picture.standing, Ready))
    await manager.close()


@pytest.mark.rule("HOST-5", "SEAT-1")
async def test_several_processes_of_a_product_are_one_place(manage, server) -> None:
    manager = manage(hold="product")
    await manager.start()
    await manager.desk.sign_in(ADA)
    memos = [await manager.product() for _ in range(3)]
    seats = {checked(manager, await m.state(allow=["use", "save", "export"])).seat for m in memos}
    taken = await sync_to_async(server.lab.taken, thread_sensitive=False)()
    assert (len(seats), taken) == (1, 1)
    await manager.close()


@pytest.mark.rule("HOST-3", "SEAT-4")
async def test_crash_of_the_product_frees_its_seat_as_if_closed(manage, server) -> None:
    manager = manage(hold="product")
    await manager.start()
    await manager.desk.sign_in(BEN)
    memo = await manager.product()
    await memo.state(allow=["use", "save", "export"])
    memo.say(unsaved=True)
    await manager.desk.until(lambda picture: picture.use.unsaved)
    memo.leave()
    await manager.desk.until(lambda picture: isinstance(picture.standing, Ready))
    assert not manager.desk.picture.use.unsaved
    await manager.close()
    assert await sync_to_async(server.lab.taken, thread_sensitive=False)() == 0


@pytest.mark.rule("APP-6")
async def test_logging_out_asks_an_open_product_to_close(manage) -> None:
    manager = manage()
    await manager.start()
    await manager.desk.sign_in(ADA)
    memo = await manager.product()
    await memo.state(allow=["use", "save", "export"])
    await manager.desk.post(LogOutAsked())
    assert await memo.hears() == {"may_close": True}
    memo.say(closing=True)
    memo.say(bye=True)
    await manager.desk.until(lambda picture: picture.use.products == 0)
    await manager.desk.post(LogOutAsked())
    assert manager.desk.picture.account is None
    await manager.close()


@pytest.mark.rule("HOST-1")
async def test_product_that_came_before_the_keeper_is_not_lost(manage) -> None:
    manager = manage()
    memo = await manager.product()
    await manager.start()
    await memo.state(reason="signed-out")
    assert manager.desk.picture.use.products == 1
    await manager.close()


@pytest.mark.rule("HOST-2", "LEASE-2")
async def test_end_of_the_lease_is_told_without_the_connection(manage, server) -> None:
    manager = manage()
    await manager.start()
    await manager.desk.sign_in(BEN)
    memo = await manager.product()
    await memo.state(allow=["use", "save", "export"])
    manager.desk.keeper._perform = never_reached(manager)
    server.time.tick(hours=3)
    manager.desk.keeper.post(CheckAsked())
    state = await memo.state(allow=["show"])
    assert (state["reason"], "until" in state) == ("lapsed", False)
    await manager.close()


def never_reached(manager):
    from app.license.events import NotReached
    from app.license.picture import NetFault

    before = manager.desk.keeper._perform

    async def perform(errand, tell):
        generation = getattr(errand, "generation", None)
        return (
            await before(errand, tell)
            if generation is None
            else NotReached(generation, NetFault.NONE, "", None, 0.5)
        )

    return perform


# --- robust against whoever is on the other side ------------------------------------------------


@pytest.mark.rule("HOST-6", "SAFE-1")
async def test_another_product_and_garbage_are_hung_up_on(manage) -> None:
    manager = manage()
    await manager.start()
    for first in (
        b'{"hello": 1, "product": "other"}\n',
        b"GET / HTTP/1.1\n",
        b"\xff\xfe\n",
        b'{"open": 3}\n',
        b"x" * (LINE_LIMIT + 1),
    ):
        stranger = await manager.stranger()
        stranger.say_bytes(first)
        assert await stranger.hears() is None, first[:40]
    assert manager.desk.picture.use.products == 0
    await manager.close()


@pytest.mark.rule("HOST-6")
async def test_unknown_lines_of_a_product_are_ignored(manage) -> None:
    manager = manage()
    await manager.start()
    memo = await manager.product()
    await memo.state()
    memo.say(colour="green")
    memo.say_bytes(b"what?\n")
    memo.say(prove=CHALLENGE)
    assert "proof" in await memo.hears()
    await manager.close()


@pytest.mark.rule("HOST-6")
async def test_slow_reader_is_told_the_newest_and_holds_nobody_up(manage, server) -> None:
    manager = manage()
    await manager.start()
    await manager.desk.sign_in(BEN)
    slow, quick = await manager.product(), await manager.product()
    await quick.state(allow=["use", "save", "export"])
    for blocked in (True, False) * 4 + (True,):
        await block(server, server.time() if blocked else None)
        await manager.desk.post(CheckAsked())
        await quick.state(allow=["show"] if blocked else ["use", "save", "export"])
    await slow.state(reason="membership-blocked")
    await manager.close()


@pytest.mark.rule("HOST-6", "SAFE-1")
async def test_product_that_never_reads_its_answers_is_hung_up_on(manage) -> None:
    manager = manage()
    await manager.start()
    loud, memo = await manager.product(), await manager.product()
    await memo.state()
    line = b'{"prove": "%s"}\n' % CHALLENGE.encode()
    for _ in range(40):
        loud.say_bytes(line * 100)
    await manager.desk.until(lambda picture: picture.use.products == 1)
    memo.say(prove=CHALLENGE)
    assert (await memo.hears())["proof"]
    await manager.close()


@pytest.mark.rule("HOST-6", "SAFE-1")
async def test_many_connections_leave_room_once_they_end(manage) -> None:
    manager = manage()
    await manager.start()
    crowd = [await manager.product() for _ in range(80)]
    await manager.desk.until(lambda picture: picture.use.products == 64)
    for one in crowd:
        one.leave()
    await manager.desk.until(lambda picture: picture.use.products == 0)
    memo = await manager.product()
    await memo.state(reason="signed-out")
    await manager.close()


@pytest.mark.rule("HOST-6", "SAFE-1")
async def test_connection_that_says_nothing_is_hung_up_on(manage, monkeypatch) -> None:
    monkeypatch.setattr(guest, "SILENCE_MS", 20)
    manager = manage()
    await manager.start()
    memo, silent = await manager.product(), await manager.stranger()
    assert await silent.hears() is None
    await memo.state(reason="signed-out")
    assert manager.desk.picture.use.products == 1
    await manager.close()


@pytest.mark.rule("HOST-1", "LEASE-5")
@pytest.mark.logs("could not be written")
async def test_lease_that_the_disk_would_not_take_is_shown_from_memory(manage, monkeypatch) -> None:
    manager = manage()
    await manager.start()
    monkeypatch.setattr(Cache, "write_lease", full_disk)
    await manager.desk.sign_in(BEN)
    memo = await manager.product()
    state = await memo.state(allow=["use", "save", "export"])
    assert checked(manager, state) == manager.desk.picture.standing.lease
    await manager.close()


def full_disk(cache: Cache, token: str) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.rule("HOST-6")
async def test_link_is_a_socket_of_this_user_alone_and_no_port(manage) -> None:
    manager = manage()
    await manager.start()
    kind = os.stat(manager.link.where).st_mode
    assert (stat.S_ISSOCK(kind), kind & 0o077) == (True, 0)
    await manager.close()
