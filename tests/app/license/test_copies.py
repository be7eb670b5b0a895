"""Copied profiles and homes: two computers with one key, and two computers in one home."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.license import device as devices
from app.license import events as e
from app.license import machine, rooms
from app.license.cache import Cache
from app.license.face import Face, face
from app.license.picture import Licensed, NoticeKind, SignedOut, SignedOutWhy
from app.license.rooms import room_of
from contract.encoding import to_base64url
from contract.keys import public_of
from tests.cast import ADA, CLEO
from tests.fakes.clock import START
from tests.fakes.desktop import Desktop
from tests.fakes.vendor import key

IN_SERVER = pytest.mark.django_db(transaction=True)
A_KEY = to_base64url(public_of(key(9)))


def is_told(desk: Desktop) -> bool:
    return any(n.kind is NoticeKind.DUPLICATED for n in desk.picture.notices)


async def asks(desk: Desktop) -> None:
    """Later than the server gives the same answer again."""
    desk.time.tick(minutes=2)
    await desk.post(e.TryAgainAsked())


async def by_turns(one: Desktop, copy: Desktop) -> None:
    """They ask the server, as chance has it, until both were told of each other."""
    for desk in (one, one, copy, copy) * 6:
        await asks(desk)
        if is_told(one) and is_told(copy):
            return
    raise AssertionError("somebody was not told")


@pytest.fixture
def twins(desktop, tmp_path: Path) -> Callable:
    """Ada's computer with its seat reserved, and a copy of its disk; both running."""

    async def two() -> tuple[Desktop, Desktop]:
        one = desktop("one")
        await one.start()
        until = (await one.sign_in(ADA)).license.offline.periods[-1].until
        await one.post(e.ExtendAsked(until))
        await one.close()
        await asyncio.to_thread(shutil.copytree, tmp_path / "one", tmp_path / "copy")
        one, copy = desktop("one"), desktop("copy")
        for desk in (one, copy):
            await desk.start()
        return one, copy

    return two


async def taken(server) -> int:
    from asgiref.sync import sync_to_async

    return await sync_to_async(server.lab.taken, thread_sensitive=False)("ada")


@IN_SERVER
@pytest.mark.asyncio
@pytest.mark.rule("LEASE-10", "LEASE-6")
async def test_copy_made_its_own_leaves_seat_and_reservation_to_the_other(twins, server) -> None:
    one, copy = await twins()
    await by_turns(one, copy)
    before = one.picture.standing.lease
    picture = await copy.post(e.MakeOwnAsked())
    assert picture.standing == SignedOut(SignedOutWhy.MADE_OWN)
    assert not is_told(copy)
    own = (await copy.sign_in(ADA)).standing.lease
    assert own.device not in ("", before.device)
    assert own.offline_until is None
    for _ in range(3):  # the other one goes on with what it had, and nobody is told any more
        for desk in (one, copy):
            await asks(desk)
    kept = one.picture.standing.lease
    assert (kept.device, kept.offline_until) == (before.device, before.offline_until)
    assert kept.seat != own.seat
    assert not is_told(copy)
    for desk in (one, copy):
        await desk.close()
    assert await taken(server) == 1  # an owner's two desktops share a seat


@IN_SERVER
@pytest.mark.asyncio
@pytest.mark.rule("LEASE-10")
async def test_both_of_two_copies_work_on_while_nobody_decides(twins) -> None:
    one, copy = await twins()
    await by_turns(one, copy)
    for desk in (one, copy):
        assert isinstance(desk.picture.standing, Licensed)
        assert face(desk.picture) is Face.RESERVED
        await desk.close()


@IN_SERVER
@pytest.mark.asyncio
@pytest.mark.rule("LEASE-10", "AIR-9")
async def test_making_own_takes_nothing_of_the_key_before_along(desktop, tmp_path: Path) -> None:
    """No token, no request that waits for an answer to the old key, no nonce given up."""
    desk = desktop("one")
    await desk.start()
    await desk.post(e.RequestAsked(tmp_path / "request.html"))
    await desk.sign_in(CLEO)
    picture = await desk.post(e.MakeOwnAsked())
    assert (picture.air, picture.standing) == (None, SignedOut(SignedOutWhy.MADE_OWN))
    await desk.close()
    again = desktop("one")
    assert again.picture.air is None
    picture = await again.start()
    assert picture.standing == SignedOut(SignedOutWhy.FRESH)
    await again.close()


