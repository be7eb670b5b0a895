"""Giving a bound computer back, and what a crash or a full disk in the middle of it costs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.license import errands as do
from app.license import events as e
from app.license.face import Face, face
from app.license.picture import (
    Bound,
    GivenUp,
    Licensed,
    ReadOnly,
    ReadOnlyWhy,
    Ready,
    RemarkCode,
    allowed,
)
from contract.encoding import to_base64url
from contract.keys import public_of
from contract.offline_files import SealedReturn, find_request, read_return
from tests.app.license.test_taking import ASK, SEAT, done, far, full, vendor, world
from tests.app.license.test_with_the_server import _bound_in_the_portal
from tests.cast import CLEO
from tests.fakes.vendor import key, sixteen

__all__ = ["far", "vendor", "world"]

pytestmark = pytest.mark.asyncio
IN_SERVER = pytest.mark.django_db(transaction=True)


async def bound(desktop: Callable, server, folder: Path):
    """An island that is validated, running."""
    island = desktop("island", server_gone=True)
    await island.start()
    await island.post(e.RequestAsked(folder / "request.html"))
    answer = await _bound_in_the_portal(
        server, find_request((folder / "request.html").read_bytes())
    )
    (folder / "answer.seatkeeper").write_bytes(answer)
    assert isinstance(
        (await island.post(e.FileOpened(folder / "answer.seatkeeper"))).standing, Bound
    )
    return island


async def brought(data: bytes) -> tuple[int, dict]:
    """The return file, taken to the portal."""
    from asgiref.sync import sync_to_async

    def bring() -> tuple[int, dict]:
        from django.test import Client

        answer = Client().post(
            "/api/v1/offline/returns", data=data, content_type="application/json"
        )
        return answer.status_code, answer.json()

    return await sync_to_async(bring, thread_sensitive=False)()


def is_given_up(picture) -> bool:
    return picture.standing == ReadOnly(ReadOnlyWhy.GIVEN_UP) and face(picture) is Face.GIVEN_UP


@IN_SERVER
@pytest.mark.rule("AIR-6", "AIR-9")
async def test_computer_given_back_frees_its_seat_by_the_file(
    desktop, server, tmp_path: Path
) -> None:
    island = await bound(desktop, server, tmp_path)
    picture = await island.post(e.GiveBackConfirmed(tmp_path / "one.seatkeeper"))
    assert is_given_up(picture)
    assert "save" not in allowed(picture, island.time())
    assert not (island.folders.data / "lease.jwt").exists()
    await island.close()

    island = desktop("island", server_gone=True)
    picture = await island.start()
    assert is_given_up(picture)
    assert picture.air.path == str(tmp_path / "one.seatkeeper")
    await island.post(e.ReturnFileAsked(tmp_path / "two.seatkeeper"))
    one = (tmp_path / "one.seatkeeper").read_bytes()
    assert (tmp_path / "two.seatkeeper").read_bytes() == one
    first, again = await brought(one), await brought(one)
    assert (first[0], again[0]) == (200, 200), first
    assert first[1] == again[1]

    picture = await island.post(e.FileOpened(tmp_path / "answer.seatkeeper"))
    assert (picture.remark.code, is_given_up(picture)) == ("used-up", True)
    await island.close()

    island = await bound(desktop, server, tmp_path)
    assert not (island.folders.data / "return.json").exists()
    await island.close()


@IN_SERVER
@pytest.mark.rule("AIR-6")
async def test_file_that_cannot_be_written_is_told_and_written_later(
    desktop, server, tmp_path: Path
) -> None:
    island = await bound(desktop, server, tmp_path)
    picture = await island.post(e.GiveBackConfirmed(tmp_path / "no" / "r.seatkeeper"))
    assert (picture.remark.code, is_given_up(picture)) == (RemarkCode.CANNOT_WRITE, True)
    picture = await island.post(e.ReturnFileAsked(tmp_path / "no" / "r.seatkeeper"))
    assert (picture.remark.code, is_given_up(picture)) == (RemarkCode.CANNOT_WRITE, True)
    picture = await island.post(e.ReturnFileAsked(tmp_path / "r.seatkeeper"))
    assert picture.remark is None
    assert (await brought((tmp_path / "r.seatkeeper").read_bytes()))[0] == 200
    await island.close()


@IN_SERVER
@pytest.mark.rule("AIR-9")
async def test_lease_put_back_after_the_return_is_not_worked_with(
    desktop, server, tmp_path: Path
) -> None:
    """So is one that a crash left there: nothing but the nonce was given up by then."""
    island = await bound(desktop, server, tmp_path)
    lease = (island.folders.data / "lease.jwt").read_bytes()
    await island.post(e.GiveBackConfirmed(tmp_path / "one.seatkeeper"))
    await island.close()
    (island.folders.data / "lease.jwt").write_bytes(lease)
    (island.folders.data / "return.json").unlink()

    island = desktop("island", server_gone=True)
    await island.start()
    picture = await island.until(is_given_up)
    assert picture.air.path == ""
    assert not (island.folders.data / "lease.jwt").exists()
    await island.post(e.ReturnFileAsked(tmp_path / "two.seatkeeper"))
    assert (await brought((tmp_path / "two.seatkeeper").read_bytes()))[0] == 200
    await island.close()


@IN_SERVER
@pytest.mark.rule("AIR-6", "AIR-9")
async def test_signing_in_gives_a_seat_only_after_the_file_was_brought(
    desktop, server, tmp_path: Path
) -> None:
    """Before, the server knows nothing of the return, and would give the bound lease again."""
    island = await bound(desktop, server, tmp_path)
    await island.post(e.GiveBackConfirmed(tmp_path / "one.seatkeeper"))
    await island.close()
    online = desktop("island")
    await online.start()
    picture = await online.sign_in(CLEO)
    assert (picture.standing, picture.remark.code) == (Ready(), "return-first")
    assert (await brought((tmp_path / "one.seatkeeper").read_bytes()))[0] == 200
    picture = await online.post(e.TryAgainAsked())
    assert isinstance(picture.standing, Licensed)
    assert not picture.standing.lease.bound
    await online.close()


async def held(world, vendor):
    """The world of a computer that is bound."""
    await world.credentials.change(private_key=to_base64url(key(9).private_bytes_raw()))
    world.statement.believe(vendor.statement)
    lease = vendor.bound(sixteen(3))
    world.cache.write_lease(vendor.token(lease))
    return lease


@pytest.mark.rule("AIR-6", "AIR-9")
async def test_return_says_what_was_given_up_with_a_higher_counter(world, vendor, tmp_path) -> None:
    lease = await held(world, vendor)
    event = await done(world, do.GiveBack(1, tmp_path / "r.seatkeeper"))
    told = GivenUp(lease.nonce, str(tmp_path / "r.seatkeeper"), world.now)
    assert event == e.GivenBack(1, told)
    sealed = read_return((tmp_path / "r.seatkeeper").read_bytes())
    assert isinstance(sealed, SealedReturn)
    assert sealed.is_by(public_of(key(9)))
    said = sealed.said
    assert (said.seat, said.nonce, said.counter) == (lease.seat, lease.nonce, 1)
    assert world.credentials.secrets.given_up == (lease.nonce,)
    assert world.credentials.secrets.counter == 1


@pytest.mark.logs("the key store would not keep")
@pytest.mark.rule("AIR-6", "AIR-9")
async def test_nonce_that_is_not_kept_is_not_given_up(world, vendor, tmp_path, monkeypatch) -> None:
    from app.license import files

    lease = await held(world, vendor)
    monkeypatch.setattr(files, "write_private", full)
    event = await done(world, do.GiveBack(1, tmp_path / "r.seatkeeper"))
    assert event == e.Declined(1, RemarkCode.CANNOT_WRITE)
    assert world.credentials.secrets.given_up == ()
    assert world.cache.lease() == vendor.token(lease).encode()
    assert not (tmp_path / "r.seatkeeper").exists()


@pytest.mark.logs("could not be written")
@pytest.mark.rule("AIR-6")
async def test_lease_stays_until_the_return_is_kept(world, vendor, tmp_path, monkeypatch) -> None:
    await held(world, vendor)
    monkeypatch.setattr(world.cache, "write_return", lambda kept: full(tmp_path, b""))
    event = await done(world, do.GiveBack(1, tmp_path / "no" / "r.seatkeeper"))
    assert (type(event), event.fault) == (e.GivenBack, "gone")
    assert world.cache.lease() is not None
    monkeypatch.undo()
    event = await done(world, do.WriteReturn(2, tmp_path / "r.seatkeeper"))
    assert isinstance(event, e.ReturnFileSaved)
    assert world.cache.lease() is None


@pytest.mark.rule("AIR-9")
async def test_server_cannot_give_a_nonce_again_that_was_given_up(
    world, far, vendor, tmp_path
) -> None:
    lease = await held(world, vendor)
    await done(world, do.GiveBack(1, tmp_path / "r.seatkeeper"))
    far.says = {SEAT: [vendor.answer(lease)]}
    assert await done(world, ASK) == e.Declined(ASK.generation, "return-first")
    assert world.cache.lease() is None


@pytest.mark.rule("AIR-6")
async def test_nothing_is_given_back_without_a_bound_lease(world, tmp_path) -> None:
    for errand in (do.GiveBack(1, tmp_path / "r"), do.WriteReturn(1, tmp_path / "r")):
        assert await done(world, errand) == e.Declined(1, RemarkCode.NOT_POSSIBLE)


@pytest.mark.rule("AIR-6")
async def test_nothing_is_given_up_without_the_key_that_signs(world, vendor, tmp_path) -> None:
    lease = await held(world, vendor)
    for private in ("", to_base64url(key(8).private_bytes_raw())):
        await world.credentials.change(private_key=private)
        event = await done(world, do.GiveBack(1, tmp_path / "r.seatkeeper"))
        assert event == e.Declined(1, RemarkCode.KEY_STORE_SILENT)
    assert world.credentials.secrets.given_up == ()
    assert world.cache.lease() == vendor.token(lease).encode()
