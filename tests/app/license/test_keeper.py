"""The keeper: one event at a time, published before its effects, timers that see sleep."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.license import errands as do
from app.license import events as e
from app.license.clock import Clock
from app.license.keeper import Keeper
from app.license.picture import (
    Licensed,
    NetFault,
    NoticeKind,
    Picture,
    ReadOnly,
    ReadOnlyWhy,
    Ready,
    Use,
    allowed,
)
from tests.app.license.pictures import MEMBER, OWNER, VENDOR, picture
from tests.fakes.clock import START, FakeClock
from tests.fakes.vendor import license_of

pytestmark = pytest.mark.asyncio
LATER = START + timedelta(minutes=10)


@pytest.fixture(autouse=True)
def _little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.license.keeper.LAST_WORDS", 0.3)


class Stage:
    """A keeper whose effects wait until the test says what came of them."""

    def __init__(self, before: Picture) -> None:
        self.time = FakeClock()
        self.running = 0.0
        self.clock = Clock(wall=self.time, steady=lambda: self.running)
        self.begun: list[do.Errand] = []
        self.began = asyncio.Event()
        self.stopped: list[do.Errand] = []
        self.answers: dict[type, asyncio.Future[e.Event | None]] = {}
        self.seen: list[Picture] = []
        self.keeper = Keeper(self.clock, self._perform, picture=before)
        self.keeper.subscribe(self._draw)

    def _draw(self, shown: Picture) -> None:
        self.seen.append(shown)

    async def _perform(self, errand: do.Errand, late: Callable) -> e.Event | None:
        self.begun.append(errand)
        self.began.set()
        answer = self.answers.setdefault(type(errand), asyncio.get_running_loop().create_future())
        try:
            return await answer
        except asyncio.CancelledError:
            self.stopped.append(errand)
            raise

    async def comes(self, kind: type, event: e.Event | None) -> None:
        self.answers.setdefault(kind, asyncio.get_running_loop().create_future())
        self.answers[kind].set_result(event)
        await breathe()


async def breathe() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.mark.rule("APP-1")
async def test_effects_wait_until_the_loop_runs() -> None:
    stage = Stage(Picture())
    stage.keeper.post(e.DiskRead(lease=OWNER))
    assert stage.keeper.picture.standing == Licensed(OWNER)
    assert stage.begun == []
    stage.keeper.start()
    await breathe()
    assert stage.begun == [do.ReadSecrets()]
    await stage.keeper.close()


async def test_picture_is_published_before_its_effects_begin() -> None:
    stage = Stage(picture("ready", use=Use()))
    begun_when_drawn: list[int] = []
    stage.keeper.subscribe(lambda _: begun_when_drawn.append(len(stage.begun)))
    stage.keeper.start()
    stage.keeper.post(e.ProductOpened())
    await breathe()
    assert (begun_when_drawn[0], len(stage.begun)) == (0, 1)
    await stage.keeper.close()


async def test_event_posted_while_drawing_takes_its_turn() -> None:
    stage = Stage(picture("ready", use=Use()))

    def answer_at_once(shown: Picture) -> None:
        if shown.use.products == 1:
            stage.keeper.post(e.ProductOpened())

    stage.keeper.subscribe(answer_at_once)
    stage.keeper.post(e.ProductOpened())
    assert [shown.use.products for shown in stage.seen] == [1, 2]


@pytest.mark.logs("a view failed to draw a picture")
async def test_view_that_fails_stops_neither_keeper_nor_others() -> None:
    stage = Stage(picture("ready", use=Use()))
    stage.keeper.subscribe(lambda shown: 1 / 0)
    after: list[Picture] = []
    unsubscribe = stage.keeper.subscribe(after.append)
    stage.keeper.post(e.ProductOpened())
    assert len(after) == 1
    unsubscribe()
    stage.keeper.post(e.ProductOpened())
    assert len(after) == 1


@pytest.mark.rule("APP-5")
async def test_cancelled_call_is_really_stopped() -> None:
    stage = Stage(picture("ready", use=Use()))
    stage.keeper.start()
    stage.keeper.post(e.ProductOpened())
    await breathe()
    stage.keeper.post(e.Cancelled())
    await breathe()
    assert [type(errand) for errand in stage.stopped] == [do.AskSeat]
    assert stage.keeper.picture.work is None
    await stage.keeper.close()


@pytest.mark.rule("LEASE-4")
async def test_wrong_clock_is_seen_before_anything_is_decided() -> None:
    stage = Stage(picture("member"))
    stage.keeper.post(e.RemarkRead())
    stage.time.tick(hours=-1)
    stage.keeper.post(e.RemarkRead())
    standing = stage.keeper.picture.standing
    assert standing == ReadOnly(ReadOnlyWhy.CLOCK, MEMBER, latest=START)
    assert allowed(stage.keeper.picture, stage.time()) == {"show"}
    stage.time.tick(hours=1)
    stage.keeper.post(e.RemarkRead())
    assert stage.keeper.picture.standing == Licensed(MEMBER)


@pytest.mark.rule("LEASE-4")
async def test_clock_that_differs_from_the_servers_is_a_notice() -> None:
    stage = Stage(picture("member"))
    stage.clock.heard(START)
    stage.time.tick(days=2)
    stage.keeper.post(e.RemarkRead())
    kinds = {notice.kind for notice in stage.keeper.picture.notices}
    assert (stage.keeper.picture.standing, kinds) == (
        Licensed(MEMBER),
        {NoticeKind.CLOCK_DIFFERS},
    )
    stage.time.tick(days=-2)
    stage.keeper.post(e.RemarkRead())
    assert stage.keeper.picture.notices == frozenset()


@pytest.mark.rule("LEASE-2", "LEASE-8", "APP-5")
async def test_timer_finds_what_time_alone_changed() -> None:
    stage = Stage(picture("member", contact_due=START + timedelta(milliseconds=30)))
    stage.keeper.start()
    stage.time.tick(seconds=1)
    stage.running += 1
    async with asyncio.timeout(5):
        await stage.began.wait()
    assert stage.begun[0] == do.AskSeat(stage.keeper.picture.generation, MEMBER.seat, MEMBER.jti)
    await stage.keeper.close()


@pytest.mark.rule("SEAT-4")
async def test_closing_frees_a_members_seat_and_waits_for_the_answer() -> None:
    stage = Stage(picture("member"))
    stage.keeper.start()
    closing = asyncio.ensure_future(stage.keeper.close())
    await breathe()
    assert stage.begun == [do.PutLeaseAway(MEMBER.seat), do.SendClose(MEMBER.seat)]
    await stage.comes(do.PutLeaseAway, None)
    assert not closing.done()
    await stage.comes(do.SendClose, e.CloseAnswered(MEMBER.seat))
    await closing
    assert stage.keeper.picture.pending_seat == ""


@pytest.mark.rule("SEAT-4", "APP-5")
async def test_closing_waits_for_a_silent_server_only_so_long(monkeypatch) -> None:
    monkeypatch.setattr("app.license.keeper.LAST_WORDS", 0.05)
    stage = Stage(picture("member"))
    stage.keeper.start()
    await stage.keeper.close()
    assert {type(errand) for errand in stage.stopped} == {do.PutLeaseAway, do.SendClose}
    assert stage.keeper.picture.pending_seat == MEMBER.seat


@pytest.mark.rule("SEAT-4", "SEAT-15")
async def test_seat_that_arrives_while_closing_is_closed_as_well() -> None:
    stage = Stage(picture("ready", use=Use()))
    stage.keeper.start()
    stage.keeper.post(e.ProductOpened(shell=True))
    closing = asyncio.ensure_future(stage.keeper.close())
    await breathe()
    generation = stage.keeper.picture.generation
    lease = VENDOR.lease()
    await stage.comes(do.AskSeat, e.LeaseArrived(generation, lease, license_of(), LATER))
    assert stage.begun[1:] == [do.PutLeaseAway(lease.seat), do.SendClose(lease.seat)]
    await stage.comes(do.PutLeaseAway, None)
    await stage.comes(do.SendClose, e.CloseAnswered(lease.seat))
    await closing
    assert stage.keeper.picture.standing == Ready()


@pytest.mark.rule("SEAT-3")
async def test_closing_leaves_an_owners_seat_alone() -> None:
    stage = Stage(picture("owner"))
    ended: list[bool] = []

    async def at_end() -> None:
        ended.append(True)

    stage.keeper._at_end = at_end
    stage.keeper.start()
    await stage.keeper.close()
    assert (stage.begun, ended, stage.keeper.picture.standing) == ([], [True], Licensed(OWNER))


@pytest.mark.rule("APP-15")
async def test_late_answer_of_an_earlier_try_is_dropped() -> None:
    stage = Stage(picture("ready", use=Use()))
    stage.keeper.post(e.ProductOpened())
    first = stage.keeper.picture.generation
    stage.keeper.post(e.Cancelled())
    stage.keeper.post(e.TryAgainAsked())
    before = stage.keeper.picture
    stage.keeper.post(e.NotReached(first, NetFault.DNS))
    assert stage.keeper.picture == before


@pytest.mark.rule("APP-5")
async def test_close_ends_though_a_disk_never_answers() -> None:
    async def never() -> None:
        await asyncio.get_running_loop().create_future()

    stage = Stage(picture("owner"))
    keeper = Keeper(stage.clock, stage._perform, picture=picture("owner"), at_end=never)
    keeper.start()
    async with asyncio.timeout(5):
        await keeper.close()