# --- one home for several computers ----------------------------------------------------------


@pytest.fixture
def at_computer(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def sit(name: str) -> None:
        monkeypatch.setattr(machine, "hints", lambda: {"machine": name, "disk": f"d-{name}"})

    return sit


@pytest.mark.rule("LEASE-6")
def test_each_computer_of_one_home_has_a_room_and_finds_it_again(tmp_path, at_computer) -> None:
    found: dict[str, Path] = {}
    for name in ("first", "second", "third"):
        at_computer(name)
        found[name] = room_of(tmp_path)
        devices.write_device(found[name], A_KEY)
    assert found["first"] == tmp_path
    assert len(set(found.values())) == 3
    for name in reversed(found):
        at_computer(name)
        assert room_of(tmp_path) == found[name]
        assert rooms.house_of(found[name]) == tmp_path


@pytest.mark.rule("LEASE-6")
def test_room_is_known_again_though_the_machine_got_a_new_id(tmp_path, monkeypatch) -> None:
    devices.write_device(tmp_path, A_KEY)
    monkeypatch.setattr(machine, "hints", lambda: {"machine": "m", "disk": "d"})
    mine = room_of(tmp_path)
    devices.write_device(mine, A_KEY)
    monkeypatch.setattr(machine, "hints", lambda: {"machine": "n", "disk": "d"})
    assert room_of(tmp_path) == mine


@pytest.mark.rule("LEASE-6", "APP-8")
def test_home_of_nobody_and_one_whose_file_is_damaged_are_ours(tmp_path, at_computer) -> None:
    at_computer("first")
    assert room_of(tmp_path) == room_of(tmp_path / "not yet").parent == tmp_path
    (tmp_path / "device.json").write_bytes(b"\0" * 90)
    assert room_of(tmp_path) == tmp_path


@pytest.mark.rule("PRI-1")
def test_name_of_a_room_tells_nothing_of_the_machine(tmp_path: Path, at_computer) -> None:
    devices.write_device(tmp_path, A_KEY)
    at_computer("bens-laptop")
    assert "laptop" not in room_of(tmp_path).name
    assert len(room_of(tmp_path).name) == 8


@IN_SERVER
@pytest.mark.asyncio
@pytest.mark.rule("LEASE-6", "LEASE-3")
async def test_two_computers_of_one_home_never_take_each_others_seat(
    server, tmp_path: Path, at_computer
) -> None:
    """By turns, over several starts: one key each, and nobody has to sign in again."""
    home = tmp_path / "home"

    def sits(name: str) -> Desktop:
        at_computer(name)
        return Desktop(room_of(home), server.brand, server.time, server=server.address)

    leases: dict[str, set[str]] = {"first": set(), "second": set()}
    for turn in range(3):
        for name, seen in leases.items():
            desk = sits(name)
            if turn == 0 and name == "second":
                assert desk.keeper.picture.notices  # a license here is another computer's
            picture = await desk.start()
            if turn == 0:
                picture = await desk.sign_in(ADA)
            assert isinstance(picture.standing, Licensed)
            seen.add(picture.standing.lease.device)
            await desk.close()
    assert [len(seen) for seen in leases.values()] == [1, 1]
    assert not leases["first"] & leases["second"]
    assert not (home / "aside").exists()


@pytest.mark.rule("LEASE-6", "AIR-1")
def test_copied_profile_does_not_wait_for_the_others_answer(
    tmp_path: Path, at_computer, desktop_folder
) -> None:
    from app.license.cache import RequestFile

    at_computer("first")
    devices.write_device(tmp_path, A_KEY)
    Cache(tmp_path).write_request(RequestFile(request="x", nonce="n", path="/r", when=START))
    assert desktop_folder().event.air is not None
    at_computer("second")
    assert desktop_folder().event.air is None


@pytest.fixture
def desktop_folder(tmp_path: Path) -> Callable:
    from app.license.clock import Clock
    from app.license.start import read_start
    from tests.fakes.clock import FakeClock
    from tests.fakes.vendor import Vendor

    clock = Clock(wall=FakeClock(START + timedelta(days=1)), steady=lambda: 0.0)
    return lambda: read_start(tmp_path, Vendor().brand, clock)
