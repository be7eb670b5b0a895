"""Taking in what the server gave: verified, written, told; and what must not get in."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.license import device as devices
from app.license import effects, files
from app.license import errands as do
from app.license import events as e
from app.license.cache import Cache
from app.license.clock import Clock
from app.license.credentials import Credentials, FileStore, StoreState
from app.license.effects.taking import Given
from app.license.picture import NetFault, Refusal
from app.license.start import Start, read_start
from app.license.statement import Statement
from app.license.world import World
from contract.encoding import to_base64url
from contract.keys import public_of
from contract.wire import decode, encode
from tests.fakes.clock import START, FakeClock
from tests.fakes.far_server import FarServer
from tests.fakes.vendor import Vendor, key, license_of

SEAT, KEYS = "PUT /api/v1/seat", "GET /.well-known/seatkeeper-keys"
ASK = do.AskSeat(3)

pytestmark = pytest.mark.asyncio


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


@pytest.fixture
def far() -> FarServer:
    return FarServer()


@pytest.fixture
def world(tmp_path: Path, vendor: Vendor, far: FarServer):
    devices.write_device(tmp_path, to_base64url(public_of(key(9))))
    cache, store = Cache(tmp_path), FileStore(tmp_path)
    opened = World(
        client=far,
        cache=cache,
        credentials=Credentials(store, store),
        statement=Statement(cache, vendor.brand.root_keys, vendor.brand.issuer),
        clock=Clock(wall=FakeClock(), steady=lambda: 0.0),
        brand=vendor.brand,
        version="0.1.0",
        device=devices.read_device(tmp_path, vendor.brand.product),
        chance=lambda: 0.5,
    )
    opened.credentials.state = StoreState.FOUND
    yield opened
    opened.disk.end()


async def done(world: World, errand: do.Errand = ASK) -> e.Event:
    event = await effects.run(world, errand, lambda late: None)
    assert event is not None
    return event


@pytest.mark.rule("LEASE-1", "LEASE-5", "LEASE-8", "LEASE-4")
async def test_lease_is_verified_written_and_told(world, far, vendor) -> None:
    lease = vendor.lease()
    far.says = {SEAT: [vendor.answer(lease)], KEYS: [vendor.statement.encode()]}
    event = await done(world)
    due = START + timedelta(seconds=660)
    assert event == e.LeaseArrived(3, lease, license_of(lease), due)
    assert world.cache.lease() == vendor.token(lease).encode()
    assert world.clock.latest == START


@pytest.mark.rule("LEASE-7")
async def test_unknown_key_is_looked_for_once_and_the_lease_taken(world, far, vendor) -> None:
    far.says = {SEAT: [vendor.answer(vendor.lease())], KEYS: [vendor.statement.encode()]}
    await done(world)
    vendor.rotate(3)
    lease = vendor.lease()
    far.says = {SEAT: [vendor.answer(lease)], KEYS: [vendor.statement.encode()]}
    assert (await done(world)).lease == lease
    assert far.calls(KEYS) == 2


@pytest.mark.rule("LEASE-7", "APP-15")
@pytest.mark.logs("a lease that arrived was refused: unknown-key")
async def test_key_that_no_statement_names_is_not_fetched_at_each_contact(
    world, far, vendor
) -> None:
    known = vendor.statement.encode()
    lease = vendor.lease()
    far.says = {SEAT: [vendor.answer(lease)], KEYS: [known]}
    await done(world)
    vendor.rotate(3)
    far.says = {SEAT: [vendor.answer(vendor.lease())], KEYS: [known]}
    for _ in range(5):
        assert await done(world) == e.LeaseUnusable(3, "unknown-key", 0.5)
    assert far.calls(KEYS) == 2
    assert b"." in (world.cache.lease() or b"")
    assert world.cache.lease() != vendor.token(vendor.lease()).encode()


@pytest.mark.rule("LEASE-3", "LEASE-5")
@pytest.mark.logs("a lease that arrived was refused")
@pytest.mark.parametrize(
    "claims",
    [{"device": key(8)}, {"aud": "sister-editor"}, {"iss": "elsewhere.example"}],
)
async def test_foreign_lease_in_an_answer_is_not_written(world, far, vendor, claims) -> None:
    answer = vendor.answer(vendor.lease(**claims))
    far.says = {SEAT: [answer], KEYS: [vendor.statement.encode()]}
    assert isinstance(await done(world), e.LeaseUnusable)
    assert world.cache.lease() is None


@pytest.mark.rule("LEASE-4")
async def test_time_beside_the_lease_is_believed_only_if_the_signed_one_agrees(
    world, far, vendor
) -> None:
    lease = vendor.lease()
    far.says = {
        SEAT: [vendor.answer(lease, at=START - timedelta(days=400))],
        KEYS: [vendor.statement.encode()],
    }
    await done(world)
    assert world.clock.read().at == START


@pytest.mark.rule("LEASE-8", "APP-15")
@pytest.mark.parametrize("said", [b"0", b"-1", b"1e9", b"null", b'"soon"'])
async def test_nonsense_about_the_next_contact_costs_no_lease(world, far, vendor, said) -> None:
    lease = vendor.lease()
    text = encode(vendor.answer(lease)).replace(
        b'"next_contact_in":600', b'"next_contact_in":' + said
    )
    far.says = {SEAT: [decode(text, Given)], KEYS: [vendor.statement.encode()]}
    event = await done(world)
    assert (event.lease, event.contact_due > START) == (lease, True)


@pytest.mark.rule("LEASE-5", "APP-8")
@pytest.mark.logs("could not be written")
async def test_full_disk_costs_nothing_now(world, far, vendor, monkeypatch) -> None:
    lease = vendor.lease()
    far.says = {SEAT: [vendor.answer(lease)], KEYS: [vendor.statement.encode()]}

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write_private", full)
    event = await done(world)
    assert (event.lease, event.written) == (lease, False)


@pytest.mark.rule("APP-15")
@pytest.mark.parametrize(
    ("refusal", "event"),
    [
        (Refusal("token-invalid"), e.TokenInvalid(3)),
        (Refusal("client-too-old", {"minimum": "2.0"}), e.ClientTooOld(3, "2.0", "")),
        (Refusal("internal"), e.NotReached(3, NetFault.SERVER, "internal", None, 0.5)),
        (
            Refusal("maintenance", {"retry_after": 120}),
            e.NotReached(3, NetFault.SERVER, "maintenance", 120.0, 0.5),
        ),
        (Refusal("forbidden"), e.Refused(3, Refusal("forbidden"))),
        (Refusal("never-heard-of"), e.Refused(3, Refusal("never-heard-of"))),
        (
            Refusal("no-license"),
            e.SeatRefused(3, Refusal("no-license"), START + timedelta(seconds=660)),
        ),
    ],
)
async def test_only_a_refusal_of_the_seat_is_one(world, far, refusal, event) -> None:
    far.says = {SEAT: [refusal]}
    assert await done(world) == event


@pytest.mark.rule("SEAT-12")
async def test_given_up_place_is_remembered_until_the_server_was_told(world, far, vendor) -> None:
    lease = vendor.lease()
    world.cache.write_lease(vendor.token(lease))
    await effects.run(world, do.DeleteLease(lease.seat), lambda late: None)
    assert (world.cache.lease(), world.cache.given_up()) == (None, lease.seat)
    close = do.SendClose(lease.seat, given_up=True)
    assert await done(world, close) == e.CloseNotSent(lease.seat)
    assert world.cache.given_up() == lease.seat
    from app.license.client import Nothing

    far.says = {"DELETE /api/v1/seat": [Nothing()]}
    assert await done(world, close) == e.CloseAnswered(lease.seat, given_up=True)
    assert world.cache.given_up() == ""
    assert far.heard[-1][0] == f"DELETE /api/v1/seat?seat={lease.seat}&given_up=true"


@pytest.mark.rule("APP-15", "SAFE-1")
@pytest.mark.logs("an effect failed unexpectedly")
async def test_effect_that_breaks_is_an_event_with_an_id_in_the_log(world, far, caplog) -> None:
    far.says = {SEAT: []}
    event = await done(world)
    assert isinstance(event, e.EffectFailed)
    assert event.generation == 3
    assert event.error in caplog.text


@pytest.mark.rule("AIR-1")
async def test_request_that_waits_is_written_again_the_same(world, tmp_path, vendor) -> None:
    private = to_base64url(key(9).private_bytes_raw())
    await world.credentials.change(private_key=private)
    first, second = tmp_path / "a.html", tmp_path / "Über uns" / "b.html"
    second.parent.mkdir()
    one = await done(world, do.WriteRequest(1, first))
    two = await done(world, do.WriteRequest(2, second))
    assert first.read_bytes() == second.read_bytes()
    assert (one.request.nonce, one.request.check_code) == (
        two.request.nonce,
        two.request.check_code,
    )
    await effects.run(world, do.DiscardRequest(3), lambda late: None)
    three = await done(world, do.WriteRequest(4, first))
    assert three.request.nonce != one.request.nonce
    assert world.credentials.secrets.counter == 2


@pytest.mark.rule("AIR-1", "APP-13")
async def test_request_that_cannot_be_written_changes_nothing(world, tmp_path) -> None:
    silent = await done(world, do.WriteRequest(1, tmp_path / "a.html"))
    assert silent == e.Declined(1, "key-store-silent")
    private = to_base64url(key(9).private_bytes_raw())
    await world.credentials.change(private_key=private)
    nowhere = await done(world, do.WriteRequest(1, tmp_path / "no" / "a.html"))
    assert nowhere == e.Declined(1, "cannot-write", "gone")
    assert start_of(world).event.air is None  # nothing waits: it was never saved whole


@pytest.mark.rule("AIR-1", "AIR-7")
async def test_request_of_a_stick_that_was_pulled_is_the_one_saved_again(
    world, tmp_path, monkeypatch
) -> None:
    """The page may be on it all the same, and be taken to the portal."""
    await world.credentials.change(private_key=to_base64url(key(9).private_bytes_raw()))
    pulled = await done(world, do.WriteRequest(1, tmp_path / "no" / "a.html"))
    begun = world.cache.request()
    saved = await done(world, do.WriteRequest(2, tmp_path / "a.html"))
    assert (pulled.code, saved.request.nonce) == ("cannot-write", begun.nonce)
    assert start_of(world).event.air == saved.request


def start_of(world: World) -> Start:
    return read_start(world.cache.folder, world.brand, world.clock)


@pytest.mark.rule("AIR-7")
async def test_what_cannot_be_read_is_said_and_changes_nothing(world, tmp_path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe.seatkeeper")
    for path in (tmp_path, tmp_path / "nothing.seatkeeper", tmp_path / "pipe.seatkeeper"):
        event = await done(world, do.JudgeResponse(1, path))
        assert (type(event), event.code) == (e.Declined, "cannot-read")


@pytest.mark.rule("AIR-4", "AIR-9", "LEASE-7")
async def test_response_is_kept_with_its_keys_and_the_request_is_over(
    world, tmp_path, vendor
) -> None:
    from contract.offline_files import Response, write_response

    await world.credentials.change(private_key=to_base64url(key(9).private_bytes_raw()))
    saved = await done(world, do.WriteRequest(1, tmp_path / "request.html"))
    lease = vendor.bound(saved.request.nonce)
    response = Response(nonce=saved.request.nonce, lease=vendor.token(lease), keys=vendor.statement)
    file = tmp_path / "answer (1).seatkeeper.txt"
    file.write_text(write_response(response))
    assert await done(world, do.JudgeResponse(2, file)) == e.ResponseGood(2, lease, None)
    assert world.cache.lease() == vendor.token(lease).encode()
    assert world.cache.keys() == vendor.statement.encode()
    assert world.cache.request() is None
    assert world.cache.shown().account.id == lease.sub
    await world.credentials.change(given_up=(saved.request.nonce,))
    assert await done(world, do.JudgeResponse(3, file)) == e.Declined(3, "used-up")


@pytest.mark.logs("the key store would not keep")
@pytest.mark.rule("AIR-1", "AIR-9")
async def test_no_request_is_written_by_a_key_that_is_not_kept(
    world, tmp_path, monkeypatch
) -> None:
    """A response for it could never be taken after the next start."""
    await world.credentials.change(private_key=to_base64url(key(9).private_bytes_raw()))
    monkeypatch.setattr(files, "write_private", full)
    event = await done(world, do.WriteRequest(1, tmp_path / "a.html"))
    assert event == e.Declined(1, "cannot-write")
    assert not (tmp_path / "a.html").exists()


@pytest.mark.logs("could not be written")
@pytest.mark.rule("AIR-1")
async def test_request_on_the_stick_counts_though_its_note_was_not_kept(
    world, tmp_path, monkeypatch
) -> None:
    await world.credentials.change(private_key=to_base64url(key(9).private_bytes_raw()))
    monkeypatch.setattr(world.cache, "write_request", lambda _request: full(tmp_path, b""))
    event = await done(world, do.WriteRequest(1, tmp_path / "a.html"))
    assert isinstance(event, e.RequestSaved)
    assert (tmp_path / "a.html").exists()


def full(path: Path, data: bytes) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.rule("LEASE-4", "LEASE-2")
async def test_answer_that_is_played_again_sets_no_clock_back(world, far, vendor) -> None:
    """Not in this run, and not after the next start."""
    time = FakeClock()
    running = [0.0]
    world.clock = Clock(wall=time, steady=lambda: running[0])
    far.says = {SEAT: [vendor.answer(vendor.lease())], KEYS: [vendor.statement.encode()]}
    await done(world)
    time.tick(hours=5)
    running[0] += 5 * 3600
    await done(world)
    assert world.now == START + timedelta(hours=5)
    await effects.run(world, do.RememberTime(), lambda late: None)
    device = devices.read_device(world.cache.folder, world.brand.product)
    again = replace(world, device=device, seen=deque(), clock=Clock(device.latest, wall=time))
    time.tick(hours=-5)
    await done(again)
    assert again.clock.read().behind == START + timedelta(hours=5)


@pytest.mark.rule("LEASE-4")
async def test_new_answer_heals_a_clock_that_ran_ahead(world, far, vendor) -> None:
    world.clock = Clock(START + timedelta(days=50), wall=FakeClock(), steady=lambda: 0.0)
    far.says = {SEAT: [vendor.answer(vendor.lease())], KEYS: [vendor.statement.encode()]}
    await done(world)
    assert world.clock.read().behind is None


@pytest.mark.rule("ACC-4", "SAFE-1")
@pytest.mark.parametrize("wait", [1e300, -5, 0, True, "soon", None])
async def test_block_of_any_length_is_one_that_ends(world, far, wait: object) -> None:
    blocked = Refusal("sign-in-blocked", {"retry_after": wait})
    far.says = {"POST /api/v1/session": [blocked]}
    event = await done(world, do.SignIn(3, "ben@lab.example", "x"))
    assert isinstance(event, e.SignInRefused)
    assert START < event.until <= START + timedelta(days=1)
