"""The desktop's core against the real server: what a day with it is like."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.license import errands as do
from app.license import events as e
from app.license.face import Face, face
from app.license.picture import (
    Bound,
    Licensed,
    NetFault,
    NoticeKind,
    Offline,
    Online,
    ReadOnly,
    ReadOnlyWhy,
    Ready,
    RemarkCode,
    SignedOut,
    SignedOutWhy,
    allowed,
    notices,
)
from tests.cast import ADA, BEN, CLEO, DORA, Person

pytestmark = [pytest.mark.asyncio, pytest.mark.django_db(transaction=True)]


@pytest.mark.rule("SEAT-1", "LEASE-1", "APP-2")
@pytest.mark.parametrize(
    ("person", "shown"), [(ADA, Face.OWNER), (BEN, Face.MEMBER), (DORA, Face.TRIAL)]
)
async def test_signing_in_takes_a_seat_and_shows_whose(desktop, person: Person, shown) -> None:
    desk = desktop()
    await desk.start()
    assert face(desk.picture) is Face.SIGN_IN
    picture = await desk.sign_in(person)
    assert (face(picture), picture.account.email) == (shown, person.email)
    assert "save" in allowed(picture, desk.time())
    await desk.close()


@pytest.mark.rule("ACC-3", "APP-5")
async def test_wrong_password_says_so_and_keeps_the_address(desktop) -> None:
    desk = desktop()
    await desk.start()
    picture = await desk.post(e.SignInAsked(ADA.email, "not hers"))
    assert isinstance(picture.standing, SignedOut)
    assert picture.standing.refusal.code == "credentials-invalid"
    assert picture.standing.email == ADA.email
    await desk.close()


@pytest.mark.rule("APP-1", "SEAT-3", "LEASE-9")
async def test_owner_starts_from_the_lease_with_the_server_gone(desktop) -> None:
    desk = desktop()
    await desk.start()
    lease = (await desk.sign_in(ADA)).standing.lease
    await desk.close()
    desk = desktop(server_gone=True)
    assert desk.picture.standing == Licensed(lease)  # before anything ran
    picture = await desk.start()
    assert picture.standing == Licensed(lease)
    assert isinstance(picture.connection, Offline)
    assert face(picture) is Face.BRIDGING
    assert {n.kind for n in notices(picture)} == {NoticeKind.BRIDGING}
    await desk.close()


@pytest.mark.rule("SEAT-4", "SEAT-15")
async def test_members_seat_is_free_once_the_window_closed(desktop, server) -> None:
    one, two, three = desktop("one"), desktop("two"), desktop("three")
    for desk in (one, two, three):
        await desk.start()
    await one.sign_in(BEN)
    await two.sign_in(BEN)
    picture = await three.sign_in(BEN)
    assert picture.standing.why is ReadOnlyWhy.SEATS_EXHAUSTED
    assert picture.standing.refusal.members["tried"][0]["seats"] == 2
    await one.close()
    assert not (one.folders.data / "lease.jwt").exists()
    assert not (one.folders.data / "closing.jwt").exists()
    picture = await three.post(e.TryAgainAsked())
    assert isinstance(picture.standing, Licensed)
    await two.close()
    await three.close()


@pytest.mark.rule("SEAT-7")
async def test_whoever_waits_in_line_gets_the_seat_that_was_closed(desktop) -> None:
    one, two, waits = desktop("one"), desktop("two"), desktop("waits")
    for desk in (one, two, waits):
        await desk.start()
        await desk.sign_in(BEN)
    picture = await waits.post(e.WaitAsked())
    assert (picture.standing.place, picture.standing.offered_until) == (1, None)
    await one.close()
    waits.time.tick(seconds=30)
    waits.keeper.post(e.Tick())
    picture = await waits.until(lambda p: face(p) is not Face.WAITING and p.work is None)
    assert face(picture) is Face.OFFERED
    picture = await waits.post(e.OfferTaken())
    assert isinstance(picture.standing, Licensed)
    await two.close()
    await waits.close()


@pytest.mark.rule("SEAT-7")
async def test_who_leaves_the_line_reads_on_and_may_stand_again(desktop) -> None:
    one, two, waits = desktop("one"), desktop("two"), desktop("waits")
    for desk in (one, two, waits):
        await desk.start()
        await desk.sign_in(BEN)
    await waits.post(e.WaitAsked())
    picture = await waits.post(e.LeaveLineAsked())
    assert picture.standing.why is ReadOnlyWhy.SEATS_EXHAUSTED
    picture = await waits.post(e.WaitAsked())
    assert face(picture) is Face.WAITING
    for desk in (one, two, waits):
        await desk.close()


@pytest.mark.rule("SEAT-15", "HOST-4")
async def test_close_without_the_server_is_dropped_by_the_next_start(desktop) -> None:
    desk = desktop()
    await desk.start()
    lease = (await desk.sign_in(BEN)).standing.lease
    desk.keeper._perform = _without_sending(desk)
    await desk.close()
    assert {"closing.jwt"} == {path.name for path in desk.folders.data.glob("*ing.jwt")}
    desk = desktop(server_gone=True)
    assert desk.picture.standing == Licensed(lease)
    assert not (desk.folders.data / "closing.jwt").exists()
    await desk.start()
    await desk.close()
    assert (desk.folders.data / "closing.jwt").exists()
    desk = desktop()
    assert face(await desk.start()) is Face.MEMBER
    await desk.close()


def _without_sending(desk):
    """Files are written, but nothing is sent."""
    perform = desk.keeper._perform

    async def only_files(errand, late):
        if isinstance(errand, do.SendClose):
            return e.CloseNotSent(errand.seat)
        return await perform(errand, late)

    return only_files


@pytest.mark.rule("LEASE-2", "SEAT-5", "HOST-2")
async def test_member_bridges_then_reads_only_then_is_back(desktop, server) -> None:
    desk = desktop()
    await desk.start()
    await desk.sign_in(BEN)
    desk.keeper._perform, perform = _cut_off(desk), desk.keeper._perform
    desk.time.tick(minutes=30)
    picture = await desk.post(e.Tick())
    assert (face(picture), "save" in allowed(picture, desk.time())) == (Face.BRIDGING, True)
    desk.time.tick(hours=2)
    picture = await desk.post(e.Tick())
    assert picture.standing.why is ReadOnlyWhy.LAPSED
    desk.keeper._perform = perform
    picture = await desk.post(e.TryAgainAsked())
    assert (face(picture), isinstance(picture.connection, Online)) == (Face.MEMBER, True)
    await desk.close()


def _cut_off(desk):
    async def perform(errand, late):
        return e.NotReached(getattr(errand, "generation", 0), NetFault.NONE)

    return perform


@pytest.mark.rule("OFF-1", "OFF-3", "OFF-4")
async def test_seat_is_reserved_and_returned_early(desktop) -> None:
    desk = desktop()
    await desk.start()
    until = (await desk.sign_in(BEN)).license.offline.periods[-1].until
    picture = await desk.post(e.ExtendAsked(until))
    assert (face(picture), picture.remark.code) == (Face.RESERVED, RemarkCode.EXTENDED)
    assert picture.standing.lease.offline_until_at == until.replace(microsecond=0)
    assert notices(picture) == frozenset()
    picture = await desk.post(e.ReturnEarlyAsked())
    assert face(picture) is Face.MEMBER
    await desk.close()


@pytest.mark.rule("OFF-1", "OFF-6", "LEASE-9")
async def test_reserved_seat_works_offline_until_its_date_and_not_after(desktop) -> None:
    desk = desktop()
    await desk.start()
    until = (await desk.sign_in(BEN)).license.offline.periods[0].until
    await desk.post(e.ExtendAsked(until))
    await desk.close()
    desk = desktop(server_gone=True)
    desk.time.at = until - timedelta(minutes=1)
    await desk.start()
    assert "save" in allowed(desk.picture, desk.time())
    desk.time.tick(minutes=2)
    picture = await desk.post(e.Tick())
    assert picture.standing.why is ReadOnlyWhy.RESERVATION_OVER
    await desk.close()


@pytest.mark.rule("SEAT-9", "APP-6")
async def test_log_out_frees_the_seat_and_forgets_who_it_was(desktop, server) -> None:
    desk = desktop()
    await desk.start()
    await desk.sign_in(ADA)
    picture = await desk.post(e.LogOutAsked())
    assert picture.standing == SignedOut(SignedOutWhy.LOGGED_OUT)
    left = {path.name for path in desk.folders.data.iterdir()}
    assert left == {
        *("device.json", "device.spare.json", "keys.jwt", "keys.spare.jwt", "secrets.json"),
    }
    await desk.close()
    again = desktop()
    assert isinstance((await again.start()).standing, SignedOut)
    await again.close()


@pytest.mark.rule("APP-6")
async def test_log_out_without_the_server_is_sent_with_the_next_start(desktop, server) -> None:
    desk = desktop()
    await desk.start()
    await desk.sign_in(ADA)
    await desk.close()
    desk = desktop(server_gone=True)
    await desk.start()
    picture = await desk.post(e.LogOutAsked())
    assert picture.remark.code == RemarkCode.NO_CONNECTION_LOG_OUT
    picture = await desk.post(e.LogOutAllTheSame())
    assert picture.standing == SignedOut(SignedOutWhy.LOGGED_OUT)
    await desk.close()
    desk = desktop()
    await desk.start()
    await desk.until(lambda p: not p.pending_release)
    assert desk.picture.notices == frozenset()
    await desk.close()


@pytest.mark.rule("APP-6", "SEAT-9")
async def test_order_to_log_out_does_not_end_the_place_of_the_next_sign_in(desktop) -> None:
    desk = desktop()
    await desk.start()
    await desk.sign_in(ADA)
    await desk.close()
    desk = desktop(server_gone=True)
    await desk.start()
    await desk.post(e.LogOutAllTheSame())
    await desk.close()
    desk = desktop()
    desk.keeper.start()
    await desk.until(lambda p: isinstance(p.standing, SignedOut))
    lease = (await desk.sign_in(ADA)).standing.lease
    await desk.until(lambda p: not p.pending_release)
    desk.time.tick(minutes=20)
    picture = await desk.post(e.Tick())
    assert picture.standing.lease.seat == lease.seat
    assert picture.standing.lease.jti != lease.jti
    await desk.close()


@pytest.mark.rule("APP-8", "SEAT-1")
async def test_deleting_the_lease_costs_nothing_but_an_answer(desktop) -> None:
    desk = desktop()
    await desk.start()
    await desk.sign_in(ADA)
    await desk.close()
    (desk.folders.data / "lease.jwt").unlink()
    again = desktop()
    picture = await again.start()
    assert face(picture) is Face.OWNER
    await again.close()


@pytest.mark.rule("TRI-2", "APP-2")
async def test_trial_shows_its_days_and_ends_when_closed(desktop) -> None:
    desk = desktop()
    await desk.start()
    picture = await desk.sign_in(DORA)
    assert (picture.license.trial.days_left, picture.license.trial.days_total) in {(4, 5), (5, 5)}
    await desk.close()
    assert isinstance(desk.picture.standing, Ready)


@pytest.mark.rule("SEAT-13", "SEAT-12")
async def test_blocked_member_loses_the_lease_and_is_told(desktop, server) -> None:
    from asgiref.sync import sync_to_async

    desk = desktop()
    await desk.start()
    await desk.sign_in(BEN)

    def block() -> None:
        from server.organizations.models import Membership

        Membership.objects.update(blocked_at=server.time())

    await sync_to_async(block, thread_sensitive=False)()
    picture = await desk.post(e.CheckAsked())
    assert isinstance(picture.standing, ReadOnly)
    assert picture.standing.why is ReadOnlyWhy.MEMBERSHIP_BLOCKED
    await desk.until(lambda p: not p.pending_given_up)
    assert not (desk.folders.data / "lease.jwt").exists()
    await desk.close()


@pytest.mark.rule("AIR-1", "AIR-2", "AIR-3", "AIR-4", "AIR-6", "AIR-8")
async def test_request_and_response_bind_a_computer_without_a_network(
    desktop, server, tmp_path: Path
) -> None:
    from contract.offline_files import find_request

    island = desktop("island", server_gone=True)
    assert face(await island.start()) is Face.NO_CONNECTION
    picture = await island.post(e.RequestAsked(tmp_path / "request.html"))
    assert face(picture) is Face.REQUESTED
    await island.close()
    page = (tmp_path / "request.html").read_bytes()
    assert CLEO.email.encode() not in page
    answer = await _bound_in_the_portal(server, find_request(page))
    (tmp_path / "answer.seatkeeper").write_bytes(answer)

    island = desktop("island", server_gone=True)
    await island.start()
    picture = await island.post(e.FileOpened(tmp_path / "answer.seatkeeper"))
    assert isinstance(picture.standing, Bound)
    assert picture.air is None
    again = await island.post(e.FileOpened(tmp_path / "answer.seatkeeper"))
    assert (again.standing, again.remark) == (picture.standing, None)
    await island.close()

    island = desktop("island", server_gone=True)
    island.time.tick(days=-9000)  # an empty battery
    assert isinstance((await island.start()).standing, Bound)
    assert "save" in allowed(island.picture, island.time())
    await island.close()


async def _bound_in_the_portal(server, request: str) -> bytes:
    from asgiref.sync import sync_to_async

    def bind() -> bytes:
        from django.test import Client

        from tests.fakes.vendor import key
        from tests.server.conftest import Api, Computer

        api = Api(Client())
        assert api.sign_in(CLEO, Computer(key(5))).status_code == 201
        answer = api("POST", "/offline/bindings", {"request": request})
        assert answer.status_code == 201, answer.content
        return answer.content

    return await sync_to_async(bind, thread_sensitive=False)()
